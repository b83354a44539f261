import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite("Service characters")
struct ServiceCharacterTests {
    @Test("without UNA the usual characters hold and both decimal marks are right")
    func standard() throws {
        let reading = try Reading(order.changing("UNA:+.? '\n", to: ""))
        #expect(reading.codes.isEmpty)
        #expect(reading.messages.first?.tree.decoding.decimalMark == nil)
    }

    @Test("UNA sets the decimal mark in versions 1 to 3, and version 4 takes both")
    func decimalMark() throws {
        let comma = order.changing("UNA:+.", to: "UNA:+,")
        #expect(try Reading(comma).messages.first?.tree.decoding.decimalMark == UInt8(ascii: ","))
        let four = comma.changing("UNOA:3", to: "UNOA:4")
        #expect(try Reading(four).messages.first?.tree.decoding.decimalMark == nil)
    }

    @Test("version 4 repeats elements behind the separator of UNA, or behind an asterisk without UNA")
    func repetition() throws {
        let text = "UNB+UNOC:4+A+B+20260921:0930+1'UNH+1+ORDERS:D:01B:UN'PIA+5+A:SA*B:IN'UNT+3+1'UNZ+1+1'"
        for payload in [text, "UNA:+.?*'" + text] {
            let reading = try Reading(payload)
            #expect(reading.codes.isEmpty)
            let tree = try #require(reading.messages.first).tree
            let segment = Array(tree.children(of: 0))[1]
            #expect(tree.children(of: segment).map { Int(tree.nodes[$0].element) } == [1, 2, 2])
        }
    }

    @Test("in version 3 the fifth character of UNA and an asterisk are data")
    func noRepetition() throws {
        let reading = try Reading(order.changing("UNA:+.? '", to: "UNA:+.?*'").changing("PO-9", to: "PO*9"))
        let tree = try #require(reading.messages.first).tree
        #expect(reading.codes.isEmpty)
        #expect(tree.nodes.indices.contains { tree.text(of: $0) == "PO*9" })
    }

    @Test("line ends are terminators when there is no UNA and no apostrophe", arguments: ["\n", "\r\n"])
    func lineEnds(_ end: String) throws {
        let text = order.changing("UNA:+.? '\n", to: "").changing("'\n", to: end)
        let reading = try Reading(text)
        #expect(reading.codes.isEmpty)
        #expect(reading.messages.first?.segments == 10)
    }

    @Test("the information separators of level B are known by the byte behind UNB")
    func informationSeparators() throws {
        let text = "UNB+UNOB:1+A+B+260921:0930+1'UNH+1+ORDERS:D:96A:UN'BGM+220'UNT+3+1'UNZ+1+1'"
            .changing("+", to: "\u{1D}").changing(":", to: "\u{1F}").changing("'", to: "\u{1C}")
        let reading = try Reading(text)
        #expect(reading.codes.isEmpty)
        #expect(reading.messages.first?.type == "ORDERS")
    }

    @Test("a blank as release character means that there is none")
    func noRelease() throws {
        let reading = try Reading(order.changing("UNA:+.? '", to: "UNA:+.  '").changing("1?:1", to: "1?"))
        let tree = try #require(reading.messages.first).tree
        #expect(tree.nodes.indices.contains { tree.text(of: $0) == "MINERAL WATER 1?" })
    }
}
