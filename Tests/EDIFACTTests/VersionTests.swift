import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite("Versions of the syntax")
struct VersionTests {
    private static func text(_ version: String, date: String = "20260921", tail: String = "") -> String {
        "UNB+UNOC:\(version)+A:14:I:S+B+\(date):0930+1\(tail)'UNH+M+ORDERS:D:01B:UN'PIA+5+A*B'UNT+3+M'UNZ+1+1'"
    }

    @Test("each version is read by its own rules", arguments: ["1", "2", "3", "X"])
    func early(_ version: String) throws {
        let reading = try Reading(Self.text(version, date: "260921").changing("14:I:S", to: "14:I"))
        #expect(reading.codes.isEmpty)
        #expect(reading.headers.first?.version == version)
        #expect(reading.messages.first?.tree.decoding.repetition == nil)
    }

    @Test(
        "version 4 has its own composites, dates of eight digits, four test marks and a receipt that can be asked for")
    func four() throws {
        let reading = try Reading(Self.text("4", tail: "++++2++3"))
        #expect(reading.codes.isEmpty)
        #expect(reading.headers.first?.test == true)
        #expect(reading.headers.first?.acknowledgementRequested == true)
        #expect(try Reading(Self.text("3", date: "260921")).codes == ["edifact.envelope-overflow"])
    }

    @Test("a group of version 4 that names no type holds several; one of version 3 is of its first message's type")
    func mixedGroup() throws {
        let messages =
            "UNG++++260921:0930+5'UNH+1+ORDERS:D:01B:UN'BGM+220'UNT+3+1'UNH+2+ORDCHG:D:01B:UN'BGM+230'UNT+3+2'UNE+2+5'"
        let four = "UNB+UNOC:4+A+B+20260921:0930+1'\(messages)UNZ+1+1'"
        #expect(try Reading(four).codes.isEmpty)
        let three = four.changing("UNOC:4", to: "UNOC:3").changing("+20260921", to: "+260921")
        #expect(try Reading(three).messages[1].diagnostics.items.map(\.code) == ["edifact.group-type"])
    }

    @Test("release characters work in headers and trailers")
    func release() throws {
        let text = Self.text("3", date: "260921").changing("A:14:I:S", to: "A?+A?:?'??").changing("+1'", to: "+R?'1'")
        let reading = try Reading(text)
        #expect(reading.codes.isEmpty)
        #expect(reading.headers.first?.sender?.identification == "A+A:'?")
        #expect(reading.headers.first?.reference == "R'1")
        #expect(reading.messages.first?.segments == 3)
    }

    @Test("UNA may stand before every UNB, each with its own characters")
    func repeatedAdvice() throws {
        let one = "UNA:+.? '" + Self.text("3", date: "260921").changing("14:I:S", to: "14")
        let two =
            "UNA;*,! ~"
            + Self.text("3", date: "260921").changing("14:I:S", to: "14").changing("+1'", to: "+2'")
            .changing("+", to: "#").changing("*", to: "-").changing("#", to: "*").changing(":", to: ";")
            .changing("'", to: "~")
        let reading = try Reading(one + "\n" + two + "\r\n" + one.changing("+1'", to: "+3'"))
        #expect(reading.codes.isEmpty)
        #expect(reading.headers.map(\.reference) == ["1", "2", "3"])
        #expect(reading.messages.map(\.tree.decoding.decimalMark) == [0x2E, 0x2C, 0x2E])
    }
}
