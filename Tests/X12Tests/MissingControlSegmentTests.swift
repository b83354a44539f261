import Diagnostics
import ReadingSupport
import Syntax
import Testing
import X12

/// A control segment that is lost is one fault, wherever it was, and what stands beside it is read.
@Suite struct MissingControlSegmentTests {
    private static let isa =
        "ISA*00*          *00*          *ZZ*BUYER          *ZZ*SELLER         *260921*0930*U*00401*000000905*0*P*>~"

    /// Two groups of two sets, a segment a line.
    private static let groups: [String] = {
        var lines = [isa]
        for group in 1...2 {
            lines.append("GS*PO*BUYER*SELLER*20260921*0930*\(group)*X*004010~")
            for set in 1...2 {
                lines += [
                    "ST*850*\(group)00\(set)~", "BEG*00*SA*P\(set)**20260921~", "PO1*1*5*EA~", "SE*4*\(group)00\(set)~",
                ]
            }
            lines.append("GE*2*\(group)~")
        }
        return lines + ["IEA*2*000000905~"]
    }()

    private static func without(_ line: Int) -> [String] {
        var lines = groups
        lines.remove(at: line - 1)
        return lines
    }

    @Test(
        "each lost segment is one fault at its place, and all sets are read",
        arguments: [
            (2, "x12.gs-missing"), (3, "x12.st-missing"), (6, "x12.se-missing"), (7, "x12.st-missing"),
            (10, "x12.se-missing"), (11, "x12.ge-missing"), (12, "x12.gs-missing"), (13, "x12.st-missing"),
            (20, "x12.se-missing"), (21, "x12.ge-missing"), (22, "x12.iea-missing"),
        ])
    func lost(_ line: Int, _ code: String) throws {
        for piece in [1, 7, Int.max] {
            let reading = try Reading(Array(Self.without(line).joined(separator: "\n").utf8), piece: piece)
            #expect(reading.codes == [code])
            #expect(reading.messages.map(\.reference) == ["1001", "1002", "2001", "2002"])
            let place = reading.diagnostics.first?.position?.line
            #expect(place == line || code == "x12.iea-missing" && place == line - 1)
        }
    }

    @Test("a set that lost ST is of its group's kind, counted as its sender did")
    func kind() throws {
        let reading = try Reading(Self.without(3).joined(separator: "\n"))
        let set = try #require(reading.messages.first)
        #expect(set.type == "850" && set.version == "004010" && set.segments == 4 && !set.hasHeader)
    }

    @Test("a set that lost both is no set: what stands there is reported once")
    func both() throws {
        var lines = Self.groups
        lines.remove(at: 9)
        lines.remove(at: 6)
        let reading = try Reading(lines.joined(separator: "\n"))
        #expect(reading.messages.map(\.reference) == ["1001", "2001", "2002"])
        #expect(reading.codes == ["x12.outside-transaction", "x12.ge-count"])
    }
}
