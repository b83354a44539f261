/// Something that happened, as screens and consumers follow it.
public struct EventRow: Sendable, Hashable {
    /// Its number; 0 before it is written.
    public var seq: Int64
    /// When, in microseconds.
    public var at: Int64
    /// What: `document.delivered`, `milestone.moved`…
    public var kind: String
    /// What it happened to: an id or a name.
    public var subject: String
    /// The facts, JSON.
    public var data: String

    /// An event to write.
    public init(at: Int64, kind: String, subject: String, data: String = "{}") {
        seq = 0
        self.at = at
        self.kind = kind
        self.subject = subject
        self.data = data
    }

    init(_ row: Row) throws {
        var columns = row.columns
        seq = try columns.integer()
        at = try columns.integer()
        kind = try columns.text()
        subject = try columns.text()
        data = try columns.text()
    }
}

extension Transaction {
    /// Writes events.
    public func append(_ events: [EventRow]) throws {
        try executeMany(
            "insert into events (at, kind, subject, data) values ($1, $2, $3, $4)",
            events.map { [.integer($0.at), .text($0.kind), .text($0.subject), .text($0.data)] })
    }

    /// The events behind a number, in order. A reader that goes on from the last number misses none: what a transaction
    /// that still runs may have written under a lower number is waited for (on PostgreSQL any older transaction of the
    /// server that writes, whichever its database).
    public func events(after seq: Int64, limit: Int) throws -> [EventRow] {
        try query(
            """
            select seq, at, kind, subject, data from events
            where seq > $1 /*postgres and transaction < pg_snapshot_xmin(pg_current_snapshot())*/
            order by seq limit $2
            """, [.integer(seq), .integer(Int64(limit))]
        ).map(EventRow.init)
    }

    /// What happened to one subject, oldest first, a page at a time.
    public func timeline(of subject: String, after seq: Int64 = 0, limit: Int = 1000) throws -> [EventRow] {
        try query(
            """
            select seq, at, kind, subject, data from events where subject = $1 and seq > $2 order by seq limit $3
            """, [.text(subject), .integer(seq), .integer(Int64(limit))]
        ).map(EventRow.init)
    }
}
