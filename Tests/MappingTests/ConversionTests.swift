import Diagnostics
import Mapping
import Orders
import Testing

@Suite struct ConversionTests {
    /// The order read by rules, from an ORDERS with these segments between BGM and UNS.
    func read(
        _ rules: String, _ segments: String, profile: [String: String] = [:], tables: [String: String] = [:]
    ) throws -> MappedDocument {
        try Fixture.read(rules, "BGM+220+1+9'\(segments)UNS+S'", profile: profile, tables: tables)
    }

    @Test(
        "dates are read by the code beside them",
        arguments: [
            ("20260921:102", "2026-09-21"), ("202609210930:203", "2026-09-21T09:30"),
            ("20260921093015:204", "2026-09-21T09:30:15"), ("260921:101", "2026-09-21"),
            ("2609210930:201", "2026-09-21T09:30"), ("210926:2", "2026-09-21"),
            ("202609210930?+0200:205", "2026-09-21T09:30+02:00"), ("202609210930UTC:303", "2026-09-21T09:30Z"),
            ("20260921", "2026-09-21"), ("202609210930", "2026-09-21T09:30"),
        ])
    func dates(text: String, canonical: String) throws {
        let result = try read(
            "  issued: { at: \"DTM[2005=137]/2380\", date: [102, 203], by: 2379 }\n", "DTM+137:\(text)'")
        #expect(result.order.issued?.canonicalText == canonical)
        #expect(result.diagnostics.isEmpty)
        #expect(result.unreadTexts.contains { $0.contains("DTM") } == false)
    }

    @Test(
        "a date that is none is an error with its place, value and pattern",
        arguments: [
            ("20260931:102", "102, 203"), ("2026:102", "102"), ("202638:616", "616"), ("21.09.2026", "102, 203"),
        ])
    func badDates(text: String, pattern: String) throws {
        let result = try read(
            "  issued: { at: \"DTM[2005=137]/2380\", date: [102, 203], by: 2379 }\n", "DTM+137:\(text)'")
        #expect(result.order.issued == nil)
        let fault = try #require(result.diagnostics.items.first)
        #expect(result.diagnostics.items.count == 1)
        #expect(fault.position?.segment == 3)
        #expect(fault.position?.element == "1.2")
        #expect(fault.facts["field"] == "issued")
        #expect(fault.code == "mapping.date-invalid")
        #expect(fault.facts["pattern"] == pattern)
    }

    @Test("a period fills two fields")
    func periods() throws {
        let rules = """
              delivery.requested: { at: "DTM[2005=2][2379=102|203]/2380", date: [102, 203], by: 2379 }
              delivery.earliest + delivery.latest: { at: "DTM[2005=2][2379=718]/2380", date: [718], by: 2379 }

            """
        let result = try read(rules, "DTM+2:2026092120260930:718'DTM+2:20260925:102'")
        #expect(result.order.delivery?.earliest?.canonicalText == "2026-09-21")
        #expect(result.order.delivery?.latest?.canonicalText == "2026-09-30")
        #expect(result.order.delivery?.requested?.canonicalText == "2026-09-25")
        #expect(result.diagnostics.isEmpty)
    }

    @Test("several places are one value, later ones may be absent")
    func sums() throws {
        let rules =
            "  issued: { at: \"RFF[1153=ON]/1154 + RFF[1153=CT]/1154\", date: [yyyy-MM-dd + HH:mm], none: [\"00:00\"] }\n"
        let both = try read(rules, "RFF+ON:2026-09-21'RFF+CT:10?:15'")
        #expect(both.order.issued?.canonicalText == "2026-09-21T10:15")
        let plain = try read(rules, "RFF+ON:2026-09-21'")
        #expect(plain.order.issued?.canonicalText == "2026-09-21")
        let midnight = try read(rules, "RFF+ON:2026-09-21'RFF+CT:00?:00'")
        #expect(midnight.order.issued?.canonicalText == "2026-09-21")
    }

    @Test("codes come from tables beside the mapping, the first row and the first layer win")
    func codes() throws {
        let tables = [
            "codes/unit.csv": "theirs,ours\n# pieces\nEA,PCE\nEA,XXX\n\"K,G\",KGM\n", "codes/own.csv": "KG,OWN\n",
        ]
        let rules =
            "  lines: { each: LIN, number: 1082, quantity.value: QTY/6060, quantity.unit: { at: QTY/6411, codes: [own, unit] } }\n"
        func unit(_ code: String) throws -> String? {
            try read(rules, "LIN+1'QTY+21:5:\(code)'", tables: tables).order.lines[0].quantity?.unit
        }
        #expect(try unit("EA") == "PCE")
        #expect(try unit("KG") == "OWN")
        #expect(try unit("K,G") == "KGM")
        let unknown = try read(rules, "LIN+1'QTY+21:5:ZZ'", tables: tables)
        #expect(unknown.codes == ["mapping.code-unknown"])
        #expect(unknown.diagnostics.items[0].value == "ZZ")
        #expect(unknown.diagnostics.items[0].facts["tables"] == "own, unit")
        #expect(unknown.diagnostics.items[0].facts["field"] == "lines[1].quantity.unit")
        #expect(unknown.diagnostics.items[0].position?.element == "1.3")
    }

