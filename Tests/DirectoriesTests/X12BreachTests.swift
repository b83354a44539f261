import Diagnostics
import Directories
import Foundation
import Syntax
import Testing

/// One rule of a version's tables broken in a transaction set that is right otherwise; where that is to be reported, and
/// what 997 calls it.
struct X12Breach: CustomTestStringConvertible, Sendable {
    var code: Code
    var answer: String
    var segment: Int
    var tag: String
    var element: String?
    var text: String
    var severity = Severity.error

    var testDescription: String { "\(answer): \(code) in \(tag)" }

    init(_ code: Code, _ answer: String, _ segment: Int, _ tag: String, _ element: String?, _ text: String) {
        self.code = code
        self.answer = answer
        self.segment = segment
        self.tag = tag
        self.element = element
        self.text = text
    }

    /// The same breach as a warning.
    var warned: X12Breach {
        var breach = self
        breach.severity = .warning
        return breach
    }
}

@Suite("Breaches of X12")
struct X12BreachTests {
    /// Segments of an order behind its BEG, which is the second segment.
    static func order(_ body: String) -> String { x12("BEG*00*SA*PO-1**20260921\n" + body + "\nPO1*1*5*EA*2.5\nCTT*1") }

    /// Segments of a ship notice behind its BSN, which is the second segment.
    static func notice(_ body: String) -> String {
        x12("BSN*00*DES-1*20260921*0930\n" + body, "856", group: "SH")
    }

    static let parties = (1...201).map { "N1*BY*\($0)" }.joined(separator: "\n")

    static let structure = [
        X12Breach("directory.message-unknown", "AK502 1", 1, "ST", "1", x12("BEG*1", "864")),
        X12Breach("directory.segment-unknown", "AK304 1", 3, "ZZZ", nil, order("ZZZ*1")),
        X12Breach("directory.segment-missing", "AK304 3", 2, "PO1", nil, x12("PO1*1*5*EA*2.5")),
        X12Breach("directory.group-missing", "AK304 3", 3, "CTT", nil, notice("CTT*1")),
        X12Breach("directory.group-repeats", "AK304 4", 203, "N1", nil, order(parties)),
        X12Breach("directory.segment-repeats", "AK304 5", 4, "CUR", nil, order("CUR*BY*USD\nCUR*BY*USD")),
        X12Breach("directory.segment-foreign", "AK304 6", 3, "TDS", nil, order("TDS*100")),
        X12Breach("directory.segment-misplaced", "AK304 7", 4, "CUR", nil, order("DTM*002*20260921\nCUR*BY*USD")),
        X12Breach("directory.level-parent", "AK403 7", 4, "HL", "2", notice("HL*1**S\nHL*2*9*O")),
        X12Breach("directory.level-repeated", "AK403 7", 4, "HL", "1", notice("HL*1**S\nHL*1*1*O")),
        X12Breach("directory.level-late", "", 6, "HL", "2", notice("HL*1**S\nHL*2*1*O\nHL*3*1*O\nHL*4*2*I")).warned,
        X12Breach("directory.level-children", "", 3, "HL", "4", notice("HL*1**S*1")).warned,
        X12Breach("directory.level-children", "", 3, "HL", "4", notice("HL*1**S*0\nHL*2*1*O")).warned,
    ]

    static let elements = [
        X12Breach("directory.element-missing", "AK403 1", 3, "N1", "1", order("N1**ACME")),
        X12Breach("directory.component-missing", "AK403 1", 3, "REF", "4.1", order("REF*ZZ*1**>X")),
        X12Breach("directory.condition-missing", "AK403 2", 3, "N1", "4", order("N1*BY*ACME*92")),
        X12Breach("directory.condition-missing", "AK403 2", 3, "N1", "2", order("N1*BY")),
        X12Breach("directory.condition-excluded", "AK403 10", 3, "MEA", "8", order("MEA*PD*WT*5*LB****03")),
        X12Breach(
            "directory.too-many-elements", "AK403 3", 3, "CUR", "22",
            order("CUR*BY*USD" + String(repeating: "*", count: 19) + "*1")),
        X12Breach("directory.too-short", "AK403 4", 3, "CUR", "2", order("CUR*BY*US")),
        X12Breach("directory.too-long", "AK403 5", 3, "CUR", "2", order("CUR*BY*USDX")),
        X12Breach("directory.number-invalid", "AK403 6", 3, "CUR", "3", order("CUR*BY*USD*TWO")),
        X12Breach("directory.decimal-invalid", "AK403 6", 3, "CUR", "3", order("CUR*BY*USD*1.2.3")),
        X12Breach("directory.decimal-invalid", "AK403 6", 3, "TDS", "1", x12("BIG*20260921*I-1\nTDS*12.5", "810")),
        X12Breach(
            "directory.code-unknown", "AK403 7", 4, "AK5", "1", x12("AK1*PO*1\nAK2*850*0001\nAK5*Q\nAK9*A*1*1*1", "997")
        ),
        X12Breach("directory.date-invalid", "AK403 8", 3, "DTM", "2", order("DTM*002*20260231")),
        X12Breach("directory.time-invalid", "AK403 9", 3, "DTM", "3", order("DTM*002*20260921*2460")),
        X12Breach(
            "directory.element-repeats", "AK403 12", 2, "BEG", "3",
            x12("BEG*00*SA*PO-1^PO-2**20260921\nPO1*1", version: "005010", repeats: "^*00501")),
        X12Breach("directory.too-many-components", "AK403 13", 3, "CUR", "2.2", order("CUR*BY*USD>EUR")),
        X12Breach("directory.too-many-components", "AK403 13", 3, "REF", "4.7", order("REF*ZZ*1**ZZ>1>ZZ>2>ZZ>3>X")),
    ]

