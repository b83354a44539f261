public import Diagnostics

/// A move that is to run later, with what it was scheduled against.
public struct ScheduledMove: Sendable, Hashable, Codable {
    public var request: MoveRequest
    /// As it was asked for, in the zone of the milestone's site.
    public var time: LocalTime
    public var zone: String
    public var at: Instant
    /// The definition that was in force when it was scheduled.
    public var definitionHash: String
    /// The windows that were in force then.
    public var freezes: [FreezeWindow]
    /// The stage that it is scheduled from, and since when the milestone stood there.
    public var stage: Stage?
    public var since: Instant?

    /// Schedules a move at a local time: refused when that time does not exist, exists twice, or is over, and when a freeze
    /// forbids it even now.
    public static func schedule(
        _ request: MoveRequest, of milestone: StagedMilestone, at time: LocalTime, zone: String, offsets: ZoneOffsets,
        in situation: MoveSituation
    ) throws(Diagnostic) -> ScheduledMove {
        let facts = ["milestone": milestone.name, "zone": zone]
        let instants = offsets.instants(of: time)
        guard let instant = instants.first else {
            throw Diagnostic("route.time-missing", value: time.description, facts: facts)
        }
        guard instants.count == 1 else {
            throw Diagnostic(
                "route.time-twice", value: time.description,
                facts: facts.merging(["instants": instants.map(\.iso8601).joined(separator: " and ")]) { $1 })
        }
        guard instant > situation.now else {
            throw Diagnostic(
                "route.time-past", value: time.description, facts: facts.merging(["now": situation.now.iso8601]) { $1 })
        }
        var then = situation
        then.now = instant
        // What can be known today is checked today; gates and counts speak of the instant of the move.
        then.gates = []
        then.leftAtLegacy = 0
        then.openAtNew = 0
        var unbound = request
        unbound.plan = nil
        _ = try MilestoneMove.check(unbound, of: milestone, in: then)
        return ScheduledMove(
            request: request, time: time, zone: zone, at: instant, definitionHash: situation.definitionHash,
            freezes: situation.freezes, stage: milestone.stage, since: milestone.since)
    }

    /// What becomes of it when its time has come.
    public enum Firing: Sendable, Hashable {
        case run(MilestoneMove)
        /// It does not run: a person looks at why, and schedules it again.
        case suspend(Diagnostic)
    }

    /// Runs every check again, and suspends the move where the milestone, a window or a gate is not what it was.
    public func fire(on milestone: StagedMilestone, in situation: MoveSituation) -> Firing {
        guard situation.definitionHash == definitionHash else { return suspended(milestone, "route.schedule-edited") }
        guard Set(situation.freezes) == Set(freezes) else { return suspended(milestone, "route.schedule-window") }
        if let stage, milestone.stage != stage || milestone.since != since {
            return suspended(milestone, "route.schedule-moved")
        }
        var present = request
        // The plan that was seen then is not the one of today; the gates are asked again instead.
        present.plan = nil
        do throws(Diagnostic) {
            return .run(try MilestoneMove.check(present, of: milestone, in: situation))
        } catch {
            return .suspend(error)
        }
    }

    /// Why it does not run any more once the milestone has moved.
    public func overtaken(of milestone: String) -> Diagnostic {
        Diagnostic(
            "route.schedule-moved", value: milestone, facts: ["milestone": milestone, "time": time.description])
    }

    private func suspended(_ milestone: StagedMilestone, _ code: Code) -> Firing {
        .suspend(
            Diagnostic(code, value: milestone.name, facts: ["milestone": milestone.name, "time": time.description]))
    }
}
