/// A UUID of version 7 (RFC 9562, 5.7): 48 bits of milliseconds since 1970, then randomness, so that ids made one after
/// the other stand near each other in an index.
///
/// An id says nothing about order: documents are ordered by their accept number only.
public struct UniqueID: Hashable, Sendable, Comparable {
    private let high: UInt64
    private let low: UInt64

    /// An id of an instant (UTC microseconds since 1970) and 74 bits of the given randomness.
    public init(at microseconds: Int64, random: (UInt64, UInt64)) {
        let milliseconds = UInt64(max(0, microseconds / 1000)) & 0xffff_ffff_ffff
        high = milliseconds << 16 | 0x7000 | random.0 & 0x0fff
        low = 0x8000_0000_0000_0000 | random.1 >> 2
    }

    /// An id of an instant, random by the system's generator.
    public init(at microseconds: Int64) {
        var generator = SystemRandomNumberGenerator()
        self.init(at: microseconds, random: (generator.next(), generator.next()))
    }

    /// An id of its 16 bytes in network order.
    public init(bytes: some Collection<UInt8>) {
        precondition(bytes.count == 16)
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The 16 bytes in network order.
    public var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
    }

    /// The order of the bytes: by instant, to the millisecond.
    public static func < (left: UniqueID, right: UniqueID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension UniqueID: LosslessStringConvertible {
    /// Any UUID's 36 characters in either case.
    public init?(_ description: String) {
        var words: (UInt64, UInt64) = (0, 0)
        var digits = 0
        var place = 0
        for byte in description.utf8 {
            defer { place += 1 }
            if place == 8 || place == 13 || place == 18 || place == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard digits < 32, let digit = Self.hexDigit(byte) else { return nil }
            if digits < 16 { words.0 = words.0 << 4 | digit } else { words.1 = words.1 << 4 | digit }
            digits += 1
        }
        guard place == 36, digits == 32 else { return nil }
        (high, low) = words
    }

    private static func hexDigit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// The usual 36 characters in lower case.
    public var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var place = 0
            for digit in 0..<32 {
                if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                    buffer[place] = UInt8(ascii: "-")
                    place += 1
                }
                let word = digit < 16 ? high : low
                let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (digit % 16))) & 15
                buffer[place] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
                place += 1
            }
            return place
        }
    }
}

extension UniqueID: Codable {
    /// The id of a plain JSON string.
    public init(from decoder: any Decoder) throws {
        let text = try String(from: decoder)
        guard let id = UniqueID(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a UUID"))
        }
        self = id
    }

    /// The id as a plain JSON string.
    public func encode(to encoder: any Encoder) throws { try description.encode(to: encoder) }
}
