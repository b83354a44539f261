import Diagnostics
import Syntax

/// Makes a tree of a JSON object: a member is an element, the elements of an array are its repeats, and what is null or empty
/// is absent. Numbers keep their writing. Brackets match and nest no deeper than ``JSONDocumentReader/deepest``, which the
/// scan before has seen to.
struct JSONTree {
    private let bytes: [UInt8]
    private let start: Position
    private var offset: Int
    private var line: Int
    private var builder: TreeBuilder
    private var values: [UInt8] = []
    /// The member whose elements are documents, and those found.
    private let each: Name?
    private var parts: [DocumentPart] = []
    private var depth = 0

    init(_ bytes: [UInt8], at position: Position, as format: JSONFormat) {
        self.bytes = bytes
        start = position
        offset = position.offset ?? 0
        line = position.line ?? 1
        var names = NameTable(base: format.names)
        let root = names.intern(format.type)
        each = format.each.map { names.intern($0) }
        builder = TreeBuilder(names: names, root: root, ordinal: line)
    }

    /// The tree of the object that begins at the position, and the documents in it that it wraps.
    consuming func tree() throws(JSONScan.Fault) -> (tree: Tree, parts: [DocumentPart]) {
        try members()
        let parts = parts
        return (builder.finish(values: values, decoding: ValueDecoding(charset: .utf8), origin: start), parts)
    }

    private var place: Int { offset - (start.offset ?? 0) }

    private mutating func next() -> UInt8? {
        while offset < bytes.count, bytes[offset] == 0x20 || (0x09...0x0D).contains(bytes[offset]) {
            if bytes[offset] == 0x0A { line += 1 }
            offset += 1
        }
        return offset < bytes.count ? bytes[offset] : nil
    }

    private mutating func take(_ byte: UInt8) throws(JSONScan.Fault) {
        guard next() == byte else { throw JSONScan.Fault(offset: offset, expected: "\(Unicode.Scalar(byte))") }
        offset += 1
    }

    private mutating func members() throws(JSONScan.Fault) {
        try take(UInt8(ascii: "{"))
        depth += 1
        defer { depth -= 1 }
        if next() == UInt8(ascii: "}") { return offset += 1 }
        while true {
            _ = next()
            let name = builder.names.intern(String(decoding: try string(), as: UTF8.self))
            try take(UInt8(ascii: ":"))
            try value(name)
            guard next() == UInt8(ascii: ",") else { return try take(UInt8(ascii: "}")) }
            offset += 1
        }
    }

    private mutating func value(_ name: Name) throws(JSONScan.Fault) {
        switch next() {
        case UInt8(ascii: "{"):
            let from = offset
            let node = builder.open(name, .element, offset: place, ordinal: line)
            let isPart = depth == 1 && name == each
            try members()
            builder.close()
            if isPart { parts.append(DocumentPart(node: node, start: from, end: offset)) }
        case UInt8(ascii: "["):
            offset += 1
            if next() == UInt8(ascii: "]") { return offset += 1 }
            while true {
                try value(name)
                guard next() == UInt8(ascii: ",") else { return try take(UInt8(ascii: "]")) }
                offset += 1
            }
        case UInt8(ascii: "\""):
            let (from, ordinal) = (place, line)
            add(name, try string(), from, ordinal)
        default:
            let (from, ordinal) = (place, line)
            let text = try bare()
            if text != "null" { add(name, Array(text.utf8), from, ordinal) }
        }
    }

    private mutating func add(_ name: Name, _ text: [UInt8], _ from: Int, _ ordinal: Int) {
        guard !text.isEmpty else { return }
        let start = values.count
        values += text
        builder.leaf(name, .element, value: start..<values.count, offset: from, ordinal: ordinal)
    }

    /// A number, true, false or null (RFC 8259, 3 and 6).
    private mutating func bare() throws(JSONScan.Fault) -> String {
        let from = offset
        while offset < bytes.count, bytes[offset] > 0x20, !Array(",]}".utf8).contains(bytes[offset]) { offset += 1 }
        let text = String(decoding: bytes[from..<offset], as: UTF8.self)
        guard ["true", "false", "null"].contains(text) || JSONNumber.isOne(text) else {
            throw JSONScan.Fault(offset: from, expected: "a value")
        }
        return text
    }

    /// A string's bytes, escapes taken out (RFC 8259, 7).
    private mutating func string() throws(JSONScan.Fault) -> [UInt8] {
        try take(UInt8(ascii: "\""))
        let from = offset
        var text: [UInt8] = []
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
            guard bytes[offset] >= 0x20 else { throw JSONScan.Fault(offset: offset, expected: "an escape") }
            if bytes[offset] == UInt8(ascii: "\\") {
                try escape(into: &text)
            } else {
                text.append(bytes[offset])
                offset += 1
            }
        }
        offset += 1
        guard String(validating: text, as: UTF8.self) != nil else {
            throw JSONScan.Fault(offset: from, expected: "UTF-8")
        }
        return text
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONScan.Fault) {
        let from = offset
        let plain: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
        ]
        guard offset + 1 < bytes.count else { throw JSONScan.Fault(offset: from, expected: "an escape") }
        offset += 2
        if let byte = plain[bytes[from + 1]] { return text.append(byte) }
        guard bytes[from + 1] == UInt8(ascii: "u"), let first = unit() else {
            throw JSONScan.Fault(offset: from, expected: "an escape")
        }
        var units = [first]
        if UTF16.isLeadSurrogate(first), bytes[offset...].starts(with: "\\u".utf8) {
            offset += 2
            if let second = unit() { units.append(second) }
        }
        guard let whole = String(validating: units, as: UTF16.self) else {
            throw JSONScan.Fault(offset: from, expected: "a character")
        }
        text += whole.utf8
    }

    private mutating func unit() -> UInt16? {
        guard offset + 4 <= bytes.count else { return nil }
        let digits = String(decoding: bytes[offset..<offset + 4], as: UTF8.self)
        offset += 4
        return digits.utf8.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit })
            ? UInt16(digits, radix: 16) : nil
    }
}

/// Numbers of JSON (RFC 8259, 6).
enum JSONNumber {
    static func isOne(_ text: some StringProtocol) -> Bool {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let whole = digits(&rest)
        guard whole > 0, whole == 1 || text.utf8.first(where: { $0 != UInt8(ascii: "-") }) != UInt8(ascii: "0") else {
            return false
        }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits(&rest) > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func digits<Rest: Collection>(_ rest: inout Rest) -> Int
    where Rest.Element == UInt8, Rest.SubSequence == Rest {
        let count = rest.prefix { $0 &- 0x30 < 10 }.count
        rest = rest.dropFirst(count)
        return count
    }
}
