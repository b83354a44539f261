import Digests

/// A payload that is to be accepted.
public struct ReceivedInterchange: Sendable, Hashable {
    /// Where the payload's bytes are.
    public enum Content: Sendable, Hashable {
        /// Here, to be written with the interchange.
        case bytes([UInt8])
        /// Already written piece by piece (see `beginUpload`); the length in bytes.
        case uploaded(size: Int64)
    }

    /// The id that the interchange is to have.
    public var id: UniqueID
    /// The partner or back end that sent it.
    public var sender: String
    /// The channel it came in by.
    public var channel: String
    /// The name under which it was sent, as sent.
    public var fileName: String?
    /// The media type, as sent.
    public var contentType: String?
    /// The sender's own key against taking it twice.
    public var idempotencyKey: String?
    /// The payload.
    public var content: Content
    /// The SHA-256 of the payload.
    public var sha256: [UInt8]
    /// When it was received, in microseconds.
    public var receivedAt: Int64
    /// The message of AS2 that brought it.
    public var as2: ReceivedAS2?

    /// A payload at hand.
    public init(
        id: UniqueID, sender: String, channel: String, fileName: String? = nil, contentType: String? = nil,
        idempotencyKey: String? = nil, bytes: [UInt8], receivedAt: Int64
    ) {
        self.init(
            id: id, sender: sender, channel: channel, fileName: fileName, contentType: contentType,
            idempotencyKey: idempotencyKey, content: .bytes(bytes), sha256: Digests.sha256(bytes),
            receivedAt: receivedAt)
    }

    /// A payload that was written piece by piece under the id.
    public init(
        id: UniqueID, sender: String, channel: String, fileName: String? = nil, contentType: String? = nil,
        idempotencyKey: String? = nil, uploadedSize: Int64, sha256: [UInt8], receivedAt: Int64
    ) {
        self.init(
            id: id, sender: sender, channel: channel, fileName: fileName, contentType: contentType,
            idempotencyKey: idempotencyKey, content: .uploaded(size: uploadedSize), sha256: sha256,
            receivedAt: receivedAt)
    }

    private init(
        id: UniqueID, sender: String, channel: String, fileName: String?, contentType: String?,
        idempotencyKey: String?, content: Content, sha256: [UInt8], receivedAt: Int64
    ) {
        self.id = id
        self.sender = sender
        self.channel = channel
        self.fileName = fileName
        self.contentType = contentType
        self.idempotencyKey = idempotencyKey
        self.content = content
        self.sha256 = sha256
        self.receivedAt = receivedAt
    }

    /// The payload's length in bytes.
    public var size: Int64 {
        switch content {
        case .bytes(let bytes): Int64(bytes.count)
        case .uploaded(let size): size
        }
    }
}

/// What accepting a payload gave.
public struct Acceptance: Sendable, Hashable {
    /// The interchange: the new one, or the first that came under the same idempotency key.
    public let id: UniqueID
    /// Its accept number.
    public let number: Int64
    /// Whether it had been accepted before, so that nothing was written now.
    public let isRepeat: Bool
    /// The SHA-256 of what is kept; a repeat with other bytes is told by it.
    public let sha256: [UInt8]

    /// What accepting gave.
    public init(id: UniqueID, number: Int64, isRepeat: Bool, sha256: [UInt8]) {
        self.id = id
        self.number = number
        self.isRepeat = isRepeat
        self.sha256 = sha256
    }
}
