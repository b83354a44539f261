/// One version of a document's content.
public struct PayloadRow: Sendable, Hashable {
    /// The document.
    public var documentID: UniqueID
    /// The version, from 1.
    public var version: Int64
    /// The canonical document, as it was mapped.
    public var canonical: [UInt8]
    /// The edited bytes that it was mapped from; nil where those are the interchange's own.
    public var original: [UInt8]?
    /// Who edited it.
    public var author: String?
    /// Why it was edited.
    public var reason: String?
    /// When it was made, in microseconds.
    public var at: Int64

    /// A version to keep.
    public init(
        documentID: UniqueID, version: Int64 = 1, canonical: [UInt8], original: [UInt8]? = nil,
        author: String? = nil, reason: String? = nil, at: Int64
    ) {
        self.documentID = documentID
        self.version = version
        self.canonical = canonical
        self.original = original
        self.author = author
        self.reason = reason
        self.at = at
    }
}

extension PayloadRow: TableRow {
    static let table = "payloads"
    static let columnNames = ["document_id", "version", "canonical", "original", "author", "reason", "at"]

    init(_ row: Row) throws {
        var columns = row.columns
        documentID = try columns.id()
        version = try columns.integer()
        canonical = try columns.bytes()
        original = try columns.optionalBytes()
        author = try columns.optionalText()
        reason = try columns.optionalText()
        at = try columns.integer()
    }

    var values: [Value] {
        [
            Value(documentID), .integer(version), .bytes(canonical), Value(original), Value(author), Value(reason),
            .integer(at),
        ]
    }
}
