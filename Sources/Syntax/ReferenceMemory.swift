/// References that have come, to find doubles: exact, and small where they count up, as control numbers do.
///
/// Digits are kept as bits, sixty-four numbers in one word; `1` and `01` are two references. Whatever else a reference is, it
/// is kept as text. At most a million are remembered.
public struct ReferenceMemory: Sendable {
    private static let limit = 1_000_000
    /// The bits of numbers, by all of a number but its last six bits, and its length.
    private var numbers: [UInt64: UInt64] = [:]
    private var texts: Set<String> = []
    private var count = 0

    /// A memory of nothing.
    public init() {}

    /// Whether a reference is new; it is remembered as long as there is room.
    public mutating func remember(_ reference: String) -> Bool {
        let isNew = Self.number(reference).map { remember($0.value, length: $0.length) } ?? remember(text: reference)
        if isNew, count < Self.limit { count += 1 }
        return isNew
    }

    private mutating func remember(text: String) -> Bool {
        count < Self.limit ? texts.insert(text).inserted : !texts.contains(text)
    }

    private mutating func remember(_ number: UInt64, length: UInt64) -> Bool {
        let key = (number >> 6) << 5 | length
        let bit: UInt64 = 1 << (number & 63)
        let known = numbers[key] ?? 0
        guard known & bit == 0 else { return false }
        if count < Self.limit { numbers[key] = known | bit }
        return true
    }

    /// A reference of up to eighteen digits as a number, with how many digits it has; nil for any other.
    private static func number(_ reference: String) -> (value: UInt64, length: UInt64)? {
        var (value, length): (UInt64, UInt64) = (0, 0)
        for byte in reference.utf8 {
            guard byte &- 0x30 < 10, length < 18 else { return nil }
            value = value * 10 + UInt64(byte - 0x30)
            length += 1
        }
        return length > 0 ? (value, length) : nil
    }

    /// Forgets all.
    public mutating func forget() {
        numbers.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        count = 0
    }
}
