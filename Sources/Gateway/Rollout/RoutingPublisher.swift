import Diagnostics
import Rollout
import Store

/// Puts the configuration in force: what it says, with the stages and sides that the store holds, becomes the routing
/// snapshot of a new epoch, if it differs from the present one.
struct RoutingPublisher: Sendable {
    let database: any Database
    let audit: AuditTrail
    let clock: Clock

    /// How long a move or a publication waits for deciders at work, in milliseconds.
    static let lockTimeout: Int64 = 5_000

    /// Publishes what births get. Refused when the configuration lost a milestone or a back end that traffic still depends
    /// on, or when the whole does not hold together.
    func publish(_ configured: RoutingSnapshot, by caller: Caller) async throws -> RoutingState.Version {
        try await GatewayError.translating {
            try await database.write { transaction in
                let head = try transaction.lockRoutingExclusive(timeoutMilliseconds: Self.lockTimeout)
                let snapshot = try merge(configured, in: transaction)
                let row = try RoutingState.row(of: snapshot, epoch: (head?.epoch ?? 0) + 1, at: clock.now())
                if let head, head.hash == row.hash {
                    return RoutingState.Version(epoch: head.epoch, hash: head.hash, snapshot: snapshot)
                }
                try refuseLosing(snapshot, in: transaction)
                try transaction.publishRouting(row)
                try audit.append(
                    "routing.publish", subject: "epoch \(row.epoch)", by: caller,
                    after: JSONText.of(snapshot.milestones),
                    in: transaction)
                return RoutingState.Version(epoch: row.epoch, hash: row.hash, snapshot: snapshot)
            }
        }
    }

    /// What stands in the way of putting a configuration in force; nil when nothing does. Read only.
    func obstacle(to configured: RoutingSnapshot) async throws -> Diagnostic? {
        try await database.read { transaction in
            do {
                try refuseLosing(try merge(configured, in: transaction), in: transaction)
                return nil
            } catch let error as GatewayError {
                return error.diagnostic
            }
        }
    }

    /// Refuses to lose a site that has open orders, or a back end that orders or deliveries name. Only what the snapshot in
    /// force has and this one lacks is looked for, so that an ordinary start looks for nothing.
    private func refuseLosing(_ snapshot: RoutingSnapshot, in transaction: any Transaction) throws {
        guard let inForce = try transaction.routing().flatMap({ try? RoutingState.version(of: $0).snapshot }) else {
            return
        }
        for site in inForce.sites where snapshot.site(named: site.name) == nil {
            let orders = try transaction.countOpenOrders(site: site.name)
            guard orders == 0 else {
                throw GatewayError(
                    .conflict,
                    Diagnostic("route.site-removed", value: site.name, facts: ["orders": String(orders)]))
            }
        }
        if inForce.split == .lines, snapshot.split != .lines {
            let open = try transaction.countOpenParts()
            guard open == 0 else {
                throw GatewayError(.conflict, Diagnostic("route.split-changed", facts: ["orders": String(open)]))
            }
        }
        try refuseExchange(of: inForce, by: snapshot)
        let lost = inForce.knownBackends.subtracting(snapshot.knownBackends).sorted()
        guard !lost.isEmpty else { return }
        let open = try transaction.openDeliveryCounts()
        for backend in lost {
            let deliveries = open.filter { $0.backend == backend }.reduce(0) { $0 + $1.deliveries }
            let orders = try transaction.openOrders(boundTo: backend)
            guard deliveries == 0, orders == 0 else {
                throw GatewayError(
                    .conflict,
                    Diagnostic(
                        "route.backend-removed", value: backend,
                        facts: ["deliveries": String(deliveries), "orders": String(orders)]))
            }
        }
    }

    /// Refuses another back end on a side of a site that a milestone is moving, and an exchange of its two: births would go to
    /// the other system without any move.
    private func refuseExchange(of inForce: RoutingSnapshot, by snapshot: RoutingSnapshot) throws {
        for before in inForce.sites {
            guard let after = snapshot.site(named: before.name) else { continue }
            for (side, backend) in before.backends.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                guard let next = after.backends[side], next != backend else { continue }
                let moving = snapshot.milestones.first { milestone in
                    (milestone.stage == .shadow || milestone.stage.movesBirths)
                        && milestone.cells.contains { $0.site == before.name }
                }
                guard moving != nil || before.backends[side.other] == next else { continue }
                throw GatewayError(
                    .conflict,
                    Diagnostic(
                        "route.site-backend-changed", value: next,
                        facts: [
                            "site": before.name, "side": side.rawValue, "backend": backend,
                            "milestone": moving.map { "milestone \($0.name) is \($0.stage.rawValue)" }
                                ?? "\(next) is the site's \(side.other.rawValue)",
                        ]))
            }
        }
    }

    private func merge(_ configured: RoutingSnapshot, in transaction: any Transaction) throws -> RoutingSnapshot {
        var snapshot = configured
        let inForce = try transaction.routing().flatMap { try? RoutingState.version(of: $0).snapshot }
        for row in try transaction.milestones() {
            guard let stage = Stage(rawValue: row.stage) else { throw StoreError(.mismatch, code: "stage") }
            if let index = snapshot.milestones.firstIndex(where: { $0.name == row.id }) {
                let configured = snapshot.milestones[index]
                var standing = configured
                // What moves beside the stage (a wider pilot, a pause) stands in the snapshot in force.
                if let present = inForce?.milestones.first(where: { $0.name == row.id }) { standing = present }
                standing.stage = stage
                standing.since = Instant(microseconds: row.since)
                snapshot.milestones[index] = try standing.adopting(Milestone(configured))
            } else if stage.movesBirths {
                throw GatewayError(
                    .conflict, Diagnostic("route.milestone-removed", value: row.id, facts: ["stage": row.stage]))
            }
        }
        for cell in try transaction.cells() {
            snapshot.storedSides[Cell(function: cell.function, site: cell.site)] = Side(rawValue: cell.side)
        }
        snapshot.fenced = try transaction.fencedBackends()
        snapshot.signedImports = try transaction.signedImports().map(\.site).sorted()
        if let fault = snapshot.check().items.first(where: { $0.severity == .error }) {
            throw GatewayError(.invalid, fault)
        }
        return snapshot
    }
}
