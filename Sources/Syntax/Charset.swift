/// A character set that occurs in interchanges.
///
/// The single-byte sets are decoded by tables of this target; none of them needs a library. A byte that a set does not
/// hold decodes to U+FFFD; readers report it with its position (``firstInvalid(in:)``).
public enum Charset: String, Sendable, Hashable, Codable, CaseIterable {
    case ascii = "US-ASCII"
    case latin1 = "ISO-8859-1"
    case latin2 = "ISO-8859-2"
    case latin3 = "ISO-8859-3"
    case latin4 = "ISO-8859-4"
    case cyrillic = "ISO-8859-5"
    case arabic = "ISO-8859-6"
    case greek = "ISO-8859-7"
    case hebrew = "ISO-8859-8"
    case latin5 = "ISO-8859-9"
    case windows1250 = "windows-1250"
    case windows1251 = "windows-1251"
    case windows1252 = "windows-1252"
    case utf8 = "UTF-8"
    /// Sets that change by escape sequences; read only (``ISO2022``).
    case iso2022 = "ISO-2022"

    /// The set of a registered name or a usual alias, whatever its letter case: `utf-8`, `latin1`, `CP1251`.
    public init?(name: String) {
        let plain = name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        switch plain {
        case "usascii", "ascii", "iso646", "iso646us", "ansix341968": self = .ascii
        case "utf8": self = .utf8
        case "latin1", "l1": self = .latin1
        case "latin2", "l2": self = .latin2
        case "latin5", "l5": self = .latin5
        case "iso2022jp", "iso2022kr", "iso2022cn": self = .iso2022
        default:
            let digits = plain.hasPrefix("cp") ? "windows" + plain.dropFirst(2) : plain
            guard let known = Self.allCases.first(where: { digits == $0.rawValue.lowercased().filter { $0 != "-" } })
            else { return nil }
            self = known
        }
    }
}

extension Charset {
    /// The text of these bytes.
    public func decode(_ bytes: ArraySlice<UInt8>) -> String {
        let isPlain = bytes.withUnsafeBufferPointer { $0.allSatisfy { $0 < 0x80 } }
        if self == .iso2022 { return ISO2022Decoder.decode(bytes).text }
        if isPlain || self == .utf8 || self == .ascii { return String(decoding: bytes, as: UTF8.self) }
        let table = CharsetTable.of(self)
        var text = ""
        text.unicodeScalars.reserveCapacity(bytes.count)
        for byte in bytes {
            text.unicodeScalars.append(byte < 0x80 ? Unicode.Scalar(byte) : table.scalars[Int(byte) - 0x80])
        }
        return text
    }

    /// The bytes of a text; nil when the set does not hold one of its characters.
    public func encode(_ text: String) -> [UInt8]? {
        if self == .utf8 { return Array(text.utf8) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let byte = byte(for: scalar) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// The byte of a character in a single-byte set; nil when the set does not hold it. For UTF-8 and ISO 2022 only
    /// ASCII has one.
    public func byte(for scalar: Unicode.Scalar) -> UInt8? {
        if scalar.value < 0x80 { return UInt8(scalar.value) }
        return self == .utf8 || self == .ascii || self == .iso2022 ? nil : CharsetTable.of(self).bytes[scalar]
    }

    /// The index of the first byte that is no character of this set; nil when there is none. Control characters are not
    /// looked at: what a syntax makes of them is its own matter.
    public func firstInvalid(in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            firstInvalid(in: UnsafeRawBufferPointer(buffer)).map { $0 + bytes.startIndex }
        }
    }

    /// The offset of the first byte that is no character of this set.
    public func firstInvalid(in bytes: UnsafeRawBufferPointer) -> Int? {
        if self == .iso2022 { return ISO2022Decoder.decode(Array(bytes)[...]).firstInvalid }
        var index = 0
        let table = self == .ascii || self == .utf8 ? nil : CharsetTable.of(self)
        while index < bytes.count {
            if bytes.count - index >= 8 {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 == 0 {
                    index += 8
                    continue
                }
            }
            let byte = bytes[index]
            if byte < 0x80 {
                index += 1
            } else if let table {
                guard table.holds(byte) else { return index }
                index += 1
            } else if self == .utf8, let length = Self.sequenceLength(bytes, at: index) {
                index += length
            } else {
                return index
            }
        }
        return nil
    }

    /// How many bytes the character outside ASCII at an index has; nil when they are no UTF-8 (Unicode 15, table 3-7).
    private static func sequenceLength(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int? {
        let lead = bytes[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return nil
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
        for next in 2..<max(2, length) where bytes[index + next] & 0xC0 != 0x80 { return nil }
        return length
    }
}

/// One single-byte set, made ready on first use.
final class CharsetTable: Sendable {
    /// The characters of the bytes 0x80…0xFF.
    let scalars: [Unicode.Scalar]
    let bytes: [Unicode.Scalar: UInt8]

    private init(_ charset: Charset) {
        let upper = Array(charset.upperHalf.unicodeScalars)
        scalars = Array(repeating: "\u{FFFD}", count: 128 - upper.count) + upper
        var bytes: [Unicode.Scalar: UInt8] = [:]
        for (index, scalar) in scalars.enumerated() where scalar != "\u{FFFD}" { bytes[scalar] = UInt8(0x80 + index) }
        self.bytes = bytes
    }

    /// Whether the set has a character at this byte, which is 0x80 or more.
    func holds(_ byte: UInt8) -> Bool { scalars[Int(byte) - 0x80] != "\u{FFFD}" }

    private static let all = Dictionary(uniqueKeysWithValues: Charset.allCases.map { ($0, CharsetTable($0)) })
    private static let none = CharsetTable(.ascii)

    static func of(_ charset: Charset) -> CharsetTable { all[charset] ?? none }
}
