import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// Open orders that change their owner, step by step.
@Suite(.serialized) struct TransferTests {
    /// A gateway that is live at the north, with back ends that take calls, or none.
    private static func with(
        _ kind: StoreKind, taking: Set<BackendAbilities.TakenCopy> = [.transfers], honoursKey: Bool = true,
        _ body: @escaping (TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.with(kind, .init(honoursKey: honoursKey)) { test in
            try await restart(test, taking: taking)
            try await test.goLive()
            try await body(test)
        }
    }

    private static func restart(_ test: TestGateway, taking: Set<BackendAbilities.TakenCopy>) async throws {
        try await test.restart { installation in
            for index in installation.backends.indices { installation.backends[index].abilities.takes = taking }
        }
    }

    private static func start(_ number: String, to side: Side = .legacy, in test: TestGateway) async throws -> String {
        try await test.gateway.transfers.start(
            "northwind/\(number)", to: side, reason: "new cannot ship it", caller: test.administrator
        ).id
    }

    @discardableResult
    private static func until(_ state: String, _ id: String, in test: TestGateway) async throws -> TransferView {
        try await eventually(60) {
            let view = try await test.gateway.transfers.show(id, caller: test.administrator)
            return view.state == state ? view : nil
        }
    }

    private static func purposes(_ backend: RecordingBackend) -> [String] {
        backend.effects.compactMap { $0.headers["x-milepost-purpose"] }
    }

    private static func owners(_ number: String, in test: TestGateway) async throws -> Set<String> {
        let order = try await test.gateway.orders.show("northwind/\(number)", caller: test.administrator)
        return Set(order.itinerary.map(\.backend))
    }

    @Test(
        "the old owner lets go, the new one gets what was before and takes over; what comes later follows it",
        arguments: StoreKind.all)
    func whole(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.submit(EDI.order("T-1"))
            try await test.submit(EDI.change("T-1"))
            let id = try await Self.start("T-1", in: test)
            try await Self.until("done", id, in: test)
            #expect(Self.purposes(test.new) == ["primary", "primary", "release"])
            #expect(Self.purposes(test.legacy) == ["copy", "copy", "activate"])
            let activation = try #require(test.legacy.effects.last)
            #expect(activation.headers["idempotency-key"] == "\(id)-activate")
            #expect(activation.text.contains("\"order\":\"northwind/T-1\""))
            #expect(try await Self.owners("T-1", in: test) == ["legacy"])
            let later = try await test.submit(EDI.change("T-1", quantity: 12, reference: 5))
            #expect(later.documents?.first?.backend == "legacy")
            let again = await faultCode { _ = try await Self.start("T-1", in: test) }
            #expect(again == "route.transfer-needless")
            // And back.
            let back = try await Self.start("T-1", to: .new, in: test)
            try await Self.until("done", back, in: test)
            #expect(try await Self.owners("T-1", in: test) == ["new"])
        }
    }

