import Diagnostics
import Mapping
import Orders
import Testing

@Suite struct OrdersReadingTests {
    func read() throws -> MappedDocument {
        let input = try Fixture.edifact(Fixture.bytes("Tests/MappingTests/Mappings/orders_d96a_eancom.edi"))
        let yaml = try Fixture.bytes("Tests/MappingTests/Mappings/orders.yaml")
        return try Fixture.mapping(String(decoding: yaml, as: UTF8.self)).read(input)
    }

    @Test("an EANCOM order of D.96A becomes its golden canonical order")
    func golden() throws {
        let expected = try Fixture.bytes("Tests/MappingTests/Mappings/orders_d96a_eancom.json")
        #expect(
            String(decoding: try read().document.jsonBytes + [0x0A], as: UTF8.self)
                == String(decoding: expected, as: UTF8.self))
    }

    @Test("nothing is wrong with it, and what no rule names is listed")
    func rest() throws {
        let result = try read()
        #expect(result.codes == [])
        #expect(
            result.unreadTexts == [
                "CUX/C504/6343=9", "LIN/PRI/C509/5375=CT", "LIN/PRI/C509/5387=NTP", "LIN/PRI/C509/5375=CT",
                "LIN/PRI/C509/5387=NTP",
            ])
        #expect(result.unread[1].position.segment == 15)
    }
}
