public import Diagnostics

extension MilestoneMove {
    /// Checks a move against everything that may stand in its way at this instant, and gives it back with its warnings,
    /// overrides and signatures; else throws the first reason against it.
    ///
    /// Forward needs everything; a pilot that grows needs all but the gates, which are those of its stage's end. A reverse from
    /// pilot, live or draining needs a person and a reason, no more.
    public static func check(
        _ request: MoveRequest, of milestone: StagedMilestone, in situation: MoveSituation
    ) throws(Diagnostic) -> MilestoneMove {
        let check = MoveCheck(request: request, milestone: milestone, situation: situation)
        try check.plan()
        try check.role()
        if request.wish.isForward { try check.forward() }
        var move = try check.legalMove()
        if case .advance = request.wish { move.overrides = try check.gates() }
        if request.breaksGlass {
            move.breakGlass = BreakGlass(by: request.actor.name, at: situation.now, reason: request.reason ?? "")
        }
        move.warnings = check.warnings(of: move)
        return move
    }
}

/// One request at one instant.
private struct MoveCheck {
    var request: MoveRequest
    var milestone: StagedMilestone
    var situation: MoveSituation

    /// Two people moving one milestone: the second one saw a plan that is no longer true. One that shows another move is none
    /// of this one either; moves that have no plan of their own are checked for the first alone.
    func plan() throws(Diagnostic) {
        guard let seen = request.plan else { return }
        let wanted = situation.planVersion(of: request.wish, milestone)
        guard seen != wanted else { return }
        let parts = seen.split(separator: "-", maxSplits: 1)
        let isOfNow = parts.first.map(String.init) == situation.plan
        if isOfNow, wanted == situation.plan { return }
        let target =
            switch request.wish {
            case .advance(let stage): " --to \(stage.rawValue)"
            case .reverse(let stage, let policy):
                " --to \(stage.rawValue)" + (policy.map { " --policy \($0.rawValue)" } ?? "")
            default: ""
            }
        throw refusal(
            isOfNow ? "route.plan-of-another-move" : "route.plan-stale", value: seen,
            ["plan": wanted, "target": target])
    }

    func role() throws(Diagnostic) {
        let roles = request.actor.roles
        if request.breaksGlass {
            guard roles.contains(.onDuty) else { throw refusal("route.duty-role", value: request.actor.name) }
            try MilestoneMove.requireReason(request.reason, milestone, to: request.wish.name)
            return
        }
        let mayStop = !request.wish.isForward && roles.contains(.onDuty)
        guard mayStop || !roles.isDisjoint(with: [.mover, .approver]) else {
            throw refusal("route.mover-role", value: request.actor.name)
        }
    }

    /// What only the way forward asks for.
    func forward() throws(Diagnostic) {
        if let overdue = situation.brokenGlass.first(where: { $0.isOverdue(at: situation.now) }) {
            throw refusal("route.countersign-overdue", value: overdue.by, ["due": overdue.due.iso8601])
        }
        if !situation.atNewForGood.isEmpty {
            throw refusal("route.cells-at-new", value: situation.atNewForGood.joined(separator: ", "))
        }
        try approval()
        try freeze()
        for dependency in situation.definition.after ?? [] {
            let stage = situation.stages[dependency.milestone]
            guard let stage, stage != .cancelled, stage >= dependency.stage else {
                throw refusal(
                    "route.milestone-dependency", value: dependency.milestone,
                    ["needed": dependency.stage.rawValue, "stage": stage?.rawValue ?? "not known"])
            }
        }
        if !situation.fenced.isEmpty {
            throw refusal("route.backend-fenced", value: situation.fenced.joined(separator: ", "))
        }
        if let tripped = milestone.tripped?.first(where: { $0.consequence != .notify }) {
            throw refusal("route.guard-tripped", value: tripped.kind.rawValue, ["figure": tripped.words])
        }
    }

    private func approval() throws(Diagnostic) {
        if request.breaksGlass { return }
        guard let approval = situation.approval else { throw refusal("route.approval-missing", value: milestone.name) }
        guard approval.holds(for: situation.definitionHash) else {
            throw refusal("route.approval-revoked", value: milestone.name, ["approver": approval.by])
        }
        guard let author = situation.definition.author, !MoveActor.isOne(author, approval.by) else {
            throw refusal("route.approval-by-author", value: approval.by)
        }
    }

