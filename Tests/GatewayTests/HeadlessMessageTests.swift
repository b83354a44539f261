import Diagnostics
import Gateway
import Intake
import TestPeers
import Testing

/// A message that lost its header takes nothing with it.
@Suite(.serialized) struct HeadlessMessageTests {
    @Test(
        "a message without UNH fails by itself, and is refused by its reference; its neighbours are delivered",
        arguments: StoreKind.all)
    func edifact(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.acknowledgements = AcknowledgementProfile(when: .always)
        try await TestGateway.with(kind, options) { test in
            let text = EDI.interchange([EDI.message("A-1"), EDI.message("A-2"), EDI.message("A-3")], 1)
            let answered = try await test.submit(text.replacing("UNH+2+ORDERS:D:96A:UN:EAN008'", with: ""))
            #expect(answered.documents?.map(\.status) == ["delivered", "failed", "delivered"])
            #expect(answered.documents?[1].diagnostics.map(\.code) == ["edifact.unh-missing"])
            #expect(answered.diagnostics.map(\.code) == [])
            let answer = try #require(answered.acknowledgements?.first)
            #expect(answer.verdict == "accepted-in-part")
            #expect(answer.content?.contains("+7'UCM+2++4+13+UNH'") == true)
        }
    }
}
