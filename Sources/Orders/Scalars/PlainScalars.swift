extension String: Scalar {
    /// Any text but the empty one, which is absence.
    public init?(canonicalText: String) {
        guard !canonicalText.isEmpty else { return nil }
        self = canonicalText
    }

    /// The one text of the value.
    public var canonicalText: String { self }
    /// What a JSON Schema says of the type.
    public static var jsonSchema: JSONValue {
        .object([(key: "type", value: .string("string")), (key: "minLength", value: .integer(1))])
    }
    /// What the type is called in an error.
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

    /// The one text of the value.
    public var canonicalText: String { self ? "true" : "false" }
    /// What a JSON Schema says of the type.
    public static var jsonSchema: JSONValue { .object([(key: "type", value: .string("boolean"))]) }
    /// What the type is called in an error.
    public static var typeDescription: String { "true or false" }
    /// No quotes around it in JSON.
    public static var isBareInJSON: Bool { true }
}

extension Int: Scalar {
    /// A whole number in decimal digits, with a minus sign if it is negative.
    public init?(canonicalText: String) {
        guard canonicalText.utf8.first != UInt8(ascii: "+"), let value = Int(canonicalText) else { return nil }
        self = value
    }

    /// The one text of the value.
    public var canonicalText: String { description }
    /// What a JSON Schema says of the type.
    public static var jsonSchema: JSONValue { .object([(key: "type", value: .string("integer"))]) }
    /// What the type is called in an error.
    public static var typeDescription: String { "a whole number" }
    /// No quotes around it in JSON.
    public static var isBareInJSON: Bool { true }
}
