/// A code of a list that partners extend: the known codes are constants, any other short text is carried as sent.
public protocol OpenCode: Scalar, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
    /// The codes that the canonical model names.
    static var known: [Self] { get }
    /// What the code says: `a party's role`.
    static var meaning: String { get }
}

extension OpenCode {
    /// A code of one to 70 characters.
    public init?(canonicalText: String) {
        let length = canonicalText.utf8.count
        // Characters are only counted where there are more bytes than there may be characters.
        guard length > 0, length <= 70 || (length <= 280 && canonicalText.count <= 70) else { return nil }
        self.init(rawValue: canonicalText)
    }

    /// A value by its text.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    /// The one text of the value.
    public var canonicalText: String { rawValue }
    /// The canonical text.
    public var description: String { rawValue }
    /// What the type is called in an error.
    public static var typeDescription: String { "\(meaning), such as \(known.map(\.rawValue).joined(separator: ", "))" }
    /// What a JSON Schema says of the type.
    public static var jsonSchema: JSONValue {
        .object([
            (key: "type", value: .string("string")), (key: "minLength", value: .integer(1)),
            (key: "maxLength", value: .integer(70)),
            (key: "examples", value: .array(known.map { .string($0.rawValue) })),
        ])
    }
}

/// A code of a list that is complete: its cases are all there are.
public protocol ClosedCode: Scalar, RawRepresentable, CaseIterable where RawValue == String {}

extension ClosedCode {
    /// One of the list's codes.
    public init?(canonicalText: String) { self.init(rawValue: canonicalText) }
    /// The one text of the value.
    public var canonicalText: String { rawValue }
    /// What the type is called in an error.
    public static var typeDescription: String { "one of \(allCases.map(\.rawValue).joined(separator: ", "))" }
    /// What a JSON Schema says of the type.
    public static var jsonSchema: JSONValue {
        .object([(key: "enum", value: .array(allCases.map { .string($0.rawValue) }))])
    }
}
