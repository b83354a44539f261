public import Intake

/// The documents of a replay.
extension Transaction {
    /// The next ones whose turn has not come, in their order; of the canary alone, if it is said.
    public func replayItemsToDo(_ id: UniqueID, canaryOnly: Bool, limit: Int) throws -> [ReplayItemRow] {
        try query(
            """
            select \(ReplayItemRow.columns) from replay_items
            where replay = $1 and state in ('ready', 'blocked') \(canaryOnly ? "and canary = 1" : "")
            order by number limit $2
            """, [Value(id), .integer(Int64(limit))]
        ).map(ReplayItemRow.init)
    }

    /// The documents of a replay, a page at a time behind a number.
    public func replayItems(
        _ id: UniqueID, state: ReplayItemRow.State?, code: String?, after number: Int64, limit: Int
    ) throws -> [ReplayItemRow] {
        var arguments: [Value] = [Value(id), .integer(number), .integer(Int64(limit))]
        var conditions = ""
        if let state {
            arguments.append(Value(state))
            conditions += " and state = $\(arguments.count)"
        }
        if let code {
            arguments.append(.text(code))
            conditions += " and code = $\(arguments.count)"
        }
        return try query(
            """
            select \(ReplayItemRow.columns) from replay_items where replay = $1 and number > $2\(conditions)
            order by number limit $3
            """, arguments
        ).map(ReplayItemRow.init)
    }

    /// Documents of a replay that can be done, every so many of them.
    public func replaySample(_ id: UniqueID, every stride: Int, limit: Int) throws -> [UniqueID] {
        try query(
            """
            select document from replay_items
            where replay = $1 and state in ('ready', 'blocked') and number % $2 = 0 order by number limit $3
            """, [Value(id), .integer(Int64(stride)), .integer(Int64(limit))]
        ).map { row in
            var columns = row.columns
            return try columns.id()
        }
    }

    /// Writes what became of documents when their turn came.
    public func endReplayItems(
        _ id: UniqueID, _ ends: [(number: Int64, state: ReplayItemRow.State, code: String?)], at now: Int64
    ) throws {
        try executeMany(
            "update replay_items set state = $3, code = $4, at = $5 where replay = $1 and number = $2",
            ends.map { [Value(id), .integer($0.number), Value($0.state), Value($0.code), .integer(now)] })
    }

    /// Chooses the documents that go first: so many of different orders, each the first of its order, none that is blocked.
    ///
    /// - Returns: How many there are.
    public func chooseCanary(ofReplay id: UniqueID, _ count: Int) throws -> Int {
        try execute(
            """
            update replay_items set canary = 1 where replay = $1 and number in (
                select number from replay_items where replay = $1 and head = 1 and state = 'ready'
                order by number limit $2)
            """, [Value(id), .integer(Int64(count))])
    }

    /// Where the documents of the canary stand.
    public func canary(ofReplay id: UniqueID) throws -> [CanaryItem] {
        try query(
            """
            select i.document, i.state, i.code, d.status, d.code,
                (select count(*) from deliveries v where v.document_id = d.id and v.state = 'failed'
                    and v.purpose not in ('primary', 'outbound', 'shadow')),
                (select count(*) from deliveries v where v.document_id = d.id and v.state in ('waiting', 'sending')
                    and v.purpose not in ('primary', 'outbound', 'shadow'))
            from replay_items i join documents d on d.id = i.document
            where i.replay = $1 and i.canary = 1 order by i.number
            """, [Value(id)]
        ).map { row in
            var columns = row.columns
            return CanaryItem(
                document: try columns.id(), state: try columns.name(), refusal: try columns.optionalText(),
                status: try columns.name(), code: try columns.optionalText(), failedCopies: try columns.integer(),
                openCopies: try columns.integer())
        }
    }

    // MARK: Counts

    /// How many documents of a replay are in each state, with the statuses that the plan found.
    public func replayCounts(_ id: UniqueID) throws -> [ReplayCount] {
        try counts(
            """
            select state, code, planned_as, count(*) from replay_items where replay = $1
            group by state, code, planned_as order by state, code, planned_as
            """, id)
    }

