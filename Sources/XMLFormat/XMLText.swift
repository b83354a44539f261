import CLibXML2
import Diagnostics
import Glibc

/// A document's characters as UTF-8, with the way back to the payload's bytes.
struct XMLText {
    /// The characters, without byte order mark.
    var utf8: [UInt8]
    var encoding: XMLEncoding
    /// Where the first of them stands in the payload.
    var start: Int
    /// How many blanks stand before the document, and the line it starts in.
    var blanks: Int
    var line: Int
    /// The byte that the charset does not hold; the characters end before it.
    var invalid: Diagnostic?

    /// Brings a payload, which stands whole in `bytes`, to UTF-8.
    init(_ bytes: [UInt8]) throws(UnknownEncoding) {
        blanks = bytes.prefix { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }.count
        line = 1 + bytes[..<blanks].count { $0 == 0x0A }
        // In UTF-16 a leading blank is not a byte of its own; only ASCII compatible charsets get this far.
        encoding = try XMLEncoding.detect(bytes[blanks...]).get()
        start = blanks + encoding.mark
        guard encoding.width != .utf8 else {
            utf8 = start == 0 ? bytes : Array(bytes[start...])
            return
        }
        let converted = try Self.convert(bytes[start...], from: encoding)
        utf8 = converted.utf8
        if let stop = converted.stop {
            invalid = Diagnostic(
                "xml.invalid-byte", at: Position(offset: stop),
                value: stop < bytes.count ? "0x" + String(bytes[stop], radix: 16, uppercase: true) : nil,
                facts: ["charset": encoding.declared ?? encoding.name])
        }
    }

    /// iconv, which libxml2 itself uses, called here because it says where the first invalid byte stands.
    private static func convert(
        _ bytes: ArraySlice<UInt8>, from encoding: XMLEncoding
    ) throws(UnknownEncoding) -> (utf8: [UInt8], stop: Int?) {
        let converter = iconv_open("UTF-8", encoding.name)
        guard let converter, Int(bitPattern: converter) != -1 else {
            throw UnknownEncoding(name: encoding.declared ?? encoding.name)
        }
        defer { iconv_close(converter) }
        var stop: Int?
        let utf8 = bytes.withUnsafeBytes { source in
            [UInt8](unsafeUninitializedCapacity: source.count * 3 + 16) { target, count in
                var input = UnsafeMutableRawPointer(mutating: source.baseAddress)?.assumingMemoryBound(to: CChar.self)
                var left = source.count
                target.withMemoryRebound(to: CChar.self) { space in
                    var output = space.baseAddress
                    var room = space.count
                    let result = iconv(converter, &input, &left, &output, &room)
                    if result == .max || left > 0 { stop = bytes.startIndex + source.count - left }
                    count = space.count - room
                }
            }
        }
        return (utf8, stop)
    }
}

/// Turns offsets in the UTF-8 text into offsets in the payload. Offsets asked for rise, so a whole document costs one
/// walk over its text.
struct OffsetMap {
    let width: XMLEncoding.Width
    /// Where the text's first character stands in the payload.
    let start: Int
    /// The line that the text's first line is in its payload.
    let line: Int
    private var known = 0
    private var original = 0

    /// A map for a text.
    init(_ text: XMLText) {
        width = text.encoding.width
        start = text.start
        line = text.line
    }

    /// The payload's offset of this offset in the text.
    mutating func payloadOffset(of offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        guard width != .utf8 else { return start + offset }
        let target = min(max(offset, 0), text.count)
        if target < known { return start + original - cost(target..<known, in: text) }
        original += cost(known..<target, in: text)
        known = target
        return start + original
    }

    private func cost(_ range: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Int {
        var bytes = 0
        for index in range {
            let byte = text[index]
            if byte & 0xC0 == 0x80 { continue }
            switch width {
            case .utf8, .single: bytes += 1
            case .utf16: bytes += byte >= 0xF0 ? 4 : 2
            case .mixed: bytes += byte < 0x80 ? 1 : 2
            }
        }
        return bytes
    }
}
