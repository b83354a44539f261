import Digests

/// A text as columns hold it. PostgreSQL has no NUL in a text, and what partners send may well have one, in a reference or a
/// name: it stands there as the symbol for null (U+2400), in both databases alike, where rows are written and where they are
/// looked for.
public enum StoredText {
    /// What stands for NUL in UTF-8.
    private static let symbol: [UInt8] = [0xE2, 0x90, 0x80]

    /// The UTF-8 of a text as a column holds it.
    public static func bytes(of text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.contains(0) else { return Array(bytes) }
            return bytes.reduce(into: []) { $1 == 0 ? $0 += symbol : $0.append($1) }
        }
    }
}

extension Value {
    /// The longest text that stands in an index as it is, in bytes: five of them fit into one entry of PostgreSQL's (2,704).
    private static let longestKey = 500
    private static let shownOfKey = 400

    /// A text that partners choose and an index holds, such as a reference or a file name, or null. One that is too long for
    /// that stands as its beginning and its digest, where rows are written and where they are looked for.
    static func key(_ text: String?) -> Value {
        guard let text, text.utf8.count > longestKey else { return Value(text) }
        let shown = String(decoding: text.utf8.prefix(shownOfKey), as: UTF8.self)
        return .text("\(shown)… \(Digests.sha256Hex(text.utf8))")
    }
}
