/// What a back end answered to an attempt, as far as it is kept to be compared.
public struct BackendAnswer: Sendable, Hashable {
    /// An HTTP status, where there is one.
    public var status: Int?
    /// What the body is, as the back end says.
    public var contentType: String?
    /// The body.
    public var body: [UInt8]
    /// Whether it speaks of this one document: no answer to several at once, nor one that says no more than "known already".
    public var isWhole: Bool

    /// An answer by its parts.
    public init(status: Int? = nil, contentType: String? = nil, body: [UInt8], isWhole: Bool = true) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.isWhole = isWhole
    }
}

/// The kept answer to a delivery: the last definite one.
public struct AnswerRow: Sendable, Hashable {
    /// The delivery.
    public var deliveryID: UniqueID
    /// `done` or `refused`.
    public var outcome: AttemptOutcome
    /// What was answered.
    public var answer: BackendAnswer
    /// When, in microseconds.
    public var at: Int64

    /// An answer to a delivery.
    public init(deliveryID: UniqueID, outcome: AttemptOutcome, answer: BackendAnswer, at: Int64) {
        self.deliveryID = deliveryID
        self.outcome = outcome
        self.answer = answer
        self.at = at
    }
}

extension AnswerRow: TableRow {
    static let table = "backend_answers"
    static let columnNames = ["delivery_id", "outcome", "status", "content_type", "body", "whole", "at"]

    init(_ row: Row) throws {
        var columns = row.columns
        deliveryID = try columns.id()
        outcome = try columns.name()
        let status = try columns.optionalInteger()
        let type = try columns.optionalText()
        let body = try columns.bytes()
        let isWhole = try columns.integer() == 1
        answer = BackendAnswer(status: status.map(Int.init), contentType: type, body: body, isWhole: isWhole)
        at = try columns.integer()
    }

    var values: [Value] {
        [
            Value(deliveryID), Value(outcome), Value(answer.status.map(Int64.init)), Value(answer.contentType),
            .bytes(answer.body), Value(answer.isWhole), .integer(at),
        ]
    }
}
