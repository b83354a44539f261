import Diagnostics
import Mapping
import Orders
import Testing

/// The path grammar, each form with a message that shows it.
@Suite struct PathReadingTests {
    @Test("a composite may be left out, or be named")
    func composites() throws {
        let result = try Fixture.read(
            "  number: BGM/1004\n  version: RFF/C506/1154\n  issued: { at: DTM/2380, date: [102] }\n",
            "BGM+220+77+9'DTM+137:20260921:102'RFF+ON:V2'UNS+S'")
        #expect(result.order.number == "77")
        #expect(result.order.version == "V2")
        #expect(result.order.issued?.canonicalText == "2026-09-21")
    }

    @Test("an element may be named by its number in the segment")
    func elementNumbers() throws {
        #expect(try Fixture.read("  number: BGM/02\n", "BGM+220+77+9'UNS+S'").order.number == "77")
    }

    @Test("a predicate takes one of its values, or absence")
    func alternatives() throws {
        let rules = "  buyer.gln: NAD[3035=BY|OB]/C082[3055=9|-]/3039\n"
        #expect(try Fixture.read(rules, "BGM+220+1+9'NAD+OB+541::9'UNS+S'").order.buyer.gln?.canonicalText == "541")
        #expect(try Fixture.read(rules, "BGM+220+1+9'NAD+BY+541'UNS+S'").order.buyer.gln?.canonicalText == "541")
        #expect(try Fixture.read(rules, "BGM+220+1+9'NAD+BY+541::91'UNS+S'").order.buyer.gln == nil)
        #expect(try Fixture.read(rules, "BGM+220+1+9'NAD+SU+541::9'UNS+S'").order.buyer.gln == nil)
    }

    @Test("a star takes any value, but not absence")
    func anyValue() throws {
        let rules = "  buyer.gln: NAD[3035=BY]/C082[3055=*]/3039\n"
        #expect(try Fixture.read(rules, "BGM+220+1+9'NAD+BY+541::91'UNS+S'").order.buyer.gln != nil)
        #expect(try Fixture.read(rules, "BGM+220+1+9'NAD+BY+541'UNS+S'").order.buyer.gln == nil)
    }

    @Test("several predicates must all hold")
    func conjunction() throws {
        let rules = "  delivery.requested: { at: \"DTM[2005=2][2379=102|203]/2380\", date: [102], by: 2379 }\n"
        let result = try Fixture.read(
            rules, "BGM+220+1+9'DTM+2:2026092120260930:718'DTM+2:20260922:102'DTM+64:20260901:102'UNS+S'")
        #expect(result.order.delivery?.requested?.canonicalText == "2026-09-22")
        #expect(result.codes == [])
    }

    @Test("else takes what no sibling's predicate takes, ignored nodes included")
    func otherwise() throws {
        let result = try Fixture.read(
            """
              buyer: { in: "NAD[3035=BY]", gln: 3039 }
              supplier.gln: NAD[3035=SU]/3039
              parties: { each: "NAD[else]", role: { at: 3035, codes: { DP: delivery }, else: pass }, gln: 3039 }
            ignore: { "NAD[3035=XX]": not ours }

            """, "BGM+220+1+9'NAD+BY+1'NAD+SU+2'NAD+DP+3'NAD+XX+4'NAD+ZZ+5'UNS+S'")
        #expect(result.order.parties.compactMap { $0.gln?.canonicalText } == ["3", "5"])
        #expect(result.order.buyer.gln?.canonicalText == "1")
        #expect(result.unreadTexts.contains { $0.contains("NAD") } == false)
    }

    @Test("a number takes the so-manieth of what the predicates leave")
    func ordinals() throws {
        let rules = "  number: BGM/1004\n  version: \"RFF[1153=ON][2]/1154\"\n"
        let result = try Fixture.read(rules, "BGM+220+1+9'RFF+ON:A'RFF+CT:B'RFF+ON:C'UNS+S'")
        #expect(result.order.version == "C")
    }

    @Test("a star alone takes all repeats")
    func allRepeats() throws {
        let rules = "  buyer.name: { at: \"NAD[3035=BY]/C080/3036[*]\", text: lines }\n"
        let result = try Fixture.read(rules, "BGM+220+1+9'NAD+BY+++ACME:WEST:LTD'UNS+S'")
        #expect(result.order.buyer.name == "ACME\nWEST\nLTD")
    }

    @Test("two dots lead to the enclosing node")
    func enclosing() throws {
        let result = try Fixture.read(
            """
              lines:
                each: LIN
                number: 1082
                deliveries: { each: "SCC/QTY[6063=113]", constants: { ../4017: 1 }, quantity.value: 6060, date: { at: "DTM[2005=2]/2380", date: [102], by: 2379 } }

            """, "BGM+220+1+9'LIN+1'SCC+1'QTY+113:5'DTM+2:20260922:102'QTY+113:6'LIN+2'SCC+4'QTY+113:7'UNS+S'")
        #expect(
            result.order.lines.map { $0.deliveries.map { $0.quantity?.value?.canonicalText } } == [["5", "6"], ["7"]])
        #expect(result.order.lines[0].deliveries[0].date?.canonicalText == "2026-09-22")
        #expect(result.codes == ["mapping.constant-differs"])
        #expect(result.diagnostics.items[0].value == "4")
        #expect(result.diagnostics.items[0].facts["expected"] == "1")
    }

    @Test("a path may start at the document from within a block")
    func documentPaths() throws {
        let result = try Fixture.read(
            "  lines: { each: LIN, number: 1082, costCentre: \"^/RFF[1153=ACC]/1154\" }\n",
            "BGM+220+1+9'RFF+ACC:K7'LIN+1'LIN+2'UNS+S'")
        #expect(result.order.lines.map(\.costCentre) == ["K7", "K7"])
    }

    @Test("a predicate alone is the node itself")
    func itself() throws {
        let result = try Fixture.read(
            """
              lines:
                each: LIN
                number: 1082
                item: { in: "[1229=-]", gtin: 7140 }

            """,
            "BGM+220+1+9'LIN+1++400:EN'LIN+2+3+401:EN'UNS+S'")
        #expect(result.order.lines.map { $0.item.gtin?.canonicalText } == ["400", nil])
    }

    @Test("a repeated composite is repeats of one name")
    func repeatedComposites() throws {
        let rules = "  lines: { each: LIN, number: 1082, item.buyerCode: \"PIA[4347=1]/C212[7143=IN]/7140\" }\n"
        let result = try Fixture.read(rules, "BGM+220+1+9'LIN+1'PIA+1+A:SA+B:IN'UNS+S'")
        #expect(result.order.lines[0].item.buyerCode == "B")
        #expect(result.unreadTexts.filter { $0.contains("PIA") } == ["LIN/PIA/C212/7140=A", "LIN/PIA/C212/7143=SA"])
    }

    @Test("released characters in a value are data for a predicate too")
    func releasedValues() throws {
        let rules = "  version: \"RFF[1153=A+B]/1154\"\n"
        #expect(try Fixture.read(rules, "BGM+220+1+9'RFF+A?+B:C'UNS+S'").order.version == "C")
    }
}
