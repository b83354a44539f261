import Diagnostics
import Rollout
import Testing

@Suite struct MoveCheckTests {
    @Test("an approved milestone goes all its way")
    func way() throws {
        let way: [(Stage, Stage)] = [
            (.planned, .shadow), (.shadow, .pilot), (.pilot, .live), (.live, .draining), (.draining, .complete),
        ]
        for (from, to) in way {
            let request = MoveRequest(
                .advance(to: to), by: Moves.mover, reason: "go", plan: "p1-\(to.rawValue)", typedName: "north-intake")
            #expect(try Moves(from).check(request).to == to)
        }
    }

    @Test("two people, one plan: the second is told that it is stale")
    func stale() {
        let request = MoveRequest(.advance(to: .shadow), by: Moves.mover, plan: "p0")
        #expect(Moves(.planned).refusal(request) == "route.plan-stale")
    }

    @Test("the plan of one move is none of another: another stage, another policy")
    func otherPlan() throws {
        let moves = Moves(.live)
        let own = moves.milestone.policy
        let other = ReversePolicy.allCases.first { $0 != own }
        func refusal(_ wish: MoveWish, seen: MoveWish) -> String? {
            let plan = moves.situation.planVersion(of: seen, moves.milestone)
            return moves.refusal(
                MoveRequest(wish, by: Moves.approver, reason: "go", plan: plan, typedName: "north-intake"))
        }
        let back = MoveWish.reverse(to: .planned, policy: nil)
        #expect(refusal(back, seen: back) == nil)
        #expect(refusal(back, seen: .reverse(to: .planned, policy: own)) == nil)
        #expect(refusal(back, seen: .reverse(to: .planned, policy: other)) == "route.plan-of-another-move")
        #expect(refusal(back, seen: .reverse(to: .pilot, policy: nil)) == "route.plan-of-another-move")
        #expect(refusal(.advance(to: .draining), seen: back) == "route.plan-of-another-move")
        // What has no plan of its own goes by any that shows the present.
        #expect(refusal(.pause, seen: back) == nil)
    }

    @Test("who differs from the author in capitals or blanks only is the author")
    func author() {
        for name in ["ann", "Ann", " ann", "ANN "] {
            var moves = Moves(.planned)
            moves.situation.definition.author = "ann"
            moves.situation.approval?.by = name
            let request = MoveRequest(.advance(to: .shadow), by: Moves.mover)
            #expect(moves.refusal(request) == "route.approval-by-author", "\(name)")
        }
    }

    @Test("a cell that is with new for good takes no milestone forward, and no unknown partner joins a pilot")
    func pointless() {
        var moves = Moves(.planned)
        moves.situation.atNewForGood = ["order-intake@north"]
        #expect(moves.refusal(MoveRequest(.advance(to: .shadow), by: Moves.mover)) == "route.cells-at-new")
        var pilot = Moves(.pilot)
        pilot.milestone.pilot = .partners(["freshmart"])
        pilot.situation.partners = ["freshmart", "northwind"]
        let unknown = MoveRequest(.admit(partners: ["northwind", "nobody"]), by: Moves.mover)
        #expect(pilot.refusal(unknown) == "route.pilot-partner-unknown")
        #expect(pilot.refusal(MoveRequest(.admit(partners: ["northwind"]), by: Moves.mover)) == nil)
    }

    @Test("four eyes: no approval, one of another text, one by its author")
    func approval() {
        var moves = Moves(.planned)
        moves.situation.definitionHash = "h2"
        #expect(moves.refusal(.advance(to: .shadow)) == "route.approval-revoked")
        moves.situation.approval = nil
        #expect(moves.refusal(.advance(to: .shadow)) == "route.approval-missing")
        moves.situation.approval = Approval(by: "author", at: Company.noon, definitionHash: "h2")
        #expect(moves.refusal(.advance(to: .shadow)) == "route.approval-by-author")
    }

