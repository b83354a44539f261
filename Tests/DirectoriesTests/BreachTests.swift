import Diagnostics
import Directories
import Foundation
import Syntax
import Testing

/// One rule of the directory broken in an order that is right otherwise, and where that is to be reported.
struct Breach: CustomTestStringConvertible, Sendable {
    var code: String
    var severity: Severity
    var segment: Int
    var tag: String
    var element: String?
    var text: String

    var testDescription: String { "\(code) in \(tag)" }

    init(_ code: String, _ severity: Severity, _ segment: Int, _ tag: String, _ element: String?, _ text: String) {
        self.code = code
        self.severity = severity
        self.segment = segment
        self.tag = tag
        self.element = element
        self.text = text
    }

    init(_ code: String, _ segment: Int, _ tag: String, _ element: String?, _ text: String) {
        self.init(code, .error, segment, tag, element, text)
    }
}

/// A CONTRL of syntax version 4 with one segment of one's own.
func control(_ segment: String) -> String {
    "UNB+UNOC:4+A+B+20260921:0930+1'UNH+1+CONTRL:4:1:UN'UCI+1+A+B+4'\(segment)'UNT+4+1'UNZ+1+1'"
}

@Suite("Breaches of a directory")
struct BreachTests {
    static let repeated = (1...11).map { "RFF+ON:\($0)" }.joined(separator: "\n")

    static let breaches = [
        Breach(
            "directory.message-unknown", 1, "UNH", "2.1", order("").replacingOccurrences(of: "ORDERS", with: "IFTMIN")),
        Breach("directory.version-substituted", .warning, 1, "UNH", nil, order("", directory: "D:96C")),
        Breach("directory.segment-unknown", 4, "ZZZ", nil, order("ZZZ+1\nLIN+1")),
        Breach("directory.segment-misplaced", 5, "IMD", nil, order("CUX+2:EUR\nIMD+C\nLIN+1")),
        Breach(
            "directory.segment-missing", 2, "DTM", nil,
            order("").replacingOccurrences(of: "BGM+220+PO-9+9'\n", with: "").replacingOccurrences(
                of: "UNT+5", with: "UNT+4")),
        Breach(
            "directory.segment-missing", 4, "UNT", nil,
            order("").replacingOccurrences(of: "UNS+S'\n", with: "").replacingOccurrences(of: "UNT+5", with: "UNT+4")),
        Breach(
            "directory.segment-repeats", 5, "PAI", nil,
            order("PAI+1:1:1\nPAI+1:1:1").replacingOccurrences(of: "+1:1:1", with: "+1")),
        Breach("directory.group-repeats", 14, "RFF", nil, order(repeated)),
        Breach("directory.element-missing", 4, "NAD", "1", order("NAD++1::9")),
        Breach("directory.element-missing", 4, "RFF", "1", order("RFF")),
        Breach("directory.component-missing", 4, "RFF", "1.1", order("RFF+:1")),
        Breach("directory.too-many-elements", 5, "QTY", "2", order("LIN+1\nQTY+21:5+6")),
        Breach("directory.too-many-components", 5, "QTY", "1.4", order("LIN+1\nQTY+21:5:PCE:6")),
        Breach("directory.too-many-components", 4, "LIN", "1.2", order("LIN+1:X")),
        Breach(
            "directory.segment-misplaced", 5, "PIA", nil, order("CUX+2:EUR\nPIA+1+A:SA\nQTY+21:5\nPRI+AAA:1\nLIN+1")),
        Breach("directory.too-long", 4, "LIN", "1", order("LIN+1234567")),
        Breach("directory.too-long", 4, "RFF", "1.2", order("RFF+ON:\(String(repeating: "X", count: 36))")),
        Breach("directory.number-invalid", 5, "QTY", "1.2", order("LIN+1\nQTY+21:FIVE")),
        Breach("directory.number-invalid", 5, "QTY", "1.2", order("LIN+1\nQTY+21:1 000")),
        Breach("directory.decimal-invalid", 5, "QTY", "1.2", order("LIN+1\nQTY+21:5.")),
        Breach("directory.decimal-invalid", 5, "QTY", "1.2", order("LIN+1\nQTY+21:1.5.2")),
        Breach("directory.segment-foreign", 4, "CPS", nil, order("CPS+1\nLIN+1")),
        Breach("directory.condition-missing", 3, "UCM", "2", control("UCM+1++4")),
        Breach("directory.condition-excluded", 3, "UCM", "7", control("UCM+1+ORDERS:D:96A:UN+4++++1+1:2")),
        Breach(
            "directory.number-invalid", 6, "QTY", "1.2",
            order("LIN+1\nIMD+C\nQTY+21:+5").replacingOccurrences(of: ":+5", with: ":?+5")),
        Breach("directory.number-invalid", 6, "QTY", "1.2", order("LIN+1\nIMD+C\nQTY+21:+5")),
        Breach("directory.number-invalid", 6, "QTY", "1.2", order("LIN+1\nIMD+C\nQTY+21:+5.5")),
        Breach("edifact.character-invalid", 6, "QTY", "1.2", order("LIN+1\nIMD+C\nQTY+21:\u{7}5")),
        Breach("edifact.character-invalid", 6, "QTY", "1", order("LIN+1\nIMD+C\nQTY+2\u{7}1:5")),
        Breach(
            "edifact.unt-count", 5, "UNT", "1",
            order("").replacingOccurrences(of: "UNT+5", with: "UNT+12345678901234567890")),
        Breach("directory.number-leading-digit", .warning, 5, "QTY", "1.2", order("LIN+1\nQTY+21:.5")),
        Breach("directory.code-unknown", 5, "QTY", "1.1", order("LIN+1\nQTY+XQ9:5")),
        Breach("directory.code-unknown", 5, "QTY", "1.1", order("LIN+1\nQTY+XQ9:5", subset: "")),
        Breach("directory.code-unknown", .warning, 5, "QTY", "1.1", order("LIN+1\nQTY+45E:5")),
        Breach("directory.code-unknown", .warning, 5, "QTY", "1.1", order("LIN+1\nQTY+Z01:5")),
        Breach(
            "directory.code-unknown", .warning, 2, "BGM", "1.1",
            order("").replacingOccurrences(of: "BGM+220", with: "BGM+22X::9")),
        Breach(
            "directory.element-repeats", 4, "BGM", "2",
            "UNB+UNOC:4+A+B+20260921:0930+1'UNH+1+ORDERS:D:01B:UN'BGM+220+A*B'DTM+137:1:102'UNS+S'UNT+5+1'UNZ+1+1'"),
    ].map { breach in
        // The interchange with a repetition is written in one piece; its BGM is the second segment.
        var breach = breach
        if breach.code == "directory.element-repeats" { breach.segment = 2 }
        return breach
    }

