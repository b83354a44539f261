import ConfigurationFiles
import Diagnostics
import Gateway
import Rollout
import Store
import TestPeers
import Testing

/// What stands around a move: four eyes, gates, plans, windows, schedules, and someone on duty.
@Suite(.serialized) struct MilestoneDeskTests {
    private static let name = "north-intake"
    private static let operations = Caller(name: "olga", role: .operations)
    private static let approver = Caller(name: "paul", role: .approver)
    private static let onDuty = Caller(name: "dana", role: .support)

    /// A gateway whose milestone is changed first.
    private static func with(
        _ kind: StoreKind, _ change: @escaping (inout Milestone) -> Void = { _ in }, freezes: [FreezeWindow] = [],
        _ body: @escaping (TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.with(kind) { test in
            try await restart(test, change, freezes: freezes)
            try await body(test)
        }
    }

    private static func restart(
        _ test: TestGateway, _ change: (inout Milestone) -> Void, freezes: [FreezeWindow] = []
    ) async throws {
        try await test.restart { installation in
            change(&installation.milestones[0])
            installation.freezes = freezes
            installation.routing.zones = ["Europe/Brussels": brussels]
            installation.routing.milestones = [
                StagedMilestone(installation.milestones[0], stage: .planned, since: nil)
            ]
        }
    }

    /// The clocks of Brussels in 2027.
    private static let brussels = ZoneOffsets(
        initial: 3_600,
        changes: [
            // 28 March and 31 October, 01:00 UTC.
            .init(at: Instant(microseconds: 1_806_195_600_000_000), seconds: 7_200),
            .init(at: Instant(microseconds: 1_824_944_400_000_000), seconds: 3_600),
        ])

    /// The code of a refusal, with its kind.
    private static func refusal(
        _ test: TestGateway, _ form: MoveForm, by caller: Caller
    ) async throws -> (code: String, kind: GatewayError.Kind)? {
        do {
            _ = try await test.gateway.milestones.move(name, form, caller: caller)
            return nil
        } catch let error as GatewayError {
            return (error.diagnostic.code.rawValue, error.kind)
        }
    }

    private static func live(
        reason: String? = "ready", plan: String? = nil, alone: Bool = false, overrides: [GateKind: String] = [:]
    ) -> MoveForm {
        MoveForm(.advance(to: .live), reason: reason, plan: plan, breaksGlass: alone, overrides: overrides)
    }

    @Test(
        "a milestone goes on once someone other than its author approved it; an edit revokes that",
        arguments: StoreKind.all)
    func fourEyes(kind: StoreKind) async throws {
        try await Self.with(kind, { $0.author = "paul" }) { test in
            let desk = test.gateway.milestones
            #expect(try await Self.refusal(test, Self.live(), by: Self.operations)?.code == "route.approval-missing")
            let own = await #expect(throws: GatewayError.self) {
                try await desk.approve(Self.name, seen: nil, caller: Self.approver)
            }
            #expect(own?.diagnostic.code == "route.approval-by-author")
            let stale = await #expect(throws: GatewayError.self) {
                try await desk.approve(Self.name, seen: "other", caller: test.administrator)
            }
            #expect(stale?.diagnostic.code == "route.definition-changed")
            let approved = try await desk.approve(Self.name, seen: nil, caller: test.administrator)
            #expect(approved.approvedBy == "tester")
            try await Self.restart(test) { milestone in
                milestone.author = "paul"
                milestone.pilot = .deliveryParties(percent: 1)
            }
            #expect(try await test.gateway.milestones.show(Self.name, caller: Self.onDuty).approvedBy == nil)
            #expect(try await Self.refusal(test, Self.live(), by: Self.operations)?.code == "route.approval-revoked")
        }
    }

    @Test("a gate that does not pass needs an approver's reason, which stays on record", arguments: StoreKind.all)
    func gates(kind: StoreKind) async throws {
        let list = [
            ChecklistItem(name: "trained", role: "key-user"), ChecklistItem(name: "booked", role: "support-lead"),
        ]
        try await Self.with(kind, { $0.checklist = list }) { test in
            let desk = test.gateway.milestones
            _ = try await desk.approve(Self.name, seen: nil, caller: Self.approver)
            let wrong = await #expect(throws: GatewayError.self) {
                try await desk.sign(Self.name, item: "trained", note: nil, caller: Self.onDuty)
            }
            #expect(wrong?.diagnostic.code == "route.signer-role" && wrong?.kind == .forbidden)
            #expect(wrong?.diagnostic.facts["held"] == "support")
            let keyUser = Caller(name: "ines", role: .viewer, signs: [.keyUser])
            _ = try await desk.sign(Self.name, item: "trained", note: "all twelve", caller: keyUser)
            let plan = try await desk.plan(Self.name, .advance(to: .live), caller: Self.operations)
            #expect(plan.refusal?.code == "route.gate-closed")
            #expect(plan.gates.first { $0.gate == "checklist" }?.explanation == "not signed: booked (support-lead)")
            #expect(try await Self.refusal(test, Self.live(), by: Self.operations)?.code == "route.gate-closed")
            let over: [GateKind: String] = [.checklist: "booked by phone"]
            let bare = Self.live(overrides: [.checklist: " "])
            #expect(try await Self.refusal(test, bare, by: Self.approver)?.code == "route.override-reason-missing")
            let refused = try await Self.refusal(test, Self.live(overrides: over), by: Self.operations)
            #expect(refused?.code == "route.override-role" && refused?.kind == .forbidden)
            let moved = try await desk.move(Self.name, Self.live(overrides: over), caller: Self.approver)
            #expect(moved.stage == "live")
            let shown = try #require(moved.history.last?.overrides?.first)
            #expect(shown.gate == "checklist" && shown.by == "paul" && shown.reason == "booked by phone")
            #expect(shown.verdict == "fail" && shown.explanation == "not signed: booked (support-lead)")
            let twice = await #expect(throws: GatewayError.self) {
                try await desk.sign(Self.name, item: "trained", note: nil, caller: keyUser)
            }
            #expect(twice?.diagnostic.code == "route.item-signed")
        }
    }

    @Test(
        "a plan without a stage is about the next one, and says what the last births would have been",
        arguments: StoreKind.all)
    func nextStage(kind: StoreKind) async throws {
        try await Self.with(kind, { $0.pilot = .partners(["northwind"]) }) { test in
            let desk = test.gateway.milestones
            for (index, site) in [EDI.order("B-1"), EDI.order("B-2", reference: 2)].enumerated() {
                try await test.submit(site, wait: index == 1 ? 60 : 0)
            }
            let first = try await desk.plan(Self.name, to: nil, policy: nil, caller: Self.operations)
            // New takes no shadow here.
            #expect(first.asked == "pilot" && first.from == "planned" && first.pilot == "partners northwind")
            let births = try #require(first.births.first)
            #expect(first.births.count == 1 && births.cell == "order-intake@north" && births.to == "new")
            #expect(births.births == 2 && births.moving == 2 && births.days == 7 && births.perDay == 0.3)
            _ = try await desk.approve(Self.name, seen: nil, caller: Self.approver)
            try await test.advance(to: .live)
            let second = try await desk.plan(Self.name, to: nil, policy: nil, caller: Self.operations)
            #expect(second.asked == "draining" && second.births.isEmpty)
            let back = try await desk.plan(Self.name, to: .planned, policy: nil, caller: Self.operations)
            #expect(back.births.first?.to == "legacy" && back.births.first?.moving == 2)
            let again = try await Self.refusal(test, Self.live(), by: Self.operations)
            #expect(again?.code == "route.stage-reached")
        }
    }

    @Test("of two people who move one milestone by the same plan, one is refused", arguments: StoreKind.all)
    func stalePlan(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let desk = test.gateway.milestones
            _ = try await desk.approve(Self.name, seen: nil, caller: Self.approver)
            let plan = try await desk.plan(Self.name, .advance(to: .live), caller: Self.operations)
            #expect(plan.refusal == nil && plan.to == "live")
            async let first = Self.refusal(test, Self.live(plan: plan.version), by: Self.operations)
            async let second = Self.refusal(test, Self.live(plan: plan.version), by: Self.approver)
            let refusals = try await [first, second].compactMap(\.self)
            #expect(refusals.map(\.code) == ["route.plan-stale"])
            #expect(try await desk.show(Self.name, caller: Self.onDuty).history.count == 1)
        }
    }

    @Test("on duty one goes alone with a reason, and an approver countersigns", arguments: StoreKind.all)
    func breakGlass(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let desk = test.gateway.milestones
            let quiet = try await Self.refusal(test, Self.live(), by: Self.onDuty)
            #expect(quiet?.code == "route.mover-role" && quiet?.kind == .forbidden)
            let moved = try await desk.move(Self.name, Self.live(alone: true), caller: Self.onDuty)
            let glass = try #require(moved.toCountersign.first)
            #expect(moved.stage == "live" && glass.actor == "dana")
            test.advance(seconds: 90_000)
            let back = try await desk.move(
                Self.name, MoveForm(.reverse(to: .planned, policy: nil), reason: "stop"), caller: Self.onDuty)
            #expect(back.stage == "planned")
            #expect(
                try await Self.refusal(test, Self.live(), by: Self.operations)?.code == "route.countersign-overdue")
            let signed = try await desk.countersign(Self.name, epoch: glass.epoch, caller: Self.approver)
            #expect(signed.toCountersign.isEmpty)
            let alone = signed.history.compactMap(\.glass)
            #expect(alone.map(\.epoch) == [glass.epoch] && alone.first?.countersignedBy == "paul")
            let again = await #expect(throws: GatewayError.self) {
                try await desk.countersign(Self.name, epoch: glass.epoch, caller: Self.approver)
            }
            #expect(again?.diagnostic.code == "route.countersigned")
        }
    }

    @Test("paused it does not go on, and a freeze forbids it; back is never closed", arguments: StoreKind.all)
    func pauseAndFreeze(kind: StoreKind) async throws {
        let freeze = FreezeWindow(
            name: "stock-taking", from: Instant(microseconds: 0), until: Instant(microseconds: .max / 2))
        try await Self.with(kind) { test in
            try await test.goLive()
            let desk = test.gateway.milestones
            #expect(try await desk.move(Self.name, MoveForm(.pause, reason: "look"), caller: Self.onDuty).isPaused)
            let onward = MoveForm(.advance(to: .draining), typedName: Self.name)
            #expect(try await Self.refusal(test, onward, by: Self.approver)?.code == "route.milestone-paused")
            try await Self.restart(test, { _ in }, freezes: [freeze])
            let kept = try await test.gateway.milestones.show(Self.name, caller: Self.onDuty)
            #expect(kept.isPaused && kept.stage == "live")
            _ = try await test.gateway.milestones.move(Self.name, MoveForm(.resume), caller: Self.operations)
            #expect(try await Self.refusal(test, onward, by: Self.approver)?.code == "route.frozen")
            let back = MoveForm(.reverse(to: .planned, policy: nil), reason: "stop")
            #expect(try await Self.refusal(test, back, by: Self.operations) == nil)
        }
    }

    @Test("a pilot grows and never shrinks, and what it gained stays over a restart", arguments: StoreKind.all)
    func growth(kind: StoreKind) async throws {
        try await Self.with(kind, { $0.pilot = .deliveryParties(percent: 0) }) { test in
            try await test.advance(to: .pilot)
            #expect(try await test.submit(EDI.order("G-1")).documents?.first?.backend == "legacy")
            let grown = MoveForm(.widen(toPercent: 100))
            let view = try await test.gateway.milestones.move(Self.name, grown, caller: Self.operations)
            #expect(view.pilot == "100 % of the delivery parties")
            let last = try #require(view.history.last)
            #expect(last.action == "widen" && last.details == "0 to 100 % of the delivery parties")
            #expect(try await Self.refusal(test, grown, by: Self.operations)?.code == "route.pilot-whole")
            let wide = MoveForm(.widen(toPercent: 101))
            #expect(try await Self.refusal(test, wide, by: Self.operations)?.code == "route.percent-range")
            try await Self.restart(test) { $0.pilot = .deliveryParties(percent: 0) }
            #expect(try await test.submit(EDI.order("G-2", reference: 2)).documents?.first?.backend == "new")
        }
    }

    @Test(
        "a scheduled move runs when its time comes, and is suspended when the milestone was edited",
        arguments: StoreKind.all)
    func schedule(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let desk = test.gateway.milestones
            _ = try await desk.approve(Self.name, seen: nil, caller: Self.approver)
            func fault(_ text: String) async -> String? {
                do {
                    _ = try await desk.schedule(Self.name, Self.live(), at: text, caller: Self.operations)
                    return nil
                } catch { return (error as? GatewayError)?.diagnostic.code.rawValue }
            }
            #expect(await fault("2020-01-01T10:00") == "route.time-past")
            #expect(await fault("2027-03-28T02:30") == "route.time-missing")
            #expect(await fault("2027-10-31T02:30") == "route.time-twice")
            #expect(await fault("soon") == "route.time-form")
            #expect(await fault("2027-06-01T22:00") == nil)
            #expect(await fault("2027-06-02T22:00") == nil)
            let listed = try await desk.show(Self.name, caller: Self.operations).scheduled
            #expect(listed.map(\.state) == ["waiting", "waiting"])
            let later = try #require(listed.first)
            #expect(later.at == "2027-06-02T20:00:00.000000Z")
            _ = try await desk.withdraw(Self.name, scheduled: later.id, caller: Self.operations)
            try await Self.restart(test) { $0.title = "edited" }
            test.advance(seconds: 86_400 * 365)
            let state = try await eventually(60) {
                let view = try await test.gateway.milestones.show(Self.name, caller: Self.operations)
                let settled = view.scheduled.filter { $0.state != "waiting" && $0.state != "withdrawn" }
                return settled.first
            }
            #expect(state.state == "suspended" && state.refusal?.code == "route.schedule-edited")
        }
    }

    @Test(
        "a reverse ends what was scheduled: nothing gives away again what someone took back", arguments: StoreKind.all)
    func scheduleReversed(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let desk = test.gateway.milestones
            _ = try await desk.approve(Self.name, seen: nil, caller: Self.approver)
            _ = try await desk.schedule(Self.name, Self.live(), at: "2027-06-01T22:00", caller: Self.operations)
            try await test.goLive()
            try await test.goBack()
            let row = try #require(try await desk.show(Self.name, caller: Self.operations).scheduled.first)
            #expect(row.state == "suspended" && row.refusal?.code == "route.schedule-moved", "\(row)")
        }
    }

    @Test(
        "a site's two back ends are never exchanged, nor is one replaced while a milestone moves it",
        arguments: StoreKind.all)
    func exchanged(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            func fault(_ change: @escaping @Sendable (inout Installation) -> Void) async -> String? {
                await faultCode { try await test.start(change) }
            }
            let swap: @Sendable (inout Installation) -> Void = {
                $0.routing.sites[0].backends = [.legacy: "new", .new: "legacy"]
            }
            let third: @Sendable (inout Installation) -> Void = {
                var other = $0.backends[0]
                other.name = "third"
                $0.backends.append(other)
                $0.routing.sites[0].backends[.legacy] = "third"
            }
            #expect(await fault(swap) == "route.site-backend-changed")
            try await test.goLive()
            #expect(await fault(swap) == "route.site-backend-changed")
            #expect(await fault(third) == "route.site-backend-changed")
            try await test.goBack()
            test.beginStop()
            await test.loopsEnded()
            #expect(await fault(third) == nil)
        }
    }

    @Test("a milestone is cancelled only when new owns nothing of it", arguments: StoreKind.all)
    func cancel(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.goLive()
            try await test.submit(EDI.order("C-1"))
            let wish = MoveForm(.cancel, reason: "planned anew")
            #expect(try await Self.refusal(test, wish, by: Self.approver)?.code == "route.cancel-with-orders")
        }
    }
}
