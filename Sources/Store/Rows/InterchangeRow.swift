/// Where an interchange stands.
public enum InterchangeStatus: String, Sendable, Hashable, CaseIterable {
    /// Its bytes are durable; nothing has been read yet.
    case accepted
    /// It is being read in several transactions.
    case processing
    /// Its documents are written.
    case processed
    /// Nothing in it could be read; it counts as one failed document.
    case unreadable
    /// Nothing in it could be read, and a person took it out; it counts as one discarded document.
    case discarded
}

/// One received payload.
public struct InterchangeRow: Sendable, Hashable {
    /// The accept number: the order in which one sender's interchanges came.
    public var number: Int64
    /// The interchange's id.
    public var id: UniqueID
    /// The partner or back end that sent it.
    public var sender: String
    /// The channel it came in by.
    public var channel: String
    /// The name under which it was sent, as sent.
    public var fileName: String?
    /// The media type, as sent.
    public var contentType: String?
    /// The envelope's control number, once read.
    public var controlNumber: String?
    /// The payload's length in bytes.
    public var size: Int64
    /// The SHA-256 of the payload.
    public var sha256: [UInt8]
    /// The sender's own key against taking it twice.
    public var idempotencyKey: String?
    /// Where it stands.
    public var status: InterchangeStatus
    /// How many documents were found in it, by the reader's own count.
    public var documents: Int64
    /// The envelope's facts, JSON.
    public var envelope: String
    /// The diagnostics of the interchange itself, JSON.
    public var diagnostics: String
    /// When it was received, in microseconds.
    public var receivedAt: Int64
    /// When it was read, in microseconds.
    public var processedAt: Int64?
}

extension InterchangeRow {
    /// Where it stands: that it was discarded is kept beside its status.
    static let statusColumn = "case when discarded_at is null then status else 'discarded' end"
    static let columns = [
        "number", "id", "sender", "channel", "file_name", "content_type", "control_number", "size", "sha256",
        "idempotency_key", statusColumn, "documents", "envelope", "diagnostics", "received_at", "processed_at",
    ].joined(separator: ", ")

    init(_ row: Row) throws {
        var columns = row.columns
        number = try columns.integer()
        id = try columns.id()
        sender = try columns.text()
        channel = try columns.text()
        fileName = try columns.optionalText()
        contentType = try columns.optionalText()
        controlNumber = try columns.optionalText()
        size = try columns.integer()
        sha256 = try columns.bytes()
        idempotencyKey = try columns.optionalText()
        status = try columns.name()
        documents = try columns.integer()
        envelope = try columns.text()
        diagnostics = try columns.text()
        receivedAt = try columns.integer()
        processedAt = try columns.optionalInteger()
    }
}
