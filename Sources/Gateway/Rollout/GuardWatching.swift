import Diagnostics
import Intake
import Logging
import Rollout
import Store

/// Lets the guards of milestones in pilot and live look at what they watch. One that trips does what its milestone says, in a
/// move of its own: it moves no order that has an owner, and stays tripped until a person arms it.
struct GuardWatching: Sendable {
    let database: any Database
    let routing: RoutingState
    let audit: AuditTrail
    let pulse: BackendPulse
    let clock: Clock
    let logger: Logger

    /// How far back guards look, in seconds.
    static let window = 900.0
    /// How long figures are kept, in seconds.
    static let keptSeconds = 35.0 * 86_400

    /// One look at all of them.
    func look() async throws {
        let snapshot = routing.version.snapshot
        let guarded = snapshot.milestones.filter { $0.stage.hasStandby && $0.guards?.isEmpty == false }
        guard !guarded.isEmpty else { return }
        let legacy = Set(guarded.flatMap { snapshot.backends(of: $0, side: .legacy) })
        let health = await pulse.answers(of: legacy)
        for milestone in guarded {
            let isTripping = try await database.read { transaction in
                try watched(milestone, in: snapshot, health, transaction) != nil
            }
            if isTripping { try await trip(milestone.name, health) }
        }
    }

    /// Removes the figures and comparisons that nobody looks at any more.
    func forgetOldFigures() async throws {
        let before = clock.now().adding(seconds: -Self.keptSeconds).microseconds
        try await database.write { try $0.removeDeliveryFigures(before: before) }
        while try await database.write({ try $0.removeComparisons(before: before) }) {}
    }

    /// Looks again under the exclusive routing lock, and writes what tripped.
    private func trip(_ name: String, _ health: [String: Bool]) async throws {
        let now = clock.now()
        let version: RoutingState.Version? = try await database.write { transaction in
            let before = try transaction.lockRoutingInForce()
            guard let index = before.snapshot.milestones.firstIndex(where: { $0.name == name }) else { return nil }
            let milestone = before.snapshot.milestones[index]
            guard let after = try watched(milestone, in: before.snapshot, health, transaction) else { return nil }
            var snapshot = before.snapshot
            snapshot.milestones[index] = after
            let next = try RoutingState.row(of: snapshot, epoch: before.epoch + 1, at: now)
            try transaction.publishRouting(next)
            try record(milestone, after, epoch: next.epoch, at: now, in: transaction)
            return RoutingState.Version(epoch: next.epoch, hash: next.hash, snapshot: snapshot)
        }
        guard let version else { return }
        routing.replace(by: version)
        logger.warning("a guard tripped", metadata: ["milestone": "\(name)"])
    }

    private func record(
        _ before: StagedMilestone, _ after: StagedMilestone, epoch: Int64, at now: Instant,
        in transaction: any Transaction
    ) throws {
        let words = (after.tripped ?? []).filter { before.tripped?.contains($0) != true }
            .map { "\($0.words): \($0.consequence.rawValue)" }.joined(separator: "; ")
        let stage = after.stage.rawValue
        try transaction.moveMilestone(
            MilestoneMoveRow(
                "guard", of: after.name, from: stage, to: stage, actor: "guard", reason: words, plan: "{}",
                at: now.microseconds, epoch: epoch))
        try transaction.append([
            EventRow(
                at: now.microseconds, kind: "milestone.guard-tripped", subject: after.name,
                data: JSONText.of(["guard": words]) ?? "{}")
        ])
        let caller = Caller(name: "guard", role: .administrator, origin: "guard")
        try audit.append("milestone.guard", subject: after.name, by: caller, reason: words, in: transaction)
    }

    private func watched(
        _ milestone: StagedMilestone, in snapshot: RoutingSnapshot, _ health: [String: Bool],
        _ transaction: any Transaction
    ) throws -> StagedMilestone? {
        let now = clock.now()
        let isHealthy = snapshot.backends(of: milestone, side: .legacy).allSatisfy { health[$0] == true }
        return milestone.watched(
            try figures(of: milestone, in: snapshot, transaction, now), legacyIsHealthy: isHealthy, at: now)
    }

    /// From when on the guards that a person armed again watch: what made them trip is mended. Figures are kept by the minute, so
    /// that it is the next one.
    private func armed(
        _ milestone: StagedMilestone, _ transaction: any Transaction
    ) throws -> [GuardKind: Instant] {
        var armed: [GuardKind: Instant] = [:]
        for row in try transaction.moves(ofMilestone: milestone.name) where row.action == "rearm" {
            guard case .rearm(let kind) = JSONText.read(MoveRecord.self, from: row.plan)?.wish else { continue }
            armed[kind] = Instant(microseconds: (row.at / 60_000_000 + 1) * 60_000_000)
        }
        return armed
    }

    /// What the guards of a milestone watch, over the window, or since it came to its stage or they were armed again where that
    /// is less.
    private func figures(
        of milestone: StagedMilestone, in snapshot: RoutingSnapshot, _ transaction: any Transaction, _ now: Instant
    ) throws -> [GuardFigure] {
        let new = snapshot.backends(of: milestone, side: .new)
        let armed = try armed(milestone, transaction)
        let recent = max(now.adding(seconds: -Self.window), milestone.since ?? now)
        func begin(_ kind: GuardKind) -> Instant { max(recent, armed[kind] ?? recent) }
        let ended = try transaction.deliveryFigures(backends: new, since: begin(.failureRate).microseconds)
        let slow = try transaction.deliveryFigures(backends: new, since: begin(.deliveryLatency).microseconds)
        let sample = Int(ended.ended)
        let share = sample == 0 ? nil : Double(ended.failed) / Double(sample) * 100
        let oldest = try snapshot.backends(of: milestone).compactMap {
            try transaction.oldestWaitingCopy(backend: $0)
        }.min()
        let kept = now.adding(seconds: -Self.keptSeconds)
        let since = max(milestone.since ?? kept, kept, armed[.silence] ?? kept)
        let heard = try transaction.deliveryFigures(backends: new, since: since.microseconds).lastAt
        let silent = Double(now.microseconds - (heard ?? since.microseconds)) / 1e6
        let compared = try transaction.comparisonFigures(
            milestone: milestone.name, purpose: .standby, since: begin(.mismatch).microseconds)
        let differing = compared.fields == 0 ? nil : Double(compared.differing) / Double(compared.fields) * 100
        return [
            GuardFigure(kind: .mismatch, value: differing, sample: Int(compared.documents)),
            GuardFigure(kind: .failureRate, value: share, sample: sample),
            GuardFigure(
                kind: .deliveryLatency, value: slow.latency(ofShare: 0.95), sample: Int(slow.ended - slow.failed)),
            GuardFigure(
                kind: .copyLag, value: oldest.map { Double(now.microseconds - $0) / 1e6 } ?? 0,
                sample: oldest == nil ? 0 : 1),
            GuardFigure(kind: .silence, value: max(0, silent), sample: heard == nil ? 0 : 1),
        ]
    }
}
