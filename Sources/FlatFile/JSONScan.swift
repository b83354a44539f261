import Diagnostics

/// Finds the documents of a JSON text (RFC 8259) and where they stand, without making values of it. What stands in a
/// document is only passed over: brackets, commas and quotes must match, the rest is checked by who reads it.
struct JSONScan {
    /// What is wrong, and at which byte.
    struct Fault: Error {
        var code: Code = "json.syntax"
        var offset: Int
        var expected: String

        func diagnostic(in bytes: [UInt8]) -> Diagnostic {
            let before = bytes[..<min(offset, bytes.count)]
            let line = before.count { $0 == 0x0A } + 1
            let column = before.count - ((before.lastIndex(of: 0x0A) ?? -1) + 1) + 1
            return Diagnostic(
                code, at: Position(offset: offset, line: line, column: column), facts: ["expected": expected])
        }
    }

    /// One document.
    struct Found {
        var range: Range<Int>
        var isObject: Bool
        /// The text of its member `document`.
        var document: String?
        /// The names of its members, as they stand there.
        var members: Set<String> = []
    }

    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The object that the text is, or the elements of the array that it is.
    mutating func documents() throws(Fault) -> [Found] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        skipBlanks()
        var found: [Found] = []
        if peek == UInt8(ascii: "[") {
            offset += 1
            skipBlanks()
            if peek == UInt8(ascii: "]") {
                offset += 1
            } else {
                repeat {
                    skipBlanks()
                    found.append(try document())
                    skipBlanks()
                } while try separated(by: UInt8(ascii: "]"))
            }
        } else {
            found.append(try document())
        }
        skipBlanks()
        guard offset == bytes.count else { throw Fault(offset: offset, expected: "the end") }
        return found
    }

    /// One document; its member `document` is looked for at its first level.
    private mutating func document() throws(Fault) -> Found {
        let start = offset
        guard peek == UInt8(ascii: "{") else {
            try skipValue()
            return Found(range: start..<offset, isObject: false)
        }
        offset += 1
        var name: String?
        var members: Set<String> = []
        skipBlanks()
        if peek == UInt8(ascii: "}") {
            offset += 1
            return Found(range: start..<offset, isObject: true)
        }
        repeat {
            skipBlanks()
            let key = try string()
            if members.count < 1_000 { members.insert(String(decoding: bytes[key], as: UTF8.self)) }
            skipBlanks()
            guard peek == UInt8(ascii: ":") else { throw Fault(offset: offset, expected: "a colon") }
            offset += 1
            skipBlanks()
            if peek == UInt8(ascii: "\""), bytes[key].elementsEqual("document".utf8) {
                name = String(decoding: bytes[try string()].prefix(100), as: UTF8.self)
            } else {
                try skipValue()
            }
            skipBlanks()
        } while try separated(by: UInt8(ascii: "}"))
        return Found(range: start..<offset, isObject: true, document: name, members: members)
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { offset += 1 }
    }

    /// Takes a comma, which goes on, or the closing bracket, which ends.
    private mutating func separated(by end: UInt8) throws(Fault) -> Bool {
        let byte = peek
        guard byte == UInt8(ascii: ",") || byte == end else {
            throw Fault(offset: offset, expected: "a comma or \(Unicode.Scalar(end))")
        }
        offset += 1
        return byte == UInt8(ascii: ",")
    }

    /// Takes a string; what stands between its quotes.
    private mutating func string() throws(Fault) -> Range<Int> {
        guard peek == UInt8(ascii: "\"") else { throw Fault(offset: offset, expected: "a key in quotes") }
        offset += 1
        let start = offset
        while let byte = peek, byte != UInt8(ascii: "\"") { offset += byte == UInt8(ascii: "\\") ? 2 : 1 }
        guard offset < bytes.count else { throw Fault(offset: bytes.count, expected: "the closing quote") }
        offset += 1
        return start..<offset - 1
    }

    /// Passes over any value, without recursion.
    private mutating func skipValue() throws(Fault) {
        var open: [UInt8] = []
        let start = offset
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""): _ = try string()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open.append(byte + 2)
                offset += 1
                guard open.count < JSONDocumentReader.deepest else {
                    throw Fault(
                        code: "json.too-deep", offset: offset, expected: "\(JSONDocumentReader.deepest) levels")
                }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.last == byte else {
                    if open.isEmpty, offset > start { return }
                    throw Fault(offset: offset, expected: open.last.map { "\(Unicode.Scalar($0))" } ?? "a value")
                }
                open.removeLast()
                offset += 1
                if open.isEmpty { return }
            case UInt8(ascii: ",") where open.isEmpty:
                guard offset > start else { throw Fault(offset: offset, expected: "a value") }
                return
            default: offset += 1
            }
            if open.isEmpty, byte == UInt8(ascii: "\"") { return }
        }
        guard open.isEmpty, offset > start else {
            throw Fault(offset: offset, expected: open.last.map { "\(Unicode.Scalar($0))" } ?? "a value")
        }
    }
}
