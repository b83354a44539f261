import Diagnostics
import Mapping
import Orders
import Testing

@Suite struct BlockReadingTests {
    @Test("a named block serves many places, and each may replace or take away its keys")
    func use() throws {
        let blocks =
            "blocks:\n  party: { gln: 3039, name: { at: \"C080/3036[*]\", text: chop }, taxNumber: RFF/1154 }\n"
        let result = try Fixture.read(
            """
              buyer: { in: "NAD[3035=BY]", use: party }
              supplier: { in: "NAD[3035=SU]", use: party, name: none, department: C080/3036 }

            """, "BGM+220+1+9'NAD+BY+1++A:B'RFF+VA:X'NAD+SU+2++C'UNS+S'", blocks: blocks)
        #expect(result.order.buyer.name == "AB")
        #expect(result.order.buyer.taxNumber == "X")
        #expect(result.order.supplier.name == nil)
        #expect(result.order.supplier.department == "C")
    }

    @Test("a block may hold itself as deep as the message goes")
    func recursion() throws {
        let shape = """
            shape\tORDERS\tD.96A
            type\tM
            group\tLIN\t0\t*\tLIN
            type\tLIN
            element\t1082\t0\t1
            group\tLIN\t0\t*\tLIN
            """
        let result = try Fixture.readDeep(shape: shape, levels: 5)
        var line = try #require(result.order.lines.first)
        for level in 2...5 {
            line = try #require(line.subLines.first)
            #expect(line.number == "\(level)")
        }
        #expect(result.diagnostics.isEmpty)
    }

    @Test("lines nested beyond the limit are an error, not a crash")
    func depth() throws {
        let shape =
            "shape\tORDERS\tD.96A\ntype\tM\ngroup\tLIN\t0\t*\tL\ntype\tL\nelement\t1082\t0\t1\ngroup\tLIN\t0\t*\tL\n"
        let result = try Fixture.readDeep(shape: shape, levels: 2_000)
        #expect(result.codes == ["mapping.too-deep"])
        #expect(result.unread.count == MappedDocument.unreadLimit)
    }

    @Test("consecutive nodes that agree are one item")
    func merge() throws {
        let result = try Fixture.read(
            "  notes: { each: FTX, merge: [4451, 3453], subject: 4451, language: 3453, text: { at: \"C108/4440[*]\", text: lines } }\n",
            "BGM+220+1+9'FTX+AAI+++A:B'FTX+AAI+++C'FTX+DEL+++D'FTX+AAI+++E'UNS+S'")
        #expect(result.order.notes.map(\.text) == ["A\nB\nC", "D", "E"])
        #expect(result.codes == [])
    }

    @Test("of several places the first with a value counts; another value stays listed as unread")
    func alternatives() throws {
        let rules = "  version: [ \"RFF[1153=ON]/1154\", \"RFF[1153=CT]/1154\" ]\n"
        let same = try Fixture.read(rules, "BGM+220+1+9'RFF+ON:A'RFF+CT:A'UNS+S'")
        #expect(same.order.version == "A")
        #expect(same.unreadTexts.filter { $0.contains("RFF") } == [])
        let other = try Fixture.read(rules, "BGM+220+1+9'RFF+ON:A'RFF+CT:B'UNS+S'")
        #expect(other.order.version == "A")
        #expect(other.unreadTexts.filter { $0.contains("1154") } == ["RFF/C506/1154=B"])
        #expect(try Fixture.read(rules, "BGM+220+1+9'RFF+CT:B'UNS+S'").order.version == "B")
    }

    @Test("blocks in a list are places of one record, or all of a list")
    func blockAlternatives() throws {
        let result = try Fixture.read(
            """
              buyer: [ { in: "NAD[3035=BY]", gln: 3039 }, { in: "NAD[3035=OB]", gln: 3039 } ]
              references: [ { each: RFF, kind: { at: 1153, codes: { ON: order }, else: pass }, value: 1154 }, { each: PAI, value: 4439 } ]

            """, "BGM+220+1+9'PAI+1'RFF+ON:A'NAD+OB+7'UNS+S'")
        #expect(result.order.buyer.gln?.canonicalText == "7")
        #expect(result.order.references.map(\.value) == ["A", "1"])
    }

    @Test("two different values for one field are an error at the second's place")
    func ambiguous() throws {
        let rules = "  version: \"RFF[1153=ON]/1154\"\n"
        let result = try Fixture.read(rules, "BGM+220+1+9'RFF+ON:A'RFF+ON:B'UNS+S'")
        #expect(result.codes == ["mapping.ambiguous"])
        let fault = result.diagnostics.items[0]
        #expect(fault.value == "B")
        #expect(fault.facts["first"] == "A")
        #expect(fault.position?.segment == 4)
        #expect(result.order.version == "A")
        #expect(try Fixture.read(rules, "BGM+220+1+9'RFF+ON:A'RFF+ON:A'UNS+S'").codes == [])
    }

