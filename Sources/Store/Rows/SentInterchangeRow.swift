public import Intake

/// Something that was sent under a control number.
public struct SentInterchangeRow: Sendable, Hashable {
    /// The syntax and the identities between which it went.
    public var pair: ControlNumberPair
    /// Its control number, as its envelope writes it.
    public var reference: String
    /// The control number of its group, where it has one.
    public var groupReference: String?
    /// What it is: `payload` for what a mapping wrote of a document.
    public var kind: String
    /// The back end or partner whom it went to.
    public var receiver: String
    /// The delivery that it belongs to, and whose bytes it is; of a batch, what these are kept under.
    public var deliveryID: UniqueID
    public var status: SentStatus
    /// What its receiver found wrong, JSON: a list of texts.
    public var errors: String
    /// When it was given its number, in microseconds.
    public var sentAt: Int64
    /// When it was answered, in microseconds, and by which document.
    public var answeredAt: Int64?
    public var answeredBy: UniqueID?

    /// Something that nobody answered yet.
    public init(
        pair: ControlNumberPair, reference: String, groupReference: String? = nil, kind: String, receiver: String,
        deliveryID: UniqueID, sentAt: Int64
    ) {
        self.pair = pair
        self.reference = reference
        self.groupReference = groupReference
        self.kind = kind
        self.receiver = receiver
        self.deliveryID = deliveryID
        self.sentAt = sentAt
        status = .sent
        errors = "[]"
    }
}

extension SentInterchangeRow: TableRow {
    static let table = "sent_interchanges"
    static let columnNames = [
        "syntax", "own", "partner", "reference", "group_reference", "kind", "receiver", "delivery_id", "status",
        "errors", "sent_at", "answered_at", "answered_by",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        pair = ControlNumberPair(
            syntax: try columns.text(), own: try columns.text(), partner: try columns.text())
        reference = try columns.text()
        groupReference = try columns.optionalText()
        kind = try columns.text()
        receiver = try columns.text()
        deliveryID = try columns.id()
        status = try columns.name()
        errors = try columns.text()
        sentAt = try columns.integer()
        answeredAt = try columns.optionalInteger()
        answeredBy = try columns.optionalID()
    }

    var values: [Value] {
        [
            .text(pair.syntax), .text(pair.own), .text(pair.partner), .text(reference), Value(groupReference),
            .text(kind), .text(receiver), Value(deliveryID), Value(status), .text(errors), .integer(sentAt),
            Value(answeredAt), Value(answeredBy),
        ]
    }
}
