import Intake
import ReadingSupport
import Rollout
import Testing

@Suite struct KeptFactsTests {
    private static func facts(_ dice: inout SeededGenerator) -> DocumentFacts {
        func some(_ most: Int) -> Range<Int> { 0..<Int.random(in: 0...most, using: &dice) }
        func text() -> String {
            ["4711", "", "Grüße \"\\\n\t", "日本/%", "a\0b"].randomElement(using: &dice) ?? ""
        }
        func identifiers() -> [PartyIdentifier] { some(3).map { _ in PartyIdentifier(scheme: text(), value: text()) } }
        func requests() -> [RequestedDelivery] {
            some(2).map {
                RequestedDelivery(day: "2026-12-0\($0 + 1)", instant: $0 == 0 ? nil : Instant(microseconds: -5))
            }
        }
        var facts = DocumentFacts(
            document: "d", sender: "s",
            action: [.original, .change, .cancellation, .duplicate].randomElement(using: &dice) ?? .change,
            type: "order", orderNumber: text(), buyer: identifiers(), supplier: identifiers(), day: "2026-11-12",
            siteFacts: ["deliveryParty.gln": some(2).map { _ in text() }, "extensions.warehouse": []], test: true,
            contentHash: "h")
        facts.deliveryParty = identifiers()
        facts.requested = requests()
        facts.lines = some(3).map { LineFacts(number: "\($0)", siteFacts: ["f": ["v\($0)"]], requested: requests()) }
        facts.otherOrderNumbers = some(2).map { _ in text() }
        return facts
    }

    @Test("facts come back as they were kept")
    func roundTrip() {
        var dice = SeededGenerator(state: 7)
        for _ in 0..<500 {
            let facts = Self.facts(&dice)
            let read = DocumentFacts(
                kept: facts.kept, document: "d", sender: "s", type: "order", test: true, contentHash: "h")
            #expect(read == facts)
            #expect(facts.kept == read?.kept)
        }
    }

    @Test("a thousand lines for one place are kept as one, with every day that one of them asks for")
    func lines() {
        var dice = SeededGenerator(state: 8)
        var facts = Self.facts(&dice)
        facts.lines = (0..<1_000).map {
            LineFacts(
                number: "\($0)", siteFacts: ["f": [$0.isMultiple(of: 2) ? "a" : "b"]],
                requested: [RequestedDelivery(day: "2026-12-\(10 + $0 % 4)")])
        }
        let read = DocumentFacts(
            kept: facts.kept, document: "d", sender: "s", type: "order", test: true, contentHash: "h")
        #expect(read?.lines.map(\.siteFacts) == [["f": ["a"]], ["f": ["b"]]])
        #expect(
            read?.lines.map { $0.requested.map(\.day) } == [
                ["2026-12-10", "2026-12-12"], ["2026-12-11", "2026-12-13"],
            ])
    }

    @Test(
        "a text that is no such facts is none",
        arguments: [
            "", "{}", "[]", "{\"action\":\"fly\",\"number\":\"1\",\"day\":\"2026-01-01\"}", "{\"action\":\"change\"}",
        ])
    func malformed(text: String) {
        #expect(
            DocumentFacts(kept: text, document: "d", sender: "s", type: "order", test: false, contentHash: "") == nil)
    }
}
