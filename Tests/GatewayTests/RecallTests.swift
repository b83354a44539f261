import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// Orders that wait for a back end that is dead, after births went back.
@Suite(.serialized) struct RecallTests {
    private static let name = "north-intake"

    @Test(
        "new is dead while births wait behind its breaker: reverse, recall; new comes back and nothing is doubled",
        arguments: StoreKind.all)
    func deadBackend(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                installation.backends[1].breaker = CircuitBreaker.Limits(failures: 1, pause: 3_600, longestPause: 3_600)
            }
            try await test.goLive()
            try await test.submit(EDI.order("D-0"))
            test.new.behave { _ in .closeUnread }
            // The first one finds out; its attempt may have arrived.
            let first = try await test.routed(try await test.submit(EDI.order("D-1", reference: 2), wait: 0).id)
            _ = try await eventually(60) {
                let shown = try await test.gateway.documents.document(first.id, caller: test.administrator)
                return shown.deliveries?.first?.attempts.first?.outcome == nil ? nil : true
            }
            var waiting: [String] = []
            for place in 2...20 {
                waiting.append(try await test.submit(EDI.order("D-\(place)", reference: place + 1), wait: 0).id)
            }
            waiting.append(try await test.submit(EDI.change("D-20", reference: 90), wait: 0).id)
            for id in waiting { _ = try await test.routed(id) }
            let recalls = test.gateway.recalls
            let early = await faultCode {
                try await recalls.recall("northwind/D-20", reason: "too early", caller: test.administrator)
            }
            #expect(early == "route.recall-same")
            try await test.goBack()
            let view = try await recalls.recall(
                milestone: Self.name, after: "", reason: "new is dead", caller: test.administrator)
            #expect(view.kept.map(\.because.code) == ["route.recall-open", "route.recall-open"])
            #expect(view.kept.map(\.order) == ["northwind/D-0", "northwind/D-1"])
            #expect(view.recalled.count == 19 && view.next == nil)
            _ = try await eventually(60) { test.legacy.effects.count == 20 ? true : nil }
            // New comes back: what may have arrived is made sure of, and nothing that was recalled goes there.
            test.new.behave { _ in .accept }
            test.advance(seconds: 4_000)
            _ = try await eventually(60) { test.new.effects.count == 2 ? true : nil }
            #expect(
                test.new.effects.map { $0.text.contains("\"D-0\"") || $0.text.contains("\"D-1\"") } == [true, true])
            let order = try await test.gateway.orders.show("northwind/D-20", caller: test.administrator)
            #expect(order.itinerary.allSatisfy { $0.side == "legacy" } && order.documents.count == 2)
            #expect(order.documents.allSatisfy { $0.status == "delivered" && $0.backend == "legacy" })
        }
    }

    @Test("an order that new took is not recalled, nor one that nobody knows", arguments: StoreKind.all)
    func refusals(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.goLive()
            try await test.submit(EDI.order("T-1"))
            test.new.behave { _ in .answer(422) }
            try await test.submit(EDI.order("T-2", reference: 2))
            test.new.behave { _ in .accept }
            try await test.goBack()
            let recalls = test.gateway.recalls
            let (known, caller) = ("northwind/T-1", test.administrator)
            #expect(
                await faultCode { try await recalls.recall(known, reason: "r", caller: caller) } == "route.recall-open"
            )
            #expect(
                await faultCode { try await recalls.recall(known, reason: " ", caller: caller) }
                    == "intake.reason-missing")
            let unknown = await faultCode { try await recalls.recall("northwind/X", reason: "r", caller: caller) }
            #expect(unknown == "intake.order-unknown")
            // A refusal is a definite no: the order goes where births go now.
            try await recalls.recall("northwind/T-2", reason: "new refused it", caller: caller)
            _ = try await eventually(60) { test.legacy.effects.count == 1 ? true : nil }
            let again = await faultCode { try await recalls.recall("northwind/T-2", reason: "r", caller: caller) }
            #expect(again == "route.recall-open")
        }
    }
}
