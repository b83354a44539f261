import Diagnostics
public import Rollout
import Store

/// Moves milestones: each move one transaction under the exclusive routing lock, with its history and audit entry.
public struct MilestoneDesk: Sendable {
    let database: any Database
    let routing: RoutingState
    let audit: AuditTrail
    let titles: [String: String]
    let clock: Clock

    /// The stages that this gateway runs: it knows no shadow deliveries yet, and refuses them.
    public static let stages: [Stage] = [.planned, .pilot, .live, .draining, .complete]

    /// All milestones with their stages.
    public func list(caller: Caller) async throws -> [MilestoneView] {
        try caller.require(.view)
        return try await GatewayError.translating {
            try await database.read { transaction in
                try snapshot(in: transaction).milestones.map { try view($0, in: transaction) }
            }
        }
    }

    /// One milestone with its history.
    public func show(_ name: String, caller: Caller) async throws -> MilestoneView {
        try caller.require(.view)
        return try await GatewayError.translating {
            try await database.read { transaction in
                try view(find(name, in: snapshot(in: transaction)), in: transaction)
            }
        }
    }

    /// Moves a milestone to its next stage, which the caller names.
    public func advance(
        _ name: String, to target: Stage, reason: String?, caller: Caller
    ) async throws -> MilestoneView {
        try await move(name, reason: reason, caller: caller) { milestone in
            try MilestoneMove.advance(milestone, to: target, reason: reason, among: Self.stages)
        }
    }

    /// Sends the births of a milestone's cells back to legacy; orders born at new stay there.
    public func reverse(_ name: String, reason: String?, caller: Caller) async throws -> MilestoneView {
        try await move(name, reason: reason, caller: caller) { milestone in
            try MilestoneMove.reverse(milestone, reason: reason, among: Self.stages)
        }
    }

    private func move(
        _ name: String, reason: String?, caller: Caller,
        _ plan: @escaping @Sendable (StagedMilestone) throws -> MilestoneMove
    ) async throws -> MilestoneView {
        try caller.require(.moveMilestones)
        let moved = try await GatewayError.translating {
            try await database.write { try moving(name, reason, caller, plan, in: $0) }
        }
        routing.replace(by: moved.version)
        return moved.view
    }

    private struct Moved: Sendable {
        var version: RoutingState.Version
        var view: MilestoneView
    }

    /// The move's transaction: the exclusive lock, the milestone as it stands now, the move, its records.
    private func moving(
        _ name: String, _ reason: String?, _ caller: Caller, _ plan: (StagedMilestone) throws -> MilestoneMove,
        in transaction: any Transaction
    ) throws -> Moved {
        let head = try transaction.lockRoutingExclusive(timeoutMilliseconds: RoutingPublisher.lockTimeout)
        guard let head else { throw StoreError(.mismatch, code: "routing") }
        let before = try snapshot(in: transaction)
        let move = try plan(find(name, in: before))
        try Self.requireBirths(move, in: before)
        let version = try write(move, on: before, epoch: head.epoch + 1, reason, caller, in: transaction)
        let view = try view(find(name, in: version.snapshot), in: transaction)
        try audit.append(
            "milestone.\(move.wish.name)", subject: name, by: caller, before: move.milestone.stage.rawValue,
            after: move.to.rawValue, reason: reason, in: transaction)
        return Moved(version: version, view: view)
    }

    /// A cut by delivery date settles the open orders too where a function binds later than at birth, which this gateway
    /// does not do yet.
    private static func requireBirths(_ move: MilestoneMove, in snapshot: RoutingSnapshot) throws {
        guard move.after.cutDay != nil else { return }
        for cell in move.milestone.cells {
            guard let function = snapshot.function(named: cell.function), snapshot.root(of: function).binds != .birth
            else { continue }
            throw GatewayError(
                .conflict,
                Diagnostic("route.cut-not-run", value: cell.description, facts: ["milestone": move.milestone.name]))
        }
    }

    private func write(
        _ move: MilestoneMove, on before: RoutingSnapshot, epoch: Int64, _ reason: String?, _ caller: Caller,
        in transaction: any Transaction
    ) throws -> RoutingState.Version {
        let now = clock.now()
        let after = move.applied(to: before, at: now)
        let row = try RoutingState.row(of: after, epoch: epoch, at: now)
        try transaction.publishRouting(row)
        try transaction.moveMilestone(
            MilestoneMoveRow(
                move.wish.name, of: move.milestone.name, from: move.milestone.stage.rawValue, to: move.to.rawValue,
                actor: caller.name, reason: reason ?? "", plan: "{}", at: now.microseconds, epoch: epoch))
        if move.to == .complete {
            for cell in move.milestone.cells {
                try transaction.storeCell(
                    CellRow(function: cell.function, site: cell.site, side: Side.new.rawValue))
            }
        }
        let facts = ["from": move.milestone.stage.rawValue, "to": move.to.rawValue, "by": caller.name]
        try transaction.append([
            EventRow(
                at: now.microseconds, kind: "milestone.moved", subject: move.milestone.name,
                data: JSONText.of(facts) ?? "{}")
        ])
        return RoutingState.Version(epoch: row.epoch, hash: row.hash, snapshot: after)
    }

    private func snapshot(in transaction: any Transaction) throws -> RoutingSnapshot {
        guard let row = try transaction.routing() else { throw StoreError(.mismatch, code: "routing") }
        return try RoutingState.version(of: row).snapshot
    }

    private func find(_ name: String, in snapshot: RoutingSnapshot) throws -> StagedMilestone {
        if let milestone = snapshot.milestones.first(where: { $0.name == name }) { return milestone }
        let known = snapshot.milestones.map(\.name).joined(separator: ", ")
        throw GatewayError(
            .notFound,
            Diagnostic("route.milestone-unknown", value: name, facts: ["known": known.isEmpty ? "none" : known]))
    }

    private func view(_ milestone: StagedMilestone, in transaction: any Transaction) throws -> MilestoneView {
        MilestoneView(
            name: milestone.name, title: titles[milestone.name], stage: milestone.stage.rawValue,
            since: milestone.since?.iso8601, cells: milestone.cells.sorted().map(\.description),
            next: Self.next(milestone),
            history: try transaction.moves(ofMilestone: milestone.name).map { row in
                MilestoneView.Move(
                    from: row.from, to: row.to, actor: row.actor, reason: row.reason.isEmpty ? nil : row.reason,
                    epoch: row.epoch, at: Instant(microseconds: row.at).iso8601)
            })
    }

    private static func next(_ milestone: StagedMilestone) -> [String] {
        let back: [Stage] = milestone.stage.movesBirths ? [.planned] : []
        return (milestone.nextStages(among: stages) + back).map(\.rawValue)
    }
}
