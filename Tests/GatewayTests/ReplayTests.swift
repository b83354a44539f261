import Diagnostics
import Gateway
import Intake
import Testing
import TestPeers

@Suite(.serialized) struct ReplayTests {
    @Test(
        "a refused order holds its key until it is edited and replayed; then all goes in order",
        arguments: StoreKind.all)
    func editAndReplay(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { $0.text.contains("QTY+21:48") ? .answer(422) : .accept }
            let order = try await test.submit(EDI.order("R-1"))
            let document = try #require(order.documents?.first)
            #expect(document.status == "failed" && document.diagnostics.map(\.code) == ["deliver.refused"])
            let change = try await test.submit(EDI.change("R-1"), wait: 0)
            #expect(try await test.routed(change.id).status == "delivering", "it waits behind its order")
            let other = try await test.submit(EDI.order("R-2", quantity: 3, reference: 8))
            #expect(other.documents?.first?.status == "delivered", "another order does not wait")

            let corrected = EDI.order("R-1", quantity: 47)
            let edited = try await test.gateway.replay.edit(
                document.id, bytes: Array(corrected.utf8), reason: "the buyer meant 47", caller: test.administrator)
            #expect(edited.payloadVersion == 2)
            for id in [order.id, change.id] {
                let outcome = try await test.gateway.submissions.outcome(of: id, waiting: .seconds(240))
                #expect(outcome.documents?.first?.status == "delivered")
            }
            let effects = test.legacy.effects.map(\.text).filter { $0.contains("R-1") }
            #expect(effects.first == corrected && effects.count == 2)
            #expect(effects.last?.contains("ORDCHG") == true)
        }
    }

    @Test("a retry sends the same again under the same key", arguments: StoreKind.all)
    func retry(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .answer(422) }
            let order = try await test.submit(EDI.order("R-3"))
            let id = try #require(order.documents?.first?.id)
            test.legacy.behave { _ in .accept }
            _ = try await test.gateway.replay.retry(id, caller: test.administrator)
            let outcome = try await test.gateway.submissions.outcome(of: order.id, waiting: .seconds(240))
            #expect(outcome.documents?.first?.status == "delivered")
            await #expect(throws: GatewayError.self) {
                try await test.gateway.replay.retry(id, caller: test.administrator)
            }
        }
    }

    @Test("people who press replay on one document at the same moment cause one effect", arguments: StoreKind.all)
    func pressedAtOnce(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .answer(422) }
            let order = try await test.submit(EDI.order("R-31"))
            let id = try #require(order.documents?.first?.id)
            let before = test.legacy.requests
            test.legacy.behave { _ in .accept }
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for person in ["ann", "bob", "eve", "kim"] {
                    group.addTask {
                        let caller = Caller(name: person, role: .support)
                        do {
                            _ = try await test.gateway.replay.retry(id, caller: caller)
                            return true
                        } catch is GatewayError {
                            return false
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(taken >= 1)
            let outcome = try await test.gateway.submissions.outcome(of: order.id, waiting: .seconds(240))
            #expect(outcome.documents?.first?.status == "delivered")
            #expect(test.legacy.requests == before + 1 && test.legacy.effects.count == 1)
            let shown = try await test.gateway.documents.document(id, caller: test.administrator)
            #expect(shown.deliveries?.count == 1 && shown.deliveries?.first?.attempts.count == 2)
        }
    }

    @Test("replays that race the automatic retry of a document cause one effect", arguments: StoreKind.all)
    func raceWithRetry(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.retry = RetrySchedule(first: 0.02, factor: 1, longest: 0.02, deadlineHours: 1)
        try await TestGateway.with(kind, options) { test in
            test.legacy.behave { _ in .answer(503) }
            for number in 1...4 {
                let order = try await test.submit(EDI.order("R-4\(number)", reference: number), wait: 0)
                let id = try await test.routed(order.id).id
                async let opened: Void = { test.legacy.behave { _ in .accept } }()
                async let pressed: Void = {
                    for _ in 1...5 { _ = try? await test.gateway.replay.retry(id, caller: test.administrator) }
                }()
                _ = await (opened, pressed)
                let outcome = try await test.gateway.submissions.outcome(of: order.id, waiting: .seconds(240))
                #expect(outcome.documents?.first?.status == "delivered")
                let shown = try await test.gateway.documents.document(id, caller: test.administrator)
                #expect(shown.deliveries?.first?.attempts.filter { $0.outcome == "done" }.count == 1)
                #expect(test.legacy.effects.filter { $0.text.contains("R-4\(number)") }.count == 1)
                test.legacy.behave { _ in .answer(503) }
            }
        }
    }

    @Test("an unreadable document is corrected and takes its order's way", arguments: StoreKind.all)
    func repairsReading(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let broken = EDI.order("R-4").replacingOccurrences("QTY+21:48", "QTY+21:x")
            let order = try await test.submit(broken)
            let document = try #require(order.documents?.first)
            #expect(document.status == "failed" && document.orderKey == nil)
            await #expect(throws: GatewayError.self) {
                try await test.gateway.replay.edit(
                    document.id, bytes: Array("rubbish".utf8), reason: "x", caller: test.administrator)
            }
            _ = try await test.gateway.replay.edit(
                document.id, bytes: Array(EDI.order("R-4").utf8), reason: "typo", caller: test.administrator)
            let outcome = try await test.gateway.submissions.outcome(of: order.id, waiting: .seconds(240))
            #expect(outcome.documents?.first?.status == "delivered")
            #expect(outcome.documents?.first?.orderKey == "northwind/R-4")
            #expect(test.legacy.effects.map(\.text) == [EDI.order("R-4")])
        }
    }

    @Test("an edit that is still wrong is kept, and its faults are about it", arguments: StoreKind.all)
    func wrongEdit(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let order = try await test.submit(
                EDI.order("R-5").replacingOccurrences("QTY+21:48", "QTY+21:TEN"))
            let id = try #require(order.documents?.first?.id)
            let wrong = EDI.order("R-5").replacingOccurrences("QTY+21:48", "QTY+21:ELEVEN")
            let replay = test.gateway.replay
            let edited = try await replay.edit(
                id, bytes: Array(wrong.utf8), reason: "typo", caller: test.administrator)
            #expect(edited.status == "failed" && edited.payloadVersion == 2)
            let kept = try await test.gateway.documents.original(id, caller: test.administrator)
            let bytes = try await kept.piece(0)
            #expect(bytes == Array(wrong.utf8))
            let again = try await replay.retry(id, caller: test.administrator)
            #expect(again.diagnostics.first?.value == "ELEVEN")
            _ = try await replay.edit(
                id, bytes: Array(EDI.order("R-5").utf8), reason: "number", caller: test.administrator)
            let outcome = try await test.gateway.submissions.outcome(of: order.id, waiting: .seconds(240))
            #expect(outcome.documents?.first?.status == "delivered")
            #expect(outcome.documents?.first?.payloadVersion == 3)
        }
    }

    @Test("an edit that is still wrong keeps the order's place; its change waits", arguments: StoreKind.all)
    func wrongEditInKey(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .answer(422) }
            let order = try await test.submit(EDI.order("R-9"))
            let id = try #require(order.documents?.first?.id)
            let change = try await test.submit(EDI.change("R-9"), wait: 0)
            #expect(try await test.routed(change.id).status == "delivering")
            test.legacy.behave { _ in .accept }
            let replay = test.gateway.replay
            let wrong = EDI.order("R-9").replacingOccurrences("QTY+21:48", "QTY+21:TEN")
            let edited = try await replay.edit(
                id, bytes: Array(wrong.utf8), reason: "typo", caller: test.administrator)
            #expect(edited.status == "failed")
            let waiting = try await test.gateway.submissions.outcome(of: change.id, waiting: .seconds(1))
            #expect(waiting.documents?.first?.waitsFor?.document == id)
            let right = EDI.order("R-9", quantity: 47)
            _ = try await replay.edit(
                id, bytes: Array(right.utf8), reason: "number", caller: test.administrator)
            let outcome = try await test.gateway.submissions.outcome(of: change.id, waiting: .seconds(240))
            #expect(outcome.documents?.first?.status == "delivered")
            #expect(test.legacy.effects.map(\.text) == [right, EDI.change("R-9")])
        }
    }

    @Test("an edit may not turn an order into another", arguments: StoreKind.all)
    func otherKey(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .answer(422) }
            let order = try await test.submit(EDI.order("R-5"))
            let id = try #require(order.documents?.first?.id)
            await #expect(throws: GatewayError.self) {
                try await test.gateway.replay.edit(
                    id, bytes: Array(EDI.order("R-6").utf8), reason: "x", caller: test.administrator)
            }
        }
    }

    @Test("a discarded birth makes room for the next original; its order keeps its owner", arguments: StoreKind.all)
    func discard(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .answer(422) }
            let order = try await test.submit(EDI.order("R-7"))
            let id = try #require(order.documents?.first?.id)
            await #expect(throws: GatewayError.self) {
                try await test.gateway.replay.discard(id, reason: " ", caller: test.administrator)
            }
            let gone = try await test.gateway.replay.discard(id, reason: "sent by phone", caller: test.administrator)
            #expect(gone.status == "discarded")
            test.legacy.behave { _ in .accept }
            try await test.goLive()
            let again = try await test.submit(EDI.order("R-7", reference: 4))
            #expect(again.documents?.first?.status == "delivered")
            #expect(again.documents?.first?.backend == "legacy")
            #expect(try await test.balances().discarded == 1)
        }
    }

    @Test("a held document that is discarded lets its successors go", arguments: StoreKind.all)
    func held(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.submit(EDI.order("R-8"))
            let held = try await test.submit(EDI.order("R-8", quantity: 9, reference: 2))
            let id = try #require(held.documents?.first?.id)
            let change = try await test.submit(EDI.change("R-8", reference: 3), wait: 0)
            #expect(try await test.routed(change.id).status == "delivering")
            _ = try await test.gateway.replay.discard(id, reason: "sent twice", caller: test.administrator)
            let outcome = try await test.gateway.submissions.outcome(of: change.id, waiting: .seconds(240))
            #expect(outcome.documents?.first?.status == "delivered")
        }
    }
}
