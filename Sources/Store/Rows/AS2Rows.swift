/// The message of AS2 that brought a payload, with the receipt that is given to it.
public struct ReceivedAS2: Sendable, Hashable {
    public var messageID: String
    /// The header fields as received, a line each.
    public var fields: String
    /// The body as received.
    public var body: [UInt8]
    /// The receipt: its header fields, a line each, and its body; nil where none was asked for.
    public var receipt: AS2ReceiptBytes?
    /// A receipt that is sent apart from the answer to the message.
    public var later: AS2ReceiptRow?

    /// A message by its parts.
    public init(
        messageID: String, fields: String, body: [UInt8], receipt: AS2ReceiptBytes? = nil, later: AS2ReceiptRow? = nil
    ) {
        self.messageID = messageID
        self.fields = fields
        self.body = body
        self.receipt = receipt
        self.later = later
    }
}

/// A receipt as it is sent: header fields, a line each, and a body.
public struct AS2ReceiptBytes: Sendable, Hashable {
    public var fields: String
    public var body: [UInt8]

    /// A receipt by its parts.
    public init(fields: String, body: [UInt8]) {
        self.fields = fields
        self.body = body
    }
}

/// A receipt on its way to where its message asked for it.
public struct AS2ReceiptRow: Sendable, Hashable {
    public enum State: String, Sendable, Hashable {
        case waiting
        case sent
        /// It was tried for too long.
        case failed
    }

    public var id: UniqueID
    public var partner: String
    public var messageID: String
    public var url: String
    public var bytes: AS2ReceiptBytes
    public var state: State
    public var attempts: Int64
    /// What the last try came to, in words.
    public var fault: String?
    public var madeAt: Int64
    /// When it is tried again, in microseconds; nil for one that is not.
    public var dueAt: Int64?

    /// A receipt to be sent at once.
    public init(
        id: UniqueID, partner: String, messageID: String, url: String, bytes: AS2ReceiptBytes, madeAt: Int64
    ) {
        self.id = id
        self.partner = partner
        self.messageID = messageID
        self.url = url
        self.bytes = bytes
        state = .waiting
        attempts = 0
        self.madeAt = madeAt
        dueAt = madeAt
    }
}

extension AS2ReceiptRow: TableRow {
    static let table = "as2_receipts"
    static let columnNames = [
        "id", "partner", "message_id", "url", "fields", "body", "state", "attempts", "fault", "made_at", "due_at",
    ]

    var values: [Value] {
        [
            Value(id), .text(partner), .text(messageID), .text(url), .text(bytes.fields), .bytes(bytes.body),
            Value(state), .integer(attempts), Value(fault), .integer(madeAt), Value(dueAt),
        ]
    }

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        partner = try columns.text()
        messageID = try columns.text()
        url = try columns.text()
        bytes = AS2ReceiptBytes(fields: try columns.text(), body: try columns.bytes())
        state = try columns.name()
        attempts = try columns.integer()
        fault = try columns.optionalText()
        madeAt = try columns.integer()
        dueAt = try columns.optionalInteger()
    }
}

/// What went out by AS2.
public struct AS2SentRow: Sendable, Hashable {
    public enum State: String, Sendable, Hashable {
        /// It is on its way, or was, and nothing has been heard of it.
        case sending
        /// The partner has it, and its receipt is to come.
        case waiting
        /// The partner has it, and was asked for no receipt.
        case handedOver = "handed-over"
        /// The receipt says that it was taken.
        case received
        /// The receipt says that it was not, or is about something else.
        case refused
        /// The receipt has not come in time.
        case overdue
    }

    public var messageID: String
    public var partner: String
    public var deliveryID: UniqueID
    /// The check that the receipt is to repeat, and its digest.
    public var mic: String
    public var digest: String
    public var state: State
    /// A diagnostic in JSON.
    public var fault: String?
    public var receipt: AS2ReceiptBytes?
    public var sentAt: Int64
    /// How long a receipt may take that comes later, in microseconds.
    public var within: Int64
    /// When it is looked at again, in microseconds; nil for what is settled.
    public var dueAt: Int64?
    public var answeredAt: Int64?

    /// What is about to be sent.
    public init(
        messageID: String, partner: String, deliveryID: UniqueID, mic: String, digest: String, within: Int64,
        sentAt: Int64
    ) {
        self.messageID = messageID
        self.partner = partner
        self.deliveryID = deliveryID
        self.mic = mic
        self.digest = digest
        state = .sending
        self.within = within
        self.sentAt = sentAt
    }
}

extension AS2SentRow: TableRow {
    static let table = "as2_sent"
    static let columnNames = [
        "message_id", "partner", "delivery_id", "mic", "digest", "state", "fault", "receipt_fields", "receipt",
        "sent_at", "answer_within", "due_at", "answered_at",
    ]

    var values: [Value] {
        [
            .text(messageID), .text(partner), Value(deliveryID), .text(mic), .text(digest), Value(state), Value(fault),
            Value(receipt?.fields), Value(receipt?.body), .integer(sentAt), .integer(within), Value(dueAt),
            Value(answeredAt),
        ]
    }

    init(_ row: Row) throws {
        var columns = row.columns
        messageID = try columns.text()
        partner = try columns.text()
        deliveryID = try columns.id()
        mic = try columns.text()
        digest = try columns.text()
        state = try columns.name()
        fault = try columns.optionalText()
        let fields = try columns.optionalText()
        let body = try columns.optionalBytes()
        if let fields, let body { receipt = AS2ReceiptBytes(fields: fields, body: body) }
        sentAt = try columns.integer()
        within = try columns.integer()
        dueAt = try columns.optionalInteger()
        answeredAt = try columns.optionalInteger()
    }
}
