/// What the errors of a PostgreSQL back end mean (PostgreSQL documentation, appendix A).
///
/// Classes 08, 25, 26, 40, 53, 55, 57, 58, F0 and XX say something about the server or the moment, not about the document: they
/// are tried again. A broken unique constraint that guards the key says that the document is there. Everything else (22, 23, 42,
/// P0…) refuses the document, with the server's words.
public struct SQLStateRules: Sendable, Hashable {
    /// The constraint, or unique index, that lets one idempotency key in once; nil where the statement sees to that itself.
    public var keyConstraint: String?
    /// States that say "I have this key already".
    public var duplicate: Set<String>
    /// Further states after which it is tried again.
    public var retry: Set<String>

    private static let retriedClasses: Set<String> = ["08", "25", "26", "40", "53", "55", "57", "58", "F0", "XX"]
    private static let uniqueViolation = "23505"
    /// The server does not know itself whether it committed.
    private static let unknown: Set<String> = ["08007", "40003"]

    /// Rules; without any, nothing says that a key is known.
    public init(keyConstraint: String? = nil, duplicate: Set<String> = [], retry: Set<String> = []) {
        self.keyConstraint = keyConstraint
        self.duplicate = duplicate
        self.retry = retry
    }

    /// What an error means.
    ///
    /// - Parameters:
    ///   - constraint: the broken constraint, where the server names one.
    ///   - detail: what was said, for people.
    public func outcome(state: String, constraint: String?, detail: String) -> DeliveryOutcome {
        let answer = DeliveryOutcome.Answer(detail: detail)
        if duplicate.contains(state) { return .done(answer) }
        if state == Self.uniqueViolation, let keyConstraint, constraint == keyConstraint { return .done(answer) }
        if retry.contains(state) { return .failed(answer) }
        if Self.unknown.contains(state) { return .unknown(answer) }
        return Self.retriedClasses.contains(String(state.prefix(2))) ? .failed(answer) : .refused(answer)
    }

    /// Whether a text is an SQLSTATE: five digits and capitals.
    public static func isState(_ text: String) -> Bool {
        text.utf8.count == 5 && text.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 }
    }
}
