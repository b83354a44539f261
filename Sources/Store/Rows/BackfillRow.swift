/// How far the open orders of a milestone in shadow were gone through for what new lacks.
public struct BackfillRow: Sendable, Hashable {
    /// The milestone.
    public var milestone: String
    /// When it came to shadow, in microseconds: another time is another back-fill.
    public var since: Int64
    /// Behind which order the pass that runs goes on; empty at its begin.
    public var cursor: String
    /// Orders that this pass has looked at.
    public var looked: Int64
    /// Those of them of which new lacks something.
    public var lacking: Int64
    /// Documents that were sent, in all passes.
    public var sent: Int64
    /// When the pass goes on, in microseconds.
    public var nextAt: Int64
    /// What the last whole pass looked at.
    public var lastLooked: Int64?
    /// What was lacking then.
    public var lastLacking: Int64?
    /// When it ended, in microseconds.
    public var finishedAt: Int64?
    /// Orders that this pass looked at and of which no document is here: what new has of them is not known.
    public var unknown: Int64
    /// How many those were in the last whole pass.
    public var lastUnknown: Int64?

    /// A back-fill that begins.
    public init(milestone: String, since: Int64) {
        self.milestone = milestone
        self.since = since
        cursor = ""
        (looked, lacking, unknown, sent, nextAt) = (0, 0, 0, 0, since)
    }
}

extension BackfillRow: TableRow {
    static let table = "backfills"
    static let columnNames = [
        "milestone", "since", "cursor", "looked", "lacking", "sent", "next_at", "last_looked", "last_lacking",
        "finished_at", "unknown", "last_unknown",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        milestone = try columns.text()
        since = try columns.integer()
        cursor = try columns.text()
        looked = try columns.integer()
        lacking = try columns.integer()
        sent = try columns.integer()
        nextAt = try columns.integer()
        lastLooked = try columns.optionalInteger()
        lastLacking = try columns.optionalInteger()
        finishedAt = try columns.optionalInteger()
        unknown = try columns.integer()
        lastUnknown = try columns.optionalInteger()
    }

    var values: [Value] {
        [
            .text(milestone), .integer(since), .text(cursor), .integer(looked), .integer(lacking), .integer(sent),
            .integer(nextAt), Value(lastLooked), Value(lastLacking), Value(finishedAt), .integer(unknown),
            Value(lastUnknown),
        ]
    }
}
