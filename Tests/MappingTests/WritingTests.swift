import Diagnostics
import Mapping
import Orders
import Syntax
import Testing

/// The rules of writing, one by one, in ORDERS D.96A.
@Suite struct WritingTests {
    /// The segments that rules make of an order.
    private func written(
        _ rules: String, blocks: String = "", fill: String = "", profile: [String: String] = [:],
        _ change: (inout Order) -> Void
    ) throws -> (segments: [String], written: WrittenDocument) {
        let base = "rules:\n  number: BGM/1004\n"
        let mapping = try Fixture.mapping(Fixture.header + fill + blocks + base + rules)
        var order = Order()
        order.number = "1"
        change(&order)
        let shape = try #require(Fixture.shapes(.edifact, "ORDERS", "D.96A"))
        let result = mapping.write(.order(order), shape: shape, profile: profile)
        return (Self.segments(of: result.tree), result)
    }

    private static func segments(of tree: Tree) -> [String] {
        tree.children(of: 0).map { segment in
            var elements: [String] = []
            for child in tree.children(of: segment) {
                let node = tree.nodes[child]
                while elements.count < Int(node.element) { elements.append("") }
                var parts: [String] = []
                for component in tree.children(of: child) {
                    while parts.count < Int(tree.nodes[component].component) { parts.append("") }
                    parts[parts.count - 1] = tree.text(of: component) ?? ""
                }
                elements[Int(node.element) - 1] =
                    parts.isEmpty ? tree.text(of: child) ?? "" : parts.joined(separator: ":")
            }
            return ([tree.name(of: segment)] + elements).joined(separator: "+")
        }
    }

    /// Errors but for what the few rules of a test leave out of a whole message.
    private func faults(_ written: WrittenDocument) -> [String] {
        written.diagnostics.items.filter { $0.code != "mapping.mandatory-missing" }.map {
            "\($0.code) \($0.position?.path ?? "")"
        }
    }

    private func contact(_ name: String) -> Party {
        var party = Party()
        party.name = name
        return party
    }

    @Test("one name with the same predicates is one node; a predicate stands with what a value brings to life")
    func oneNode() throws {
        let (segments, result) = try written(
            "  currency: \"CUX/C504[6347=2]/6345\"\n  delivery.requested: { at: \"DTM[2005=2]/2380\", date: [102, 203], by: 2379 }\n"
        ) {
            $0.currency = "EUR"
            $0.delivery = Delivery()
            $0.delivery?.requested = BusinessTime(canonicalText: "2026-10-05T08:30")
        }
        #expect(segments == ["BGM++1", "DTM+2:202610050830:203", "CUX+2:EUR"])
        #expect(faults(result) == [])
        #expect(result.unwritten.map(\.path) == ["function"])
    }

    @Test("a text that is too long for its pieces goes on in the next node of the same subject")
    func merge() throws {
        let rules = """
              notes: { each: FTX, merge: [4451], subject: 4451, text: { at: "C108/4440[*]", text: lines } }

            """
        let (segments, result) = try written(rules) {
            var note = Note()
            note.subject = "DEL"
            note.text = "a\nb\nc\nd\ne\nf"
            $0.notes = [note]
        }
        #expect(segments == ["BGM++1", "FTX+DEL+++a:b:c:d:e", "FTX+DEL+++f"])
        #expect(faults(result) == [])
    }

    @Test("a line that is wider than its piece is wrapped at words, with a warning")
    func wrapped() throws {
        let rules = "  notes: { each: FTX, subject: 4451, text: { at: \"C108/4440[*]\", text: lines } }\n"
        let (segments, result) = try written(rules) {
            var note = Note()
            note.subject = "DEL"
            note.text = String(repeating: "word ", count: 15) + "end"
            $0.notes = [note]
        }
        let line = String(repeating: "word ", count: 13) + "word"
        #expect(segments.last == "FTX+DEL+++\(line):word end")
        #expect(faults(result) == ["mapping.value-changed notes[1].text"])
        #expect(result.diagnostics.items.first?.severity == .warning)
    }

    @Test("what has no room is an error that names the field")
    func noRoom() throws {
        let rules = "  buyer: { in: \"NAD[3035=BY]\", name: { at: \"C080/3036[*]\", text: chop } }\n"
        let (_, result) = try written(rules) { $0.buyer = contact(String(repeating: "x", count: 200)) }
        #expect(faults(result) == ["mapping.no-room buyer.name"])
        #expect(result.unwritten.map(\.path) == ["function", "buyer.name"])
    }

    @Test("a value that is too long is an error, unless the rule cuts it")
    func cut() throws {
        let long = String(repeating: "9", count: 40)
        let (_, result) = try written("  name: BGM/1000\n") { $0.name = long }
        #expect(faults(result) == ["mapping.too-long name"])
        let (segments, cut) = try written("  name: { at: BGM/1000, cut: 5 }\n") { $0.name = long }
        #expect(segments == ["BGM+:::99999+1"])
        #expect(cut.diagnostics.items.map(\.code).contains("mapping.value-changed"))
    }

