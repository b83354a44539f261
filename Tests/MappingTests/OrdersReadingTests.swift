import Diagnostics
import Mapping
import Orders
import Testing

@Suite struct OrdersReadingTests {
    @Test("an EANCOM order becomes a canonical order, nothing unread but what no rule names")
    func golden() throws {
        let input = try Fixture.edifact(Fixture.bytes("Tests/MappingTests/Mappings/orders_d96a_eancom.edi"))
        let mapping = try Fixture.mapping(
            String(decoding: Fixture.bytes("Tests/MappingTests/Mappings/orders.yaml"), as: UTF8.self))
        let result = mapping.read(input)
        print(String(decoding: result.document.jsonBytes, as: UTF8.self))
        print(result.diagnostics.items, result.unreadTexts)
        #expect(result.order.number == "PO-2026-0001")
    }
}
