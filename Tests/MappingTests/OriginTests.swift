import Diagnostics
import Mapping
import Testing

@Suite struct OriginTests {
    @Test("every value names its rule and the input that it came from")
    func origins() throws {
        let rules = """
              number: BGM/1004
              function: { at: BGM/1225, codes: { 9: original } }
              currency: { at: CUX/6345, default: EUR }
              lines:
                each: LIN
                item.gtin: 7140

            """
        let result = try Fixture.read(rules, "BGM+220+77+9'LIN+1'LIN+2++400:EN'UNS+S'", explains: true)
        let origins = result.origins
        #expect(origins.map(\.field) == ["number", "function", "currency", "lines[1].item.gtin"])
        #expect(origins.map(\.value) == ["77", "original", "EUR", "400"])
        #expect(origins.map(\.inputValue) == ["77", "9", nil, "400"])
        #expect(origins.map { $0.rule.line } == [5, 6, 7, 10])
        #expect(origins.map { $0.rule.column } == [11, 19, 13, 16])
        #expect(origins[3].input?.tag == "LIN")
        #expect(origins[3].input?.element == "3.1")
        #expect(origins[3].input?.segment == 4)
        #expect(origins[2].input == nil)
    }

    @Test("without asking there are none")
    func silent() throws {
        #expect(try Fixture.read("  number: BGM/1004\n", "BGM+220+77+9'UNS+S'").origins == [])
    }
}
