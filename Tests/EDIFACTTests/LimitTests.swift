import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite("Limits")
struct LimitTests {
    static let large = order.changing(
        "QTY+21:5'\n", to: String(repeating: "QTY+21:5'\n", count: 2_000)
    ).changing("UNT+10+", to: "UNT+2009+")

    @Test("a message that is too large is handed out as its header, and the next one is read", arguments: [1, 7, 4096])
    func tooLarge(_ piece: Int) throws {
        let limits = EDIFACTReader.Limits(messageBytes: 10_000)
        let reading = try Reading(
            Self.large + order.changing("+90001", to: "+90002"), piece: piece, limits: limits)
        #expect(reading.codes == ["edifact.message-too-large"])
        #expect(reading.messages.map(\.segments) == [2_009, 10])
        let message = try #require(reading.messages.first)
        #expect(message.tree.children(of: 0).map { message.tree.name(of: $0) } == ["UNH"])
        #expect(Array(Self.large.utf8)[message.range].count > 10_000)
    }

    @Test("a message of too many values is treated alike")
    func tooManyNodes() throws {
        let reading = try Reading(Self.large, limits: EDIFACTReader.Limits(messageNodes: 1_500))
        #expect(reading.codes == ["edifact.message-too-large"])
    }

    @Test("a segment without an end does not fill the memory")
    func endless() throws {
        let text = "UNB+UNOC:3+A+B+260921:0930+1'" + String(repeating: "A+", count: 200_000)
        let reading = try Reading(text, piece: 1_000)
        #expect(reading.messages.isEmpty)
        #expect(reading.codes.contains("edifact.unz-missing"))
    }
}
