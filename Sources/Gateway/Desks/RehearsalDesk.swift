import ConfigurationFiles
import Diagnostics
import Rollout
import Store

/// Rehearses stages of milestones with the traffic that is stored. Nothing is delivered, and nothing written but who asked.
public struct RehearsalDesk: Sendable {
    let database: any Database
    let audit: AuditTrail
    let writers: PayloadWriters
    let backends: BackendBook
    let slot: RehearsalSlot
    let clock: Clock

    /// Begins to rehearse a stage of a milestone; one rehearsal runs on a node at a time.
    ///
    /// - Throws: ``GatewayError`` for a milestone that there is not, a stage that it cannot come to, a window that is none or
    ///   holds no documents, and while another rehearsal runs.
    public func begin(_ name: String, _ request: RehearsalRequest, caller: Caller) async throws -> RehearsalRun {
        try caller.require(.view)
        let now = clock.now()
        let (from, to) = try request.window(at: now)
        let version = try await GatewayError.translating { try await database.read { try $0.routingInForce() } }
        let milestone = try version.snapshot.milestoneToMove(name)
        let (snapshot, supposed) = try Self.suppose(request.supposed, of: milestone, in: version.snapshot, at: from)
        let ticket = try slot.take(.init(milestone: name, by: caller.name, since: now))
        let found = try await GatewayError.translating {
            try await database.read { try $0.trafficWindow(from: from.microseconds, to: to.microseconds) }
        }
        guard let window = found, window.documents > 0 else {
            throw GatewayError(
                .notFound,
                Diagnostic("route.rehearsal-empty", value: from.iso8601, facts: ["to": to.iso8601, "milestone": name]))
        }
        let asked = "\(supposed.stage.rawValue) with what came from \(from.iso8601) until \(to.iso8601)"
        try await GatewayError.translating {
            try await database.write { transaction in
                try audit.append("milestone.rehearse", subject: name, by: caller, after: asked, in: transaction)
            }
        }
        let limits = Dictionary(
            backends.all.compactMap { backend in backend.ratePerSecond.map { (backend.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        return RehearsalRun(
            .init(
                before: milestone, supposed: supposed, request: request, from: from, to: to, window: window,
                limits: limits),
            of: snapshot, writers: request.writes ? writers : nil, database: database, ticket: ticket)
    }

    private static func suppose(
        _ asked: RehearsedStage, of milestone: StagedMilestone, in snapshot: RoutingSnapshot, at now: Instant
    ) throws(GatewayError) -> (snapshot: RoutingSnapshot, milestone: StagedMilestone) {
        do throws(Diagnostic) {
            return try snapshot.supposing(asked, of: milestone, at: now)
        } catch {
            throw GatewayError(error.code == "route.percent-range" ? .invalid : .conflict, error)
        }
    }
}
