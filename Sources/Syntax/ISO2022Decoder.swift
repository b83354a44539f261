/// Decodes one value; a byte that no set holds becomes U+FFFD.
struct ISO2022Decoder {
    private var halves: [ISO2022.CodedSet] = [.ascii, .right(.latin1)]
    private var isShifted = false
    private(set) var text = ""
    /// The offset of the first byte that is no character.
    private(set) var firstInvalid: Int?

    /// The text of a value, without the release characters that stand outside of multibyte text.
    static func decode(_ bytes: ArraySlice<UInt8>, release: UInt8? = nil) -> ISO2022Decoder {
        var decoder = ISO2022Decoder()
        var index = bytes.startIndex
        while index < bytes.endIndex {
            index += decoder.take(bytes[index...], release, offset: index - bytes.startIndex)
        }
        return decoder
    }

    /// Takes one character or sequence and says how many bytes it had.
    private mutating func take(_ bytes: ArraySlice<UInt8>, _ release: UInt8?, offset: Int) -> Int {
        let byte = bytes[bytes.startIndex]
        switch byte {
        case ISO2022.escape:
            guard let sequence = ISO2022.sequence(bytes) else { return fail(at: offset) }
            halves[sequence.half] = sequence.set
            return sequence.length
        case ISO2022.shiftOut: isShifted = true
        case ISO2022.shiftIn: isShifted = false
        case ..<0x21: text.unicodeScalars.append(Unicode.Scalar(byte))
        case 0x7F...0x9F: return fail(at: offset)
        default: return takeCharacter(bytes, release, offset: offset)
        }
        return 1
    }

    private mutating func takeCharacter(_ bytes: ArraySlice<UInt8>, _ release: UInt8?, offset: Int) -> Int {
        let byte = bytes[bytes.startIndex]
        let set = byte >= 0x80 || isShifted ? halves[1] : halves[0]
        if byte == release, set.width == 1, byte < 0x80 {
            guard let next = bytes.dropFirst().first else { return 1 }
            text.unicodeScalars.append(Unicode.Scalar(next & 0x7F))
            return 2
        }
        let second = bytes.dropFirst().first ?? 0
        guard let scalar = Self.scalar(set, byte & 0x7F, second & 0x7F) else { return fail(at: offset) }
        text.unicodeScalars.append(scalar)
        return set.width
    }

    /// The character of a byte, without its top bit, or of two.
    private static func scalar(_ set: ISO2022.CodedSet, _ byte: UInt8, _ second: UInt8) -> Unicode.Scalar? {
        switch set {
        case .ascii: Unicode.Scalar(byte)
        case .japaneseRoman: byte == 0x5C ? "¥" : byte == 0x7E ? "‾" : Unicode.Scalar(byte)
        case .katakana: byte <= 0x5F ? Unicode.Scalar(UInt32(0xFF40) + UInt32(byte)) : nil
        case .right(let charset): charset.decode([byte | 0x80]).unicodeScalars.first { $0 != "\u{FFFD}" }
        case .multibyte(let set): set.scalar(byte, second)
        }
    }

    private mutating func fail(at offset: Int) -> Int {
        text.unicodeScalars.append("\u{FFFD}")
        if firstInvalid == nil { firstInvalid = offset }
        return 1
    }
}
