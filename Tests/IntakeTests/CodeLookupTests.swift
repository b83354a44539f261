import Diagnostics
import Intake
import Orders
import Rollout
import Testing

/// What codes are elsewhere, by cross references alone.
@Suite struct CodeLookupTests {
    private static func code(_ text: String) throws -> SystemCode {
        let parts = text.split(separator: " ")
        return SystemCode(try #require(CodeSystem(String(parts[0]))), String(parts[1]))
    }

    private static func reference(
        _ from: String, _ to: String, _ relation: CrossReference.Relation = .same, kind: MasterKind = .item,
        item: String? = nil, factor: String? = nil, days: (String?, String?) = (nil, nil)
    ) throws -> CrossReference {
        let reference = CrossReference(
            kind, try code(from), try code(to), relation: relation, item: item,
            factor: factor.flatMap { ExactDecimal(canonicalText: $0) }, validFrom: days.0, validTo: days.1)
        try reference.check()
        return reference
    }

    private static func lookup(_ all: [CrossReference], on day: String = "2026-09-21") -> CodeLookup {
        CodeLookup(on: day) { request in
            all.filter {
                $0.kind == request.kind && ($0.item ?? "") == request.item
                    && ($0.from == request.code || $0.to == request.code)
            }
        }
    }

    private static let new = [CodeSystem.backend("erp-new"), .side(.new)]

    @Test("a code is found both ways, through the gateway's own, and by the nearest system")
    func found() throws {
        let lookup = Self.lookup([
            try Self.reference("legacy A", "new 1"), try Self.reference("legacy A", "backend:erp-new 2"),
            try Self.reference("legacy B", "canonical X"), try Self.reference("canonical X", "new 3"),
            try Self.reference("legacy C", "new 4", .forward), try Self.reference("legacy D", "new 4"),
        ])
        let nearest = try lookup.code(.item, of: [Self.code("legacy A")], in: Self.new)
        #expect(nearest == .code("2", factor: nil))
        let side = try lookup.code(.item, of: [Self.code("legacy A")], in: [.side(.new)])
        #expect(side == .code("1", factor: nil))
        let hop = try lookup.code(.item, of: [Self.code("legacy Z"), Self.code("legacy B")], in: Self.new)
        #expect(hop == .code("3", factor: nil))
        let merged = try lookup.code(.item, of: [Self.code("legacy C")], in: Self.new)
        #expect(merged == .code("4", factor: nil))
        let back = try lookup.code(.item, of: [Self.code("new 4")], in: [.side(.legacy)])
        #expect(back == .code("D", factor: nil))
        let none = try lookup.code(.site, of: [Self.code("legacy A")], in: Self.new)
        #expect(none == .unknown)
    }

    @Test("days and successors count; rings and contradictions give nothing")
    func validity() throws {
        let all = [
            try Self.reference("legacy A", "new 1", days: (nil, "2026-06-30")),
            try Self.reference("legacy A", "new 2", days: ("2026-07-01", nil)),
            try Self.reference("new 2", "new 3", .replaced, days: ("2026-09-01", nil)),
            try Self.reference("legacy B", "legacy A", .replaced), try Self.reference("legacy C", "new 5"),
            try Self.reference("legacy D", "new 5"), try Self.reference("new 5", "new 6", .replaced),
            try Self.reference("new 6", "new 5", .replaced),
        ]
        func code(_ text: String, on day: String) throws -> CodeLookup.Answer {
            try Self.lookup(all, on: day).code(.item, of: [Self.code(text)], in: Self.new)
        }
        let before = try code("legacy A", on: "2026-06-30")
        #expect(before == .code("1", factor: nil))
        let between = try code("legacy B", on: "2026-08-31")
        #expect(between == .successor("2", of: try Self.code("legacy B")))
        let after = try code("legacy B", on: "2026-09-01")
        #expect(after == .successor("3", of: try Self.code("legacy B")))
        let there = try code("legacy A", on: "2026-09-01")
        #expect(there == .successor("3", of: try Self.code("new 2")))
        let ring = try code("legacy C", on: "2026-09-01")
        #expect(ring == .conflict(["5", "6"]))
        let twice = try Self.lookup(all).code(.item, of: [Self.code("new 5")], in: [.side(.legacy)])
        #expect(twice == .conflict(["C", "D"]))
    }

    @Test("a pack of an item counts for that item, with the price for what it was for")
    func packs() throws {
        let all = [
            try Self.reference("partner:northwind CT", "legacy KAR", kind: .unit),
            try Self.reference("partner:northwind CT", "legacy STK", kind: .unit, item: "B-7", factor: "12"),
            try Self.reference("canonical X", "legacy L-1", .forward),
        ]
        var order = Order()
        order.number = "A-1"
        for (item, value) in [("B-7", "2"), ("B-8", "3")] {
            var line = Line()
            line.item.buyerCode = item
            line.item.supplierCode = "X"
            line.quantity = Quantity()
            line.quantity?.value = ExactDecimal(canonicalText: value)
            line.quantity?.unit = "CT"
            var price = Price()
            price.value = ExactDecimal(canonicalText: "6.00")
            line.prices = [price]
            order.lines.append(line)
        }
        var translation = CodeTranslation(
            [.item, .unit], from: .partners(["northwind"]), to: .backend("erp", side: .legacy),
            order: OrderKey(buyer: "northwind", number: "A-1"), by: Self.lookup(all))
        guard case .order(let written) = try translation.translate(.order(order)) else { return }
        #expect(translation.faults.isEmpty)
        let quantities = written.lines.map { "\($0.quantity?.value?.canonicalText ?? "") \($0.quantity?.unit ?? "")" }
        #expect(quantities == ["24 STK", "3 KAR"])
        let bases = written.lines.map { "\($0.prices[0].basis?.canonicalText ?? "-") \($0.prices[0].basisUnit ?? "-")" }
        #expect(bases == ["12 STK", "- -"])
        let codes = written.lines.map(\.item.supplierCode)
        #expect(codes == ["L-1", "L-1"])
    }

    @Test("what is no cross reference is refused with its code")
    func refused() {
        func fault(_ body: () throws -> CrossReference) -> String? {
            do { return try body().kind.rawValue } catch { return (error as? Diagnostic)?.code.rawValue }
        }
        let cases: [(String?, String)] = [
            (fault { try Self.reference("legacy A", "legacy B") }, "master.systems-equal"),
            (fault { try Self.reference("legacy A", "new B", .replaced) }, "master.succession-form"),
            (fault { try Self.reference("legacy A", "new B", factor: "2") }, "master.unit-only"),
            (fault { try Self.reference("legacy A", "new B", kind: .unit, factor: "0") }, "master.factor-form"),
            (fault { try Self.reference("legacy A", "new B", days: ("2026-02-30", nil)) }, "master.day-form"),
            (
                fault { try Self.reference("legacy A", "new B", days: ("2026-02-02", "2026-02-01")) },
                "master.validity-order"
            ),
        ]
        for (found, expected) in cases { #expect(found == expected) }
    }
}
