import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Intake
import Rollout
import TestPeers
import Testing

/// A document that is decided after a newer one of its order went out is not sent by itself.
@Suite(.serialized) struct OvertakingTests {
    @Test(
        "a cancelled order does not live again when it is corrected; a person discards it or sends it anyway",
        arguments: StoreKind.all)
    func cancelled(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let broken = EDI.order("V-1").replacingOccurrences("QTY+21:48", "QTY+21:x")
            let id = try #require(try await test.submit(broken).documents?.first?.id)
            let cancelled = try await test.submit(EDI.order("V-1", function: 1, reference: 2))
            #expect(cancelled.documents?.first?.status == "delivered")
            let replay = test.gateway.replay
            let corrected = EDI.order("V-1", quantity: 47)
            let edited = try await replay.edit(
                id, bytes: Array(corrected.utf8), reason: "typo", caller: test.administrator)
            #expect(edited.status == "held" && edited.diagnostics.last?.code == "route.overtaken")
            #expect(edited.diagnostics.last?.message.contains(cancelled.documents?.first?.id ?? "?") == true)
            let change = try await test.submit(EDI.change("V-1", reference: 3))
            #expect(change.documents?.first?.status == "delivered", "its successors go on")
            let again = try await replay.retry(id, reason: "try", caller: test.administrator)
            #expect(again.status == "held" && again.diagnostics.map(\.code) == ["route.overtaken"])
            #expect(test.legacy.effects.count == 2)

            await Self.expectRefusal("intake.reason-missing") {
                try await replay.retry(id, reason: " ", anyway: true, caller: test.administrator)
            }
            _ = try await replay.retry(id, reason: "cancelled by mistake", anyway: true, caller: test.administrator)
            let sent = try await test.gateway.submissions.outcome(of: edited.interchange, waiting: .seconds(240))
            #expect(sent.documents?.first?.status == "delivered")
            #expect(test.legacy.effects.last?.text == corrected, "what was edited goes out")
            let timeline = try await test.gateway.documents.timeline(id, caller: test.administrator)
            #expect(timeline.contains { $0.kind == "document.retry" && $0.words.contains("anyway") })
        }
    }

    @Test("an older version does not overwrite the newer one that went out meanwhile", arguments: StoreKind.all)
    func older(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.sameKey = .replace
        try await TestGateway.with(kind, options) { test in
            let broken = EDI.order("V-2").replacingOccurrences("QTY+21:48", "QTY+21:x")
            let id = try #require(try await test.submit(broken).documents?.first?.id)
            let newer = EDI.order("V-2", quantity: 5, reference: 2)
            try await test.submit(newer)
            let edited = try await test.gateway.replay.edit(
                id, bytes: Array(EDI.order("V-2").utf8), reason: "typo", caller: test.administrator)
            #expect(edited.diagnostics.last?.code == "route.overtaken")
            let third = try await test.submit(EDI.order("V-2", quantity: 6, reference: 3))
            #expect(third.documents?.first?.status == "delivered")
            _ = try await test.gateway.replay.discard(id, reason: "superseded", caller: test.administrator)
            #expect(test.legacy.effects.map(\.text) == [newer, EDI.order("V-2", quantity: 6, reference: 3)])
            #expect(try await test.balances().discarded == 1)
        }
    }

    @Test("an unreadable interchange that is read at last does not overwrite what came later", arguments: StoreKind.all)
    func interchange(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.largestXML = 1_000
        options.sameKey = .replace
        try await TestGateway.with(kind, options) { test in
            let first = try UnreadableTests.order()
            let unreadable = try await test.submit(first)
            #expect(unreadable.status == "unreadable")
            try await test.restart { $0.limits.largestXML = 20_000_000 }
            let newer = try await test.submit(UnreadableTests.order(quantity: 49))
            #expect(newer.documents?.map(\.status) == ["delivered"])
            let answer = try await test.gateway.interchanges.reprocess(
                unreadable.id, reason: "the limit was too low", waiting: .seconds(240), caller: test.administrator)
            #expect(answer.documents?.map(\.status) == ["held"])
            #expect(answer.documents?.first?.diagnostics.last?.code == "route.overtaken")
            #expect(test.legacy.effects.count == 1)
        }
    }

    @Test("only a document that is held as overtaken is sent anyway", arguments: StoreKind.all)
    func needless(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .answer(422) }
            let id = try #require(try await test.submit(EDI.order("V-3")).documents?.first?.id)
            await Self.expectRefusal("intake.anyway-needless") {
                try await test.gateway.replay.retry(id, reason: "x", anyway: true, caller: test.administrator)
            }
        }
    }

    private static func expectRefusal(_ code: Code, _ action: () async throws -> DocumentView) async {
        do {
            let view = try await action()
            Issue.record("it was done: \(view.status)")
        } catch let error as GatewayError {
            #expect(error.diagnostic.code == code)
        } catch {
            Issue.record(error)
        }
    }
}
