import Diagnostics
import Gateway
import Intake
import TestPeers
import Testing

/// A message that lost its header takes nothing with it, unless an acknowledgement has to refuse it.
@Suite(.serialized) struct HeadlessMessageTests {
    @Test(
        "a message without UNH fails by itself where nobody is answered; its neighbours are delivered",
        arguments: StoreKind.all)
    func unanswered(kind: StoreKind) async throws {
        try await TestGateway.with(kind, TestGateway.Options()) { test in
            let answered = try await test.submit(Self.text)
            #expect(answered.documents?.map(\.status) == ["delivered", "failed", "delivered"])
            #expect(answered.documents?[1].diagnostics.map(\.code) == ["edifact.unh-missing"])
            #expect(answered.diagnostics.map(\.code) == [])
        }
    }

    @Test("a CONTRL cannot name a message without UNH, so that it refuses its interchange", arguments: StoreKind.all)
    func answered(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.acknowledgements = AcknowledgementProfile(when: .always)
        try await TestGateway.with(kind, options) { test in
            let answered = try await test.submit(Self.text)
            #expect(answered.documents?.map(\.status) == ["failed", "failed", "failed"])
            let (refused, missing) = ("intake.refused-with-interchange", "edifact.unh-missing")
            #expect(answered.documents?.compactMap(\.diagnostics.first?.code) == [refused, missing, refused])
            let answer = try #require(answered.acknowledgements?.first)
            #expect(answer.verdict == "refused")
            #expect(answer.content?.contains("+4+13'UNT+3+1'") == true)
        }
    }

    private static let text = EDI.interchange([EDI.message("A-1"), EDI.message("A-2"), EDI.message("A-3")], 1)
        .replacing("UNH+2+ORDERS:D:96A:UN:EAN008'", with: "")
}
