import Intake

/// Replays of many documents: plans, and how far those are that run.
extension Transaction {
    /// Keeps a plan.
    public func insertReplay(_ row: ReplayRow) throws { try execute(ReplayRow.insertion(), row.values) }

    /// The replay of an id.
    public func replay(_ id: UniqueID) throws -> ReplayRow? {
        try query("select \(ReplayRow.columns()) from replays where id = $1", [Value(id)]).first.map(ReplayRow.init)
    }

    /// The replay of an id, locked until the transaction ends.
    public func lockReplay(_ id: UniqueID) throws -> ReplayRow? {
        try query("select \(ReplayRow.columns()) from replays where id = $1 /*postgres for update*/", [Value(id)])
            .first.map(ReplayRow.init)
    }

    /// Replays, the newest first, a page at a time.
    public func replays(
        state: ReplayRow.State?, before cursor: (madeAt: Int64, id: UniqueID)?, limit: Int
    ) throws -> [ReplayRow] {
        let top = UniqueID(bytes: [UInt8](repeating: 0xFF, count: 16))
        let arguments: [Value] = [
            .integer(cursor?.madeAt ?? .max), Value(cursor?.id ?? top), .integer(Int64(limit)),
        ]
        return try query(
            """
            select \(ReplayRow.columns()) from replays
            where (made_at, id) < ($1, $2) \(state == nil ? "" : "and state = $4")
            order by made_at desc, id desc limit $3
            """, arguments + (state.map { [Value($0)] } ?? [])
        ).map(ReplayRow.init)
    }

    /// How many plans could still be started, and how many replays run or are held up.
    public func replaysAlive(at now: Int64) throws -> (planned: Int, running: Int) {
        let rows = try query(
            """
            select state, count(*) from replays
            where state in ('planning', 'planned', 'running', 'paused')
                and (state in ('running', 'paused') or expires_at > $1) group by state
            """, [.integer(now)])
        var alive = (planned: 0, running: 0)
        for row in rows {
            var columns = row.columns
            let state: ReplayRow.State = try columns.name()
            let count = Int(try columns.integer())
            if state == .planned || state == .planning { alive.planned += count } else { alive.running += count }
        }
        return alive
    }

    /// Writes what changes of a replay. The caller has locked it.
    public func journal(_ row: ReplayRow) throws {
        let changing = ReplayRow.firstChanging
        let columns = ReplayRow.columnNames.dropFirst(changing).enumerated().map { "\($1) = $\($0 + 2)" }
        try execute(
            "update replays set \(columns.joined(separator: ", ")) where id = $1",
            [Value(row.id)] + row.values.dropFirst(changing))
    }

    // MARK: Leases

    /// Whether a replay is due that no node has in hand.
    public func hasDueReplay(at now: Int64) throws -> Bool {
        try !query(
            """
            select 1 from replays where state = 'running' and state in ('planning', 'planned', 'running', 'paused') and due_at <= $1
                and (lease_until is null or lease_until <= $1) limit 1
            """, [.integer(now)]
        ).isEmpty
    }

    /// Takes replays that are due and that no other node has in hand.
    public func claimReplays(node: UniqueID, until lease: Int64, at now: Int64, limit: Int) throws -> [ReplayRow] {
        try query(
            """
            update replays set lease_node = $1, lease_until = $2 where id in (
                select id from replays where state = 'running' and state in ('planning', 'planned', 'running', 'paused')
                    and due_at <= $3 and (lease_until is null or lease_until <= $3)
                order by due_at, id limit $4 /*postgres for update skip locked*/
            ) and state = 'running' returning \(ReplayRow.columns())
            """, [Value(node), .integer(lease), .integer(now), .integer(Int64(limit))]
        ).map(ReplayRow.init)
    }

    /// Keeps a replay in a node's hand, locked until the transaction ends, and gives it as it stands; nil when it does not run
    /// any more, or another node has it by now.
    public func holdReplay(_ id: UniqueID, node: UniqueID, until lease: Int64) throws -> ReplayRow? {
        try query(
            """
            update replays set lease_until = $3 where id = $1 and lease_node = $2 and state = 'running'
            returning \(ReplayRow.columns())
            """, [Value(id), Value(node), .integer(lease)]
        ).first.map(ReplayRow.init)
    }

    /// Lets go of a replay that a node has in hand.
    public func releaseReplay(_ id: UniqueID, node: UniqueID) throws {
        try execute(
            "update replays set lease_node = null, lease_until = null where id = $1 and lease_node = $2",
            [Value(id), Value(node)])
    }

    // MARK: Forgetting

    /// A plan that was never started and whose time is over, locked until the transaction ends.
    public func lockExpiredReplay(at now: Int64) throws -> ReplayRow? {
        try query(
            """
            select \(ReplayRow.columns()) from replays
            where state in ('planning', 'planned') and state in ('planning', 'planned', 'running', 'paused') and expires_at <= $1
            order by due_at, id limit 1 /*postgres for update skip locked*/
            """, [.integer(now)]
        ).first.map(ReplayRow.init)
    }

    /// Lets the time of a plan be over that did not come to its end.
    public func expirePlanning(_ id: UniqueID, at now: Int64) throws {
        try execute(
            "update replays set expires_at = $2, due_at = $2 where id = $1 and state = 'planning'",
            [Value(id), .integer(now)])
    }

    /// Forgets documents of a replay, some at a time; gives how many were left to forget of those.
    public func removeReplayItems(_ id: UniqueID, limit: Int) throws -> Int {
        try execute(
            """
            delete from replay_items where replay = $1 and number in (
                select number from replay_items where replay = $1 order by number limit $2)
            """, [Value(id), .integer(Int64(limit))])
    }
}
