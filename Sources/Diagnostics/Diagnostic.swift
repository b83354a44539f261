/// The stable name of a kind of fault, such as `edifact.unt-count`: area, dot, fault, in lower case with hyphens.
public struct Code: RawRepresentable, Hashable, Sendable, Comparable, ExpressibleByStringLiteral, Codable,
    CustomStringConvertible
{
    public let rawValue: String

    /// A code by its text.
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { self.rawValue = value }
    public init(from decoder: any Decoder) throws { rawValue = try String(from: decoder) }

    /// The code as a plain JSON string.
    public func encode(to encoder: any Encoder) throws { try rawValue.encode(to: encoder) }
    public static func < (left: Code, right: Code) -> Bool { left.rawValue < right.rawValue }
    public var description: String { rawValue }
}

/// How much a diagnostic weighs: an error makes its document invalid, the others do not.
public enum Severity: String, Hashable, Sendable, Codable, Comparable {
    case information
    case warning
    case error

    private var weight: Int {
        switch self {
        case .information: 0
        case .warning: 1
        case .error: 2
        }
    }

    public static func < (left: Severity, right: Severity) -> Bool { left.weight < right.weight }
}

/// One fault: what, how bad, where, which value, and the facts that its sentences name.
public struct Diagnostic: Error, Hashable, Sendable, Codable {
    /// The longest value that is kept, in characters; a longer one is cut and ends in `…`.
    public static let longestValue = 120

    public var code: Code
    public var severity: Severity
    public var position: Position?
    /// The offending value as it was received.
    public var value: String?
    /// What the catalogue's sentences name in braces, such as `expected` and `actual`.
    public var facts: [String: String]

    /// A fault; an overlong value is cut.
    public init(
        _ code: Code,
        _ severity: Severity = .error,
        at position: Position? = nil,
        value: String? = nil,
        facts: [String: String] = [:]
    ) {
        self.code = code
        self.severity = severity
        self.position = position
        self.value = value.map { $0.count > Self.longestValue ? $0.prefix(Self.longestValue - 1) + "…" : $0 }
        self.facts = facts
    }
}
