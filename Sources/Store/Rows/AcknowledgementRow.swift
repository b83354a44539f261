public import Intake

/// What was answered to an interchange.
public struct AcknowledgementRow: Sendable, Hashable {
    /// The accept number of the interchange that it answers.
    public var interchangeNumber: Int64
    /// Its place among the interchange's acknowledgements, from 1.
    public var position: Int64
    /// `CONTRL`, `TA1`, `997`, `999`, `TA1+997`.
    public var kind: String
    /// The syntax and the identities between which it goes.
    public var pair: ControlNumberPair
    /// The control number of the interchange that it goes out in, as its envelope writes it.
    public var controlNumber: String
    /// The control numbers of its groups, where it has any.
    public var groups: ClosedRange<Int64>?
    /// The control reference of what it answers.
    public var answers: String
    public var verdict: Acknowledgement.Verdict
    /// Its media type.
    public var contentType: String
    /// Its length in bytes.
    public var size: Int64
    /// When it was made, in microseconds.
    public var madeAt: Int64
    /// What its receiver answered to it.
    public var status: SentStatus
    /// What its receiver found wrong, JSON: a list of texts.
    public var errors: String
    /// When it was answered, in microseconds, and by which document.
    public var answeredAt: Int64?
    public var answeredBy: UniqueID?

    /// An acknowledgement that nobody answered yet.
    public init(
        interchangeNumber: Int64, position: Int64, kind: String, pair: ControlNumberPair, controlNumber: String,
        groups: ClosedRange<Int64>? = nil, answers: String, verdict: Acknowledgement.Verdict, contentType: String,
        size: Int64, madeAt: Int64
    ) {
        self.interchangeNumber = interchangeNumber
        self.position = position
        self.kind = kind
        self.pair = pair
        self.controlNumber = controlNumber
        self.groups = groups
        self.answers = answers
        self.verdict = verdict
        self.contentType = contentType
        self.size = size
        self.madeAt = madeAt
        status = .sent
        errors = "[]"
    }
}

extension AcknowledgementRow: TableRow {
    static let table = "acknowledgements"
    static let columnNames = [
        "interchange_number", "position", "kind", "syntax", "own", "partner", "control_number", "first_group",
        "last_group", "answers", "verdict", "content_type", "size", "made_at", "status", "errors", "answered_at",
        "answered_by",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        interchangeNumber = try columns.integer()
        position = try columns.integer()
        kind = try columns.text()
        pair = ControlNumberPair(
            syntax: try columns.text(), own: try columns.text(), partner: try columns.text())
        controlNumber = try columns.text()
        let (first, last) = (try columns.optionalInteger(), try columns.optionalInteger())
        if let first, let last, first <= last { groups = first...last }
        answers = try columns.text()
        verdict = try columns.name()
        contentType = try columns.text()
        size = try columns.integer()
        madeAt = try columns.integer()
        status = try columns.name()
        errors = try columns.text()
        answeredAt = try columns.optionalInteger()
        answeredBy = try columns.optionalID()
    }

    var values: [Value] {
        [
            .integer(interchangeNumber), .integer(position), .text(kind), .text(pair.syntax), .text(pair.own),
            .text(pair.partner), .text(controlNumber), Value(groups?.lowerBound), Value(groups?.upperBound),
            .text(answers), Value(verdict), .text(contentType), .integer(size), .integer(madeAt), Value(status),
            .text(errors), Value(answeredAt), Value(answeredBy),
        ]
    }
}