    @Test("what no code stands for passes, or becomes a value, if the rule says so")
    func otherwise() throws {
        let pass = "  version: { at: RFF/1154, codes: { A: B }, else: pass }\n"
        #expect(try read(pass, "RFF+ON:A'").order.version == "B")
        #expect(try read(pass, "RFF+ON:C'").order.version == "C")
        let value = "  version: { at: RFF/1154, codes: { A: B }, else: other }\n"
        #expect(try read(value, "RFF+ON:C'").order.version == "other")
    }

    @Test("several columns of theirs make one value of ours")
    func columns() throws {
        let rules = "  function: { at: \"BGM/1001 + BGM/1225\", codes: kind }\n"
        let tables = ["codes/kind.csv": "220,9,original\n220,5,replacement\n"]
        let result = try Fixture.read(rules, "BGM+220+1+5'UNS+S'", tables: tables)
        #expect(result.order.function == .replacement)
        let unknown = try Fixture.read(rules, "BGM+221+1+5'UNS+S'", tables: tables)
        #expect(unknown.diagnostics.items.first?.value == "221 5")
    }

    @Test("absence is the default: a text, a field, a setting, the item's number")
    func defaults() throws {
        let rules = """
              currency: CUX[6347=2]/6345
              version: { at: RFF/1154, default: $house }
              lines:
                each: LIN
                number: { at: 1082, default: index }
                prices[type=net].value: PRI/5118
                prices[type=net].currency: { at: PRI/CUX/6345, default: ^currency }
                quantity.value: QTY/6060
                quantity.unit: { at: QTY/6411, default: PCE, omit: yes }

            """
        let segments = "CUX+2:EUR:9'LIN+1'QTY+21:5'PRI+AAA:1.5'LIN'QTY+21:6:KGM'LIN+3'"
        let result = try read(rules, segments, profile: ["house": "H1"])
        #expect(result.order.version == "H1")
        #expect(result.order.lines.map(\.number) == ["1", "2", "3"])
        #expect(result.order.lines[0].prices.first?.currency == "EUR")
        #expect(result.order.lines.map { $0.quantity?.unit } == ["PCE", "KGM", nil])
        #expect(try read(rules, "CUX+2:EUR:9'").order.version == nil)
    }

    @Test("texts are joined by lines, words or without anything between")
    func texts() throws {
        func note(_ mode: String) throws -> String? {
            let rules = "  notes: { each: FTX, text: { at: \"C108/4440[*]\", text: \(mode) } }\n"
            return try read(rules, "FTX+AAI+++FIRST:SECOND'").order.notes.first?.text
        }
        #expect(try note("lines") == "FIRST\nSECOND")
        #expect(try note("flow") == "FIRST SECOND")
        #expect(try note("chop") == "FIRSTSECOND")
    }

    @Test("leading zeros, a prefix and a filled GTIN are taken away")
    func stripping() throws {
        #expect(try read("  version: { at: RFF/1154, zeros: 10 }\n", "RFF+ON:0000000420'").order.version == "420")
        #expect(try read("  version: { at: RFF/1154, zeros: 10 }\n", "RFF+ON:000'").order.version == "0")
        #expect(try read("  version: { at: RFF/1154, prefix: \"00\" }\n", "RFF+ON:00340'").order.version == "340")
        let gtin = "  lines: { each: LIN, number: 1082, item.gtin: { at: 7140, gtin: 14 } }\n"
        for (sent, read) in [
            ("05412345111115", "5412345111115"), ("00012345678905", "0012345678905"), ("00000012345670", "12345670"),
            ("15412345111112", "15412345111112"), ("5412345111115", "5412345111115"),
        ] {
            #expect(try self.read(gtin, "LIN+1++\(sent):EN'").order.lines[0].item.gtin?.canonicalText == read)
        }
    }

    @Test("one item has one GTIN, whether a format gives it 12, 13 or 14 digits")
    func oneGTIN() throws {
        for (length, sent) in [(12, "012345678905"), (13, "0012345678905"), (14, "00012345678905")] {
            let rule = "  lines: { each: LIN, number: 1082, item.gtin: { at: 7140, gtin: \(length) } }\n"
            let line = try read(rule, "LIN+1++\(sent):EN'").order.lines[0]
            #expect(line.item.gtin?.canonicalText == "0012345678905")
        }
    }

