import Diagnostics
import EDIFACT
import Intake
import Syntax
import Testing

@Suite struct VerdictCollectorTests {
    private static func header(_ reference: String, _ syntax: SyntaxName = .edifact) -> InterchangeHeader {
        InterchangeHeader(
            syntax: syntax, charset: .ascii, sender: EnvelopeParty("A"), receiver: EnvelopeParty("B"),
            reference: reference)
    }

    private static func message(_ reference: Int, errors: Int = 0) -> MessageReport {
        MessageReport(
            type: "ORDERS", version: "D.96A", agency: "UN", reference: String(reference),
            errors: (0..<errors).map { Diagnostic("edifact.unt-count", value: String($0)) })
    }

    private static let profile = AcknowledgementProfile(when: .always, acceptance: .group)

    @Test("documents are refused with their group or interchange, whatever pieces they came in")
    func places() {
        var verdicts = VerdictCollector()
        let group = MessageGroup(
            sender: EnvelopeParty("A"), receiver: EnvelopeParty("B"), reference: "7", position: Position(offset: 100))
        verdicts.take([.interchange(Self.header("1")), .messages(2)], [Self.message(1), Self.message(2)])
        verdicts.take([.messages(1), .end([])], [Self.message(3)])
        verdicts.take([.interchange(Self.header("2")), .group(group), .messages(1)], [Self.message(4)])
        verdicts.take(
            [.messages(1), .group(group), .messages(1), .end([])], [Self.message(5, errors: 1), Self.message(6)])
        verdicts.take(
            [.interchange(Self.header("3")), .messages(1), .end([Diagnostic("edifact.unz-count")])], [Self.message(7)])
        #expect(verdicts.interchanges.map(\.firstDocument) == [1, 4, 7])
        let refusals = Refusals(verdicts.interchanges, by: Self.profile)
        let refused = (0...8).map { refusals[$0]?.code.rawValue }
        let (group5, interchange7) = ("intake.refused-with-group", "intake.refused-with-interchange")
        #expect(refused == [nil, nil, nil, nil, group5, group5, nil, interchange7, nil])
        let unanswered = Refusals(verdicts.interchanges, by: AcknowledgementProfile())
        #expect(unanswered.isEmpty, "a faulty envelope that nobody answers holds up nothing")
    }

    @Test("what cannot all be named refuses the interchange, and takes no more memory")
    func limits() throws {
        var verdicts = VerdictCollector()
        verdicts.take([.interchange(Self.header("1"))], [])
        for _ in 0..<30 {
            verdicts.take([.messages(1_000)], (0..<1_000).map { Self.message($0, errors: 2) })
        }
        verdicts.take([.end([])], [])
        let interchange = try #require(verdicts.interchanges.first)
        #expect(interchange.documents == 30_000)
        #expect(interchange.report.groups[0].messages.count == VerdictCollector.mostListed)
        let errors = interchange.report.groups[0].messages.reduce(0) { $0 + $1.errors.count }
        #expect(errors == 30_000 && interchange.report.groups[0].messages.last?.errors.first?.value == nil)
        #expect(interchange.report.errors.map(\.code) == ["intake.interchange-overfull"])
        let refusals = Refusals(verdicts.interchanges, by: Self.profile)
        #expect(refusals[1]?.code == "intake.refused-with-interchange" && refusals[30_000] != nil)
        for number in 2...1_100 { verdicts.take([.interchange(Self.header("\(number)")), .end([])], []) }
        #expect(verdicts.interchanges.count == VerdictCollector.mostInterchanges && verdicts.omitted == 100)
    }

    @Test("accepted messages of EDIFACT are only counted, those of X12 are named")
    func listing() {
        var verdicts = VerdictCollector()
        verdicts.take([.interchange(Self.header("1")), .messages(2), .end([])], [Self.message(1), Self.message(2)])
        verdicts.take([.interchange(Self.header("2", .x12)), .messages(1), .end([])], [Self.message(3)])
        #expect(verdicts.interchanges[0].report.groups[0].messages.isEmpty)
        #expect(verdicts.interchanges[0].report.groups[0].unlisted == ["ORDERS": 2])
        #expect(verdicts.interchanges[1].report.groups[0].messages.map(\.reference) == ["3"])
    }
}
