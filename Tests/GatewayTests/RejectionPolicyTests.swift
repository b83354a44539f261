import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import TestPeers
import Testing

/// What becomes of later documents of an order once one of them is rejected for good.
@Suite(.serialized) struct RejectionPolicyTests {
    /// A gateway whose order intake has a policy, at a legacy back end that refuses quantities of 48.
    private static func with(
        _ kind: StoreKind, _ policy: RejectionPolicy, _ body: @escaping (TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                for index in installation.routing.functions.indices {
                    installation.routing.functions[index].onRejection = policy == .hold ? nil : policy
                }
            }
            test.legacy.behave { $0.text.contains("QTY+21:48") ? .answer(422) : .accept }
            try await body(test)
        }
    }

    private static func standing(_ interchange: String, _ status: String, _ test: TestGateway) async throws
        -> DocumentView
    {
        try await eventually(60) {
            let view = try await test.gateway.documents.interchange(interchange, caller: test.administrator)
            guard let first = view.documents?.first, first.status == status else { return nil }
            return try await test.gateway.documents.document(first.id, caller: test.administrator)
        }
    }

    private static func code(_ body: () async throws -> some Sendable) async -> String? {
        do {
            _ = try await body()
            return nil
        } catch let error as GatewayError {
            return error.diagnostic.code.rawValue
        } catch {
            return "\(error)"
        }
    }

    @Test("by default a rejected order holds its changes, and taking it out lets them go", arguments: StoreKind.all)
    func hold(kind: StoreKind) async throws {
        try await Self.with(kind, .hold) { test in
            let order = try await test.submit(EDI.order("H-1"))
            let id = try #require(order.documents?.first?.id)
            let change = try await test.submit(EDI.change("H-1"), wait: 0)
            let waiting = try await Self.standing(change.id, "delivering", test)
            #expect(waiting.waitsFor?.document == id)
            _ = try await test.gateway.replay.discard(id, reason: "typed in", caller: test.administrator)
            _ = try await Self.standing(change.id, "delivered", test)
        }
    }

    @Test(
        "with continue later documents pass a rejected one, which asks before it follows them", arguments: StoreKind.all
    )
    func goOn(kind: StoreKind) async throws {
        try await Self.with(kind, .continue) { test in
            let order = try await test.submit(EDI.order("C-1"))
            let id = try #require(order.documents?.first?.id)
            #expect(order.documents?.first?.status == "failed")
            let change = try await test.submit(EDI.change("C-1"))
            #expect(change.documents?.first?.status == "delivered")
            let shown = try await test.gateway.documents.document(id, caller: test.administrator)
            #expect(shown.deliveries?.map(\.onRejection) == ["continue"])
            let story = try await test.gateway.orders.show("northwind/C-1", caller: test.administrator)
            #expect(story.timeline.contains { $0.words.contains("later documents go on without it") })

            test.legacy.behave { _ in .accept }
            let replay = test.gateway.replay
            #expect(
                await Self.code { try await replay.retry(id, caller: test.administrator) }
                    == "intake.replay-behind-newer")
            _ = try await replay.retry(id, reason: "it is additive", anyway: true, caller: test.administrator)
            _ = try await Self.standing(order.id, "delivered", test)
            let came = test.legacy.effects.map(\.text).filter { $0.contains("C-1") }
            #expect(came.count == 2 && came.first?.contains("ORDCHG") == true)
        }
    }

    @Test(
        "with continue an order that nothing passed is retried without a question, and is in front again",
        arguments: StoreKind.all)
    func retriedInFront(kind: StoreKind) async throws {
        try await Self.with(kind, .continue) { test in
            let order = try await test.submit(EDI.order("C-2"))
            let id = try #require(order.documents?.first?.id)
            test.legacy.behave { _ in .accept }
            _ = try await test.gateway.replay.retry(id, caller: test.administrator)
            let change = try await test.submit(EDI.change("C-2"))
            #expect(change.documents?.first?.status == "delivered")
            let came = test.legacy.effects.map(\.text).filter { $0.contains("C-2") }
            #expect(came.count == 2 && came.last?.contains("ORDCHG") == true)
        }
    }

    @Test(
        "with continue an outcome that is not known still holds what comes behind it", arguments: StoreKind.all)
    func unknownHolds(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.honoursKey = false
        try await TestGateway.with(kind, options) { test in
            try await test.restart { installation in
                for index in installation.routing.functions.indices {
                    installation.routing.functions[index].onRejection = .continue
                }
            }
            test.legacy.behave { _ in .answer(504) }
            let order = try await test.submit(EDI.order("C-3"))
            #expect(order.documents?.first?.status == "unknown")
            test.legacy.behave { _ in .accept }
            let change = try await test.submit(EDI.change("C-3"), wait: 0)
            let waiting = try await Self.standing(change.id, "delivering", test)
            #expect(waiting.waitsFor?.document == order.documents?.first?.id)
        }
    }

    @Test(
        "with cascade later documents fail with a rejected one, name it, and go again with it in order",
        arguments: StoreKind.all)
    func cascade(kind: StoreKind) async throws {
        try await Self.with(kind, .cascade) { test in
            let order = try await test.submit(EDI.order("K-1"))
            let id = try #require(order.documents?.first?.id)
            let change = try await test.submit(EDI.change("K-1"), wait: 0)
            let failed = try await Self.standing(change.id, "failed", test)
            #expect(failed.diagnostics.map(\.code) == ["deliver.predecessor-rejected"])
            #expect(failed.waitsFor?.document == id)
            let replay = test.gateway.replay
            #expect(
                await Self.code { try await replay.retry(failed.id, caller: test.administrator) }
                    == "intake.replay-behind-rejected")
            #expect(
                await Self.code { try await replay.reprocess(failed.id, caller: test.administrator) }
                    == "intake.replay-behind-rejected")
            let corrected = EDI.order("K-1", quantity: 47)
            _ = try await replay.edit(
                id, bytes: Array(corrected.utf8), reason: "the buyer meant 47", caller: test.administrator)
            for interchange in [order.id, change.id] { _ = try await Self.standing(interchange, "delivered", test) }
            let came = test.legacy.effects.map(\.text).filter { $0.contains("K-1") }
            #expect(came.count == 2 && came.last?.contains("ORDCHG") == true)
        }
    }

    @Test(
        "with cascade what a person takes out takes what waits behind it along, each to be decided",
        arguments: StoreKind.all)
    func cascadeOfDiscarded(kind: StoreKind) async throws {
        try await Self.with(kind, .cascade) { test in
            test.legacy.behave { _ in .answer(503) }
            let order = try await test.submit(EDI.order("K-2"), wait: 0)
            let change = try await test.submit(EDI.change("K-2"), wait: 0)
            let first = try await Self.standing(order.id, "delivering", test)
            _ = try await Self.standing(change.id, "delivering", test)
            let replay = test.gateway.replay
            _ = try await eventually(60) {
                try? await replay.discard(first.id, reason: "sent by mistake", caller: test.administrator)
            }
            let behind = try await Self.standing(change.id, "failed", test)
            #expect(behind.diagnostics.map(\.code) == ["deliver.predecessor-rejected"] && behind.waitsFor == nil)
            test.legacy.behave { _ in .accept }
            _ = try await replay.retry(behind.id, caller: test.administrator)
            _ = try await Self.standing(change.id, "delivered", test)
        }
    }
}
