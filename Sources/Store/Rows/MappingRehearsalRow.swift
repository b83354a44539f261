/// Mappings that were rehearsed on the stored documents of a window.
public struct MappingRehearsalRow: Sendable, Hashable {
    public var id: UniqueID
    /// When it was rehearsed, in microseconds.
    public var madeAt: Int64
    public var madeBy: String
    /// The window of receipts, in microseconds: from one instant until before the other.
    public var from: Int64
    public var to: Int64
    /// The digest of all mappings that were in force.
    public var before: String
    /// The digest of all mappings that were rehearsed.
    public var after: String
    /// What would differ, JSON.
    public var result: String
    /// When a person said that what would differ is meant, in microseconds.
    public var confirmedAt: Int64?
    public var confirmedBy: String?
    /// Why it is meant.
    public var reason: String?
    /// When it was put in force, in microseconds.
    public var publishedAt: Int64?
    public var publishedBy: String?

    /// A rehearsal that nobody has looked at yet.
    public init(
        id: UniqueID, madeAt: Int64, madeBy: String, from: Int64, to: Int64, before: String, after: String,
        result: String
    ) {
        self.id = id
        self.madeAt = madeAt
        self.madeBy = madeBy
        self.from = from
        self.to = to
        self.before = before
        self.after = after
        self.result = result
    }
}

extension MappingRehearsalRow: TableRow {
    static let table = "mapping_rehearsals"
    static let columnNames = [
        "id", "made_at", "made_by", "window_from", "window_to", "before", "after", "result", "confirmed_at",
        "confirmed_by", "reason", "published_at", "published_by",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        madeAt = try columns.integer()
        madeBy = try columns.text()
        from = try columns.integer()
        to = try columns.integer()
        before = try columns.text()
        after = try columns.text()
        result = try columns.text()
        confirmedAt = try columns.optionalInteger()
        confirmedBy = try columns.optionalText()
        reason = try columns.optionalText()
        publishedAt = try columns.optionalInteger()
        publishedBy = try columns.optionalText()
    }

    var values: [Value] {
        [
            Value(id), .integer(madeAt), .text(madeBy), .integer(from), .integer(to), .text(before), .text(after),
            .text(result), Value(confirmedAt), Value(confirmedBy), Value(reason), Value(publishedAt),
            Value(publishedBy),
        ]
    }
}
