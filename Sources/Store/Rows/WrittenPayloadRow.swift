/// A delivery's payload in its receiver's format, kept so that every attempt sends the same bytes.
public struct WrittenPayloadRow: Sendable, Hashable {
    /// The delivery; of a batch, what all of its deliveries share.
    public var deliveryID: UniqueID
    /// What is sent.
    public var bytes: [UInt8]
    /// Its media type.
    public var contentType: String
    /// The end of its file's name.
    public var fileExtension: String

    /// A payload to keep.
    public init(deliveryID: UniqueID, bytes: [UInt8], contentType: String, fileExtension: String) {
        self.deliveryID = deliveryID
        self.bytes = bytes
        self.contentType = contentType
        self.fileExtension = fileExtension
    }
}

extension WrittenPayloadRow: TableRow {
    static let table = "written_payloads"
    static let columnNames = ["delivery_id", "bytes", "content_type", "file_extension"]

    init(_ row: Row) throws {
        var columns = row.columns
        deliveryID = try columns.id()
        bytes = try columns.bytes()
        contentType = try columns.text()
        fileExtension = try columns.text()
    }

    var values: [Value] { [Value(deliveryID), .bytes(bytes), .text(contentType), .text(fileExtension)] }
}

extension Transaction {
    /// Keeps the payloads of new deliveries.
    public func insertWrittenPayloads(_ payloads: [WrittenPayloadRow]) throws {
        try executeMany(WrittenPayloadRow.insertion(), payloads.map(\.values))
    }

    /// What a delivery sends; nil for one whose back end takes no written format, or whose document could not be written.
    public func writtenPayload(of delivery: UniqueID) throws -> WrittenPayloadRow? {
        try query(
            """
            select \(WrittenPayloadRow.columns()) from written_payloads
            where delivery_id = \(SentDocumentRow.payload("$1"))
            """, [Value(delivery)]
        ).first.map(WrittenPayloadRow.init)
    }
}
