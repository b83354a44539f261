/// The check digit of GS1 keys: modulo 10, weights 3 and 1 from the right (GS1 General Specifications 7.9).
enum CheckDigit {
    /// True when the text is digits only, of one of the lengths, and its last digit is right.
    static func isValid(_ text: String, lengths: Set<Int>) -> Bool {
        let bytes = text.utf8
        guard lengths.contains(bytes.count), let last = bytes.last else { return false }
        var sum = 0
        var weight = 3
        for byte in bytes.dropLast().reversed() {
            guard byte &- 0x30 < 10 else { return false }
            sum += Int(byte &- 0x30) * weight
            weight = 4 - weight
        }
        return last &- 0x30 < 10 && Int(last &- 0x30) == (10 - sum % 10) % 10
    }
}

/// A GS1 key as it was sent, right or wrong; a wrong one is found by ``hasValidCheckDigit``, never refused in reading.
public protocol CheckedKey: Scalar, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
    /// The lengths that the key has, in digits.
    static var lengths: Set<Int> { get }
    /// What the key is called: `GLN`.
    static var keyName: String { get }
}

extension CheckedKey {
    /// Any text of one to 70 bytes.
    public init?(canonicalText: String) {
        guard !canonicalText.isEmpty, canonicalText.utf8.count <= 70 else { return nil }
        self.init(rawValue: canonicalText)
    }

    /// A value by its text.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    /// The one text of the value.
    public var canonicalText: String { rawValue }
    /// The canonical text.
    public var description: String { rawValue }

    /// True when the key has a right length, digits only and the right check digit.
    public var hasValidCheckDigit: Bool { CheckDigit.isValid(rawValue, lengths: Self.lengths) }
    /// What the type is called in an error.
    public static var typeDescription: String { "a \(keyName)" }
    /// What a JSON Schema says of the type.
    public static var jsonSchema: JSONValue {
        .object([
            (key: "type", value: .string("string")), (key: "minLength", value: .integer(1)),
            (key: "maxLength", value: .integer(70)),
        ])
    }
}

/// A Global Location Number: 13 digits that name a party or a place.
public struct GLN: CheckedKey {
    /// The text as sent.
    public let rawValue: String

    /// A GLN as sent.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The lengths that the key has, in digits.
    public static let lengths: Set<Int> = [13]
    /// What the key is called.
    public static let keyName = "GLN"
}

/// A Global Trade Item Number: 8, 12, 13 or 14 digits that name an item or a pack of it.
public struct GTIN: CheckedKey {
    /// The text as sent.
    public let rawValue: String

    /// A GTIN as sent.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The lengths that the key has, in digits.
    public static let lengths: Set<Int> = [8, 12, 13, 14]
    /// What the key is called.
    public static let keyName = "GTIN"

    /// What two writings of one number have in common: 14 digits, with zeros in front (GS1 General Specifications, 7.9); what
    /// is longer or holds something else than digits as it was sent.
    public var comparable: String {
        guard rawValue.utf8.count <= 14, rawValue.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return rawValue }
        return String(repeating: "0", count: 14 - rawValue.utf8.count) + rawValue
    }
}

/// A Serial Shipping Container Code: 18 digits that name one logistic unit.
public struct SSCC: CheckedKey {
    /// The text as sent.
    public let rawValue: String

    /// An SSCC as sent.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The lengths that the key has, in digits.
    public static let lengths: Set<Int> = [18]
    /// What the key is called.
    public static let keyName = "SSCC"
}
