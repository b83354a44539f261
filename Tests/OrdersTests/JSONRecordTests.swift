import Diagnostics
import Foundation
import Orders
import Testing

@Suite struct JSONRecordTests {
    @Test("every document reads as what it writes", arguments: 0..<20)
    func roundTrip(_ seed: UInt64) {
        var random = RandomRecord(generator: SeededGenerator(seed: seed + 1), density: seed == 0 ? 100 : 40)
        for type in CanonicalDocument.DocumentType.allCases {
            expectRoundTrip(random.make(type.record, depth: 3).canonical)
        }
    }

    private func expectRoundTrip(_ document: CanonicalDocument) {
        let bytes = document.jsonBytes
        let (read, diagnostics) = CanonicalDocument.read(json: bytes)
        #expect(diagnostics.items.isEmpty)
        #expect(read?.jsonBytes == bytes)
        #expect(read == document)
    }

    @Test("Codable gives and takes the same JSON as the writer")
    func codable() throws {
        var random = RandomRecord(generator: SeededGenerator(seed: 9), density: 60)
        let order = random.make(Order.self, depth: 2)
        let encoded = try JSONEncoder().encode(order)
        #expect(JSONReader.read(Order.self, from: encoded).record == order)
        let decoded = try JSONDecoder().decode(Order.self, from: Data(JSONWriter.bytes(of: order)))
        #expect(decoded == order)
    }

    @Test("fields are written in declared order, absent ones left out, decimals as texts")
    func form() {
        var order = Order()
        order.lines = [Line()]
        order.lines[0].quantity = Quantity()
        order.lines[0].quantity?.value = ExactDecimal(canonicalText: "10.500")
        order.lines[0].number = "1"
        order.test = true
        order.number = "a\"b"
        let text = String(decoding: CanonicalDocument.order(order).jsonBytes, as: UTF8.self)
        #expect(
            text == #"{"document":"order","number":"a\"b","function":"original","test":true,"#
                + #""lines":[{"number":"1","quantity":{"value":"10.500"}}]}"#)
    }

    private func faults(_ json: String) -> [[String?]] {
        JSONReader.read(Order.self, from: Array(json.utf8)).diagnostics.items
            .map { [$0.code.rawValue, $0.position?.path, $0.value] }
    }

    @Test("what does not fit the model is found with its path, all of it")
    func strict() {
        let json = """
            {"number": 1, "lines": [{}, {"quantity": {"value": 10.5, "unit": ""}, "colour": "red"}], "test": "true",
             "issued": "2026-02-30", "function": "new", "buyer": [], "parties": {}, "totals": {"lineCount": "2"},
             "delivery": null}
            """
        #expect(
            faults(json) == [
                ["orders.json-type", "number", "1"],
                ["orders.json-type", "lines[2].quantity.value", "10.5"],
                ["orders.json-value", "lines[2].quantity.unit", ""],
                ["orders.json-unknown-field", "lines[2].colour", "red"],
                ["orders.json-type", "test", "true"],
                ["orders.json-value", "issued", "2026-02-30"],
                ["orders.json-value", "function", "new"],
                ["orders.json-type", "buyer", nil],
                ["orders.json-type", "parties", nil],
                ["orders.json-type", "totals.lineCount", "2"],
                ["orders.json-type", "delivery", nil],
            ])
    }

    @Test(
        "a document that does not name its type is refused",
        arguments: ["{}", "[]", #"{"document":"price-list"}"#, #"{"document":1}"#])
    func type(_ json: String) {
        let (document, diagnostics) = CanonicalDocument.read(json: Array(json.utf8))
        #expect(document == nil)
        #expect(diagnostics.items.map(\.code) == ["orders.document-type"])
    }

    @Test("a document cut off anywhere is refused without a crash")
    func truncated() {
        var random = RandomRecord(generator: SeededGenerator(seed: 7), density: 30)
        let bytes = CanonicalDocument.order(random.make(Order.self, depth: 2)).jsonBytes
        for end in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 200)) {
            #expect(CanonicalDocument.read(json: bytes[..<end]).diagnostics.hasErrors)
        }
    }
}