    @Test("an item that a sibling of `[else]` would read is an error")
    func siblings() throws {
        let rules = """
              buyer: { in: "NAD[3035=BY]", name: { at: "C080/3036[*]", text: chop } }
              parties: { each: "NAD[else]", role: 3035, name: { at: "C080/3036[*]", text: chop } }

            """
        let (_, result) = try written(rules) {
            var party = contact("B")
            party.role = "BY"
            $0.parties = [party]
        }
        #expect(faults(result) == ["mapping.sibling-reads parties[1]"])
    }

    @Test("a default goes along with what lives, and is left out where the rule says so")
    func defaults() throws {
        func rules(_ more: String) -> String {
            """
              lines:
                each: LIN
                number: { at: 1082, default: index }
                quantity.value: "QTY[6063=21]/6060"
                quantity.unit: { at: "QTY[6063=21]/6411", default: PCE\(more) }

            """
        }
        func fill(_ order: inout Order) {
            var line = Line()
            line.quantity = Quantity()
            line.quantity?.value = ExactDecimal(canonicalText: "5")
            order.lines = [line, Line()]
            order.lines[0].quantity?.unit = nil
        }
        let (kept, _) = try written(rules(""), fill)
        #expect(kept == ["BGM++1", "LIN+1", "QTY+21:5:PCE"])
        let (left, _) = try written(rules(", omit: yes")) {
            fill(&$0)
            $0.lines[0].quantity?.unit = "PCE"
        }
        #expect(left == ["BGM++1", "LIN+1", "QTY+21:5"])
    }

    @Test("the first place whose `fits` takes the value is written; one that is only read never")
    func places() throws {
        let rules = "  name: [ { at: BGM/1000, fits: \"[0-9]+\" }, { at: BGM/1225, only: read }, BGM/4343 ]\n"
        let (digits, _) = try written(rules) { $0.name = "12" }
        #expect(digits == ["BGM+:::12+1"])
        let (letters, _) = try written(rules) { $0.name = "AB" }
        #expect(letters == ["BGM++1++AB"])
    }

    @Test("a code is written by the first row of its meaning, and one without a row is an error")
    func codes() throws {
        let rules = "  type: { at: BGM/1001, codes: { \"220\": standard, \"105\": standard } }\n"
        let (segments, _) = try written(rules) { $0.type = "standard" }
        #expect(segments == ["BGM+220+1"])
        let (_, result) = try written(rules) { $0.type = "rush" }
        #expect(faults(result) == ["mapping.code-unwritable type"])
    }

    @Test(
        "a date is written in the first pattern that loses nothing, or not at all",
        arguments: [
            ("2026-10-05", "DTM+137:20261005:102"), ("2026-10-05T08:30", "DTM+137:202610050830:203"),
            ("2026-10-05T08:30:15", nil), ("2026-10-05T08:30+02:00", nil),
        ])
    func dates(text: String, segment: String?) throws {
        let rules = "  issued: { at: \"DTM[2005=137]/2380\", date: [102, 203], by: 2379 }\n"
        let (segments, result) = try written(rules) { $0.issued = BusinessTime(canonicalText: text) }
        #expect(segments.last == segment ?? "BGM++1")
        #expect(faults(result) == (segment == nil ? ["mapping.date-unwritable issued"] : []))
    }

    @Test(
        "a date that no pattern holds is cut where the rule says so, which is reported",
        arguments: [
            ("2026-10-05T08:30", "10", "DTM+137:20261005:102"),
            ("2026-10-05T08:30:15+02:00", "16", "DTM+137:202610050830:203"),
            ("2026-10-05T08:30:15", "17", nil),
        ])
    func cutDates(text: String, length: String, segment: String?) throws {
        let patterns = length == "10" ? "[102]" : "[102, 203]"
        let rules = "  issued: { at: \"DTM[2005=137]/2380\", date: \(patterns), by: 2379, cut: \(length) }\n"
        let (segments, result) = try written(rules) { $0.issued = BusinessTime(canonicalText: text) }
        #expect(segments.last == segment ?? "BGM++1")
        let code: Code = segment == nil ? "mapping.date-unwritable" : "mapping.value-changed"
        #expect(result.diagnostics.items.map(\.code).contains(code))
    }

    @Test("what no rule writes is listed with its path, the envelope apart")
    func unwritten() throws {
        let (_, result) = try written("  function: { at: BGM/1225, codes: { \"9\": original } }\n") {
            $0.lines = [Line()]
            $0.lines[0].item.brand = "Acme"
            $0.envelope = Envelope()
            $0.envelope?.reference = "7"
        }
        #expect(result.unwritten.map(\.path) == ["lines[1].item.brand"])
        #expect(result.unwritten.map(\.value) == ["Acme"])
    }