    @Test(
        "a predicate may say what a value is none of; what it does not name is a date that cannot be read, at its place"
    )
    func exclusion() throws {
        let rules = """
              dates:
                - { each: "DTM[else][2379!=718|719]", kind: 2005, time: { at: 2380, date: [102], by: 2379 } }
                - { each: "DTM[else][2379=718|719]", kind: 2005, text: 2380 }
              delivery.requested: { at: "DTM[2005=2][2379=102|-]/2380", date: [102], by: 2379 }

            """
        let result = try read(rules, "DTM+2:20260928:102'DTM+2:2026271:ZZZ'DTM+7:2026092120260928:718'DTM+8:20260101'")
        #expect(result.order.delivery?.requested?.canonicalText == "2026-09-28")
        #expect(result.order.dates.map(\.text) == [nil, nil, "2026092120260928"])
        let faults = result.diagnostics.items
        #expect(faults.map(\.code) == ["mapping.date-invalid"])
        #expect(faults.first?.value == "2026271")
        #expect(faults.first?.position?.segment == 4)
    }

    @Test("a row of a code table that counts neither way is told")
    func idleRows() throws {
        let yaml = Fixture.header + "rules: { number: { at: BGM/1004, codes: unit } }\n"
        let rows = "theirs,ours\nкг,KGM\nг,GRM\nкг,GRM\nKG,KGM\n"
        let mapping = try Fixture.mapping(yaml, ["codes/unit.csv": rows])
        #expect(
            mapping.rules.flatMap(\.losses) == [
                "codes unit: the row кг,GRM counts neither way, rows above it do"
            ])
    }

    @Test("a fraction of a second that is not read is told, zeros are not")
    func fraction() throws {
        let rule = "  issued: { at: DTM/2380, date: [iso] }\n"
        let cut = try read(rule, "DTM+137:2026-09-21T09?:14?:55.120Z'")
        #expect(cut.order.issued?.canonicalText == "2026-09-21T09:14:55Z")
        #expect(cut.diagnostics.items.map(\.code) == ["mapping.fraction-cut"])
        #expect(cut.diagnostics.items.map(\.severity) == [.information])
        #expect(try read(rule, "DTM+137:2026-09-21T09?:14?:55.000Z'").codes == [])
    }

    @Test(
        "a factor is read as its percentage",
        arguments: [("0.19", "19"), ("0.055", "5.5"), ("1", "100"), ("0.2", "20"), ("0.0", "0"), ("-0.0725", "-7.25")])
    func factors(text: String, percent: String) throws {
        let result = try read(
            "  lines: { each: LIN, number: 1082, taxes: { each: TAX, rate: { at: 5278, number: factor } } }\n",
            "LIN+1'TAX+7+VAT+++:::\(text)'")
        #expect(result.order.lines.first?.taxes.first?.rate?.canonicalText == percent)
        #expect(result.codes == [])
    }

    @Test("values that mean nothing are absent, and count as read")
    func none() throws {
        let result = try read("  version: { at: \"RFF[1153=ON]/1154\", none: [\"0\", N/A] }\n", "RFF+ON:N/A'")
        #expect(result.order.version == nil)
        #expect(result.unreadTexts.contains { $0.contains("RFF") } == false)
    }

    @Test("decimals keep their scale, and may have a comma in EDIFACT")
    func decimals() throws {
        let rules = "  lines: { each: LIN, number: 1082, quantity.value: QTY/6060 }\n"
        func quantity(_ text: String) throws -> String? {
            try read(rules, "LIN+1'QTY+21:\(text)'").order.lines[0].quantity?.value?.canonicalText
        }
        #expect(try quantity("10.500") == "10.500")
        #expect(try quantity("10,50") == "10.50")
        #expect(try quantity("-3") == "-3")
        let bad = try read(rules, "LIN+1'QTY+21:1X'")
        #expect(bad.codes == ["mapping.value-invalid"])
        #expect(bad.diagnostics.items[0].value == "1X")
        #expect(bad.diagnostics.items[0].facts["field"] == "lines[1].quantity.value")
        #expect(bad.diagnostics.items[0].position?.tag == "QTY")
        #expect(Catalogue.english.wording(of: bad.diagnostics.items[0]).rule.contains("decimal"))
        let comma = "  lines: { each: LIN, number: 1082, quantity.value: { at: QTY/6060, number: comma } }\n"
        let found = try read(comma, "LIN+1'QTY+21:1.234,5'").order.lines[0].quantity?.value?.canonicalText
        #expect(found == "1234.5")
    }

    @Test("a value common to all items may stand at the header")
    func common() throws {
        let rules =
            "  lines: { each: LIN, number: 1082, costCentre: { at: \"RFF[1153=ACC]/1154\", common: \"^/RFF[1153=ACC]/1154\" } }\n"
        let result = try read(rules, "RFF+ACC:ALL'LIN+1'LIN+2'RFF+ACC:OWN'")
        #expect(result.order.lines.map(\.costCentre) == ["ALL", "OWN"])
    }

    @Test("what matters only to writing is kept and does not disturb reading")
    func writing() throws {
        let rules =
            "  version: { at: RFF/1154, cut: 35, case: upper, fits: '[A-Z]+', round: 2 }\n  number: [ { at: BGM/1225, only: write }, BGM/1004 ]\n"
        let result = try read(rules, "RFF+ON:abc'")
        #expect(result.order.version == "abc")
        #expect(result.order.number == "1")
    }
}
