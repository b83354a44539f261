/// The parameters that a statement of PostgreSQL names: `$1`, `$2`… outside of quotes and comments (PostgreSQL documentation,
/// 4.1). It is no parser: what else is wrong with a statement the server says.
struct SQLText {
    /// The numbers of its parameters.
    private(set) var parameters: Set<Int> = []

    private var rest: ArraySlice<UInt8>

    init(_ text: String) {
        rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""): skip(past: [byte])
            case UInt8(ascii: "-") where rest.first == UInt8(ascii: "-"): skip(past: [0x0A])
            case UInt8(ascii: "/") where rest.first == UInt8(ascii: "*"): skipComment()
            case UInt8(ascii: "$"): dollar()
            case _ where Self.isWord(byte): rest = rest.drop { Self.isWord($0) || $0 == UInt8(ascii: "$") }
            default: break
            }
        }
    }

    /// A parameter, or a text between two equal tags: `$$…$$`, `$body$…$body$`.
    private mutating func dollar() {
        let digits = rest.prefix { 0x30...0x39 ~= $0 }
        guard digits.isEmpty else {
            rest = rest.dropFirst(digits.count)
            if let number = Int(String(decoding: digits, as: UTF8.self)) { parameters.insert(number) }
            return
        }
        let tag = rest.prefix(while: Self.isWord)
        guard rest.dropFirst(tag.count).first == UInt8(ascii: "$") else { return }
        let end = [UInt8(ascii: "$")] + tag + [UInt8(ascii: "$")]
        rest = rest.dropFirst(tag.count + 1)
        skip(past: end)
    }

    private mutating func skip(past end: [UInt8]) {
        while !rest.isEmpty {
            if rest.starts(with: end) {
                rest = rest.dropFirst(end.count)
                return
            }
            rest = rest.dropFirst()
        }
    }

    /// Comments of this kind stand in each other.
    private mutating func skipComment() {
        var depth = 1
        rest = rest.dropFirst()
        while depth > 0, !rest.isEmpty {
            if rest.starts(with: "*/".utf8) {
                depth -= 1
                rest = rest.dropFirst(2)
            } else if rest.starts(with: "/*".utf8) {
                depth += 1
                rest = rest.dropFirst(2)
            } else {
                rest = rest.dropFirst()
            }
        }
    }

    /// A byte of a name or number.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x80...0xFF: true
        default: false
        }
    }
}