    @Test("a broken rule is reported once, with its code, severity and place, and nothing else is", arguments: breaches)
    func breach(_ breach: Breach) throws {
        let checked = try Checked(breach.text)
        #expect(checked.codes == [breach.code])
        let diagnostic = try #require(checked.diagnostics.first)
        #expect(diagnostic.severity == breach.severity)
        #expect(diagnostic.position?.segment == breach.segment)
        #expect(diagnostic.position?.tag == breach.tag)
        #expect(diagnostic.position?.element == breach.element)
        let wording = Catalogue.english.wording(of: diagnostic)
        #expect(wording.message != breach.code)
        #expect(!"\(wording.message)\(wording.rule)\(wording.fix)".contains("{"))
    }

    @Test("lengths are counted in characters, without release characters, sign and decimal mark")
    func lengths() throws {
        let long = String(repeating: "?+", count: 35)
        #expect(try Checked(order("RFF+ON:\(long)")).codes.isEmpty)
        #expect(try Checked(order("LIN+1\nQTY+21:-12345678901234.5")).codes.isEmpty)
        #expect(try Checked(order("RFF+ON:\(String(repeating: "ł", count: 35))", syntax: "UNOW:4")).codes.isEmpty)
    }

    @Test("the decimal mark of UNA is the only one in versions 1 to 3")
    func decimalMark() throws {
        let text = order("LIN+1\nQTY+21:5.5")
        #expect(try Checked("UNA:+,? '" + text).codes == ["directory.decimal-invalid"])
        #expect(try Checked("UNA:+.? '" + text).codes.isEmpty)
        #expect(try Checked(text.replacingOccurrences(of: "5.5", with: "5,5")).codes.isEmpty)
    }

    @Test(
        "a number is right or wrong alike, however many bytes it has",
        arguments: [
            ("0", true), ("12345678", true), ("123456789", true), ("1.5", true), ("1,5", true), ("123456.7", true),
            ("1234567.8", true), ("-5", true), (".", false), ("5.", false), ("1..5", false), ("1.2,3", false),
            ("1/5", false), ("1:5", false), ("A2345678", false), ("1234567A", false), ("1234 678", false),
            ("\u{FA}5", false), ("5\u{FF}5", false),
        ])
    func numbers(number: String, isRight: Bool) throws {
        let value = number.replacingOccurrences(of: ":", with: "?:")
        let text = order("LIN+1\nQTY+21:\(value)")
        let codes = try Checked(text.unicodeScalars.map { UInt8($0.value) }).codes
        #expect(codes.isEmpty == isRight)
        #expect(codes.allSatisfy { ["directory.number-invalid", "directory.decimal-invalid"].contains($0) })
    }

    @Test("one stray segment before the section control does not displace those that follow")
    func stray() throws {
        let checked = try Checked(order("CNT+2:1\nNAD+BY+1::9\nLIN+1\nQTY+21:5"))
        #expect(checked.codes == ["directory.segment-misplaced"])
    }

    @Test("a value of fixed length may not be shorter")
    func tooShort() throws {
        let text =
            "UNB+UNOC:3+A+B+260921:0930+1'UNH+1+DESADV:D:96A:UN'BGM+351+1'CPS+1'LIN+1'DGS+ADR++12'UNT+6+1'UNZ+1+1'"
        let checked = try Checked(text)
        #expect(checked.codes == ["directory.too-short"])
        #expect(checked.diagnostics.first?.position?.element == "3.1")
        #expect(checked.diagnostics.first?.facts["representation"] == "n4")
    }

    @Test("letters are wanted where the directory says a")
    func alphabetic() throws {
        let checked = try Checked(order("").replacingOccurrences(of: "UNS+S", with: "UNS+1"))
        #expect(checked.codes == ["directory.type-alphabetic", "directory.code-unknown"])
        #expect(checked.diagnostics.first?.position?.tag == "UNS")
    }

    @Test("a mandatory group that is missing is named by its trigger")
    func groupMissing() throws {
        let text =
            "UNB+UNOC:3+A+B+260921:0930+1'UNH+1+INVOIC:D:96A:UN'BGM+380+1'DTM+3:20260921:102'UNS+S'UNT+5+1'UNZ+1+1'"
        let diagnostic = try #require(try Checked(text).diagnostics.first)
        #expect(diagnostic.code == "directory.group-missing")
        #expect(diagnostic.value == "MOA")
        #expect(diagnostic.position?.tag == "UNT")
    }
}
