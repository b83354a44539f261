import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite("Separators that no UNA has named")
struct UndeclaredServiceTests {
    private static let other =
        "UNA!^.\\ ~UNB^UNOC!3^A^B^260921!0930^7~UNH^1^ORDERS!D!96A!UN~FTX^AAI^^^a\\^b~UNT^3^1~UNZ^1^7~"
    private static let later =
        "UNB^UNOC!3^A^B^260921!0931^8~UNH^1^ORDERS!D!96A!UN~FTX^AAI^^^c\\^d~UNT^3^1~UNZ^1^8~"

    @Test("those of the interchange before hold on, release character included")
    func inherited() throws {
        let reading = try Reading(Self.other + "\r\n" + Self.later)
        #expect(reading.codes == ["edifact.una-missing"])
        #expect(reading.ends.last?.items.first?.position?.offset == Self.other.utf8.count + 2)
        let tree = try #require(reading.messages.last).tree
        #expect(tree.nodes.indices.contains { tree.text(of: $0) == "c^d" })
    }

    @Test(
        "else UNB and the end of the segment before the first message show them", arguments: ["~", "~\n", "\n", "\r\n"])
    func inferred(_ end: String) throws {
        let reading = try Reading(Self.later.changing("~", to: end).changing("c\\^d", to: "c?^d"))
        #expect(reading.codes == ["edifact.una-missing"])
        #expect(reading.messages.first?.segments == 3)
        let tree = try #require(reading.messages.last).tree
        #expect(tree.nodes.indices.contains { tree.text(of: $0) == "c^d" })
    }

    @Test("a message that is cut out of such an interchange names them")
    func cut() throws {
        let bytes = Array((Self.other + Self.later).utf8)
        let message = try #require(try Reading(bytes).messages.last)
        let interchange = try #require(message.envelope).interchange(of: bytes[message.range])
        let reading = try Reading(interchange)
        #expect(reading.codes.isEmpty)
        #expect(reading.messages.first?.tree.values == message.tree.values)
    }

    @Test("the events are the same in whatever pieces the bytes come", arguments: [1, 2, 9, 10, 40])
    func pieces(_ piece: Int) throws {
        let bytes = Array((Self.other + "text UNB UNB^ " + Self.later).utf8)
        #expect(try Reading(bytes, piece: piece).log == Reading(bytes).log)
    }

    @Test("control characters that separate are no filling at the end of what is cut off")
    func controls() throws {
        let text =
            "UNA\u{1F}\u{1D}.\u{18} \u{1C}"
            + Self.later
            .changing("!", to: "\u{1F}").changing("^", to: "\u{1D}").changing("~", to: "\u{1C}")
        for end in 1...text.utf8.count {
            let bytes = Array(text.utf8.prefix(end))
            let fault = try Reading(bytes).fault(in: bytes)
            #expect(fault == nil, "\(end) bytes")
        }
        let zero = Array("UNB+UNOA\u{0}\nUNH+\u{0}".utf8)
        let reading = try Reading(zero)
        let fault = reading.fault(in: zero)
        #expect(fault == nil)
        #expect(reading.messages.first?.tree.nodes.last?.valueLength == 0)
        #expect(reading.codes.contains("edifact.terminator-missing"))
    }
}
