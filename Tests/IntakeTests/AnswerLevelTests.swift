import Diagnostics
import EDIFACT
import Intake
import ReadingSupport
import Rollout
import Syntax
import Testing

/// At which level an acknowledgement tells a fault, and what it never speaks of.
@Suite("Levels of acknowledgements")
struct AnswerLevelTests {
    private static let edifact = ContrlCodeTests.order
    private static let x12 = FunctionalCodeTests.order
    private static let group = "UNG+ORDERS+A:14+B:14+260921:0930+G1+UN+D:96A'"
    private static let second = "UNH+2+ORDERS:D:96A:UN'BGM+220+PO-2+9'DTM+137:20260921:102'UNS+S'UNT+5+2'"
    private static let control = "UNH+3+CONTRL:D:3:UN'UCI+77+A+B+7'UNT+9+3'"

    /// What becomes of each document: nothing, or the code that it is refused with.
    private static func refusals(_ text: String, _ profile: AcknowledgementProfile) throws -> [String?] {
        var collector = VerdictCollector()
        var documents = 0
        for report in try Answered.reports(Array(text.utf8)) {
            collector.take([.interchange(report.header)], [])
            for group in report.groups {
                if let header = group.header { collector.take([.group(header)], []) }
                collector.take([.messages(group.messages.count)], group.messages)
                documents += group.messages.count
            }
            collector.take([.end(report.errors + report.groups.flatMap(\.errors))], [])
        }
        let refusals = Refusals(collector.interchanges, by: profile)
        return (1...documents).map { refusals[$0]?.code.rawValue }
    }

    // MARK: Acknowledgements beside other messages

    @Test("an acknowledgement beside an order is neither named nor does it refuse the order")
    func acknowledgementBeside() throws {
        let mixed = Self.edifact.changing("UNZ+1", to: Self.control + "UNZ+2")
        #expect(try Answered(mixed).contrl == ["UCI 7"])
        for acceptance in AcknowledgementProfile.Acceptance.allCases {
            let profile = AcknowledgementProfile(when: .always, acceptance: acceptance)
            #expect(try Self.refusals(mixed, profile) == [nil, nil])
        }
        let grouped = Self.x12.changing(
            "IEA*1",
            to: "GS*FA*BUYERCO*SELLERCO*20260921*0930*102*X*004010~ST*997*0001~AK1*PO*1~SE*9*0001~GE*5*102~IEA*2")
        #expect(try Answered(grouped).functional == ["AK5 A", "AK9 A 1 1 1"])
        #expect(try Answered(grouped).interchange == ["TA1 A 000"])
        let profile = AcknowledgementProfile(when: .always, acceptance: .interchange)
        #expect(try Self.refusals(grouped, profile) == [nil, nil])
    }

    @Test("a 999 in a group of orders is no set that is answered, nor is a TA1 behind a group")
    func acknowledgementInGroup() throws {
        let alone = Self.x12.changing("ST*850", to: "ST*999")
        let report = try #require(try Answered.reports(Array(alone.utf8)).first)
        #expect(try Acknowledging().acknowledgements(of: report, at: Instant(microseconds: 0)).isEmpty)
        let receipt = Self.x12.changing("IEA*", to: "TA1*000000009*260921*0930*A*000~IEA*")
        #expect(try Answered(receipt).functional == ["AK5 A", "AK9 A 1 1 1"])
    }

    // MARK: Messages mixed with groups

