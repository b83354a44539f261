extension String: Scalar {
    /// Any text but the empty one, which is absence.
    public init?(canonicalText: String) {
        guard !canonicalText.isEmpty else { return nil }
        self = canonicalText
    }

    public var canonicalText: String { self }
    public static var jsonSchema: JSONValue {
        .object([(key: "type", value: .string("string")), (key: "minLength", value: .integer(1))])
    }
    public static var typeDescription: String { "a text" }
}

extension Bool: Scalar {
    /// `true` or `false`.
    public init?(canonicalText: String) {
        switch canonicalText {
        case "true": self = true
        case "false": self = false
        default: return nil
        }
    }

    public var canonicalText: String { self ? "true" : "false" }
    public static var jsonSchema: JSONValue { .object([(key: "type", value: .string("boolean"))]) }
    public static var typeDescription: String { "true or false" }
    public static var isBareInJSON: Bool { true }
}

extension Int: Scalar {
    /// A whole number in decimal digits, with a minus sign if it is negative.
    public init?(canonicalText: String) {
        guard canonicalText.utf8.first != UInt8(ascii: "+"), let value = Int(canonicalText) else { return nil }
        self = value
    }

    public var canonicalText: String { description }
    public static var jsonSchema: JSONValue { .object([(key: "type", value: .string("integer"))]) }
    public static var typeDescription: String { "a whole number" }
    public static var isBareInJSON: Bool { true }
}
