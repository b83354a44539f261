import Gateway
import TestPeers
import Testing

@Suite(.serialized) struct WaitingTests {
    @Test("a document that waits says which one it waits for, and what stopped that", arguments: StoreKind.all)
    func blocked(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .answer(422) }
            let order = try await test.submit(EDI.order("W-1"))
            let first = try #require(order.documents?.first)
            #expect(first.status == "failed")
            let change = try await test.submit(EDI.change("W-1"), wait: 0)
            let waiting = try await test.routed(change.id)
            _ = try await test.submit(EDI.change("W-1", quantity: 7, reference: 3), wait: 0)
            let shown = try await test.gateway.documents.document(waiting.id, caller: test.administrator)
            #expect(shown.status == "delivering" && shown.waitsFor?.document == first.id)
            #expect(shown.waitsFor?.status == "failed" && shown.waitsFor?.code == "deliver.refused")
            let outcome = try await test.gateway.submissions.outcome(of: change.id, waiting: .zero)
            #expect(outcome.documents?.first?.waitsFor == shown.waitsFor)

            test.legacy.behave { _ in .accept }
            _ = try await test.gateway.replay.retry(first.id, caller: test.administrator)
            _ = try await test.gateway.submissions.outcome(of: change.id, waiting: .seconds(240))
            let gone = try await test.gateway.documents.document(waiting.id, caller: test.administrator)
            #expect(gone.status == "delivered" && gone.waitsFor == nil)
        }
    }
}