    @Test("an approval comes from an approver who is not the author")
    func approving() throws {
        var definition = Moves(.planned).situation.definition
        func refusal(_ actor: MoveActor) -> String? {
            do throws(Diagnostic) {
                _ = try Approval.give(by: actor, to: definition, hash: "h", at: Company.noon)
                return nil
            } catch { return error.code.rawValue }
        }
        #expect(refusal(Moves.mover) == "route.approver-role")
        #expect(refusal(MoveActor(name: "author", roles: [.approver])) == "route.approval-by-author")
        #expect(refusal(Moves.approver) == nil)
        definition.author = nil
        #expect(refusal(Moves.approver) == "route.author-unknown")
    }

    @Test("who may move, and who may only stop and go back")
    func roles() {
        let nobody = MoveActor(name: "guest", roles: [])
        #expect(Moves(.planned).refusal(.advance(to: .shadow), by: nobody) == "route.mover-role")
        #expect(Moves(.planned).refusal(.advance(to: .shadow), by: Moves.duty) == "route.mover-role")
        #expect(Moves(.live).refusal(.reverse(to: .planned, policy: nil), by: Moves.duty) == nil)
        #expect(Moves(.live).refusal(.pause, by: Moves.duty) == nil)
        #expect(Moves(.live).refusal(.pause, by: nobody) == "route.mover-role")
    }

    @Test("draining asks for the name, typed")
    func typed() {
        #expect(Moves(.live).refusal(.advance(to: .draining)) == "route.name-not-typed")
    }

    @Test("complete and cancelled wait for orders")
    func orders() throws {
        var draining = Moves(.draining)
        draining.situation.leftAtLegacy = 1
        #expect(draining.refusal(.advance(to: .complete)) == "route.complete-with-leftovers")
        var live = Moves(.live)
        live.situation.openAtNew = 1
        #expect(live.refusal(.cancel) == "route.cancel-with-orders")
        live.situation.openAtNew = 0
        #expect(try live.check(MoveRequest(.cancel, by: Moves.mover, reason: "no")).to == .cancelled)
        #expect(live.refusal(.cancel, reason: nil) == "route.move-reason-missing")
        for stage in [Stage.complete, .cancelled] {
            #expect(Moves(stage).refusal(.cancel) == "route.move-illegal")
            #expect(Moves(stage).refusal(.pause) == "route.move-illegal")
        }
    }

    @Test("a paused milestone does not go forward; it resumes, reverses and is cancelled")
    func paused() throws {
        var moves = Moves(.live)
        #expect(moves.refusal(.resume) == "route.not-paused")
        moves.milestone = try moves.check(MoveRequest(.pause, by: Moves.mover)).after
        #expect(moves.milestone.isPaused && moves.milestone.stage == .live)
        let draining = MoveRequest(.advance(to: .draining), by: Moves.mover, typedName: "north-intake")
        #expect(moves.refusal(draining) == "route.milestone-paused")
        #expect(moves.refusal(.pause) == "route.paused-already")
        #expect(moves.refusal(.reverse(to: .planned, policy: nil)) == nil)
        #expect(moves.refusal(.cancel) == nil)
        #expect(try moves.check(MoveRequest(.resume, by: Moves.mover)).after.paused == nil)
    }

    @Test("a pilot only grows, in pilot, up to all")
    func widening() throws {
        let moves = Moves(.pilot)
        #expect(
            try moves.check(MoveRequest(.widen(toPercent: 20), by: Moves.mover)).after.pilot
                == .deliveryParties(percent: 20))
        for percent in [0, 9, 10] { #expect(moves.refusal(.widen(toPercent: percent)) == "route.pilot-shrinks") }
        for percent in [-1, 101] { #expect(moves.refusal(.widen(toPercent: percent)) == "route.percent-range") }
        #expect(moves.refusal(.admit(partners: ["grocer"])) == "route.pilot-kind")
        #expect(Moves(.live).refusal(.widen(toPercent: 20)) == "route.pilot-not-running")
        var chosen = moves
        chosen.milestone.pilot = .deliveryParties(percent: 100)
        #expect(chosen.refusal(.widen(toPercent: 100)) == "route.pilot-whole")
        chosen.milestone.pilot = .partners(["grocer"])
        #expect(chosen.refusal(.admit(partners: ["grocer"])) == "route.pilot-shrinks")
        #expect(
            try chosen.check(MoveRequest(.admit(partners: ["baker"]), by: Moves.mover)).after.pilot
                == .partners(["grocer", "baker"]))
    }

