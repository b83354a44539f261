import ConfigurationFiles
import Diagnostics
import Gateway
import Rollout
import Store
import TestPeers
import Testing

/// Guards at work: what trips them, what they do, and how a person gets out of it.
@Suite(.serialized) struct GuardTests {
    private static let name = "north-intake"

    private static func with(
        _ kind: StoreKind, _ rule: GuardRule, and other: GuardRule? = nil, readyUntil: Instant? = nil,
        _ body: @escaping (TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                installation.milestones[0].guards = [rule] + (other.map { [$0] } ?? [])
                installation.milestones[0].legacyReadyUntil = readyUntil
                installation.routing.milestones = [
                    StagedMilestone(installation.milestones[0], stage: .planned, since: nil)
                ]
            }
            try await test.goLive()
            try await body(test)
        }
    }

    private static func tripped(_ test: TestGateway) async throws -> MilestoneView.Guard {
        try await eventually(60) {
            let view = try await test.gateway.milestones.show(name, caller: test.administrator)
            return view.guards?.first { $0.tripped != nil }
        }
    }

    @Test(
        "too many failures make births wait, accepted; a person arms the guard, and they go in their order",
        arguments: StoreKind.all)
    func holdBirths(kind: StoreKind) async throws {
        let rule = GuardRule(kind: .failureRate, limit: 50, minimumSample: 2)
        let silence = GuardRule(kind: .silence, limit: 200, consequence: .notify)
        try await Self.with(kind, rule, and: silence) { test in
            test.new.behave { _ in .answer(422) }
            for place in 1...2 { try await test.submit(EDI.order("F-\(place)", reference: place)) }
            let found = try await Self.tripped(test)
            #expect(found.consequence == "hold-births")
            #expect(found.tripped == "failure-rate 100 %, 50 % allowed, 2 observations")
            test.new.behave { _ in .accept }
            let held = try await test.submit(EDI.order("F-3", reference: 3))
            #expect(held.documents?.first?.diagnostics.map(\.code) == ["route.births-held"])
            // A change of what waits, waits behind it; an owned order goes on as ever.
            let later = try await test.submit(EDI.change("F-3", reference: 4))
            #expect(later.documents?.first?.status != "delivered")
            let onward = MoveForm(.advance(to: .draining), typedName: Self.name)
            let refused = await #expect(throws: GatewayError.self) {
                try await test.gateway.milestones.move(Self.name, onward, caller: test.administrator)
            }
            #expect(refused?.diagnostic.code == "route.guard-tripped")
            let bare = await #expect(throws: GatewayError.self) {
                try await test.gateway.milestones.move(
                    Self.name, MoveForm(.rearm(.failureRate)), caller: test.administrator)
            }
            #expect(bare?.diagnostic.code == "route.move-reason-missing")
            let armed = MoveForm(.rearm(.failureRate), reason: "new is mended")
            let view = try await test.gateway.milestones.move(Self.name, armed, caller: test.administrator)
            #expect(view.guards?.first?.tripped == nil)
            #expect(view.history.map(\.action).suffix(2) == ["guard", "rearm"])
            let born = try #require(held.documents?.first?.id)
            let sent = try #require(later.documents?.first?.id)
            for document in [born, sent] {
                _ = try await eventually(60) {
                    let shown = try await test.gateway.documents.document(document, caller: test.administrator)
                    return shown.status == "delivered" && shown.backend == "new" ? true : nil
                }
            }
            // What made it trip is still of the last quarter of an hour, and makes it trip no more: the other guard looked since.
            test.advance(seconds: 300)
            #expect(try await Self.tripped(test).guard == "silence")
        }
    }

    @Test("births go to legacy while it is healthy and ready", arguments: StoreKind.all)
    func toLegacy(kind: StoreKind) async throws {
        let rule = GuardRule(kind: .failureRate, limit: 50, consequence: .toLegacy)
        try await Self.with(kind, rule) { test in
            test.new.behave { _ in .answer(422) }
            try await test.submit(EDI.order("T-1"))
            #expect(try await Self.tripped(test).consequence == "to-legacy")
            let born = try await test.submit(EDI.order("T-2", reference: 2))
            #expect(born.documents?.first?.backend == "legacy")
            #expect(born.documents?.first?.reason?.contains("failure-rate") == true)
        }
    }

    @Test("births wait where legacy could not take them any more", arguments: StoreKind.all)
    func legacyNotReady(kind: StoreKind) async throws {
        let rule = GuardRule(kind: .failureRate, limit: 50, consequence: .toLegacy)
        try await Self.with(kind, rule, readyUntil: Instant(microseconds: 1)) { test in
            test.new.behave { _ in .answer(422) }
            try await test.submit(EDI.order("W-1"))
            #expect(try await Self.tripped(test).consequence == "hold-births")
            let back = MoveForm(.reverse(to: .planned, policy: nil), reason: "stop")
            let held = try await test.submit(EDI.order("W-2", reference: 2))
            let reversed = try await test.gateway.milestones.move(Self.name, back, caller: test.administrator)
            #expect(reversed.stage == "planned")
            // A reverse lets go what waited: it is born where births go now.
            let document = try #require(held.documents?.first?.id)
            _ = try await eventually(60) {
                let shown = try await test.gateway.documents.document(document, caller: test.administrator)
                return shown.backend == "legacy" && shown.status == "delivered" ? true : nil
            }
        }
    }

    @Test("silence is noticed without any order, and only told where that is asked for", arguments: StoreKind.all)
    func silence(kind: StoreKind) async throws {
        try await Self.with(kind, GuardRule(kind: .silence, limit: 3_600, consequence: .notify)) { test in
            try await test.submit(EDI.order("Q-1"))
            test.advance(seconds: 4_000)
            let found = try await Self.tripped(test)
            #expect(found.consequence == "notify" && found.tripped?.hasPrefix("silence 4") == true)
            let born = try await test.submit(EDI.order("Q-2", reference: 2))
            #expect(born.documents?.first?.backend == "new")
        }
    }
}
