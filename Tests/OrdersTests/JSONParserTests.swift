import Diagnostics
import Orders
import Testing

@Suite struct JSONParserTests {
    private func parse(_ text: String, _ limits: JSONLimits = JSONLimits()) throws -> JSONValue {
        try JSONValue.parse(Array(text.utf8), limits: limits)
    }

    private func fault(_ bytes: [UInt8], _ limits: JSONLimits = JSONLimits()) -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try JSONValue.parse(bytes, limits: limits)
            return nil
        } catch { return error }
    }

    @Test("values of every kind are read")
    func kinds() throws {
        let value = try parse(#" { "a" : [1, -0.5e+3, true, false, null], "b": "x\u00e9\ud83d\ude9a\/\n" } "#)
        let list = JSONValue.array([.integer(1), .number("-0.5e+3"), .bool(true), .bool(false), .null])
        #expect(value == .object([(key: "a", value: list), (key: "b", value: .string("xé🚚/\n"))]))
    }

    @Test("a whole number beyond Int keeps its digits")
    func largeNumber() throws { #expect(try parse("123456789012345678901") == .number("123456789012345678901")) }

    @Test(
        "what is no JSON is refused at its place",
        arguments: [
            ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\"}", 4), ("{a:1}", 1), ("[1 2]", 3), ("01", 1), ("1.", 2), ("-", 1),
            ("+1", 0), ("tru", 0), ("\"a", 2), ("\"\\x\"", 2), ("\"\\u12G4\"", 5), ("\"\\ud800\"", 7), ("[1]x", 3),
            ("\"\u{1}\"", 1), ("NaN", 0), ("{\"a\":1,}", 7), ("'a'", 0), ("\u{FEFF}1", 0), ("[", 1), ("/**/1", 0),
        ])
    func refused(_ text: String, _ offset: Int) throws {
        let fault = try #require(self.fault(Array(text.utf8)))
        #expect(fault.code == "orders.json-syntax")
        #expect(fault.position?.offset == offset)
    }

    @Test("the place of a fault is given as line and column")
    func position() throws {
        let fault = try #require(self.fault(Array("{\n  \"ä\": x}".utf8)))
        #expect(fault.position?.line == 2)
        #expect(fault.position?.column == 8)
    }

    @Test(
        "bytes that are no UTF-8 are refused",
        arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]] as [[UInt8]])
    func notUTF8(_ bytes: [UInt8]) {
        #expect(fault([0x22] + bytes + [0x22])?.code == "orders.json-syntax")
        #expect(fault([0x22, 0x5C, 0x6E] + bytes + [0x22])?.code == "orders.json-syntax")
    }

    @Test("a key that stands twice is refused, among few keys and among many")
    func duplicateKey() {
        #expect(fault(Array(#"{"a":1,"\u0061":2}"#.utf8))?.code == "orders.json-duplicate-key")
        let many = (0..<20).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(fault(Array("{\(many),\"k3\":1}".utf8))?.code == "orders.json-duplicate-key")
        #expect(fault(Array("{\(many)}".utf8)) == nil)
    }

    @Test("nesting, size and number of values have limits")
    func limits() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(fault(Array(deep.utf8))?.code == "orders.json-limit")
        #expect(fault(Array(String(repeating: #"{"a":"#, count: 100_000).utf8))?.code == "orders.json-limit")
        #expect(fault(Array("[1,2,3]".utf8), JSONLimits(values: 3))?.code == "orders.json-limit")
        #expect(fault(Array("[1,2,3]".utf8), JSONLimits(bytes: 6))?.code == "orders.json-limit")
        #expect(fault(Array("[[1]]".utf8), JSONLimits(depth: 2)) == nil)
        #expect(fault(Array("[[[1]]]".utf8), JSONLimits(depth: 2))?.code == "orders.json-limit")
    }

    @Test("bytes at random are read or refused, and what is read is written and read again")
    func noise() throws {
        var generator = SeededGenerator(seed: 4)
        let alphabet = Array(#"{}[]:,"\u0a1-.eEtrufalsn "#.utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            guard let value = try? JSONValue.parse(bytes) else { continue }
            #expect(try JSONValue.parse(value.bytes) == value)
        }
    }

    @Test("indented JSON says the same as JSON without blanks")
    func indented() throws {
        let value = try parse(#"{"a":[1,{"b":[]},{}],"c":"d"}"#)
        #expect(try JSONValue.parse(value.indentedBytes) == value)
        #expect(String(decoding: value.indentedBytes, as: UTF8.self).hasPrefix("{\n  \"a\": [\n    1,\n    {\n"))
    }
}
