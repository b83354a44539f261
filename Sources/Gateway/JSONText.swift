import Foundation

/// JSON as text for the store's columns, with sorted keys.
enum JSONText {
    static func of(_ value: (some Encodable)?) -> String? {
        guard let value else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A list, which for most documents is empty.
    static func of(list: [some Encodable]) -> String { list.isEmpty ? "[]" : of(list) ?? "[]" }

    static func read<Value: Decodable>(_ type: Value.Type, from text: String) -> Value? {
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// A value of an object that is written for each document.
    enum Member {
        case text(String)
        case integer(Int)
        case flag(Bool)
    }

    /// A flat object with its names in order. `JSONEncoder` takes longer over it than the statement that stores it.
    static func object(_ members: KeyValuePairs<StaticString, Member?>) -> String {
        var text = "{"
        for case (let name, let value?) in members {
            if text.utf8.count > 1 { text += "," }
            text += "\"\(name)\":"
            switch value {
            case .text(let string): append(string, to: &text)
            case .integer(let integer): text += "\(integer)"
            case .flag(let flag): text += flag ? "true" : "false"
            }
        }
        return text + "}"
    }

    private static func append(_ string: String, to text: inout String) {
        text += "\""
        if string.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            text += string
        } else {
            for scalar in string.unicodeScalars { append(scalar, to: &text) }
        }
        text += "\""
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case ..<" ":
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
    }
}

extension JSONText.Member {
    /// A text, or nothing.
    init?(_ text: String?) {
        guard let text else { return nil }
        self = .text(text)
    }
}
