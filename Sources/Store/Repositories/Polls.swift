/// Fetching what back ends made.
extension Transaction {
    /// Makes the row of a back end that is polled, unless there is one.
    public func insertPoll(of backend: String, at now: Int64) throws {
        try execute(
            "insert into polls (backend, due_at, updated_at) values ($1, $2, $2) on conflict do nothing",
            [.text(backend), .integer(now)])
    }

    /// Whether a back end is to be asked, and no node asks it.
    public func hasDuePoll(of backend: String, at now: Int64) throws -> Bool {
        try !query(
            """
            select 1 from polls where backend = $1 and due_at <= $2 and (lease_until is null or lease_until <= $2)
            """, [.text(backend), .integer(now)]
        ).isEmpty
    }

    /// Takes a due poll in hand and counts its read; nil when it is not due, or another node has it.
    public func beginPoll(of backend: String, node: UniqueID, until lease: Int64, at now: Int64) throws -> PollRow? {
        try query(
            """
            update polls set lease_node = $2, lease_until = $3, reads = reads + 1, updated_at = $4
            where backend = $1 and due_at <= $4 and (lease_until is null or lease_until <= $4)
            returning \(PollRow.columns())
            """, [.text(backend), Value(node), .integer(lease), .integer(now)]
        ).first.map(PollRow.init)
    }

    /// Writes what came of a read, and lets go of it; false when another node has it in hand by now.
    public func endPoll(_ row: PollRow, node: UniqueID, at now: Int64) throws -> Bool {
        try execute(
            """
            update polls set cursor = $2, ended_read = $3, documents = $4, fault = $5, read_at = $6, due_at = $7,
                lease_node = null, lease_until = null, updated_at = $8
            where backend = $1 and lease_node = $9
            """,
            [
                .text(row.backend), Value(row.cursor), .integer(row.endedRead), .integer(row.documents),
                Value(row.fault), Value(row.readAt), .integer(row.dueAt), .integer(now), Value(node),
            ]) == 1
    }

    /// Notes behind what a poll goes on while it is in hand; nothing when another node has it by now.
    public func movePoll(_ backend: String, to cursor: String?, node: UniqueID, at now: Int64) throws {
        try execute(
            "update polls set cursor = $2, updated_at = $3 where backend = $1 and lease_node = $4",
            [.text(backend), Value(cursor), .integer(now), Value(node)])
    }

    /// Makes a poll due; false when there is none.
    public func makePollDue(of backend: String, at now: Int64) throws -> Bool {
        try execute(
            "update polls set due_at = $2, updated_at = $2 where backend = $1", [.text(backend), .integer(now)]) == 1
    }

    /// How far the polls of all back ends are.
    public func polls() throws -> [PollRow] {
        try query("select \(PollRow.columns()) from polls order by backend").map(PollRow.init)
    }

    /// How far the poll of a back end is; nil for one that never was polled.
    public func poll(of backend: String) throws -> PollRow? {
        try query("select \(PollRow.columns()) from polls where backend = $1", [.text(backend)]).first
            .map(PollRow.init)
    }

    /// The attempts at deliveries to a back end that have no result yet.
    public func attemptsUnderWay(to backend: String) throws -> [UniqueID] {
        try query(
            """
            select a.id from deliveries d join attempts a on a.delivery_id = d.id and a.number = d.attempts
            where d.lease_node is not null and d.state = 'sending' and d.backend = $1 and a.ended_at is null
            """, [.text(backend)]
        ).map { row in
            var columns = row.columns
            return try columns.id()
        }
    }

    /// Those of some attempts that have no result yet.
    public func unended(of attempts: [UniqueID]) throws -> [UniqueID] {
        let found = try queryMany(
            "select 1 from attempts where id = $1 and ended_at is null", attempts.map { [Value($0)] })
        return zip(attempts, found).filter { !$1.isEmpty }.map(\.0)
    }

    /// Whether anything that a sender handed over is not decided yet.
    public func hasUnprocessed(from sender: String) throws -> Bool {
        try !query(
            "select 1 from interchanges where sender = $1 and processed_at is null limit 1", [.text(sender)]
        ).isEmpty
    }

    /// Whether a sender has handed something over under a key of its own.
    public func hasAccepted(key: String, from sender: String) throws -> Bool {
        try !query(
            "select 1 from interchanges where sender = $1 and idempotency_key = $2 limit 1",
            [.text(sender), .text(key)]
        ).isEmpty
    }
}
