/// A text with places in braces that are filled for each call: `/messages/{id}`. Braces around anything but letters and digits
/// stand for themselves.
public struct ProviderTemplate: Sendable, Hashable {
    /// How values are written where the text goes.
    public enum Escaping: Sendable, Hashable {
        /// As parts of a URL (RFC 3986, 2.3).
        case url
        /// Within a string of JSON (RFC 8259, 7).
        case json
        /// As text or an attribute of XML (XML 1.0, 2.4).
        case xml
        /// As they are.
        case plain
    }

    private enum Piece: Sendable, Hashable {
        case literal(String)
        case place(String)
    }

    private let pieces: [Piece]
    /// The text as it was written.
    public let text: String

    /// Reads a template.
    public init(_ text: String) {
        self.text = text
        var pieces: [Piece] = []
        var literal = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            literal += rest[..<open]
            rest = rest[rest.index(after: open)...]
            let name = rest.prefix { $0.isASCII && $0.isLetter || "0"..."9" ~= $0 }
            guard !name.isEmpty, rest.dropFirst(name.count).first == "}" else {
                literal += "{"
                continue
            }
            pieces += [.literal(literal), .place(String(name))]
            literal = ""
            rest = rest.dropFirst(name.count + 1)
        }
        self.pieces = pieces + [.literal(literal + rest)]
    }

    /// The names of its places.
    public var places: Set<String> {
        Set(
            pieces.compactMap { piece in
                if case .place(let name) = piece { name } else { nil }
            })
    }

    /// The text with its places filled; what has no value is empty.
    public func filled(_ facts: [String: String], as escaping: Escaping) -> String {
        pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .place(let name): Self.escaped(facts[name] ?? "", as: escaping)
            }
        }.joined()
    }

    /// A value as it stands in a text of some kind.
    public static func escaped(_ value: String, as escaping: Escaping) -> String {
        switch escaping {
        case .plain: return value
        case .url:
            let digits = Array("0123456789ABCDEF".utf8)
            return String(
                decoding: value.utf8.flatMap { byte -> [UInt8] in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: [byte]
                    default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                    }
                }, as: UTF8.self)
        case .json:
            return String(
                value.unicodeScalars.flatMap { scalar -> [Character] in
                    switch scalar {
                    case "\"": Array("\\\"")
                    case "\\": Array("\\\\")
                    case "\u{0}"..."\u{1F}":
                        Array("\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16))
                    default: [Character(scalar)]
                    }
                })
        case .xml:
            return String(
                value.unicodeScalars.flatMap { scalar -> [Character] in
                    switch scalar {
                    case "&": Array("&amp;")
                    case "<": Array("&lt;")
                    case ">": Array("&gt;")
                    case "\"": Array("&quot;")
                    default: [Character(scalar)]
                    }
                })
        }
    }
}
