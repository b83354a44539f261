import ConfigurationFiles
import Diagnostics
import Intake
import Rollout

/// Guards and schedules of a scenario that is played on the core alone.
extension CoreCompany {
    /// The code of a birth that a guard makes wait.
    static var held: Code { "route.births-held" }

    /// Lets the guards of milestones in pilot and live look at what they watch. Latency is not played, and legacy is there.
    func lookAtGuards() {
        for (index, milestone) in snapshot.milestones.enumerated() where milestone.guards?.isEmpty == false {
            guard let after = milestone.watched(figures(of: milestone), legacyIsHealthy: true, at: now) else {
                continue
            }
            var changed = snapshot
            changed.milestones[index] = after
            snapshot = changed.indexed()
            epoch += 1
        }
    }

    private func figures(of milestone: StagedMilestone) -> [GuardFigure] {
        let new = Set(snapshot.backends(of: milestone, side: .new))
        func begin(_ kind: GuardKind, _ window: Double) -> Instant {
            let since = max(now.adding(seconds: -window), milestone.since ?? now)
            return max(since, control.armed[milestone.name]?[kind] ?? since)
        }
        let from = begin(.failureRate, GuardWatching.window)
        let isRearmed = control.armed[milestone.name]?[.failureRate] != nil
        // What ended at the very instant at which a guard was armed ended before.
        let ended = deliveries.ended.filter { new.contains($0.backend) && (isRearmed ? $0.at > from : $0.at >= from) }
        let failed = ended.count(where: \.failed)
        let kept = begin(.silence, GuardWatching.keptSeconds)
        let heard = deliveries.ended.filter { new.contains($0.backend) && $0.at >= kept }.map(\.at).max()
        let silent = Double(now.microseconds - (heard ?? kept).microseconds) / 1e6
        let compared = comparisons(of: milestone.name, .standby)
        let fields = compared.reduce(0) { $0 + $1.fields }
        let differing = compared.reduce(0) { $0 + $1.differing }
        let lag = copyLag(of: milestone) ?? 0
        return [
            GuardFigure(
                kind: .failureRate, value: ended.isEmpty ? nil : Double(failed) / Double(ended.count) * 100,
                sample: ended.count),
            GuardFigure(
                kind: .mismatch, value: fields == 0 ? nil : Double(differing) / Double(fields) * 100,
                sample: compared.count),
            GuardFigure(kind: .copyLag, value: lag, sample: lag > 0 ? 1 : 0),
            GuardFigure(kind: .silence, value: max(0, silent), sample: heard == nil ? 0 : 1),
        ]
    }

    /// Decides births again, oldest first, that no guard makes wait any more.
    func releaseBirths() {
        let waiting = heldBirths
        heldBirths = []
        for document in waiting {
            guard let index = documents.firstIndex(where: { $0.id == document.facts.document }),
                documents[index].status == .held
            else { continue }
            documents[index].codes.removeAll { $0 == Self.held.rawValue }
            orders[document.order.key]?.hasHeldBirth = false
            route(document)
        }
    }

    // MARK: Schedules

    func schedule(
        _ name: String, _ stage: Stage, at text: String, _ details: Scenario.Details, _ reason: String?,
        _ caller: Caller
    ) throws {
        try caller.require(.moveMilestones)
        guard let time = LocalTime(text) else {
            throw GatewayError(.invalid, Diagnostic("route.time-form", value: text, facts: ["milestone": name]))
        }
        let milestone = try snapshot.milestoneToMove(name)
        let zone = milestone.cells.first.flatMap { snapshot.site(named: $0.site)?.timeZone } ?? "UTC"
        let request = MoveForm(.advance(to: stage), reason: reason, details).request(by: caller)
        do {
            control.scheduled[name, default: []].append(
                try ScheduledMove.schedule(
                    request, of: milestone, at: time, zone: zone,
                    offsets: snapshot.zones?[zone] ?? ZoneOffsets(initial: 0),
                    in: situation(milestone, definition(of: name))))
        } catch let error as Diagnostic {
            throw GatewayError(.conflict, error)
        }
    }

    /// Runs the scheduled moves whose time has come; one that may not run is suspended.
    func runDue() throws {
        for (name, moves) in control.scheduled.sorted(by: { $0.key < $1.key }) {
            control.scheduled[name] = moves.filter { $0.at > now }
            for scheduled in moves.filter({ $0.at <= now }).sorted(by: { $0.at < $1.at }) {
                let milestone = try snapshot.milestoneToMove(name)
                let firing = scheduled.fire(on: milestone, in: try situation(milestone, definition(of: name)))
                if case .run(let move) = firing { try make(move) }
            }
        }
    }
}