    @Test("two nodes for one record are an error only if they differ")
    func ambiguousBlock() throws {
        let rules = "  buyer: { in: \"NAD[3035=BY]\", gln: 3039 }\n"
        #expect(try Fixture.read(rules, "BGM+220+1+9'NAD+BY+1'NAD+BY+1'UNS+S'").codes == [])
        let result = try Fixture.read(rules, "BGM+220+1+9'NAD+BY+1'NAD+BY+2'UNS+S'")
        #expect(result.codes == ["mapping.ambiguous"])
        #expect(result.diagnostics.items[0].position?.segment == 4)
        #expect(result.order.buyer.gln?.canonicalText == "1")
    }

    @Test("a required field that is missing is an error that names it")
    func required() throws {
        let rules = """
              number: { at: BGM/1004, required: yes }
              buyer: { in: "NAD[3035=BY]", required: yes, gln: { at: 3039, required: yes } }
              lines: { each: LIN, number: 1082, item.gtin: { at: 7140, required: yes } }

            """
        let result = try Fixture.read(rules, "BGM+220++9'LIN+1++400:EN'LIN+2'UNS+S'")
        #expect(result.codes == ["mapping.required-field", "mapping.required-field", "mapping.required-field"])
        #expect(result.diagnostics.items.map { $0.facts["field"] } == ["number", "buyer", "lines[2].item.gtin"])
        #expect(result.diagnostics.items[2].position?.segment == 4)
        #expect(result.isValid == false)
    }

    @Test("items of a list are picked by content")
    func picks() throws {
        let result = try Fixture.read(
            """
              lines:
                each: LIN
                number: 1082
                prices[type=net].value: PRI[5125=AAA]/5118
                prices[type=net].basis: PRI[5125=AAA]/5284
                prices[type=gross].value: PRI[5125=AAB]/5118
              extensions.house: "RFF[1153=ZZ]/1154"

            """, "BGM+220+1+9'RFF+ZZ:K'LIN+1'PRI+AAB:3'PRI+AAA:2:::100'LIN+2'UNS+S'")
        #expect(result.order.lines[0].prices.map(\.type) == ["net", "gross"])
        #expect(result.order.lines[0].prices.map { $0.value?.canonicalText } == ["2", "3"])
        #expect(result.order.lines[0].prices[0].basis?.canonicalText == "100")
        #expect(result.order.lines[1].prices == [])
        #expect(result.order.extensions.map(\.name) == ["house"])
        #expect(result.order.extensions.map(\.value) == ["K"])
    }

    @Test("a list of values takes every repeat")
    func scalarLists() throws {
        let result = try Fixture.read(
            "  lines: { each: LIN, number: 1082, item.serials: \"GIN[7405=BN]/7402\" }\n",
            "BGM+220+1+9'LIN+1'GIN+BN+A:B+C'UNS+S'")
        #expect(result.order.lines[0].item.serials == ["A", "B", "C"])
    }

    @Test("counts and sums that differ are warnings, equal ones silent")
    func counts() throws {
        let rules = """
              lines: { each: LIN, number: 1082, quantity.value: QTY/6060 }
            counts: { "CNT[6069=2]/6066": count lines, "CNT[6069=1]/6066": sum lines.quantity.value }

            """
        let lines = "BGM+220+1+9'LIN+1'QTY+21:5.5'LIN+2'QTY+21:4'UNS+S'"
        let right = try Fixture.read(rules, lines + "CNT+2:2'CNT+1:9.50'")
        #expect(right.codes == [])
        #expect(right.unreadTexts.filter { $0.contains("CNT") } == [])
        let wrong = try Fixture.read(rules, lines + "CNT+2:3'CNT+1:9'")
        #expect(wrong.codes == ["mapping.count-differs", "mapping.count-differs"])
        #expect(wrong.diagnostics.items.map { $0.facts["actual"] } == ["2", "9.5"])
        #expect(wrong.isValid)
    }

    @Test("a count of lines and those within takes either number, and knows its lists")
    func innerCounts() throws {
        let blocks = "blocks: { line: { number: 1082, subLines: { each: LIN, use: line } } }\n"
        func rules(_ count: String) -> String {
            "  lines: { each: LIN, use: line }\ncounts: { \"CNT[6069=2]/6066\": \(count) }\n"
        }
        let lines = "BGM+220+1+9'LIN+1'LIN+2+++1:1'LIN+3+++1:2'LIN+4'UNS+S'"
        for (stated, codes) in [("2", []), ("4", []), ("3", ["mapping.count-differs"])] as [(String, [Code])] {
            let result = try Fixture.read(rules("count lines + subLines"), lines + "CNT+2:\(stated)'", blocks: blocks)
            #expect(result.codes == codes)
        }
        let strict = try Fixture.read(rules("count lines"), lines + "CNT+2:4'", blocks: blocks)
        #expect(strict.codes == ["mapping.count-differs"])
        let fault = Fixture.faults(
            Fixture.header + blocks + "rules:\n  number: BGM/1004\n" + rules("count lines + subLine"))
        #expect(fault.map(\.code) == ["mapping.field-unknown"])
        #expect(fault.first?.facts["nearest"] == "subLines")
    }

    @Test("the envelope fills what the message does not say")
    func envelope() throws {
        let result = try Fixture.read("  envelope.reference: BGM/1004\n", "BGM+220+R+9'UNS+S'")
        #expect(result.order.envelope?.reference == "R")
        #expect(result.order.envelope?.sender?.value == "5412345000013")
        #expect(result.order.envelope?.created?.canonicalText == "2026-09-21T09:30")
    }
}
