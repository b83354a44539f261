/// A structured field's value with its parameters: `multipart/signed; micalg=sha-256; boundary="b"` (RFC 2045, 5.1).
public struct MIMEValue: Sendable, Hashable {
    /// What stands before the first semicolon, in lower case.
    public var main: String
    /// The parameters by their names in lower case; of several with one name the first.
    public var parameters: [String: String] = [:]

    /// Reads a value; what is no parameter is passed over.
    public init(_ text: String) {
        var parts = Self.split(text, at: ";")[...]
        main = (parts.popFirst() ?? "").lowercased()
        for part in parts {
            guard let equals = part.firstIndex(of: "=") else { continue }
            let name = Self.trimmed(part[..<equals]).lowercased()
            let value = Self.unquoted(Self.trimmed(part[part.index(after: equals)...]))
            if parameters[name] == nil { parameters[name] = value }
        }
    }

    /// The type before the slash: `multipart`.
    var topLevel: Substring { main.prefix { $0 != "/" } }

    /// The file name that a Content-Disposition or a Content-Type gives (RFC 2183, RFC 2231 without continuations).
    var fileName: String? {
        if let extended = parameters["filename*"] {
            let parts = extended.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
            if parts.count == 3, parts[0].lowercased() == "utf-8", let text = Self.percentDecoded(parts[2]) {
                return text
            }
        }
        return parameters["filename"] ?? parameters["name"]
    }

    /// Parts between separators that stand in no quotes, without blanks around them.
    static func split(_ text: String, at separator: Character) -> [String] {
        var parts: [String] = []
        var part = ""
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == separator, !isQuoted {
                parts.append(trimmed(part[...]))
                part = ""
                continue
            }
            part.append(character)
        }
        return parts + [trimmed(part[...])]
    }

    /// A quoted string's content; another text as it is.
    static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return text }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if !isEscaped, character == "\\" {
                isEscaped = true
                continue
            }
            isEscaped = false
            result.append(character)
        }
        return result
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
