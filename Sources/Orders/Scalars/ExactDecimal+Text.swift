extension ExactDecimal: Scalar, CustomStringConvertible {
    /// A canonical decimal: `-12.50`. The mark is a dot with digits on both sides; there is no plus sign and no exponent.
    public init?(canonicalText: String) {
        self.init(bytes: canonicalText.utf8, decimalMark: UInt8(ascii: "."), lenient: false)
    }

    /// A decimal as formats write it: a plus sign, `.5` and `5.` are taken as well, and the mark is given.
    /// - Parameter decimalMark: the ASCII code of the mark, a dot or a comma.
    public init?(_ text: some StringProtocol, decimalMark: UInt8) {
        self.init(bytes: text.utf8, decimalMark: decimalMark, lenient: true)
    }

    init?(bytes: some Collection<UInt8>, decimalMark: UInt8, lenient: Bool) {
        var small: UInt64 = 0
        var coefficient: UInt128 = 0
        var digits = 0
        var scale = 0
        var leading = 0
        var negative = false
        var markSeen = false
        var isFirst = true
        for byte in bytes {
            defer { isFirst = false }
            if byte &- 0x30 < 10 {
                leading += 1
                if digits > 0 || byte != 0x30 { digits += 1 }
                if digits > Self.mostDigits { return nil }
                if digits < 19 {
                    small = small &* 10 &+ UInt64(byte &- 0x30)
                } else {
                    if digits == 19 { coefficient = UInt128(small) }
                    coefficient = coefficient &* 10 &+ UInt128(byte &- 0x30)
                }
                if markSeen {
                    scale += 1
                    if scale > Self.mostDecimals { return nil }
                }
            } else if byte == decimalMark, !markSeen {
                guard leading > 0 || lenient else { return nil }
                markSeen = true
            } else if byte == UInt8(ascii: "-") || (lenient && byte == UInt8(ascii: "+")), isFirst {
                negative = byte == UInt8(ascii: "-")
            } else {
                return nil
            }
        }
        guard leading > 0, lenient || !markSeen || scale > 0 else { return nil }
        let magnitude = Int128(digits < 19 ? UInt128(small) : coefficient)
        self.init(unchecked: negative ? -magnitude : magnitude, scale: scale)
    }

    /// The one text of the value.
    public var canonicalText: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The canonical text.
    public var description: String { canonicalText }

    /// Adds the canonical text in quotes.
    public func appendJSON(to bytes: inout [UInt8]) {
        JSONText.appendQuoted(to: &bytes) { append(to: &$0) }
    }

    /// Adds the canonical text's bytes.
    func append(to bytes: inout [UInt8]) {
        if coefficient < 0 { bytes.append(UInt8(ascii: "-")) }
        // Two machine words at most: 38 digits are 19 and 19.
        let magnitude = coefficient.magnitude
        var low = UInt64(truncatingIfNeeded: magnitude)
        var high: UInt64 = 0
        if magnitude >= UInt128(Self.tenToThe19) {
            let parts = magnitude.quotientAndRemainder(dividingBy: UInt128(Self.tenToThe19))
            high = UInt64(truncatingIfNeeded: parts.quotient)
            low = UInt64(truncatingIfNeeded: parts.remainder)
        }
        let digits = max(high > 0 ? 19 + Self.digitCount(high) : Self.digitCount(low), scale + 1)
        var place = bytes.count + digits + (scale > 0 ? 1 : 0)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "."), count: place - bytes.count))
        for index in 0..<digits {
            if index == 19 { low = high }
            if index == scale, scale > 0 { place -= 1 }
            place -= 1
            bytes[place] = 0x30 &+ UInt8(truncatingIfNeeded: low % 10)
            low /= 10
        }
    }

    private static let tenToThe19: UInt64 = 10_000_000_000_000_000_000

    private static func digitCount(_ value: UInt64) -> Int {
        var count = 1
        var rest = value / 10
        while rest > 0 {
            count += 1
            rest /= 10
        }
        return count
    }

    /// What a JSON Schema says of the type.
    public static var jsonSchema: JSONValue {
        .object([
            (key: "type", value: .string("string")),
            (key: "pattern", value: .string(#"^-?[0-9]{1,38}(\.[0-9]{1,30})?$"#)),
        ])
    }
    /// What the type is called in an error.
    public static var typeDescription: String { "a decimal such as 10.500, of at most 38 digits, 30 of them decimals" }
}
