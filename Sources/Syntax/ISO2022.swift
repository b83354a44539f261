/// Text that changes its character sets by escape sequences (ISO/IEC 2022, sets by their numbers in the ISO-IR register),
/// as UN/EDIFACT's UNOX and the e-mail charsets `ISO-2022-JP`, `-KR` and `-CN` write it.
///
/// Known sets: ISO 646 and its Japanese version, half-width katakana, the right halves of ISO 8859-1 to -9, JIS X 0208,
/// KS X 1001 and GB 2312. A value starts with ISO 646 on the left and ISO 8859-1 on the right, whatever stood before it, so
/// that each can be read alone. It is read only: nothing is written in it.
public enum ISO2022 {
    public static let escape: UInt8 = 0x1B
    static let shiftOut: UInt8 = 0x0E
    static let shiftIn: UInt8 = 0x0F

    /// Whether a control character belongs to the switching of sets.
    public static func isControl(_ byte: UInt8) -> Bool { byte == escape || byte == shiftOut || byte == shiftIn }

    /// A set of characters that can be switched to.
    enum CodedSet: Sendable {
        case ascii
        case japaneseRoman
        case katakana
        /// The upper 96 characters of a part of ISO 8859.
        case right(Charset)
        case multibyte(MultibyteSet)

        /// How many bytes one of its characters has.
        var width: Int {
            if case .multibyte = self { return 2 }
            return 1
        }
    }

    /// What an escape sequence does.
    public struct Sequence: Sendable {
        /// Its bytes, the escape included.
        public var length: Int
        /// The set takes the place of the letters: until it is changed back, no byte is a separator.
        public var hidesSeparators: Bool
        /// What it switches: 0 for the left half, 1 for the right one.
        var half: Int
        var set: CodedSet
    }

    /// The longest escape sequence that is known.
    public static let longestSequence = 4

    /// The escape sequence that bytes start with; nil for one that is not known.
    public static func sequence(_ bytes: some Collection<UInt8>) -> Sequence? {
        let bytes = Array(bytes.prefix(longestSequence))
        guard bytes.count >= 3, bytes[0] == escape else { return nil }
        switch bytes[1] {
        case UInt8(ascii: "("), UInt8(ascii: ")"):
            guard let set = narrowSet(bytes[2]) else { return nil }
            return Sequence(length: 3, hidesSeparators: false, half: bytes[1] == 0x28 ? 0 : 1, set: set)
        case UInt8(ascii: "-"):
            guard let charset = rightHalf(bytes[2]) else { return nil }
            return Sequence(length: 3, hidesSeparators: false, half: 1, set: .right(charset))
        case UInt8(ascii: "$"):
            let isLong = bytes[2] == 0x28 || bytes[2] == 0x29
            guard !isLong || bytes.count == 4, let set = wideSet(bytes[isLong ? 3 : 2]) else { return nil }
            let half = bytes[2] == 0x29 ? 1 : 0
            return Sequence(length: isLong ? 4 : 3, hidesSeparators: half == 0, half: half, set: .multibyte(set))
        default: return nil
        }
    }

    /// A set of 94 characters by its final byte (ISO-IR 6, 13, 14).
    private static func narrowSet(_ final: UInt8) -> CodedSet? {
        switch final {
        case UInt8(ascii: "B"), UInt8(ascii: "@"): .ascii
        case UInt8(ascii: "J"): .japaneseRoman
        case UInt8(ascii: "I"): .katakana
        default: nil
        }
    }

    /// A set of 96 characters by its final byte (ISO-IR 100, 101, 109, 110, 126, 127, 138, 144, 148).
    private static func rightHalf(_ final: UInt8) -> Charset? {
        switch final {
        case UInt8(ascii: "A"): .latin1
        case UInt8(ascii: "B"): .latin2
        case UInt8(ascii: "C"): .latin3
        case UInt8(ascii: "D"): .latin4
        case UInt8(ascii: "F"): .greek
        case UInt8(ascii: "G"): .arabic
        case UInt8(ascii: "H"): .hebrew
        case UInt8(ascii: "L"): .cyrillic
        case UInt8(ascii: "M"): .latin5
        default: nil
        }
    }

    /// A set of 94 × 94 characters by its final byte (ISO-IR 42, 58, 87, 149).
    private static func wideSet(_ final: UInt8) -> MultibyteSet? {
        switch final {
        case UInt8(ascii: "@"), UInt8(ascii: "B"): .jisX0208
        case UInt8(ascii: "A"): .gb2312
        case UInt8(ascii: "C"): .ksX1001
        default: nil
        }
    }
}

/// A set of 94 rows of 94 characters.
final class MultibyteSet: Sendable {
    private let rows: [[Unicode.Scalar]]

    /// A set by its rows, one a line; what is missing at the end is empty.
    init(_ table: String) {
        rows = table.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.unicodeScalars) }
    }

    /// The character of two bytes from 0x21 to 0x7E; nil where the set has none.
    func scalar(_ first: UInt8, _ second: UInt8) -> Unicode.Scalar? {
        let (row, cell) = (Int(first) - 0x21, Int(second) - 0x21)
        guard rows.indices.contains(row), rows[row].indices.contains(cell) else { return nil }
        return rows[row][cell] == "\u{FFFD}" ? nil : rows[row][cell]
    }
}