    @Test("what the shape demands and no rule writes is filled in, or is an error")
    func fill() throws {
        let rules = "  taxes: { each: TAX, kind: 5153 }\n"
        func order(_ order: inout Order) {
            order.taxes = [Tax()]
            order.taxes[0].kind = "VAT"
        }
        let (filled, _) = try written(rules, fill: "fill: { TAX/5283: 7 }\n", order)
        #expect(filled == ["BGM++1", "TAX+7+VAT"])
        let (_, result) = try written(rules, order)
        let missing = result.diagnostics.items.filter { $0.code == "mapping.mandatory-missing" }
        #expect(missing.map(\.value).contains("TAX/5283"))
    }

    @Test("what is filled in may come from the record that stands there, and is the first that fits")
    func nearest() throws {
        let rules = "  lines:\n    each: LIN\n    number: 1082\n    prices[type=net].value: PRI/5118\n"
        let fill = """
            fill:
              PRI/C509/5125: [ .item.description, .item.buyerCode, AAA ]
              LIN/1222!: [ .item.name, $line ]

            """
        func order(_ order: inout Order) {
            order.lines = [Line()]
            order.lines[0].number = "1"
            order.lines[0].item.description = "too long"
            order.lines[0].item.buyerCode = "AAB"
            order.lines[0].prices = [Price()]
            order.lines[0].prices[0].type = .net
            order.lines[0].prices[0].value = ExactDecimal(5)
        }
        let (segments, _) = try written(rules, fill: fill, profile: ["line": "1"], order)
        #expect(segments == ["BGM++1", "LIN+1++++1", "PRI+AAB:5"])
        let missing = try written(rules, fill: fill, order).written.diagnostics.items
        #expect(missing.filter { $0.code == "mapping.fill-missing" }.map(\.value) == ["LIN/1222"])
        #expect(missing.first { $0.code == "mapping.fill-missing" }?.facts["setting"] == "line")
        let unfit = try written(rules, fill: fill, profile: ["line": "123"], order).written.diagnostics.items
        #expect(unfit.filter { $0.code == "mapping.fill-unfit" }.map(\.value) == ["123"])
        // What is only offered is left out where nothing fits.
        let offered = fill.replacing("1222!", with: "1222?")
        #expect(try written(rules, fill: offered, profile: ["line": "123"], order).segments[1] == "LIN+1")
    }

    @Test(
        "a value that no place takes is left out and listed where the mapping says so; an item of which it is the name, too"
    )
    func left() throws {
        let rules = """
              version: { at: BGM/1225, fits: '[0-9]+', else: leave }
              extensions: { each: FTX, name: { at: 4451, fits: '.{3}', else: leave, required: yes }, value: C108/4440 }

            """
        let (segments, result) = try written(rules) { order in
            order.version = "A"
            order.extensions = [("AAI", "kept"), ("longer", "left")].map { name, value in
                var item = Extension()
                item.name = name
                item.value = value
                return item
            }
        }
        #expect(segments == ["BGM++1", "FTX+AAI+++kept"])
        #expect(faults(result) == [])
        #expect(
            result.unwritten.map(\.path).sorted() == [
                "extensions[2].name", "extensions[2].value", "function", "version",
            ])
    }

    @Test(
        "words go to a place each, the last place takes the rest; fewer words stand in the last places",
        arguments: [("1 800 555 1212", "NAD+++++1+800++555 1212"), ("5551212", "NAD++++++++5551212")])
    func words(text: String, segment: String) throws {
        let rules = "  buyer: { in: NAD, name: { at: \"C059/3042[1] + 3164 + 3251\", text: words } }\n"
        let (segments, result) = try written(rules) { $0.buyer = self.contact(text) }
        #expect(faults(result) == [])
        #expect(segments == ["BGM++1", segment])
    }

    @Test("lines within lines without end are an error, not a crash")
    func deep() throws {
        let mapping = try Fixture.mapping(
            """
            mapping: test
            format: { syntax: XML, message: Order }
            document: order
            blocks: { line: { number: cbc:ID, subLines: { each: cac:SubLineItem, use: line } } }
            rules: { number: cbc:ID, lines: { each: cac:OrderLine/cac:LineItem, use: line } }
            """)
        var line = Line()
        line.number = "1"
        for _ in 1...100 {
            var outer = Line()
            outer.number = "1"
            outer.subLines = [line]
            line = outer
        }
        var order = Order()
        order.lines = [line]
        let result = mapping.write(.order(order), shape: try #require(Fixture.shapes(.xml, "Order", nil)))
        #expect(result.diagnostics.items.map(\.code).contains("mapping.document-too-deep"))
    }
}
