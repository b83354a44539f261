import ConfigurationFiles
import Gateway
import Intake
import Rollout
import TestPeers
import Testing

/// What people did can be read where one looks for it.
@Suite(.serialized) struct TimelineTests {
    @Test("a discarded interchange says who took it out, when and why", arguments: StoreKind.all)
    func discardedInterchange(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let rubbish = try await test.submit("%PDF-1.7 not an order")
            _ = try await test.gateway.interchanges.discard(
                rubbish.id, reason: "a brochure", caller: test.administrator)
            let shown = try await test.gateway.documents.interchange(rubbish.id, caller: test.administrator)
            let action = try #require(shown.actions?.first)
            #expect(action.action == "discard" && action.by == "tester" && action.reason == "a brochure")
            #expect(action.at > shown.receivedAt)
            #expect(shown.actions?.count == 1)
        }
    }

    @Test("a document of a reprocessed interchange tells of the reprocess", arguments: StoreKind.all)
    func reprocessedInterchange(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.largestXML = 1_000
        try await TestGateway.with(kind, options) { test in
            let unreadable = try await test.submit(UnreadableTests.order())
            try await test.restart { $0.limits.largestXML = 20_000_000 }
            let answer = try await test.gateway.interchanges.reprocess(
                unreadable.id, reason: "the limit was too low", waiting: .seconds(240), caller: test.administrator)
            let id = try #require(answer.documents?.first?.id)
            let timeline = try await test.gateway.documents.timeline(id, caller: test.administrator)
            let event = try #require(timeline.first { $0.kind == "interchange.reprocess" })
            #expect(event.words.contains("tester") && event.words.contains("the limit was too low"))
        }
    }

    @Test("a cleared outcome names the person, and its attempt stays one that ended unknown", arguments: StoreKind.all)
    func cleared(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            test.legacy.behave { _ in .closeUnread }
            let order = try await test.submit(EDI.order("T-1"))
            let id = try #require(order.documents?.first?.id)
            #expect(order.documents?.first?.status == "unknown")
            test.legacy.behave { _ in .accept }
            _ = try await test.gateway.backends.clear(
                "legacy", numbers: [], preview: false, noneThere: true, caller: test.administrator)
            let outcome = try await test.gateway.submissions.outcome(of: order.id, waiting: .seconds(240))
            #expect(outcome.documents?.first?.status == "delivered")
            let timeline = try await test.gateway.documents.timeline(id, caller: test.administrator)
            let event = try #require(timeline.first { $0.kind == "document.cleared" })
            #expect(event.words == "attempt 1 at legacy cleared as absent by tester")
            let attempts = timeline.map(\.kind).filter { $0.hasPrefix("attempt.") }
            #expect(attempts == ["attempt.began", "attempt.unknown", "attempt.began", "attempt.done"])
            let shown = try await test.gateway.documents.document(id, caller: test.administrator)
            let views = shown.deliveries?.first?.attempts ?? []
            #expect(views.map(\.outcome) == ["unknown", "done"] && views.map(\.cleared) == ["absent", nil])
        }
    }

    @Test("a retry is not called an edit", arguments: StoreKind.all)
    func retried(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            _ = try await test.gateway.orders.importOpenOrders(
                Array("buyer,number\n".utf8), side: .legacy, site: "north", sign: true, caller: test.administrator)
            let change = try await test.submit(EDI.change("T-2"))
            let id = try #require(change.documents?.first?.id)
            let again = try await test.gateway.replay.retry(id, reason: "look again", caller: test.administrator)
            #expect(again.status == "parked")
            let kinds = try await test.gateway.documents.timeline(id, caller: test.administrator).map(\.kind)
            #expect(kinds.contains("document.retry") && !kinds.contains("edited"))
        }
    }
}
