public import Intake

/// Failures of one cause.
public struct ProblemRow: Sendable, Hashable {
    /// Where a problem stands.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case open
        /// Somebody works on it.
        case taken
        /// It may stand; what else fails so joins it and troubles nobody.
        case ignored
        /// Nothing of it stands any more.
        case resolved
    }

    public var id: UniqueID
    /// What folds.
    public var cause: ProblemCause
    /// The first fault's diagnostic, JSON.
    public var fault: String
    /// The newest subject: a document, a delivery, an interchange.
    public var subject: UniqueID?
    public var state: State
    /// Who works on it.
    public var owner: String?
    /// Why it is ignored, or was resolved by a person.
    public var reason: String?
    /// How often something failed so.
    public var failures: Int64
    /// How many subjects still stand.
    public var standing: Int64
    /// When the first and the newest failed, in microseconds.
    public var firstAt: Int64
    public var lastAt: Int64
    /// When a subject last left it.
    public var leftAt: Int64?
    public var resolvedAt: Int64?
    public var updatedAt: Int64
}

extension ProblemRow: TableRow {
    static let table = "problems"
    static let columnNames = [
        "id", "cause", "family", "kind", "stage", "code", "sender", "backend", "function", "site", "rule", "fault",
        "subject", "state", "owner", "reason", "failures", "standing", "first_at", "last_at", "left_at", "resolved_at",
        "updated_at",
    ]

    var values: [Value] {
        [
            Value(id), .text(cause.text), .text(cause.family), Value(cause.kind), .text(cause.stage),
            .text(cause.code), Value(cause.sender), Value(cause.backend), Value(cause.function), Value(cause.site),
            Value(cause.rule), .text(fault), Value(subject), Value(state), Value(owner), Value(reason),
            .integer(failures), .integer(standing), .integer(firstAt), .integer(lastAt), Value(leftAt),
            Value(resolvedAt), .integer(updatedAt),
        ]
    }

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        _ = try columns.text()
        _ = try columns.text()
        cause = try ProblemCause(
            kind: columns.name(), stage: columns.text(), code: columns.text(), sender: columns.optionalText(),
            backend: columns.optionalText(), function: columns.optionalText(), site: columns.optionalText(),
            rule: columns.optionalText())
        fault = try columns.text()
        subject = try columns.optionalID()
        state = try columns.name()
        owner = try columns.optionalText()
        reason = try columns.optionalText()
        failures = try columns.integer()
        standing = try columns.integer()
        firstAt = try columns.integer()
        lastAt = try columns.integer()
        leftAt = try columns.optionalInteger()
        resolvedAt = try columns.optionalInteger()
        updatedAt = try columns.integer()
    }
}

/// How many of a problem's subjects failed, and how many left it, in one hour.
public struct ProblemHour: Sendable, Hashable {
    /// The hour's first instant, in microseconds.
    public let begin: Int64
    public let failed: Int64
    public let settled: Int64
}
