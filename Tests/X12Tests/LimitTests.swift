import Diagnostics
import ReadingSupport
import Syntax
import Testing
import X12

@Suite("Limits")
struct LimitTests {
    static let large = order.changing("CTT*1*48~\n", to: String(repeating: "MSG*A>B*C~\n", count: 2_000))
        .changing("SE*8*", to: "SE*2007*").changing("000000101", to: "000000100")

    @Test(
        "a transaction set that is too large is handed out as its header, and the next one is read",
        arguments: [1, 7, 4096])
    func tooLarge(_ piece: Int) throws {
        let limits = X12Reader.Limits(messageBytes: 10_000)
        let reading = try Reading(Self.large + order, piece: piece, limits: limits)
        #expect(reading.codes == ["x12.transaction-too-large"])
        #expect(reading.messages.map(\.segments) == [2_007, 8])
        let message = try #require(reading.messages.first)
        let kept = message.tree.children(of: 0).map { message.tree.name(of: $0) }
        #expect(kept == ["ST"])
        #expect(Array(Self.large.utf8)[message.range].count > 10_000)
    }

    @Test("a transaction set of too many values is treated alike")
    func tooManyNodes() throws {
        let reading = try Reading(Self.large, limits: X12Reader.Limits(messageNodes: 1_500))
        #expect(reading.codes == ["x12.transaction-too-large"])
    }

    @Test("a segment without an end does not fill the memory")
    func endless() throws {
        let head = String(try #require(order.split(separator: "\n").first))
        let reading = try Reading(head + String(repeating: "A*", count: 200_000), piece: 1_000)
        #expect(reading.messages.isEmpty)
        #expect(reading.codes.contains("x12.iea-missing"))
    }

    @Test("a text of many would-be headers is read in time that grows with its length")
    func manyHeaders() throws {
        let clock = ContinuousClock()
        let short = String(repeating: "\nISA*", count: 500)
        let long = String(repeating: short, count: 8)
        var counts: [Int] = []
        let first = try clock.measure { counts.append(try Reading(short).headers.count) }
        let second = try clock.measure { counts.append(try Reading(long).headers.count) }
        #expect(counts.count == 2 && second < max(first, .milliseconds(20)) * 40)
    }
}
