import Diagnostics
import Intake
import Syntax
import Testing

/// Envelopes with more faults than are listed: what was only counted must not be acknowledged.
@Suite("More faults in an envelope than a list holds")
struct OverfullTests {
    /// Groups of which each counts one message too many.
    private static func edifact(groups: Int) -> String {
        let content = (1...groups).map { number in
            "UNG+ORDERS+A+B+260921:0930+\(number)+UN+D:96A'UNH+1+ORDERS:D:96A:UN'BGM+220+P+9'DTM+137:20260921:102'UNS+S'"
                + "UNT+5+1'UNE+2+\(number)'"
        }
        return "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+7'\(content.joined())UNZ+\(groups)+7'"
    }

    private static func x12(groups: Int) -> String {
        let content = (1...groups).map { number in
            "GS*PO*AA*BB*20260921*0930*\(number)*X*004010~ST*850*0001~BEG*00*SA*P**20260921~PO1*1*10*EA~CTT*1~SE*5*0001~"
                + "GE*2*\(number)~"
        }
        return
            "ISA*00*          *00*          *14*5412345000013  *14*4098765000010  *260921*0930*U*00401*000000001*0*P*>~"
            + "\(content.joined())IEA*\(groups)*000000001~"
    }

    @Test("up to the limit each group is refused by itself")
    func listed() throws {
        let limit = DiagnosticList.defaultLimit
        let groups = try Answered(Self.edifact(groups: limit)).segments.filter { $0.first == "UCF" }
        #expect(groups.count == limit)
        #expect(groups.allSatisfy { $0[4] == "4" && $0[5] == "29" })
        let sets = try Answered(Self.x12(groups: limit)).segments.filter { $0.first == "AK9" }
        #expect(sets.count == limit)
        #expect(sets.allSatisfy { $0.count > 5 && $0[5] == "5" })
    }

    @Test("beyond it all of the interchange is refused, by CONTRL and by TA1")
    func overfull() throws {
        let text = Self.edifact(groups: DiagnosticList.defaultLimit + 1)
        let interchange = try #require(try Answered(text).segments.first { $0.first == "UCI" })
        #expect(interchange[4...] == ["4", "18", "UNB"])
        let report = try #require(try Answered.reports(Array(text.utf8)).first)
        #expect(report.errors.map(\.code) == ["intake.interchange-overfull"])
        #expect(report.errors.first?.position == report.header.position)
        let answer = try Answered(Self.x12(groups: DiagnosticList.defaultLimit + 1)).segments
        #expect(answer.first { $0.first == "TA1" }?[4...] == ["R", "024"])
        #expect(!answer.contains { $0.first == "AK1" })
    }

    @Test("so are its documents, whatever is accepted otherwise")
    func refused() throws {
        let report = try #require(
            try Answered.reports(Array(Self.edifact(groups: DiagnosticList.defaultLimit + 1).utf8)).first)
        let message = try #require(report.groups.first?.messages.first)
        var collector = VerdictCollector()
        collector.take(
            [.interchange(report.header), .messages(2), .end(report.errors)], [message, message])
        let refusals = Refusals(collector.interchanges, by: AcknowledgementProfile(when: .always))
        #expect(refusals[1]?.code == "intake.refused-with-interchange")
        #expect(refusals[2]?.code == "intake.refused-with-interchange")
    }

    @Test("a list tells errors that it only counts from warnings")
    func counted() {
        var list = DiagnosticList(limit: 1)
        list.append(Diagnostic("a.one", .warning))
        list.append(Diagnostic("a.two", .warning))
        #expect(list.omitted == 1 && list.omittedErrors == 0)
        list.append(Diagnostic("a.three"))
        #expect(list.omitted == 2 && list.omittedErrors == 1)
        var other = DiagnosticList(limit: 1)
        other.append(contentsOf: list)
        #expect(other.omittedErrors == 1)
        #expect(other.withOverflow.map(\.code) == ["a.one", "intake.interchange-overfull"])
    }
}