    @Test("a broken rule is reported once, with its code, severity and place", arguments: structure + elements)
    func breach(_ breach: X12Breach) throws {
        let checked = CheckedX12(breach.text)
        #expect(checked.codes == [breach.code.rawValue])
        let diagnostic = try #require(checked.diagnostics.first)
        #expect(diagnostic.severity == breach.severity)
        #expect(diagnostic.position?.segment == breach.segment)
        #expect(diagnostic.position?.tag == breach.tag)
        #expect(diagnostic.position?.element == breach.element)
        let answer = X12Fault.of(breach.code).map { "\($0.level.rawValue) \($0.code)" }
        #expect(answer ?? "" == breach.answer)
        let wording = Catalogue.english.wording(of: diagnostic)
        #expect(wording.message != breach.code.rawValue)
        #expect(!"\(wording.message)\(wording.rule)\(wording.fix)".contains("{"))
    }

    @Test("every value that the tables give is raised by a breach")
    func complete() {
        // What only an overlay leaves out is raised by the tests of overlays.
        let raised = Set((Self.structure + Self.elements).map(\.code))
        let missing = Set(X12Fault.table.keys).subtracting(raised)
        #expect(missing == ["directory.segment-unused", "directory.element-unused"])
    }

    @Test("a missing segment is named, and stands where it was expected")
    func missing() throws {
        let text = x12("PO1*1*5*EA*2.5")
        let diagnostic = try #require(CheckedX12(text).diagnostics.first)
        #expect(diagnostic.value == "BEG")
        let offset = try #require(diagnostic.position?.offset)
        #expect(Array(text.utf8)[offset...].starts(with: Array("PO1".utf8)))
        #expect(diagnostic.position?.line == 4)
    }

    @Test("numbers take a minus, an R a point and an exponent; sign and point are no length")
    func numbers() {
        #expect(CheckedX12(Self.order("CUR*BY*USD*-1.23456789")).codes.isEmpty)
        #expect(CheckedX12(Self.order("CUR*BY*USD*1.50E3")).codes.isEmpty)
        #expect(CheckedX12(x12("BIG*20260921*I-1\nTDS*-1250", "810")).codes.isEmpty)
        #expect(CheckedX12(Self.order("CUR*BY*USD*+1")).codes == ["directory.number-invalid"])
    }

    @Test("a rule that held is held against the next segment again, and one that broke is reported every time")
    func repeatedConditions() {
        let body = "N1*BY*ACME*92*71\nN1*BY*ACME*92\nN1*ST*ACME*92*71\nN1*SU*ACME*92\nN1*SE*ACME*92"
        let places = CheckedX12(Self.order(body)).diagnostics.map { "\($0.code.rawValue) \($0.position?.segment ?? 0)" }
        #expect(places == [4, 6, 7].map { "directory.condition-missing \($0)" })
    }

    @Test("before 004010 dates have six digits, and what another version may allow is a warning")
    func versions() throws {
        let body = "BEG*00*SA*PO-1**260921\nZZZ*1\nPO1*1*5*EA*2.5"
        let old = CheckedX12(x12(body, version: "003040"))
        #expect(old.codes == ["directory.version-substituted", "directory.segment-unknown"])
        #expect(old.diagnostics.allSatisfy { $0.severity == .warning })
        #expect(old.diagnostics.first?.facts["used"] == "004010")
        let rule = old.diagnostics.first.map { Catalogue.english.wording(of: $0).rule }
        #expect(rule?.hasPrefix("GS08, or ISA12 without a group, names") == true)
        #expect(CheckedX12(x12(body, version: "004010")).codes == ["directory.too-short", "directory.segment-unknown"])
        let new = CheckedX12(x12("PO1*1*5*EA*2.5", version: "008010"))
        #expect(new.codes == ["directory.version-substituted", "directory.segment-missing"])
        #expect(new.diagnostics.map(\.severity) == [.warning, .error])
        #expect(new.diagnostics.first?.facts["used"] == "005010")
    }

    @Test("an industry's mark behind the version changes nothing")
    func industry() {
        #expect(CheckedX12(x12("BEG*00*SA*PO-1**20260921\nPO1*1", version: "004010VICS")).codes.isEmpty)
    }
}
