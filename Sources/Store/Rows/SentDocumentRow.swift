public import Intake

/// A document on its way to a partner by one delivery: what answers find it by, and how far it has come.
public struct SentDocumentRow: Sendable, Hashable {
    /// The delivery.
    public var deliveryID: UniqueID
    /// Its document.
    public var documentID: UniqueID
    /// What its bytes are kept under: its delivery, or what it shares with others.
    public var payloadID: UniqueID
    /// The partner.
    public var partner: String
    /// The document's canonical type.
    public var type: String
    /// The number that the document bears.
    public var number: String?
    /// The reference of its message in the interchange (UNH 0062, ST02), where it is not the only one.
    public var messageReference: String?
    /// The control number of its group, where it has one.
    public var groupReference: String?
    /// Whether no later delivery of the document was made.
    public var isNewest = true
    /// How far it has come; nil until its channel has taken it.
    public var stage: SentStage?
    /// The stage that closes it.
    public var closes: SentStage
    /// Within which time that stage is to be reached, in microseconds from its handing over; nil for no time.
    public var answerWithin: Int64?
    /// Until when, once it is handed over and as long as it is not closed.
    public var dueAt: Int64?
    /// When it was made, in microseconds.
    public var madeAt: Int64

    /// A document that has not left yet.
    public init(
        deliveryID: UniqueID, documentID: UniqueID, payloadID: UniqueID? = nil, partner: String, type: String,
        number: String?, closes: SentStage = .handedOver, answerWithin: Int64? = nil, madeAt: Int64
    ) {
        self.deliveryID = deliveryID
        self.documentID = documentID
        self.payloadID = payloadID ?? deliveryID
        self.partner = partner
        self.type = type
        self.number = number
        self.closes = closes
        self.answerWithin = answerWithin
        self.madeAt = madeAt
    }

    /// Whether it has come as far as it is to come, or is refused.
    public var isClosed: Bool { stage.map { $0 >= closes } ?? false }
}

extension SentDocumentRow: TableRow {
    static let table = "sent_documents"
    static let columnNames = [
        "delivery_id", "document_id", "payload_id", "partner", "type", "number", "message_reference",
        "group_reference", "newest", "stage", "closes", "answer_within", "due_at", "made_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        deliveryID = try columns.id()
        documentID = try columns.id()
        payloadID = try columns.id()
        partner = try columns.text()
        type = try columns.text()
        number = try columns.optionalText()
        messageReference = try columns.optionalText()
        groupReference = try columns.optionalText()
        isNewest = try columns.flag()
        stage = try columns.optionalName()
        closes = try columns.name()
        answerWithin = try columns.optionalInteger()
        dueAt = try columns.optionalInteger()
        madeAt = try columns.integer()
    }

    var values: [Value] {
        [
            Value(deliveryID), Value(documentID), Value(payloadID), .text(partner), .text(type), .key(number),
            Value(messageReference), Value(groupReference), Value(isNewest), Value(stage), Value(closes),
            Value(answerWithin), Value(dueAt), .integer(madeAt),
        ]
    }
}

/// One stage that a document reached on its way to a partner.
public struct SentStageRow: Sendable, Hashable {
    /// The delivery.
    public var deliveryID: UniqueID
    /// The stage.
    public var stage: SentStage
    /// When it was heard of, in microseconds.
    public var at: Int64
    /// By what: `channel`, `person`, or the type of the message that says it.
    public var source: String
    /// The document that says it.
    public var answeredBy: UniqueID?
    /// What is found wrong there, JSON: a list of texts.
    public var errors: String

    /// A stage that was reached.
    public init(
        deliveryID: UniqueID, stage: SentStage, at: Int64, source: String, answeredBy: UniqueID? = nil,
        errors: String = "[]"
    ) {
        self.deliveryID = deliveryID
        self.stage = stage
        self.at = at
        self.source = source
        self.answeredBy = answeredBy
        self.errors = errors
    }
}

extension SentStageRow: TableRow {
    static let table = "sent_stages"
    static let columnNames = ["delivery_id", "stage", "at", "source", "answered_by", "errors"]

    init(_ row: Row) throws {
        var columns = row.columns
        deliveryID = try columns.id()
        stage = try columns.name()
        at = try columns.integer()
        source = try columns.text()
        answeredBy = try columns.optionalID()
        errors = try columns.text()
    }

    var values: [Value] {
        [Value(deliveryID), Value(stage), .integer(at), .text(source), Value(answeredBy), .text(errors)]
    }
}