    private func freeze() throws(Diagnostic) {
        let sites = Set(milestone.cells.map(\.site))
        switch FreezeWindow.forbidding(situation.freezes, sites: sites, at: situation.now) {
        case .window(let name, let until):
            throw refusal("route.frozen", value: name, ["until": until.iso8601])
        case .outside(let next):
            throw refusal("route.outside-windows", value: milestone.name, ["next": next?.iso8601 ?? "none is set"])
        case nil: break
        }
    }

    func legalMove() throws(Diagnostic) -> MilestoneMove {
        switch request.wish {
        case .advance(let target): return try advance(to: target)
        case .reverse(let target, let policy): return try reverse(to: target, policy: policy)
        case .quarantine: return try quarantine()
        case .pause, .resume, .rearm: return try flag()
        case .cancel: return try cancel()
        case .widen(let percent): return try widen(to: percent)
        case .admit(let partners): return try admit(partners)
        }
    }

    private func advance(to target: Stage) throws(Diagnostic) -> MilestoneMove {
        let move = try MilestoneMove.advance(milestone, to: target, reason: request.reason)
        if target == .draining, request.typedName != milestone.name {
            throw refusal("route.name-not-typed", value: request.typedName)
        }
        if target == .shadow, !situation.takingNoShadow.isEmpty {
            throw refusal("route.shadow-not-taken", value: situation.takingNoShadow.joined(separator: ", "))
        }
        if target == .complete, situation.leftAtLegacy > 0 {
            throw refusal("route.complete-with-leftovers", value: String(situation.leftAtLegacy))
        }
        return move
    }

    /// Another policy than the approved one takes an approver.
    private func mayChoose(_ policy: ReversePolicy?) throws(Diagnostic) {
        guard let policy, policy != milestone.policy, !request.actor.roles.contains(.approver), !request.breaksGlass
        else { return }
        throw refusal("route.policy-role", value: policy.rawValue, ["approved": milestone.policy.rawValue])
    }

    /// Once births have gone back: the fence would stand before the back end that they go to.
    private func quarantine() throws(Diagnostic) -> MilestoneMove {
        guard !milestone.stage.isFinished else { throw finished() }
        guard !milestone.stage.movesBirths else { throw refusal("route.quarantine-births", value: milestone.name) }
        try mayChoose(.quarantine)
        try MilestoneMove.requireReason(request.reason, milestone, to: request.wish.name)
        return MilestoneMove(milestone, request.wish) { _ in }
    }

    private func reverse(to target: Stage, policy: ReversePolicy?) throws(Diagnostic) -> MilestoneMove {
        try mayChoose(policy)
        return try MilestoneMove.reverse(milestone, to: target, policy: policy, reason: request.reason)
    }

    private func flag() throws(Diagnostic) -> MilestoneMove {
        guard !milestone.stage.isFinished else { throw finished() }
        switch request.wish {
        case .rearm(let kind):
            guard let tripped = milestone.tripped, tripped.contains(where: { $0.kind == kind }) else {
                throw refusal("route.guard-armed", value: kind.rawValue)
            }
            try MilestoneMove.requireReason(request.reason, milestone, to: "rearm")
            let rest = tripped.filter { $0.kind != kind }
            return MilestoneMove(milestone, request.wish) { $0.tripped = rest.isEmpty ? nil : rest }
        default:
            let pausing = request.wish == .pause
            guard milestone.isPaused != pausing else {
                throw refusal(pausing ? "route.paused-already" : "route.not-paused", value: milestone.name)
            }
            return MilestoneMove(milestone, request.wish) { $0.paused = pausing ? true : nil }
        }
    }

    private func cancel() throws(Diagnostic) -> MilestoneMove {
        guard !milestone.stage.isFinished else { throw finished() }
        try MilestoneMove.requireReason(request.reason, milestone, to: Stage.cancelled.rawValue)
        guard situation.openAtNew == 0 else {
            throw refusal("route.cancel-with-orders", value: String(situation.openAtNew))
        }
        return MilestoneMove(milestone, request.wish) { $0.stage = .cancelled }
    }

