import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

/// A service segment that is lost is one fault, wherever it was, and what stands beside it is read.
@Suite struct MissingServiceSegmentTests {
    /// Three messages, a segment a line.
    private static let three: [String] = {
        var lines = ["UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+1'"]
        for number in 1...3 {
            lines += [
                "UNH+\(number)+ORDERS:D:96A:UN'", "BGM+220+P-\(number)+9'", "DTM+137:20260921:102'",
                "LIN+1++4000862141404:EN'", "QTY+21:5'", "UNS+S'", "UNT+7+\(number)'",
            ]
        }
        return lines + ["UNZ+3+1'"]
    }()

    @Test("a message whose UNH is lost is one with that fault, named by its UNT", arguments: [0, 1, 2])
    func header(_ index: Int) throws {
        var lines = Self.three
        lines.remove(at: 1 + index * 7)
        for piece in [1, 7, Int.max] {
            let reading = try Reading(Array(lines.joined(separator: "\n").utf8), piece: piece)
            #expect(reading.messages.map(\.reference) == ["1", "2", "3"])
            #expect(reading.codes == ["edifact.unh-missing"])
            #expect(reading.messages.map(\.hasHeader) == (0..<3).map { $0 != index })
            let fault = try #require(reading.messages[index].diagnostics.items.first)
            #expect(fault.position?.line == 2 + index * 7 && fault.position?.tag == "UNH")
            #expect(reading.messages[index].segments == 7)
        }
    }

    @Test("a message whose UNT is lost is one with that fault", arguments: [0, 1, 2])
    func trailer(_ index: Int) throws {
        var lines = Self.three
        lines.remove(at: 7 + index * 7)
        let reading = try Reading(lines.joined(separator: "\n"))
        #expect(reading.messages.map(\.reference) == ["1", "2", "3"] && reading.codes == ["edifact.unt-missing"])
        #expect(reading.messages[index].diagnostics.items.first?.position?.line == 8 + index * 7)
    }

    @Test("a message that lost both is no message: what stands there is reported once")
    func both() throws {
        var lines = Self.three
        lines.remove(at: 14)
        lines.remove(at: 8)
        let reading = try Reading(lines.joined(separator: "\n"))
        #expect(reading.messages.map(\.reference) == ["1", "3"])
        #expect(reading.codes == ["edifact.outside-message", "edifact.unz-count"])
        #expect(reading.diagnostics.first?.position?.line == 9)
    }

    @Test("an interchange whose UNZ is lost has that fault, before the next one as at the end")
    func interchange() throws {
        let cut = Self.three.dropLast().joined(separator: "\n")
        let alone = try Reading(cut)
        #expect(alone.messages.count == 3 && alone.codes == ["edifact.unz-missing"])
        let next = Self.three.joined(separator: "\n").changing("0930+1'", to: "0930+2'").changing(
            "UNZ+3+1", to: "UNZ+3+2")
        let followed = try Reading(cut + "\n" + next)
        #expect(followed.messages.count == 6 && followed.codes == ["edifact.unz-missing"])
    }
}
