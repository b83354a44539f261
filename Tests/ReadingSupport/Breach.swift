public import Diagnostics
public import Testing

/// One rule broken in a payload that is right otherwise, and where that is to be reported.
public struct Breach: CustomTestStringConvertible, Sendable {
    public var code: String
    public var severity: Severity
    public var line: Int?
    public var segment: Int?
    public var tag: String?
    public var element: String?
    /// Breaks the rule.
    public var change: @Sendable (String) -> String

    public var testDescription: String { code }

    /// A broken rule: its code, the place of its report, and how it is broken.
    public init(
        _ code: String, _ severity: Severity = .error, line: Int?, segment: Int? = nil, tag: String? = nil,
        element: String? = nil, _ change: @escaping @Sendable (String) -> String
    ) {
        self.code = code
        self.severity = severity
        self.line = line
        self.segment = segment
        self.tag = tag
        self.element = element
        self.change = change
    }

    /// What is not as it should be in the reports on a payload: this breach, at its place, in whole sentences, and nothing
    /// else.
    public func deviations(of found: [Diagnostic], in payload: String) -> [String] {
        guard let only = found.first, found.count == 1 else { return found.map { "reported: \($0)" } + ["not once"] }
        var deviations: [String] = []
        func hold<Value: Equatable>(_ name: String, _ actual: Value, _ expected: Value) {
            if actual != expected { deviations.append("\(name) is \(actual), not \(expected)") }
        }
        let place = only.position
        hold("code", only.code.rawValue, code)
        hold("severity", only.severity, severity)
        hold("line", place?.line, line)
        hold("segment", place?.segment, segment)
        hold("tag", place?.tag, tag)
        hold("element", place?.element, element)
        let before = Array(payload.utf8).prefix(place?.offset ?? 0)
        hold("line of the offset", before.count { $0 == 0x0A } + 1, line ?? 0)
        let wording = Catalogue.english.wording(of: only)
        hold("has a sentence", wording.message != code, true)
        hold("has all facts", "\(wording.message)\(wording.rule)\(wording.fix)".contains("{"), false)
        return deviations
    }
}
