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
    /// The control reference of what it answers.
    public var answers: String
    public var verdict: Acknowledgement.Verdict
    /// Its media type.
    public var contentType: String
    /// Its length in bytes.
    public var size: Int64
    /// When it was made, in microseconds.
    public var madeAt: Int64

    /// An acknowledgement by its parts.
    public init(
        interchangeNumber: Int64, position: Int64, kind: String, pair: ControlNumberPair, controlNumber: String,
        answers: String, verdict: Acknowledgement.Verdict, contentType: String, size: Int64, madeAt: Int64
    ) {
        self.interchangeNumber = interchangeNumber
        self.position = position
        self.kind = kind
        self.pair = pair
        self.controlNumber = controlNumber
        self.answers = answers
        self.verdict = verdict
        self.contentType = contentType
        self.size = size
        self.madeAt = madeAt
    }
}

extension AcknowledgementRow {
    static let columns =
        "interchange_number, position, kind, syntax, own, partner, control_number, answers, verdict, content_type, size, made_at"

    init(_ row: Row) throws {
        var columns = row.columns
        interchangeNumber = try columns.integer()
        position = try columns.integer()
        kind = try columns.text()
        pair = ControlNumberPair(
            syntax: try columns.text(), own: try columns.text(), partner: try columns.text())
        controlNumber = try columns.text()
        answers = try columns.text()
        verdict = try columns.name()
        contentType = try columns.text()
        size = try columns.integer()
        madeAt = try columns.integer()
    }

    var values: [Value] {
        [
            .integer(interchangeNumber), .integer(position), .text(kind), .text(pair.syntax), .text(pair.own),
            .text(pair.partner), .text(controlNumber), .text(answers), Value(verdict), .text(contentType),
            .integer(size), .integer(madeAt),
        ]
    }
}