    @Test("messages beside groups are a fault of the interchange, whichever comes first")
    func mixed() throws {
        let grouped = Self.edifact.changing("UNH+", to: Self.group + "UNH+").changing("UNZ+1", to: "UNE+1+G1'UNZ+1")
        let behind = grouped.changing("UNZ+", to: Self.second + "UNZ+")
        #expect(try Answered(behind).contrl == ["UCI 4 30"])
        let before = Self.edifact.changing("UNZ+", to: Self.group + Self.second + "UNE+1+G1'UNZ+")
        #expect(try Answered(before).contrl == ["UCI 4 30"])
        let report = try #require(try Answered.reports(Array(behind.utf8)).first)
        #expect(report.groups.map { $0.header?.reference } == ["G1", nil])
        let profile = AcknowledgementProfile(when: .always, acceptance: .group)
        for text in [behind, before] {
            #expect(
                try Self.refusals(text, profile) == [
                    "intake.refused-with-interchange", "intake.refused-with-interchange",
                ])
        }
        // Where nobody is told, a group is not refused for what stands outside of it.
        let silent = AcknowledgementProfile(when: .never, acceptance: .group)
        #expect(try Self.refusals(behind, silent) == [nil, nil])
    }

    // MARK: Headers of groups

    @Test("a fault of GS or GE that AK905 has no code for is told by TA1")
    func invalidGroup() throws {
        let incomplete = Self.x12.changing("GS*PO*BUYERCO*", to: "GS*PO**")
        #expect(try Answered(incomplete).interchange == ["TA1 R 024"])
        #expect(try Answered(incomplete).functional.isEmpty)
        let doubled = Self.x12.changing("GE*1*101~", to: "GE*1*101~GE*1*101~")
        #expect(try Answered(doubled).interchange == ["TA1 R 022"])
        let profile = AcknowledgementProfile(when: .always)
        #expect(try Self.refusals(incomplete, profile) == ["intake.refused-with-interchange"])
    }

    @Test(
        "a group's number that came before is 19 of AK905 from 005030 on, and 6 before",
        arguments: [
            ("004010", "6"), ("005030", "19"),
        ])
    func repeatedGroup(_ version: String, _ code: String) throws {
        let text = Self.x12.changing("004010", to: version)
        let start = try #require(text.firstRange(of: "GS*")).lowerBound
        let end = try #require(text.firstRange(of: "IEA*")).lowerBound
        let doubled = text[..<end] + text[start..<end] + text[end...].replacing("IEA*1", with: "IEA*2")
        #expect(try Answered(String(doubled)).functional.last == "AK9 R 1 1 0 \(code)")
    }

    // MARK: What cannot be named

    @Test(
        "a message that UCM cannot name is told one level higher",
        arguments: [
            "UNH++ORDERS:D:96A:UN'", "UNH+1'", "UNH+1+ORDERS:D:96A'", "",
        ])
    func namelessMessage(_ header: String) throws {
        let text = Self.edifact.changing("UNH+1+ORDERS:D:96A:UN'", to: header)
        #expect(try Answered(text).contrl == ["UCI 4 13"])
        let grouped = text.changing("90001'" + header, to: "90001'" + Self.group + header)
            .changing("UNZ+1", to: "UNE+1+G1'UNZ+1")
        #expect(try Answered(grouped).contrl == ["UCI 7", "UCF 4 13"])
        let profile = AcknowledgementProfile(when: .always)
        #expect(try Self.refusals(grouped, profile) == ["intake.refused-with-group"])
    }

    @Test("a group that UCF cannot name is told by UCI")
    func namelessGroup() throws {
        let text = Self.edifact.changing("UNH+", to: "UNG+ORDERS+A+B+260921:0930++UN+D:96A'UNH+")
            .changing("UNZ+1", to: "UNE+1+G1'UNZ+1")
        #expect(try Answered(text).contrl == ["UCI 4 13"])
    }

    @Test("what is too long to be repeated is told one level higher, or left out where it may be")
    func tooLong() throws {
        let broken = Self.edifact.changing("QTY+21:5", to: "QTY+21:FIVE")
        let reference = broken.replacing("UNH+1+", with: "UNH+123456789012345+")
            .replacing("UNT+9+1'", with: "UNT+9+123456789012345'")
        #expect(try Answered(reference).contrl == ["UCI 4 18"])
        let association = try Answered(broken.changing("D:96A:UN", to: "D:96A:UN:EAN0081"))
        #expect(association.segments.contains(["UCM", "1", "ORDERS:D:96A:UN", "4"]))
        let interchange = broken.replacing("90001", with: "900010000000001")
        let report = try #require(try Answered.reports(Array(interchange.utf8)).first)
        let none = try Acknowledging().answer(to: report, number: 1, at: Instant(microseconds: 0))
        #expect(none == nil)
        #expect(
            Acknowledging.silence(on: report).description
                == "none can be made, because UNB element 5 has 15 characters, and an answer can repeat 14 at most.")
    }

    @Test("a message whose reference has a NUL is refused alone, and named with a blank in its place")
    func spoiledReference() throws {
        let text = Self.edifact.changing("UNH+1+", to: "UNH+A\u{0}1+").changing("UNZ+1", to: Self.second + "UNZ+2")
        let answer = try Answered(text)
        #expect(answer.contrl == ["UCI 7", "UCM 4 21 UNH 2"])
        #expect(answer.segments.contains(["UCM", "A 1", "ORDERS:D:96A:UN", "4", "21", "UNH", "2"]))
        let profile = AcknowledgementProfile(when: .always)
        #expect(try Self.refusals(text, profile) == [nil, nil])
        let set = Self.x12.changing("ST*850*0001", to: "ST*850*00\u{0}1")
        #expect(try Answered(set).functional == ["AK3 ST 1  8", "AK4 2  6", "AK5 R 5", "AK9 R 1 1 0"])
        #expect(try Answered(set).segments.contains(["AK2", "850", "00 1"]))
    }

    @Test(
        "an interchange whose header has a NUL in a name is refused by it, with a blank in its place",
        arguments: [
            ("+90001'", "+9\u{0}001'", "UCI+9 001+5412345000013:14+4098765000010:14+4+21+UNB+6"),
            ("5412345000013:14", "54\u{0}2345000013:14", "UCI+90001+54 2345000013:14+4098765000010:14+4+21+UNB+3"),
        ])
    func spoiledHeader(_ part: String, _ other: String, _ expected: String) throws {
        let text = Self.edifact.changing(part, to: other)
        let answer = try Answered(text)
        #expect(answer.segments.map { $0.joined(separator: "+") }.contains(expected), "\(answer.segments)")
        #expect(try Self.refusals(text, AcknowledgementProfile(when: .always)) == ["intake.refused-with-interchange"])
    }

    @Test("a name of nothing but characters that no answer can repeat is none")
    func unrepeatable() throws {
        let text = Self.edifact.changing("+90001'", to: "+\u{0}'")
        let report = try #require(try Answered.reports(Array(text.utf8)).first)
        #expect(
            Acknowledging.silence(on: report).description
                == "none can be made, because UNB element 5 has no character that an answer can repeat.")
        let x12 = Self.x12.changing("*BUYERCO        *", to: "*\u{0}              *")
        let other = try #require(try Answered.reports(Array(x12.utf8)).first)
        #expect(
            Acknowledging.silence(on: other).description
                == "none can be made, because ISA element 6 has no character that an answer can repeat.")
    }

    @Test(
        "what of ISA a TA1 cannot repeat is replaced",
        arguments: [
            ("*000000101*", "*00000010A*", ["TA1", "000000000", "260921", "0930", "R", "018"]),
            ("*000000101*", "*101*", ["TA1", "000000101", "260921", "0930", "E", "022"]),
            ("*260921*0930*U", "*263921*0930*U", ["TA1", "000000101", "260921", "0930", "E", "014"]),
            ("*260921*0930*U", "*260921*2930*U", ["TA1", "000000101", "260921", "1413", "E", "015"]),
            ("*BUYERCO        *", "*BUYER\u{0}O        *", ["TA1", "000000101", "260921", "0930", "R", "006"]),
            ("*SELLERCO       *", "*\u{7F}ELLERCO       *", ["TA1", "000000101", "260921", "0930", "R", "008"]),
        ])
    func receipt(_ part: String, _ other: String, _ expected: [String]) throws {
        let answer = try Answered(Self.x12.changing(part, to: other))
        #expect(answer.segments.filter { $0[0] == "TA1" } == [expected])
    }

    @Test("what of GS and ST a 997 cannot repeat is replaced")
    func replaced() throws {
        let group = try Answered(Self.x12.replacing("*101*X", with: "*ABC*X").replacing("GE*1*101", with: "GE*1*ABC"))
        #expect(group.segments.contains(["AK1", "PO", "0"]) && group.functional.last == "AK9 R 1 1 0 6")
        let short = try Answered(Self.x12.replacing("*0001~", with: "*7~"))
        #expect(short.segments.contains(["AK2", "850", "0007"]) && short.functional.contains("AK5 R 7"))
        let identifier = try Answered(Self.x12.changing("ST*850", to: "ST*85"))
        #expect(identifier.segments.contains(["AK2", "850", "0001"]) && identifier.functional.contains("AK5 R 6"))
    }

    @Test("a set that AK2 cannot name rejects its group")
    func namelessSet() throws {
        #expect(try Answered(Self.x12.replacing("*0001~", with: "~")).functional == ["AK9 R 1 1 0"])
        #expect(try Answered(Self.x12.changing("ST*850", to: "ST*")).functional == ["AK9 R 1 1 0"])
        let profile = AcknowledgementProfile(when: .always)
        #expect(try Self.refusals(Self.x12.changing("ST*850", to: "ST*"), profile) == ["intake.refused-with-group"])
    }

    @Test("a segment whose tag AK3 cannot repeat is told by the set")
    func namelessSegment() throws {
        let text = Self.x12.changing("CTT*1", to: "CTTX*1")
        #expect(try Answered(text).functional == ["AK5 R 5", "AK9 R 1 1 0"])
    }
}
