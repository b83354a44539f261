import Diagnostics
import EDIFACT
import Syntax
import Testing

@Suite("Faults of interchanges and messages")
struct FaultTests {
    @Test(
        "a broken rule is reported once, with its code, severity and place, and nothing else is", arguments: Breach.all)
    func breach(_ breach: Breach) throws {
        let reading = try Reading(breach.change(order))
        #expect(reading.codes == [breach.code])
        let diagnostic = try #require(reading.diagnostics.first)
        #expect(diagnostic.severity == breach.severity)
        #expect(diagnostic.position?.line == breach.line)
        #expect(diagnostic.position?.segment == breach.segment)
        #expect(diagnostic.position?.tag == breach.tag)
        #expect(diagnostic.position?.element == breach.element)
        let offset = try #require(diagnostic.position?.offset)
        let before = Array(breach.change(order).utf8).prefix(offset)
        #expect(before.count { $0 == 0x0A } + 1 == breach.line)
        let wording = Catalogue.english.wording(of: diagnostic)
        #expect(wording.message != breach.code)
        #expect(!"\(wording.message)\(wording.rule)\(wording.fix)".contains("{"))
    }

    @Test(
        "text that is no EDIFACT gives an interchange with one fault", arguments: ["", "  \n", "BGM+220'", "UN", "UNA"])
    func nothing(_ text: String) throws {
        let reading = try Reading(text)
        #expect(reading.codes == ["edifact.no-interchange"])
        #expect(reading.headers.count == 1)
        #expect(reading.ends.count == 1)
    }

    @Test("a cut order keeps what has arrived and says what is missing")
    func truncated() throws {
        let text = String(order.prefix(order.count - 40))
        let reading = try Reading(text)
        #expect(reading.messages.count == 1)
        #expect(reading.codes == ["edifact.terminator-missing", "edifact.unt-missing", "edifact.unz-missing"])
        #expect(reading.diagnostics.suffix(2).allSatisfy { $0.position?.offset == text.utf8.count })
    }

    @Test("a deviation that a sender makes again and again is reported once, with its number")
    func tally() throws {
        let text = order.changing("MINERAL", to: "A" + String(repeating: "\r\nB", count: 5_000)).changing(
            "\nQTY", to: "\n QTY"
        )
        .changing("\nLIN", to: "\n LIN").changing("UNS+S", to: "UNS+S+")
        let reading = try Reading(text)
        #expect(
            reading.codes == ["edifact.blank-before-tag", "edifact.line-break", "edifact.trailing-separator"])
        #expect(reading.diagnostics.map { $0.facts["count"] } == ["2", "5000", "1"])
    }

    @Test("faults beyond the limit are counted, however many there are")
    func manyFaults() throws {
        let reading = try Reading(order.changing("MINERAL", to: "A" + String(repeating: "\u{7}B", count: 5_000)))
        let list = try #require(reading.messages.first).diagnostics
        #expect(list.items.count == 200)
        #expect(list.omitted == 4_800)
    }
}