    private func widen(to percent: Int) throws(Diagnostic) -> MilestoneMove {
        try mayGrow()
        guard 0...100 ~= percent else { throw refusal("route.percent-range", value: String(percent)) }
        guard case .deliveryParties(let present) = milestone.pilot else { throw refusal("route.pilot-kind") }
        if present == 100 { throw refusal("route.pilot-whole", value: String(percent)) }
        guard percent > present else {
            throw refusal("route.pilot-shrinks", value: String(percent), ["present": String(present)])
        }
        return MilestoneMove(milestone, request.wish) { $0.pilot = .deliveryParties(percent: percent) }
    }

    private func admit(_ partners: [String]) throws(Diagnostic) -> MilestoneMove {
        try mayGrow()
        guard case .partners(let present) = milestone.pilot else { throw refusal("route.pilot-kind") }
        if let known = situation.partners, let unknown = partners.first(where: { !known.contains($0) }) {
            throw refusal("route.pilot-partner-unknown", value: unknown)
        }
        let more = Set(partners).subtracting(present).sorted()
        guard !more.isEmpty else {
            throw refusal("route.pilot-shrinks", value: partners.joined(separator: ", "), ["present": "all of them"])
        }
        return MilestoneMove(milestone, request.wish) { $0.pilot = .partners(present + more) }
    }

    private func mayGrow() throws(Diagnostic) {
        if milestone.isPaused { throw refusal("route.milestone-paused", value: milestone.name) }
        guard milestone.stage == .pilot else {
            throw refusal("route.pilot-not-running", value: milestone.stage.rawValue)
        }
    }

    /// The gates that do not pass, each overridden by someone who may, with a reason.
    func gates() throws(Diagnostic) -> [GateOverride] {
        let mayOverride = request.actor.roles.contains(.approver) || request.breaksGlass
        let bare = request.overrides.filter { !$0.value.contains { !$0.isWhitespace } }.keys
        if let gate = bare.map(\.rawValue).min() { throw refusal("route.override-reason-missing", value: gate) }
        var overrides: [GateOverride] = []
        for result in situation.gates where result.verdict != .pass {
            let facts = [
                "explanation": result.explanation, "verdict": result.verdict.rawValue,
                "remedy": result.remedies(for: milestone.name).joined(separator: "; "),
            ]
            guard let reason = request.overrides[result.gate] else {
                throw refusal("route.gate-closed", value: result.gate.rawValue, facts)
            }
            guard mayOverride else { throw refusal("route.override-role", value: result.gate.rawValue, facts) }
            overrides.append(
                GateOverride(
                    gate: result.gate, by: request.actor.name, reason: reason, at: situation.now, result: result))
        }
        return overrides
    }

    func warnings(of move: MilestoneMove) -> [Diagnostic] {
        guard case .reverse(let target, let policy) = move.wish else { return [] }
        var warnings: [Diagnostic] = []
        if !milestone.legacyIsReady(at: situation.now), let until = milestone.legacyReadyUntil {
            warnings.append(
                Diagnostic(
                    "route.legacy-not-ready", .warning, value: target.rawValue,
                    facts: ["milestone": milestone.name, "until": until.iso8601]))
        }
        if policy == .quarantine, target.movesBirths {
            warnings.append(
                Diagnostic(
                    "route.births-behind-fence", .warning, value: target.rawValue, facts: ["milestone": milestone.name])
            )
        }
        return warnings
    }

    private func finished() -> Diagnostic {
        Diagnostic(
            "route.move-illegal", value: request.wish.name,
            facts: [
                "milestone": milestone.name, "from": milestone.stage.rawValue, "legal": "nothing: it is final",
                "next": "see `milepost milestones show \(milestone.name)`",
            ])
    }

    private func refusal(_ code: Code, value: String? = nil, _ facts: [String: String] = [:]) -> Diagnostic {
        let own = ["milestone": milestone.name, "from": milestone.stage.rawValue, "by": request.actor.name]
        return Diagnostic(code, value: value, facts: own.merging(facts) { $1 })
    }
}
