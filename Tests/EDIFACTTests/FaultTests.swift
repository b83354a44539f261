import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite("Faults of interchanges and messages")
struct FaultTests {
    @Test(
        "a broken rule is reported once, with its code, severity and place, and nothing else is", arguments: Breach.all)
    func breach(_ breach: Breach) throws {
        let payload = breach.change(order)
        let deviations = breach.deviations(of: try Reading(payload).diagnostics, in: payload)
        #expect(deviations == [])
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

    @Test("filling behind a last segment without terminator is no data, however the bytes come")
    func filling() throws {
        let cut = order.changing("UNZ+1+90001'", to: "UNZ+1+90001")
        for filling in ["\n", "\r\n \r\n", String(repeating: "\r\n", count: 9_000), "\u{1A}\u{0}", ""] {
            let bytes = Array((cut + filling).utf8)
            for piece in [7, 64, 999, .max] {
                #expect(
                    try Reading(bytes, piece: piece).codes == ["edifact.terminator-missing"],
                    "\(filling.utf8.count) \(piece)")
            }
        }
    }

    @Test("faults beyond the limit are counted, however many there are")
    func manyFaults() throws {
        let reading = try Reading(order.changing("MINERAL", to: "A" + String(repeating: "\u{7}B", count: 5_000)))
        let list = try #require(reading.messages.first).diagnostics
        #expect(list.items.count == 200)
        #expect(list.omitted == 4_800)
    }

    @Test("every fault that the reader knows is raised by a broken rule")
    func complete() {
        // What takes megabytes, or has no interchange, is raised by the tests of limits and below.
        let elsewhere: Set<String> = ["edifact.no-interchange", "edifact.message-too-large"]
        let known = Catalogue.english.entries.keys.map(\.rawValue).filter { code in
            code.hasPrefix("edifact.") && !code.hasSuffix("-unwritable") && !code.hasSuffix("-transliterated")
        }
        let raised = Set((Breach.all).map(\.code))
        #expect(Set(known).subtracting(raised) == elsewhere)
    }

    @Test("cut off after any byte, what has come is kept and the end is where something is missing")
    func everyCut() throws {
        let payload = Array(order.utf8.dropLast())
        let deviations = try Truncation.deviations(of: payload, header: 75, terminator: 0x27) { try Reading($0) }
        #expect(deviations == [])
    }
}