    @Test(
        "what comes while it is under way waits, over a restart, and goes to the new owner behind what was before",
        arguments: StoreKind.all)
    func meanwhile(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.submit(EDI.order("M-1"))
            test.new.behave { _ in .answer(503) }
            let id = try await Self.start("M-1", in: test)
            _ = try await eventually(60) {
                let view = try await test.gateway.transfers.show(id, caller: test.administrator)
                return view.step == "releasing" && view.note == "HTTP 503" ? true : nil
            }
            let running = await faultCode { _ = try await Self.start("M-1", in: test) }
            #expect(running == "route.transfer-running")
            let change = try await test.submit(EDI.change("M-1"))
            let waiting = try #require(change.documents?.first)
            #expect(waiting.status == "parked" && waiting.reason?.contains("transfer \(id)") == true)
            try await Self.restart(test, taking: [.transfers])
            test.new.behave { _ in .accept }
            test.advance(seconds: 200)
            try await Self.until("done", id, in: test)
            _ = try await eventually(60) {
                let shown = try await test.gateway.documents.document(waiting.id, caller: test.administrator)
                return shown.status == "delivered" && shown.backend == "legacy" ? true : nil
            }
            #expect(Self.purposes(test.legacy) == ["copy", "activate", "primary"])
            #expect(Self.purposes(test.new) == ["primary", "release"])
        }
    }

    @Test("a call without an answer is made again under its key, and takes effect once", arguments: StoreKind.all)
    func lostAnswers(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.submit(EDI.order("L-1"))
            for backend in [test.new, test.legacy] { backend.behave { _ in .acceptAndClose } }
            let id = try await Self.start("L-1", in: test)
            _ = try await eventually(60) { Self.purposes(test.new).contains("release") ? true : nil }
            for backend in [test.new, test.legacy] { backend.behave { _ in .accept } }
            test.advance(seconds: 200)
            try await Self.until("done", id, in: test)
            #expect(Self.purposes(test.new) == ["primary", "release"])
            #expect(Self.purposes(test.legacy) == ["copy", "activate"])
        }
    }

    @Test("an owner that does not let go keeps the order, and what waited goes to it", arguments: StoreKind.all)
    func refused(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.submit(EDI.order("R-1"))
            test.new.behave { request in
                request.headers["x-milepost-purpose"] == "release" ? .answer(422) : .accept
            }
            let id = try await Self.start("R-1", in: test)
            let kept = try await Self.until("kept", id, in: test)
            #expect(kept.note == "its owner does not let go")
            let change = try await test.submit(EDI.change("R-1"))
            #expect(change.documents?.first?.backend == "new" && change.documents?.first?.status == "delivered")
            #expect(test.legacy.effects.isEmpty)
        }
    }

    @Test("a delivery that may have arrived keeps the order where it is", arguments: StoreKind.all)
    func open(kind: StoreKind) async throws {
        try await Self.with(kind, honoursKey: false) { test in
            test.new.behave { _ in .acceptAndClose }
            let outcome = try await test.submit(EDI.order("O-1"))
            #expect(outcome.documents?.first?.status == "unknown")
            let id = try await Self.start("O-1", in: test)
            let kept = try await Self.until("kept", id, in: test)
            #expect(kept.note?.hasPrefix("a delivery of it is under way") == true)
            #expect(try await Self.owners("O-1", in: test) == ["new"])
        }
    }

    @Test("where a back end takes no calls, people make them and say so", arguments: StoreKind.all)
    func byHand(kind: StoreKind) async throws {
        try await Self.with(kind, taking: []) { test in
            try await test.submit(EDI.order("H-1"))
            let transfers = test.gateway.transfers
            let id = try await Self.start("H-1", in: test)
            let asked = try await Self.until("person", id, in: test)
            #expect(asked.step == "releasing" && asked.note?.contains("let new let go") == true)
            let absent = await faultCode {
                _ = try await transfers.confirm(id, .absent, cursor: nil, reason: "r", caller: test.administrator)
            }
            #expect(absent == "route.transfer-not-asked")
            let bare = await faultCode {
                _ = try await transfers.confirm(id, .done, cursor: nil, reason: nil, caller: test.administrator)
            }
            #expect(bare == "intake.reason-missing")
            _ = try await transfers.confirm(
                id, .done, cursor: "77", reason: "closed by hand", caller: test.administrator)
            // Its last document is awaited for a while, then asked for.
            let awaited = try await eventually(60) {
                let view = try await transfers.show(id, caller: test.administrator)
                return view.state == "person" && view.step == "reading" ? view : nil
            }
            #expect(awaited.note?.contains("its last document is 77, which has not come") == true)
            _ = try await transfers.confirm(
                id, .done, cursor: nil, reason: "77 was a test", caller: test.administrator)
            _ = try await eventually(60) {
                let view = try await transfers.show(id, caller: test.administrator)
                return view.state == "person" && view.step == "activating" ? true : nil
            }
            _ = try await transfers.confirm(
                id, .done, cursor: nil, reason: "opened by hand", caller: test.administrator)
            try await Self.until("done", id, in: test)
            #expect(try await Self.owners("H-1", in: test) == ["legacy"])
            _ = try await eventually(60) { Self.purposes(test.legacy) == ["copy"] ? true : nil }
        }
    }

    @Test("the orders of a milestone go at a rate, pause, and go on", arguments: StoreKind.all)
    func bulk(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            for place in 1...6 { try await test.submit(EDI.order("B-\(place)", reference: place)) }
            try await test.goBack()
            let transfers = test.gateway.transfers
            let bulk = try await transfers.start(
                milestone: "north-intake", to: .legacy, perMinute: 1, reason: "back", caller: test.administrator)
            #expect(bulk.waiting + bulk.running + bulk.done == 6)
            _ = try await eventually(60) {
                try await transfers.show(bulk: bulk.id, caller: test.administrator).done == 1 ? true : nil
            }
            let paused = try await transfers.pause(bulk: bulk.id, true, caller: test.administrator)
            #expect(paused.isPaused && paused.waiting == 5)
            test.advance(seconds: 120)
            try await Task.sleep(for: .seconds(2))
            #expect(try await transfers.show(bulk: bulk.id, caller: test.administrator).waiting == 5)
            _ = try await transfers.pause(bulk: bulk.id, false, caller: test.administrator)
            for done in 2...6 {
                test.advance(seconds: 61)
                _ = try await eventually(60) {
                    try await transfers.show(bulk: bulk.id, caller: test.administrator).done >= done ? true : nil
                }
            }
            #expect(Self.purposes(test.legacy).count { $0 == "activate" } == 6)
        }
    }

    @Test("a reverse that hands back transfers what new owns, whoever reversed", arguments: StoreKind.all)
    func handBack(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.submit(EDI.order("P-1"))
            let desk = test.gateway.milestones
            let onDuty = Caller(name: "dana", role: .support)
            let other = MoveForm(.reverse(to: .planned, policy: .handBack), reason: "new is wrong")
            let refused = await faultCode { _ = try await desk.move("north-intake", other, caller: onDuty) }
            #expect(refused == "route.policy-role")
            let moved = try await desk.move("north-intake", other, caller: test.administrator)
            #expect(moved.stage == "planned")
            _ = try await eventually(60) {
                let bulks = try await test.gateway.transfers.bulks(caller: test.administrator)
                return bulks.first?.done == 1 ? true : nil
            }
            #expect(try await Self.owners("P-1", in: test) == ["legacy"])
        }
    }
}
