/// How an attempt ended.
public enum AttemptOutcome: String, Sendable, Hashable, CaseIterable {
    /// The back end has it, or had it already.
    case done
    /// The back end refused the content: it is certain that it has no effect.
    case refused
    /// It did not come through, and it is certain that it has no effect.
    case failed
    /// It ended without an answer.
    case unknown
}

/// One try of a delivery, committed before any byte leaves.
public struct AttemptRow: Sendable, Hashable {
    /// The attempt's id.
    public var id: UniqueID
    /// Its delivery.
    public var deliveryID: UniqueID
    /// Its number in the delivery, from 1.
    public var number: Int64
    /// The node that makes it.
    public var node: UniqueID
    /// When it began, in microseconds.
    public var beganAt: Int64
    /// When it ended, in microseconds.
    public var endedAt: Int64?
    /// How it ended.
    public var outcome: AttemptOutcome?
    /// What was heard, JSON.
    public var detail: String?
}

extension AttemptRow: TableRow {
    static let table = "attempts"
    static let columnNames = ["id", "delivery_id", "number", "node", "began_at", "ended_at", "outcome", "detail"]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        deliveryID = try columns.id()
        number = try columns.integer()
        node = try columns.id()
        beganAt = try columns.integer()
        endedAt = try columns.optionalInteger()
        outcome = try columns.optionalName()
        detail = try columns.optionalText()
    }

    var values: [Value] {
        [
            Value(id), Value(deliveryID), .integer(number), Value(node), .integer(beganAt), Value(endedAt),
            Value(outcome), Value(detail),
        ]
    }
}
