/// How far what a back end made has been fetched.
public struct PollRow: Sendable, Hashable {
    /// The back end.
    public var backend: String
    /// Behind what it goes on; nil before the first page.
    public var cursor: String?
    /// How often it was asked.
    public var reads: Int64
    /// The number of the last read that came to the end of what there was; every document of that read is kept.
    public var endedRead: Int64
    /// How many documents it gave.
    public var documents: Int64
    /// Why the last read came to nothing, a diagnostic in JSON.
    public var fault: String?
    /// When a page was last taken, in microseconds.
    public var readAt: Int64?
    /// When it is asked again, in microseconds.
    public var dueAt: Int64
}

extension PollRow: TableRow {
    static let table = "polls"
    static let columnNames = [
        "backend", "cursor", "reads", "ended_read", "documents", "fault", "read_at", "due_at",
    ]

    var values: [Value] {
        [
            .text(backend), Value(cursor), .integer(reads), .integer(endedRead), .integer(documents), Value(fault),
            Value(readAt), .integer(dueAt),
        ]
    }

    init(_ row: Row) throws {
        var columns = row.columns
        backend = try columns.text()
        cursor = try columns.optionalText()
        reads = try columns.integer()
        endedRead = try columns.integer()
        documents = try columns.integer()
        fault = try columns.optionalText()
        readAt = try columns.optionalInteger()
        dueAt = try columns.integer()
    }
}
