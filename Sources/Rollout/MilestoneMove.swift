public import Diagnostics

/// A step of a milestone from one stage to another, checked before anything is written.
public struct MilestoneMove: Sendable, Hashable {
    public enum Direction: String, Sendable, Hashable, Codable {
        case advance
        case reverse
    }

    public var milestone: StagedMilestone
    public var to: Stage
    public var direction: Direction

    /// A step forward: to the next stage only, which the caller names, so that a move that is asked for twice is made
    /// once. Going live straight from planned leaves out shadow and pilot, and complete is final: both take a reason.
    public static func advance(
        _ milestone: StagedMilestone, to target: Stage, reason: String?
    ) throws(Diagnostic) -> MilestoneMove {
        guard let next = Stage.allCases.first(where: { $0 > milestone.stage }) else {
            throw Diagnostic(
                "route.move-illegal", value: target.rawValue,
                facts: ["milestone": milestone.name, "from": milestone.stage.rawValue, "legal": "nothing: it is final"])
        }
        guard target == next else {
            throw Diagnostic(
                "route.move-illegal", value: target.rawValue,
                facts: ["milestone": milestone.name, "from": milestone.stage.rawValue, "legal": next.rawValue])
        }
        if milestone.stage == .planned || next == .complete, (reason ?? "").isEmpty {
            throw Diagnostic("route.move-reason-missing", facts: ["milestone": milestone.name, "to": next.rawValue])
        }
        return MilestoneMove(milestone: milestone, to: next, direction: .advance)
    }

    /// A step back, from live to planned, with policy *stay*: orders born at new stay there until they close, only
    /// births go back.
    public static func reverse(_ milestone: StagedMilestone, reason: String?) throws(Diagnostic) -> MilestoneMove {
        guard milestone.stage == .live else {
            throw Diagnostic(
                "route.reverse-illegal", facts: ["milestone": milestone.name, "from": milestone.stage.rawValue])
        }
        guard let reason, !reason.isEmpty else {
            throw Diagnostic(
                "route.move-reason-missing", facts: ["milestone": milestone.name, "to": Stage.planned.rawValue])
        }
        return MilestoneMove(milestone: milestone, to: .planned, direction: .reverse)
    }

    /// The snapshot after the move: the stage, and for *complete* the sides that are stored for good.
    public func applied(to snapshot: RoutingSnapshot, at now: Instant) -> RoutingSnapshot {
        var after = snapshot
        guard let index = after.milestones.firstIndex(where: { $0.name == milestone.name }) else { return after }
        after.milestones[index].stage = to
        after.milestones[index].since = now
        if to == .complete {
            for cell in milestone.cells { after.storedSides[cell] = .new }
        }
        return after
    }
}
