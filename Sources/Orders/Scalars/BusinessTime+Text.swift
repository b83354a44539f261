extension BusinessTime: Scalar, CustomStringConvertible {
    /// A text of ISO 8601: a date, then `T` and a time to the minute or second, then `Z` or an offset.
    public init?(canonicalText: String) {
        var text = canonicalText
        guard let time = text.withUTF8({ BusinessTime(canonicalBytes: $0) }) else { return nil }
        self = time
    }

    /// A time by the bytes of its canonical text.
    init?(canonicalBytes: UnsafeBufferPointer<UInt8>) {
        var digits = DigitReader(canonicalBytes)
        guard let year = digits.number(4), digits.take("-"), let month = digits.number(2), digits.take("-"),
            let day = digits.number(2)
        else { return nil }
        if digits.isAtEnd {
            self.init(year: year, month: month, day: day)
            return
        }
        guard digits.take("T"), let hour = digits.number(2), digits.take(":"), let minute = digits.number(2) else {
            return nil
        }
        var second: Int?
        if digits.take(":") {
            second = digits.number(2)
            guard second != nil else { return nil }
        }
        guard let time = Time(hour: hour, minute: minute, second: second) else { return nil }
        var offset: Int?
        if !digits.isAtEnd {
            offset = digits.offset()
            guard offset != nil, digits.isAtEnd else { return nil }
        }
        self.init(year: year, month: month, day: day, time: time, offset: offset)
    }

    /// The one text of the value.
    public var canonicalText: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(25)
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
        func two(_ mark: UInt8, _ value: Int) {
            bytes.append(mark)
            bytes.append(0x30 &+ UInt8(truncatingIfNeeded: value / 10))
            bytes.append(0x30 &+ UInt8(truncatingIfNeeded: value % 10))
        }
        bytes.append(0x30 &+ UInt8(truncatingIfNeeded: year / 1_000))
        two(0x30 &+ UInt8(truncatingIfNeeded: year / 100 % 10), year % 100)
        two(UInt8(ascii: "-"), month)
        two(UInt8(ascii: "-"), day)
        guard let time else { return }
        two(UInt8(ascii: "T"), time.hour)
        two(UInt8(ascii: ":"), time.minute)
        if let second = time.second { two(UInt8(ascii: ":"), second) }
        guard let offset else { return }
        guard offset != 0 else { return bytes.append(UInt8(ascii: "Z")) }
        let minutes = abs(offset)
        two(offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"), minutes / 60)
        two(UInt8(ascii: ":"), minutes % 60)
    }

    /// What a JSON Schema says of the type.
    public static var jsonSchema: JSONValue {
        let pattern = #"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"#
        return .object([(key: "type", value: .string("string")), (key: "pattern", value: .string(pattern))])
    }
    /// What the type is called in an error.
    public static var typeDescription: String { "a date (2026-09-21) or a date and time (2026-09-21T10:15+02:00)" }
}

/// Reads fixed runs of digits from ASCII.
private struct DigitReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var next = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { next == bytes.count }

    mutating func number(_ count: Int) -> Int? {
        guard bytes.count - next >= count else { return nil }
        var value = 0
        for byte in bytes[next..<next + count] {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(byte &- 0x30)
        }
        next += count
        return value
    }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard next < bytes.count, UInt32(bytes[next]) == mark.value else { return false }
        next += 1
        return true
    }

    mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let negative = take("-")
        guard negative || take("+"), let hours = number(2), take(":"), let minutes = number(2), minutes < 60 else {
            return nil
        }
        return negative ? -(hours * 60 + minutes) : hours * 60 + minutes
    }
}
