public import Diagnostics

extension JSONValue {
    /// Reads one JSON text (RFC 8259) strictly: UTF-8 only, no byte order mark, no duplicate keys, nothing behind it.
    ///
    /// - Throws: the first fault with its offset, line and column: `orders.json-syntax`, `orders.json-duplicate-key` or
    ///   `orders.json-limit`.
    public static func parse(_ bytes: some Collection<UInt8>, limits: JSONLimits = JSONLimits()) throws(Diagnostic)
        -> JSONValue
    {
        guard bytes.count <= limits.bytes else {
            throw Diagnostic("orders.json-limit", facts: ["limit": "\(limits.bytes) bytes"])
        }
        var result: Result<JSONValue, Diagnostic>?
        _ = bytes.withContiguousStorageIfAvailable { result = Self.parse($0, limits) }
        if let result { return try result.get() }
        return try Array(bytes).withUnsafeBufferPointer { Self.parse($0, limits) }.get()
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: JSONLimits) -> Result<
        JSONValue, Diagnostic
    > {
        var parser = JSONParser(bytes: bytes, limits: limits)
        do throws(JSONParser.Fault) { return .success(try parser.document()) } catch {
            return .failure(error.diagnostic(in: bytes))
        }
    }
}

/// A recursive descent over the bytes; recursion is bounded by the limit on depth.
struct JSONParser {
    /// What is wrong, and at which byte.
    struct Fault: Error {
        var code: Code = "orders.json-syntax"
        var offset: Int
        var facts: [String: String]

        func diagnostic(in bytes: UnsafeBufferPointer<UInt8>) -> Diagnostic {
            var line = 1
            var start = 0
            for index in 0..<min(offset, bytes.count) where bytes[index] == 0x0A {
                line += 1
                start = index + 1
            }
            let column =
                String(decoding: bytes[min(start, bytes.count)..<min(offset, bytes.count)], as: UTF8.self).count + 1
            return Diagnostic(code, at: Position(offset: offset, line: line, column: column), facts: facts)
        }
    }

    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    private var offset = 0
    private var depth = 0
    private var values = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(Fault) -> JSONValue {
        let value = try value()
        skipBlanks()
        guard offset == bytes.count else { throw expected("the end") }
        return value
    }

    private mutating func value() throws(Fault) -> JSONValue {
        values += 1
        guard values <= limits.values else { throw limit("\(limits.values) values") }
        skipBlanks()
        guard offset < bytes.count else { throw expected("a value") }
        switch bytes[offset] {
        case UInt8(ascii: "{"): return try nested { (parser) throws(Fault) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(Fault) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(_ body: (inout JSONParser) throws(Fault) -> JSONValue) throws(Fault) -> JSONValue {
        depth += 1
        guard depth <= limits.depth else { throw limit("\(limits.depth) levels") }
        offset += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(Fault) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        var keys: Set<String> = []
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            let start = offset
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { throw expected("a key in quotes") }
            let key = try string()
            if members.count == 8 { keys = Set(members.map(\.key)) }
            let isNew = members.count < 8 ? !members.contains { $0.key == key } : keys.insert(key).inserted
            guard isNew else {
                throw Fault(code: "orders.json-duplicate-key", offset: start, facts: ["key": String(key.prefix(80))])
            }
            skipBlanks()
            guard take(":") else { throw expected("a colon") }
            members.append((key: key, value: try value()))
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { throw expected("a comma or }") }
        }
    }

    private mutating func array() throws(Fault) -> JSONValue {
        var elements: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array(elements) }
        while true {
            elements.append(try value())
            skipBlanks()
            if take("]") { return .array(elements) }
            guard take(",") else { throw expected("a comma or ]") }
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(Fault) -> JSONValue {
        let count = text.utf8CodeUnitCount
        guard offset + count <= bytes.count, (0..<count).allSatisfy({ bytes[offset + $0] == text.utf8Start[$0] }) else {
            throw expected("a value")
        }
        offset += count
        return value
    }

    private mutating func number() throws(Fault) -> JSONValue {
        let start = offset
        _ = take("-")
        if !take("0") { guard digits() > 0 else { throw expected("a value") } }
        var isWhole = true
        if take(".") {
            isWhole = false
            guard digits() > 0 else { throw expected("a digit") }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            guard digits() > 0 else { throw expected("a digit") }
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isWhole, let whole = Int(text) { return .integer(whole) }
        return .number(text)
    }

    private mutating func digits() -> Int {
        let start = offset
        while offset < bytes.count, bytes[offset] &- 0x30 < 10 { offset += 1 }
        return offset - start
    }

    private mutating func string() throws(Fault) -> String {
        offset += 1
        let start = offset
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                let text = try text(of: UnsafeBufferPointer(rebasing: bytes[start..<offset]), at: start)
                offset += 1
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw Fault(offset: offset, facts: ["expected": "no control character in a string"])
            default: offset += 1
            }
        }
        throw expected("the closing quote")
    }

    /// Goes on with a string that has a backslash, from its first byte.
    private mutating func escapedString(from start: Int) throws(Fault) -> String {
        var decoded = Array(bytes[start..<offset])
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                return try decoded.withUnsafeBufferPointer { (buffer) throws(Fault) in
                    try text(of: buffer, at: start)
                }
            case UInt8(ascii: "\\"): try escape(into: &decoded)
            case 0..<0x20: throw Fault(offset: offset - 1, facts: ["expected": "no control character in a string"])
            default: decoded.append(byte)
            }
        }
        throw expected("the closing quote")
    }

    private mutating func escape(into decoded: inout [UInt8]) throws(Fault) {
        guard offset < bytes.count else { throw expected("an escaped character") }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            var code = try fourHexDigits()
            if code & 0xFC00 == 0xD800, take("\\"), take("u") {
                let low = try fourHexDigits()
                guard low & 0xFC00 == 0xDC00 else { throw expected("the second half of a surrogate pair") }
                code = 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF)
            }
            guard let scalar = Unicode.Scalar(code) else { throw expected("a surrogate pair") }
            decoded.append(contentsOf: String(Character(scalar)).utf8)
        default:
            offset -= 1
            throw expected("one of \" \\ / b f n r t u")
        }
    }

    private mutating func fourHexDigits() throws(Fault) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard offset < bytes.count, let digit = Character(Unicode.Scalar(bytes[offset])).hexDigitValue,
                bytes[offset] < 0x80
            else { throw expected("a hexadecimal digit") }
            code = code << 4 | UInt32(digit)
            offset += 1
        }
        return code
    }

    private func text(of slice: UnsafeBufferPointer<UInt8>, at start: Int) throws(Fault) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw Fault(offset: start, facts: ["expected": "UTF-8 in the string that starts here"])
        }
        return text
    }

    private mutating func skipBlanks() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard offset < bytes.count, UInt32(bytes[offset]) == mark.value else { return false }
        offset += 1
        return true
    }

    private func expected(_ what: String) -> Fault { Fault(offset: offset, facts: ["expected": what]) }

    private func limit(_ what: String) -> Fault {
        Fault(code: "orders.json-limit", offset: offset, facts: ["limit": what])
    }
}
