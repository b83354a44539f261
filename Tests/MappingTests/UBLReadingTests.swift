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
        let result = try read("ph-ubl__UBL-Order-2.1-Example.xml", explains: true)
        let order = result.order
        print(String(decoding: result.document.jsonBytes, as: UTF8.self))
        print(result.diagnostics.items, result.unreadTexts.prefix(5))
        #expect(order.number == "34")
        #expect(result.diagnostics.hasErrors == false)
    }
}