    /// How many documents of a replay go to each back end, by state.
    public func replayBackends(_ id: UniqueID) throws -> [ReplayCount] {
        try counts(
            """
            select state, null, coalesce(backend, ''), count(*) from replay_items where replay = $1
            group by state, backend order by backend, state
            """, id)
    }

    /// How many documents of a replay came from each sender, by state.
    public func replaySenders(_ id: UniqueID) throws -> [ReplayCount] {
        try counts(
            """
            select state, null, sender, count(*) from replay_items where replay = $1
            group by state, sender order by sender, state
            """, id)
    }

    /// Where the documents stand now with which something was done, or had been done meanwhile.
    public func replayEnds(_ id: UniqueID) throws -> [ReplayCount] {
        try counts(
            """
            select 'applied', case when d.status in ('failed', 'held', 'parked', 'unknown') then d.code end, d.status, count(*)
            from replay_items i join documents d on d.id = i.document
            where i.replay = $1 and i.state in ('applied', 'already') group by 2, d.status order by d.status, 2
            """, id)
    }

    /// The documents behind which others of a replay wait, those that hold up most first.
    public func replayBlockers(_ id: UniqueID, limit: Int) throws -> [(document: UniqueID, code: String, count: Int)] {
        try query(
            """
            select ahead, code, count(*) from replay_items where replay = $1 and state = 'blocked' and ahead is not null
            group by ahead, code order by count(*) desc, ahead limit $2
            """, [Value(id), .integer(Int64(limit))]
        ).map { row in
            var columns = row.columns
            return (try columns.id(), try columns.text(), Int(try columns.integer()))
        }
    }

    private func counts(_ sql: String, _ id: UniqueID) throws -> [ReplayCount] {
        try query(sql, [Value(id)]).map { row in
            var columns = row.columns
            return ReplayCount(
                state: try columns.name(), code: try columns.optionalText(), name: try columns.text(),
                documents: Int(try columns.integer()))
        }
    }

    /// Whether all of the documents that a replay set going last are still on their way.
    public func isReplayUnderWay(_ id: UniqueID, last count: Int) throws -> Bool {
        let rows = try query(
            """
            select count(*) from (
                select document from replay_items where replay = $1 and state = 'applied' order by number desc limit $2) i
            join documents d on d.id = i.document where d.status = 'delivering'
            """, [Value(id), .integer(Int64(count))])
        guard var columns = rows.first?.columns else { return false }
        return try columns.integer() >= Int64(count)
    }

    /// Locks what of documents has not ended, in the order in which results lock.
    public func lockOpenDeliveries(ofDocuments ids: [UniqueID]) throws {
        guard dialect == .postgres else { return }
        let open = try queryMany(
            """
            select id from deliveries
            where document_id = $1 and state in ('held', 'waiting', 'sending', 'failed', 'unknown')
            """, ids.map { [Value($0)] }
        ).flatMap { $0 }.map { row in
            var columns = row.columns
            return try columns.id()
        }
        _ = try lockDeliveries(open.sorted())
    }
}

/// How many documents of a replay are alike.
public struct ReplayCount: Sendable, Hashable {
    /// Where they stand in the replay.
    public let state: ReplayItemRow.State
    /// Why.
    public let code: String?
    /// What they have in common: a status, a back end, a sender.
    public let name: String
    /// How many.
    public let documents: Int
}

/// A document that goes first, and what became of it.
public struct CanaryItem: Sendable, Hashable {
    /// The document.
    public let document: UniqueID
    /// Where it stands in the replay.
    public let state: ReplayItemRow.State
    /// Why it was refused.
    public let refusal: String?
    /// Where the document stands.
    public let status: DocumentStatus
    /// What stopped it.
    public let code: String?
    /// How many of its copies failed.
    public let failedCopies: Int64
    /// How many of its copies are on their way.
    public let openCopies: Int64
}
