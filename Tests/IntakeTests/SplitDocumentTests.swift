import Diagnostics
import Intake
import Orders
import Rollout
import Testing

/// What each part of a split order gets of a document.
@Suite struct SplitDocumentTests {
    static let facts = ["deliveryParty.gln", "lines.item.gtin"]

    static func document(_ lines: String, _ more: String = "") -> CanonicalDocument? {
        CanonicalDocument.read(
            json: Array(
                """
                {"document": "order", "number": "1", "currency": "EUR",
                 "buyer": {"gln": "5412345000013"}, "deliveryParty": {"gln": "5412345000037"}, \(more) "lines": [\(lines)],
                 "totals": {"lines": 2}}
                """.utf8)
        ).document
    }

    static let snapshot: RoutingSnapshot = {
        var snapshot = RoutingSnapshot(
            sites: ["north", "south"].map {
                Site(name: $0, timeZone: "Europe/Madrid", backends: [.legacy: "old", .new: "fresh"])
            },
            siteRules: [
                SiteRule(fact: "deliveryParty.gln", sites: ["5412345000037": ["north"], "5412345000044": ["south"]])
            ],
            parties: [
                RegisteredParty(id: "a", aliases: [.init(PartyIdentifier(scheme: "GLN", value: "5412345000013"))])
            ])
        snapshot.split = .lines
        return snapshot
    }()

    /// The parts of a document by its sites.
    static func parts(_ document: CanonicalDocument) throws -> Result<[SplitDocument], Diagnostic> {
        let facts = DocumentFacts(
            document, document: "1", sender: "a", day: "2026-11-12", siteFacts: facts, test: false, contentHash: "")
        guard case .parts(let orders) = snapshot.resolveSplit(facts) else { throw NotSplit() }
        return SplitDocument.parts(of: document, among: orders)
    }

    struct NotSplit: Error {}

    @Test("a line with deliveries for several sites is divided by them, with their sum")
    func divided() throws {
        let document = try #require(
            Self.document(
                """
                {"number": "1", "item": {"gtin": "4000862141404"}, "quantity": {"value": "48", "unit": "H87"}, "amount": "96",
                 "deliveries": [{"quantity": {"value": "10"}, "location": "5412345000037"},
                  {"quantity": {"value": "30.5"}, "location": "5412345000044"}, {"quantity": {"value": "7.5"}, "location": "5412345000037"}]},
                {"number": "2", "item": {"gtin": "4000862141411"}, "quantity": {"value": "5"}}
                """,
                """
                "allowanceCharges": [{"kind": "charge", "amount": "12"}, {"kind": "allowance", "percent": "3", "amount": "4"}],
                """))
        let lines = DocumentFacts.lines(of: document, siteFacts: Self.facts)
        #expect(lines.map(\.delivery) == [nil, 0, 1, 2, nil])
        #expect(lines[2].siteFacts == ["deliveryParty.gln": ["5412345000044"], "lines.item.gtin": ["4000862141404"]])
        let parts = try Self.parts(document).get().map(\.document)
        let north = try #require(parts.first?.orderContent)
        let south = try #require(parts.last?.orderContent)
        #expect(north.lines.map(\.number) == ["1", "2"] && south.lines.map(\.number) == ["1"])
        #expect(north.lines[0].quantity?.value?.canonicalText == "17.5" && north.lines[0].deliveries.count == 2)
        #expect(south.lines[0].quantity?.value?.canonicalText == "30.5" && south.lines[0].amount == nil)
        #expect(south.lines[0].quantity?.unit == "H87" && south.totals == nil && north.totals == nil)
        #expect(north.allowanceCharges.map { $0.amount?.canonicalText } == ["12", nil])
        #expect(south.allowanceCharges.map { $0.percent?.canonicalText } == ["3"])
    }

    @Test(
        "a line that says not how much goes where is not divided",
        arguments: [
            #""deliveries": [{"location": "5412345000037"}, {"quantity": {"value": "3"}, "location": "5412345000044"}]"#,
            #""deliveries": [{"quantity": {"value": "2", "unit": "CT"}, "location": "5412345000037"}, {"quantity": {"value": "3"}, "location": "5412345000044"}]"#,
            #""allowanceCharges": [{"kind": "charge", "amount": "1"}], "deliveries": [{"quantity": {"value": "2"}, "location": "5412345000037"}, {"quantity": {"value": "3"}, "location": "5412345000044"}]"#,
        ])
    func indivisible(more: String) throws {
        let line = #"{"number": "1", "quantity": {"value": "5", "unit": "H87"}, \#(more)}"#
        let document = try #require(Self.document(line))
        guard case .failure(let diagnostic) = try Self.parts(document) else {
            Issue.record("divided")
            return
        }
        #expect(diagnostic.code == "route.split-line-indivisible" && diagnostic.value == "1")
    }
}
