/// The recoverable faults of one input, in the order in which they were found, up to a limit.
///
/// What comes after the limit is counted, not kept, so that a hostile input cannot grow the list; whether there was an
/// error among them is never lost.
public struct DiagnosticList: Sendable, Hashable {
    /// How many diagnostics one document keeps.
    public static let defaultLimit = 200

    public private(set) var items: [Diagnostic] = []
    /// How many were found beyond the limit.
    public private(set) var omitted = 0
    /// How many of those are errors.
    public private(set) var omittedErrors = 0
    public private(set) var hasErrors = false
    public let limit: Int

    /// An empty list that keeps at most `limit` diagnostics.
    public init(limit: Int = DiagnosticList.defaultLimit) {
        precondition(limit > 0)
        self.limit = limit
    }

    public var isEmpty: Bool { items.isEmpty }

    /// Adds one fault, or counts it when the list is full.
    public mutating func append(_ diagnostic: Diagnostic) {
        if diagnostic.severity == .error { hasErrors = true }
        guard items.count >= limit else { return items.append(diagnostic) }
        omitted += 1
        if diagnostic.severity == .error { omittedErrors += 1 }
    }

    /// Changes what is listed, item by item; one that becomes nil is taken out. What is only counted stays counted.
    public mutating func revise(_ change: (Diagnostic) -> Diagnostic?) {
        items = items.compactMap(change)
        hasErrors = omittedErrors > 0 || items.contains { $0.severity == .error }
    }

    /// Adds all faults of another list.
    public mutating func append(contentsOf other: DiagnosticList) {
        for item in other.items { append(item) }
        omitted += other.omitted
        omittedErrors += other.omittedErrors
        hasErrors = hasErrors || other.hasErrors
    }
}
