/// How a document's bytes become characters: found as XML 1.0 appendix F says, by byte order mark, first bytes and
/// declaration.
struct XMLEncoding: Equatable {
    /// How many bytes of the payload one character takes, for offsets.
    enum Width: Equatable {
        /// The payload is UTF-8 itself.
        case utf8
        case single
        /// Two bytes, four beyond the basic plane.
        case utf16
        /// One byte for ASCII, two for the rest, as the East Asian sets mostly have it: an estimate.
        case mixed
    }

    /// The name that iconv knows.
    var name: String
    var width: Width
    /// The name in the document's declaration, as it stands there.
    var declared: String?
    /// The byte order mark's length.
    var mark: Int
    /// The declaration names another charset than the bytes show; the bytes are believed.
    var contradicted = false

    /// The encoding of these bytes; nil, with the declared name, when it is none that Milepost reads.
    static func detect(_ bytes: ArraySlice<UInt8>) -> Result<XMLEncoding, UnknownEncoding> {
        let start = Array(bytes.prefix(4))
        if start.starts(with: [0, 0, 0xFE, 0xFF]) || start.starts(with: [0xFF, 0xFE, 0, 0])
            || start.starts(with: [0, 0, 0, 0x3C]) || start == [0x3C, 0, 0, 0]
        {
            return .failure(UnknownEncoding(name: "UTF-32"))
        }
        if start.starts(with: [0xFE, 0xFF]) { return .success(utf16(bytes, "UTF-16BE", mark: 2)) }
        if start.starts(with: [0xFF, 0xFE]) { return .success(utf16(bytes, "UTF-16LE", mark: 2)) }
        if start.starts(with: [0, 0x3C]) { return .success(utf16(bytes, "UTF-16BE", mark: 0)) }
        if start.starts(with: [0x3C, 0]) { return .success(utf16(bytes, "UTF-16LE", mark: 0)) }
        let mark = start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let declared = declaredName(bytes.dropFirst(mark))
        var found = XMLEncoding(name: "UTF-8", width: .utf8, declared: declared, mark: mark)
        guard let declared else { return .success(found) }
        let key = declared.uppercased()
        if key == "UTF-8" || key == "UTF8" || key == "US-ASCII" || key == "ASCII" { return .success(found) }
        if mark > 0 || key.hasPrefix("UTF-16") || key == "UTF16" {
            // .NET writes `utf-16` into strings that it then saves as UTF-8.
            found.contradicted = true
            return .success(found)
        }
        guard let width = widths[key] else { return .failure(UnknownEncoding(name: declared)) }
        found.name = key
        found.width = width
        return .success(found)
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, _ name: String, mark: Int) -> XMLEncoding {
        let narrow = bytes.dropFirst(mark).prefix(512).filter { $0 != 0 }
        let declared = declaredName(narrow[...])
        let agrees = declared.map { $0.uppercased().hasPrefix("UTF-16") || $0.uppercased().hasPrefix("UCS-2") }
        return XMLEncoding(
            name: name, width: .utf16, declared: declared, mark: mark, contradicted: agrees == false)
    }

    /// What stands behind `encoding` in `<?xml … ?>`; at most 40 bytes.
    private static func declaredName(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.starts(with: "<?xml".utf8), let end = bytes.prefix(256).firstIndex(of: UInt8(ascii: ">")) else {
            return nil
        }
        let word = Array("encoding".utf8)
        var place = bytes.startIndex
        while place + word.count < end, bytes[place] != word[0] || !bytes[place...].starts(with: word) { place += 1 }
        var rest = bytes[min(place + word.count, end)..<end].drop { $0 <= 0x20 }
        guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
        rest = rest.drop { $0 <= 0x20 }
        guard let quote = rest.popFirst(), quote == 0x22 || quote == 0x27 else { return nil }
        let name = rest.prefix { $0 != quote }.prefix(40)
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }

    /// The charsets that are read besides Unicode's own. An allow-list: a sender must not choose which of the system's
    /// rarely used converters runs over his bytes.
    private static let widths: [String: Width] = {
        var widths: [String: Width] = [:]
        for number in 1...16 where number != 12 { widths["ISO-8859-\(number)"] = .single }
        for number in 1250...1258 {
            widths["WINDOWS-\(number)"] = .single
            widths["CP\(number)"] = .single
        }
        for name in ["KOI8-R", "KOI8-U", "CP866", "IBM866", "CP850", "IBM850", "CP852", "IBM852", "CP437", "IBM437"] {
            widths[name] = .single
        }
        for name in ["LATIN1", "MACINTOSH"] { widths[name] = .single }
        for name in ["GB2312", "GBK", "GB18030", "BIG5", "SHIFT_JIS", "EUC-JP", "EUC-KR"] { widths[name] = .mixed }
        return widths
    }()
}

/// A charset that Milepost does not read, by the name the document gives.
struct UnknownEncoding: Error, Equatable {
    var name: String
}
