import ReadingSupport
import Syntax
import Testing

@testable import EDIFACT

@Suite("The scanner's parts")
struct ScannerTests {
    @Test("numbers end at 255, and what lies behind them is said to be left out")
    func overflow() throws {
        for separator in ["+", ":"] {
            let text = order.changing("BGM+220", to: "BGM+220" + String(repeating: separator + "X", count: 400))
            let reading = try Reading(text)
            #expect(reading.codes == ["edifact.segment-overflow"])
            let tree = try #require(reading.messages.first).tree
            #expect(tree.nodes.allSatisfy { Int($0.end) <= tree.nodes.count })
            let next = try #require(tree.children(of: 0).dropFirst(2).first { _ in true })
            #expect(tree.name(of: next) == "DTM")
        }
    }
}
