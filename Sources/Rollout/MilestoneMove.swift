public import Diagnostics

/// A move of a milestone that was found legal, before anything is written.
public struct MilestoneMove: Sendable, Hashable {
    public var milestone: StagedMilestone
    public var wish: MoveWish
    /// The milestone afterwards, but for the instant.
    public var after: StagedMilestone
    /// What the actor should read although the move is legal.
    public var warnings: [Diagnostic] = []
    /// The gates that were passed although they did not pass.
    public var overrides: [GateOverride] = []
    /// What an approver must sign, where someone on duty acted alone.
    public var breakGlass: BreakGlass?

    /// The stage that it goes to, which is the present one for a move that changes none.
    public var to: Stage { after.stage }

    /// The orders that it takes from the back ends of new, which it fences: all where none is named; nil for a move that
    /// fences none.
    public var quarantined: [String]? {
        switch wish {
        case .reverse(_, .quarantine): []
        case .quarantine(let orders): orders
        default: nil
        }
    }

    /// A move that changes the milestone.
    init(_ milestone: StagedMilestone, _ wish: MoveWish, change: (inout StagedMilestone) -> Void) {
        self.milestone = milestone
        self.wish = wish
        after = milestone
        change(&after)
    }

    /// A step forward: to the next stage only, which the caller names. Shadow and pilot may be left out, and complete is
    /// final: both take a reason.
    public static func advance(
        _ milestone: StagedMilestone, to target: Stage, reason: String?
    ) throws(Diagnostic) -> MilestoneMove {
        let legal = milestone.nextStages
        if target == milestone.stage {
            throw Diagnostic(
                "route.stage-reached", value: target.rawValue,
                facts: ["milestone": milestone.name, "since": milestone.since?.iso8601 ?? "the beginning"])
        }
        guard legal.contains(target) else {
            let known = legal.isEmpty ? "nothing: it is final" : legal.map(\.rawValue).joined(separator: ", ")
            throw Diagnostic(
                "route.move-illegal", value: target.rawValue,
                facts: [
                    "milestone": milestone.name, "from": milestone.stage.rawValue, "legal": known,
                    "next": legal.first.map {
                        "look at `milepost milestones plan \(milestone.name) --to \($0.rawValue)` first"
                    }
                        ?? "nothing; its cells stay where they are",
                ])
        }
        if milestone.isPaused {
            throw Diagnostic("route.milestone-paused", value: milestone.name, facts: ["milestone": milestone.name])
        }
        if target == .pilot, milestone.pilot == nil {
            throw Diagnostic("route.pilot-missing", value: milestone.name, facts: ["milestone": milestone.name])
        }
        let passesOver = Stage.forward.contains { $0 > milestone.stage && $0 < target }
        if passesOver || target == .complete { try requireReason(reason, milestone, to: target.rawValue) }
        return MilestoneMove(milestone, .advance(to: target)) { $0.stage = target }
    }

    /// A step back from shadow, pilot, live or draining to any earlier stage. It asks for nothing but a reason: neither pause nor
    /// freeze, neither a gate nor a dead back end stands in its way.
    public static func reverse(
        _ milestone: StagedMilestone, to target: Stage = .planned, policy: ReversePolicy? = nil, reason: String?
    ) throws(Diagnostic) -> MilestoneMove {
        let leavesTraffic = milestone.stage.movesBirths || milestone.stage == .shadow
        guard leavesTraffic, Stage.forward.contains(target), target < milestone.stage else {
            throw Diagnostic(
                "route.reverse-illegal", value: target.rawValue,
                facts: ["milestone": milestone.name, "from": milestone.stage.rawValue, "to": target.rawValue])
        }
        try requireReason(reason, milestone, to: target.rawValue)
        return MilestoneMove(milestone, .reverse(to: target, policy: policy ?? milestone.policy)) {
            $0.stage = target
        }
    }

    static func requireReason(_ reason: String?, _ milestone: StagedMilestone, to: String) throws(Diagnostic) {
        guard reason?.contains(where: { !$0.isWhitespace }) == true else {
            throw Diagnostic("route.move-reason-missing", facts: ["milestone": milestone.name, "to": to])
        }
    }

    /// The snapshot after the move: the milestone, and for *complete* the sides that are stored for good.
    public func applied(to snapshot: RoutingSnapshot, at now: Instant) -> RoutingSnapshot {
        var changed = snapshot
        guard let index = changed.milestones.firstIndex(where: { $0.name == milestone.name }) else { return changed }
        changed.milestones[index] = after
        if after.stage != milestone.stage { changed.milestones[index].since = now }
        if after.stage.isFinished {
            changed.milestones[index].paused = nil
            changed.milestones[index].tripped = nil
        }
        if after.stage == .complete {
            for cell in milestone.cells { changed.storedSides[cell] = .new }
        }
        return changed
    }
}

extension StagedMilestone {
    /// The stages that an advance may name: the next one, and those behind shadow and pilot, which may be left out.
    public var nextStages: [Stage] {
        guard !stage.isFinished else { return [] }
        var legal: [Stage] = []
        for next in Stage.forward where next > stage {
            legal.append(next)
            guard next == .shadow || next == .pilot else { break }
        }
        return legal
    }
}
