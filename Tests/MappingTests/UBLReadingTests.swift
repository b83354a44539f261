import Diagnostics
import Mapping
import Orders
import Testing

@Suite struct UBLReadingTests {
    func read(_ file: String, explains: Bool = false) throws -> MappedDocument {
        let input = try Fixture.xml(Fixture.bytes("Tests/Corpus/ubl/" + file))
        let yaml = try Fixture.bytes("Tests/MappingTests/Mappings/ubl-order.yaml")
        return try Fixture.mapping(String(decoding: yaml, as: UTF8.self)).read(input, explains: explains)
    }

    @Test("a UBL order becomes a canonical order")
    func order() throws {
        let result = try read("ph-ubl__UBL-Order-2.1-Example.xml")
        let order = result.order
        #expect(result.codes == [])
        #expect(order.number == "34")
        #expect(order.issued?.canonicalText == "2010-01-20T12:30:00")
        #expect(order.currency == "SEK")
        #expect(order.buyer.name == "Johnssons byggvaror")
        #expect(order.buyer.ids.map(\.value) == ["7300070011115", "PartyID123"])
        #expect(order.buyer.ids.map(\.scheme) == ["GLN", nil])
        #expect(order.buyer.address?.country == "SE")
        #expect(order.notes.map(\.text) == ["Information text for the whole order"])
        #expect(order.lines.map(\.item.name) == ["Falu Rödfärg", "Pensel 20 mm"])
        #expect(order.lines.map { $0.quantity?.unit } == ["LTR", "C62"])
        #expect(order.lines.map { $0.prices.first?.value?.canonicalText } == ["50", "15"])
        #expect(order.lines.map { $0.notes.first?.text } == ["Freetext note on line 1", "Freetext note on line 2"])
    }

    @Test("an identifier of the scheme that a rule picks is no other identifier")
    func schemes() throws {
        let result = try read("phive-rules__UC1_Order.xml")
        let ids = result.order.buyer.ids + result.order.supplier.ids
        #expect(ids.contains { $0.scheme == "0088" } == false)
        #expect(result.diagnostics.hasErrors == false)
    }

    @Test("what was not read names its path in the document")
    func unread() throws {
        let result = try read("ph-ubl__UBL-Order-2.1-Example.xml")
        #expect(result.unreadTexts.contains("cbc:AccountingCostCode=Project123"))
        #expect(result.unreadTexts.contains { $0.hasPrefix("cbc:UBLVersionID") } == false)
        let account = result.unread.first { $0.path == "cbc:AccountingCostCode" }
        #expect(account?.position.path == "/Order/cbc:AccountingCostCode")
    }

    @Test("values name the elements that they came from")
    func origins() throws {
        let result = try read("ph-ubl__UBL-Order-2.1-Example.xml", explains: true)
        let quantity = try #require(result.origins.first { $0.field == "lines[2].quantity.value" })
        #expect(quantity.value == "15")
        #expect(quantity.input?.path == "/Order/cac:OrderLine[2]/cac:LineItem/cbc:Quantity")
        #expect(quantity.rule.file == "test.yaml")
        #expect(quantity.rule.line == 26)
    }
}
