import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// Stages between planned and complete, with the copies that keep the other side informed.
@Suite(.serialized) struct PilotTests {
    /// North's milestone with a pilot; legacy takes what is given.
    private static func with(
        _ kind: StoreKind, pilot: PilotAudience, cut: Cut? = nil, taking: Set<BackendAbilities.TakenCopy>,
        _ body: @escaping (TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                installation.backends[0].abilities.takes = taking
                installation.milestones[0].pilot = pilot
                installation.milestones[0].cut = cut
                installation.routing.milestones = [
                    StagedMilestone(installation.milestones[0], stage: .planned, since: nil)
                ]
            }
            try await body(test)
        }
    }

    private static func purposes(_ backend: RecordingBackend) -> [String] {
        backend.effects.compactMap { $0.headers["x-milepost-purpose"] }
    }

    @Test(
        "a pilot of partners sends their births to new, and a standby copy to legacy behind each",
        arguments: StoreKind.all)
    func partners(kind: StoreKind) async throws {
        try await Self.with(kind, pilot: .partners(["northwind"]), taking: [.standby]) { test in
            let before = try await test.submit(EDI.order("P-0"))
            #expect(before.documents?.first?.backend == "legacy")
            try await test.advance(to: .pilot)
            let born = try await test.submit(EDI.order("P-1", reference: 2))
            #expect(born.documents?.first?.backend == "new")
            #expect(born.documents?.first?.reason?.contains("pilot") == true)
            let changed = try await test.submit(EDI.change("P-1", reference: 3))
            #expect(changed.documents?.first?.backend == "new")
            // What was born before the pilot stays where it is, and new hears nothing of it.
            let old = try await test.submit(EDI.change("P-0", reference: 4))
            #expect(old.documents?.first?.backend == "legacy")
            _ = try await eventually(60) { test.legacy.effects.count == 4 ? true : nil }
            #expect(Self.purposes(test.legacy).sorted() == ["primary", "primary", "standby", "standby"])
            #expect(Self.purposes(test.new) == ["primary", "primary"])
        }
    }

    @Test(
        "who is not in the pilot stays at legacy; live takes everybody; draining ends the standby",
        arguments: StoreKind.all)
    func stages(kind: StoreKind) async throws {
        try await Self.with(kind, pilot: .partners(["other"]), taking: [.standby]) { test in
            try await test.advance(to: .pilot)
            let outside = try await test.submit(EDI.order("S-1"))
            #expect(outside.documents?.first?.backend == "legacy")
            try await test.advance(to: .live)
            let live = try await test.submit(EDI.order("S-2", reference: 2))
            #expect(live.documents?.first?.backend == "new")
            _ = try await eventually(60) { test.legacy.effects.count == 2 ? true : nil }
            try await test.advance(to: .draining)
            let draining = try await test.submit(EDI.order("S-3", reference: 3))
            #expect(draining.documents?.first?.backend == "new")
            // Legacy still owns an order, which stays there: a person signs for it.
            let desk = test.gateway.milestones
            let fault = await #expect(throws: GatewayError.self) { try await test.advance(to: .complete) }
            #expect(fault?.diagnostic.code == "route.complete-with-leftovers")
            let left = try await desk.leftovers("north-intake", limit: 10, caller: test.administrator)
            #expect(left.map { $0.hasSuffix("/S-1") } == [true])
            let foreign = await #expect(throws: GatewayError.self) {
                try await desk.signOff(
                    "north-intake", orders: left + ["northwind/S-2"], reason: "it ends", caller: test.administrator)
            }
            #expect(foreign?.diagnostic.code == "route.not-left-over")
            _ = try await desk.signOff("north-intake", orders: left, reason: "it ends", caller: test.administrator)
            try await test.advance(to: .complete)
            let complete = try await test.submit(EDI.order("S-4", reference: 4))
            #expect(complete.documents?.first?.backend == "new")
            #expect(Self.purposes(test.legacy) == ["primary", "standby"])
            #expect(Self.purposes(test.new) == ["primary", "primary", "primary"])
        }
    }

    @Test(
        "legacy works from copies of what new owns while despatch is there, whatever the stage",
        arguments: StoreKind.all)
    func derived(kind: StoreKind) async throws {
        try await Self.with(kind, pilot: .deliveryParties(percent: 100), taking: [.copies]) { test in
            try await test.advance(to: .pilot)
            try await test.submit(EDI.order("D-1"))
            try await test.advance(to: .live)
            try await test.advance(to: .draining)
            try await test.submit(EDI.order("D-2", reference: 2))
            _ = try await eventually(60) { test.legacy.effects.count == 2 ? true : nil }
            #expect(Self.purposes(test.legacy) == ["copy", "copy"])
        }
    }

    @Test(
        "a copy that its back end refuses is tried again, or given up, and holds up nothing else",
        arguments: StoreKind.all)
    func refusedCopy(kind: StoreKind) async throws {
        try await Self.with(kind, pilot: .deliveryParties(percent: 100), taking: [.standby]) { test in
            test.legacy.behave { _ in .answer(422) }
            try await test.advance(to: .pilot)
            let outcome = try await test.submit(EDI.order("R-1"))
            let document = try #require(outcome.documents?.first)
            #expect(document.status == "delivered" && document.backend == "new")
            try await Self.copy(of: document.id, is: "failed", in: test)
            test.legacy.behave { _ in .accept }
            _ = try await test.gateway.replay.retry(document.id, caller: test.administrator)
            try await Self.copy(of: document.id, is: "delivered", in: test)
            #expect(Self.purposes(test.legacy) == ["standby"])
            test.legacy.behave { _ in .answer(422) }
            let changed = try #require(try await test.submit(EDI.change("R-1")).documents?.first)
            try await Self.copy(of: changed.id, is: "failed", in: test)
            await #expect(throws: GatewayError.self) {
                try await test.gateway.replay.discard(changed.id, reason: nil, caller: test.administrator)
            }
            let view = try await test.gateway.replay.discard(
                changed.id, reason: "legacy keeps none", caller: test.administrator)
            #expect(view.status == "delivered")
            try await Self.copy(of: changed.id, is: "discarded", in: test)
            await #expect(throws: GatewayError.self) {
                try await test.gateway.replay.retry(changed.id, caller: test.administrator)
            }
        }
    }

    /// Waits until the copy of a document stands so.
    private static func copy(of document: String, is state: String, in test: TestGateway) async throws {
        _ = try await eventually(60) {
            let shown = try await test.gateway.documents.document(document, caller: test.administrator)
            return shown.deliveries?.first { $0.purpose == "standby" }?.state == state ? true : nil
        }
    }

    @Test(
        "despatch moves by delivery date: each open order is bound to its date's side, and stays there",
        arguments: StoreKind.all)
    func lateCut(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                installation.milestones[0].cells = [Cell(function: "despatch", site: "north")]
                installation.milestones[0].cut = .requestedDelivery(from: "2026-11-19")
                installation.routing.milestones = [
                    StagedMilestone(installation.milestones[0], stage: .planned, since: nil)
                ]
            }
            let days = ["L-1": "20261118", "L-2": "20261119", "L-3": "20261120"]
            for (place, day) in days.sorted(by: { $0.key < $1.key }).enumerated() {
                try await test.submit(EDI.order(day.key, reference: place + 1, delivery: day.value))
            }
            try await test.advance(to: .live)
            func sides() async throws -> [String?] {
                var sides: [String?] = []
                for number in ["L-1", "L-2", "L-3"] {
                    let order = try await test.gateway.orders.show("northwind/\(number)", caller: test.administrator)
                    sides.append(order.itinerary.first { $0.function == "despatch" }?.side)
                }
                return sides
            }
            #expect(try await sides() == ["legacy", "new", "new"])
            // Whatever is moved afterwards.
            let back = MoveForm(.reverse(to: .planned, policy: nil), reason: "stop")
            _ = try await test.gateway.milestones.move("north-intake", back, caller: test.administrator)
            #expect(try await sides() == ["legacy", "new", "new"])
        }
    }

    @Test("a back end that takes no copies gets none", arguments: StoreKind.all)
    func none(kind: StoreKind) async throws {
        try await Self.with(kind, pilot: .deliveryParties(percent: 100), taking: []) { test in
            try await test.advance(to: .pilot)
            let outcome = try await test.submit(EDI.order("N-1"))
            #expect(outcome.documents?.first?.backend == "new")
            let document = try #require(outcome.documents?.first?.id)
            let deliveries = try await test.gateway.documents.document(document, caller: test.administrator).deliveries
            #expect(deliveries?.map(\.purpose) == ["primary"])
        }
    }

    @Test("the pilot's kind and the cut cannot be edited while it runs", arguments: StoreKind.all)
    func edited(kind: StoreKind) async throws {
        try await Self.with(kind, pilot: .partners(["northwind"]), taking: []) { test in
            try await test.advance(to: .pilot)
            let fault = await #expect(throws: GatewayError.self) {
                try await test.restart { installation in
                    installation.routing.milestones[0].pilot = .deliveryParties(percent: 5)
                }
            }
            #expect(fault?.diagnostic.code == "route.milestone-changed")
            try await test.restart { $0.routing.milestones[0].pilot = .partners(["northwind"]) }
            let outcome = try await test.submit(EDI.order("E-1"))
            #expect(outcome.documents?.first?.backend == "new")
        }
    }
}
