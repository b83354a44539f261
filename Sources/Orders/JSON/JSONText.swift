/// JSON as bytes: the few pieces that everything which writes it is made of.
enum JSONText {
    static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let hexDigits = Array("0123456789abcdef".utf8)

    /// A member's name with its quotes and colon.
    static func key(_ name: String) -> [UInt8] {
        var bytes: [UInt8] = []
        append(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        return bytes
    }

    /// Adds a string in quotes.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(quote)
        var text = text
        text.withUTF8 { buffer in
            var clean = 0
            for (index, byte) in buffer.enumerated() where byte < 0x20 || byte == quote || byte == backslash {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[clean..<index]))
                appendEscaped(byte, to: &bytes)
                clean = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[clean...]))
        }
        bytes.append(quote)
    }

    private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(backslash)
        switch byte {
        case quote, backslash: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(hexDigits[Int(byte >> 4)])
            bytes.append(hexDigits[Int(byte & 15)])
        }
    }

    /// Adds what stands between quotes and needs no escape.
    static func appendQuoted(to bytes: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
        bytes.append(quote)
        body(&bytes)
        bytes.append(quote)
    }
}

extension JSONValue {
    /// The value as JSON without blanks, in UTF-8.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// The value as JSON for people: two blanks a level, a member a line, a line break at the end.
    public var indentedBytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes, indentation: 0)
        bytes.append(0x0A)
        return bytes
    }

    func append(to bytes: inout [UInt8], indentation: Int? = nil) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: value.canonicalText.utf8)
        case .integer(let value): bytes.append(contentsOf: value.description.utf8)
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): JSONText.append(text, to: &bytes)
        case .array(let values):
            Self.append("[", values, "]", to: &bytes, indentation) { value, bytes, inner in
                value.append(to: &bytes, indentation: inner)
            }
        case .object(let members):
            Self.append("{", members, "}", to: &bytes, indentation) { member, bytes, inner in
                JSONText.append(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if inner != nil { bytes.append(UInt8(ascii: " ")) }
                member.value.append(to: &bytes, indentation: inner)
            }
        }
    }

    private static func append<Part>(
        _ open: Character, _ parts: [Part], _ close: Character, to bytes: inout [UInt8], _ indentation: Int?,
        _ part: (Part, inout [UInt8], Int?) -> Void
    ) {
        let inner = indentation.map { $0 + 1 }
        bytes.append(contentsOf: open.utf8)
        for (index, value) in parts.enumerated() {
            if index > 0 { bytes.append(JSONText.comma) }
            if let inner { breakLine(inner, &bytes) }
            part(value, &bytes, inner)
        }
        if let indentation, !parts.isEmpty { breakLine(indentation, &bytes) }
        bytes.append(contentsOf: close.utf8)
    }

    private static func breakLine(_ level: Int, _ bytes: inout [UInt8]) {
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
    }
}
