import Foundation
import Gateway
import Intake
import Store
import TestPeers
import Testing

@Suite(.serialized) struct LostCommitTests {
    /// What a transaction runs that begins attempts, and one that claims.
    private static let begins = "insert into attempts"
    private static let claims = "set state = 'sending'"

    /// A back end at which an attempt without a result would be unknown: what was never sent is not.
    private static var options: TestGateway.Options {
        var options = TestGateway.Options()
        options.honoursKey = false
        return options
    }

    @Test(
        "an order whose attempt was begun by a COMMIT with a lost answer is sent once, when its lease has passed",
        arguments: StoreKind.all)
    func lostDecision(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            test.database.loseCommit(running: Self.begins)
            let receipt = try await test.submit(EDI.order("L-1"), wait: 0)
            // What the COMMIT wrote is seen before its answer is lost.
            let begun = try await Self.delivery(of: receipt.id, in: test) { [database = test.database] in
                database.isDone && $0.state == "sending"
            }
            #expect(test.legacy.requests == 0)
            #expect(begun.attempts.count == 1 && begun.attempts.first?.outcome == nil)

            test.advance(seconds: 70)
            let delivered = try await Self.delivery(of: receipt.id, in: test) { $0.state == "delivered" }
            #expect(delivered.attempts.map(\.outcome) == ["failed", "done"])
            #expect(test.legacy.requests == 1 && test.legacy.effects.count == 1)
        }
    }

    @Test("so is one whose claim's answer was lost; what follows it in its key waits for it", arguments: StoreKind.all)
    func lostClaim(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            test.legacy.behave { _ in .answer(503) }
            let order = try await test.submit(EDI.order("L-2"), wait: 0)
            // The first attempt is begun by the decision, or by a claim when the gateway has only just started.
            _ = try await Self.delivery(of: order.id, in: test) { $0.attempts.first?.outcome == "failed" }
            test.database.loseCommit(running: Self.claims)
            let begun = try await Self.delivery(of: order.id, in: test) { [database = test.database] in
                database.isDone && $0.state == "sending" && $0.attempts.last?.outcome == nil
            }
            let sent = begun.attempts.count - 1
            let change = try await test.submit(EDI.change("L-2"), wait: 0)
            #expect(try await test.routed(change.id).status == "delivering")
            #expect(test.legacy.requests == sent)

            test.legacy.behave { _ in .accept }
            test.advance(seconds: 70)
            _ = try await Self.delivery(of: change.id, in: test) { $0.state == "delivered" }
            #expect(test.legacy.effects.map { $0.headers["x-milepost-type"] } == ["order", "order-change"])
            #expect(test.legacy.requests == sent + 2)
        }
    }

    @Test("how an attempt ended is on record even when what was heard cannot be stored", arguments: StoreKind.all)
    func unstorableAnswer(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            test.legacy.behave { _ in .answer(422) }
            test.database.refuse(text: "422")
            let refused = try await test.submit(EDI.order("L-9"), wait: 0)
            let failed = try await Self.delivery(of: refused.id, in: test) { $0.state == "failed" }
            #expect(failed.attempts.map(\.outcome) == ["refused"])
        }
    }

    @Test("an attempt that is being made is not given back, however long its answer takes", arguments: StoreKind.all)
    func inHand(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            let mayAnswer = DispatchSemaphore(value: 0)
            test.legacy.behave { request in
                if request.text.contains("L-3") { mayAnswer.wait() }
                return .accept
            }
            let slow = try await test.submit(EDI.order("L-3"), wait: 0)
            _ = try await eventually(240) { test.legacy.requests == 1 ? true : nil }
            test.database.loseCommit(running: Self.begins)
            let lost = try await test.submit(EDI.order("L-4", reference: 2), wait: 0)
            _ = try await Self.delivery(of: lost.id, in: test) { [database = test.database] in
                database.isDone && $0.state == "sending"
            }

            // The lost one comes back, so housekeeping has looked; the slow one is left to its runner.
            test.advance(seconds: 70)
            _ = try await Self.delivery(of: lost.id, in: test) { $0.state == "delivered" }
            let waiting = try await Self.delivery(of: slow.id, in: test) { _ in true }
            #expect(waiting.state == "sending" && waiting.attempts.count == 1)
            mayAnswer.signal()
            let delivered = try await Self.delivery(of: slow.id, in: test) { $0.state == "delivered" }
            #expect(delivered.attempts.map(\.outcome) == ["done"])
            #expect(test.legacy.requests == 2)
        }
    }

    @Test("a runner that hears of an attempt when its lease has passed does not send it", arguments: StoreKind.all)
    func late(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            test.database.afterCommit(running: Self.begins) { test.advance(seconds: 60) }
            let receipt = try await test.submit(EDI.order("L-5"), wait: 0)
            let delivered = try await Self.delivery(of: receipt.id, in: test) { $0.state == "delivered" }
            #expect(delivered.attempts.map(\.outcome) == ["failed", "done"])
            #expect(delivered.attempts.first?.detail == "its lease passed before it was sent")
            #expect(test.legacy.requests == 1)
            let legacy = try await test.gateway.backends.list(caller: test.administrator).first { $0.name == "legacy" }
            #expect(legacy?.breaker == "closed")
        }
    }

    @Test(
        "a payload that was kept is answered with its receipt, though the COMMIT's answer was lost",
        arguments: StoreKind.all)
    func lostAcceptance(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            test.database.loseCommit(running: "insert into interchange_bytes")
            let outcome = try await test.submit(EDI.order("L-6"))
            #expect(test.database.isDone)
            #expect(outcome.documents?.first?.status == "delivered")
            #expect(test.legacy.requests == 1)
        }
    }

    /// The first document's only delivery, once it is as it should be.
    private static func delivery(
        of interchange: String, in test: TestGateway, when isReady: @escaping @Sendable (DeliveryView) -> Bool
    ) async throws -> DeliveryView {
        let id = try await test.routed(interchange).id
        return try await eventually(240) {
            try await test.gateway.documents.document(id, caller: test.administrator).deliveries?.first(where: isReady)
        }
    }
}