    @Test("a gate that does not pass is overridden by an approver with a reason, and the override keeps what it said")
    func gates() throws {
        for verdict in [Verdict.fail, .inconclusive] {
            var moves = Moves(.shadow)
            let result = GateResult(
                gate: .shadowMismatch, figure: 2, limit: 0.5, verdict: verdict, explanation: "2 % of 10 fields")
            moves.situation.gates = [
                GateResult(gate: .soak, figure: 9, limit: 1, verdict: .pass, explanation: "long"), result,
            ]
            let wish = MoveWish.advance(to: .pilot)
            #expect(moves.refusal(wish) == "route.gate-closed")
            let overrides: [GateKind: String] = [.shadowMismatch: "known difference"]
            let byMover = MoveRequest(wish, by: Moves.mover, overrides: overrides)
            #expect(moves.refusal(byMover) == "route.override-role")
            let blank = MoveRequest(wish, by: Moves.approver, overrides: [.shadowMismatch: " "])
            #expect(moves.refusal(blank) == "route.override-reason-missing")
            let move = try moves.check(MoveRequest(wish, by: Moves.approver, overrides: overrides))
            #expect(move.overrides.map(\.result) == [result] && move.overrides[0].reason == "known difference")
        }
    }

    @Test("freezes forbid, and what forbids beats what allows; windows elsewhere do not matter")
    func freezes() {
        func window(_ kind: FreezeWindow.Kind, _ from: Double, _ until: Double, _ site: String) -> FreezeWindow {
            FreezeWindow(
                name: "w", kind: kind, from: Company.noon.adding(seconds: from),
                until: Company.noon.adding(seconds: until), sites: [site])
        }
        func refusal(_ windows: [FreezeWindow]) -> String? {
            var moves = Moves(.planned)
            moves.situation.freezes = windows
            return moves.refusal(.advance(to: .shadow))
        }
        #expect(refusal([window(.deny, -1, 1, "north"), window(.allow, -1, 1, "north")]) == "route.frozen")
        #expect(refusal([window(.deny, -1, 1, "south"), window(.allow, -1, 1, "north")]) == nil)
        #expect(refusal([window(.deny, -1, 0, "north")]) == nil, "its end is no part of it")
        #expect(refusal([window(.allow, 1, 2, "north")]) == "route.outside-windows")
        #expect(refusal([window(.allow, 1, 2, "south")]) == nil)
    }

    @Test("milestones that must come first, guards that tripped")
    func dependencies() {
        var moves = Moves(.planned)
        moves.situation.definition.after = [MilestoneDependency(milestone: "pre", stage: .live)]
        for stage in [nil, Stage.pilot, .cancelled] {
            moves.situation.stages["pre"] = stage
            #expect(moves.refusal(.advance(to: .shadow)) == "route.milestone-dependency")
        }
        moves.situation.stages["pre"] = .draining
        #expect(moves.refusal(.advance(to: .shadow)) == nil)
        moves.milestone.tripped = [
            TrippedGuard(kind: .silence, consequence: .holdBirths, at: Company.noon, words: "61 s")
        ]
        #expect(moves.refusal(.advance(to: .shadow)) == "route.guard-tripped")
        #expect(moves.refusal(.rearm(.mismatch)) == "route.guard-armed")
        #expect(moves.refusal(.rearm(.silence), reason: nil) == "route.move-reason-missing")
        #expect(moves.refusal(.rearm(.silence)) == nil)
    }
}
