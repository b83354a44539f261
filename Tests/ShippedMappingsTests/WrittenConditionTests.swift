import Diagnostics
import Intake
import Mapping
import Orders
import Rollout
import Testing

/// What binds elements of a segment to each other holds for what is written, as it does for what is read (X12.6, 3.5.4).
@Suite struct WrittenConditionTests {
    private func order(_ more: String, _ line: String = "") throws -> CanonicalDocument {
        let json = """
            {"document":"order","number":"4711","issued":"2026-10-12","function":"original","currency":"USD",
            "buyer":{"gln":"5412345000013"},"supplier":{"gln":"4000001000005"}\(more),"lines":[{"number":"1",
            "item":{"gtin":"5901234123457"},"quantity":{"value":"10","unit":"KGM"}\(line)}]}
            """
        return try #require(CanonicalDocument.read(json: Array(json.utf8)).document)
    }

    private func write(_ document: CanonicalDocument, _ name: String) throws(PayloadFault) -> String {
        let library = ShippedMappings.loaded.library
        let writing = PayloadWriting(mappings: library[name].map { [$0] } ?? [])
        let origin = PayloadOrigin(number: 1, position: 1, version: 1, receivedAt: Instant(microseconds: 0))
        return String(decoding: try writing.write(document, from: origin).bytes, as: UTF8.self)
    }

    @Test("a segment that lacks what stands beside its elements is not written, and the fault says where")
    func missing() throws {
        let document = try order(#","parties":[{"role":"carrier","address":{"city":"Ghent"}}]"#)
        let fault = try #require(throws: PayloadFault.self) { try write(document, "x12-850") }
        let found = fault.diagnostics.filter { $0.severity == .error }
        #expect(found.map(\.code) == ["mapping.condition-missing"])
        #expect(found.first?.facts["condition"] == "R0203")
        #expect(found.first?.position?.tag == "N1")
        #expect(found.first?.position?.element == "2")
        #expect(found.first?.position?.segment == 6)
    }

    @Test("the unit that a price's basis calls for is the line's")
    func filled() throws {
        let document = try order("", #","prices":[{"type":"gross","value":"2","basis":"100"}]"#)
        let written = try write(document, "x12-850")
        #expect(written.contains("*2*100*KG~"))
    }
}
