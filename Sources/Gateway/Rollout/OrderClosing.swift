import Diagnostics
import Rollout
import Store
import Synchronization

/// Closes orders by the rule of their site, or as a person says: a closed order keeps no temporary integration alive and
/// stands in no milestone's way. A document for it opens it again.
final class OrderClosing: Sendable {
    private let database: any Database
    private let routing: RoutingState
    private let audit: AuditTrail
    private let clock: Clock
    /// Behind which order of a site to go on.
    private let places = Mutex<[String: String]>([:])

    private static let page = 500

    init(database: any Database, routing: RoutingState, audit: AuditTrail, clock: Clock) {
        self.database = database
        self.routing = routing
        self.audit = audit
        self.clock = clock
    }

    /// Looks at the next page of each site's open orders, from the beginning again behind the last one.
    func look() async throws {
        for site in routing.version.snapshot.sites {
            guard let rule = site.closing else { continue }
            let zone = routing.version.snapshot.zones?[site.timeZone]
            let after = places.withLock { $0[site.name] ?? "" }
            let keys = try await database.read { try $0.openOrders(site: site.name, after: after, limit: Self.page) }
            for key in keys { try await close(key, by: rule, zone) }
            places.withLock { $0[site.name] = keys.count == Self.page ? keys.last : nil }
        }
    }

    private func close(_ key: String, by rule: ClosingRule, _ zone: ZoneOffsets?) async throws {
        let now = clock.now()
        let isQuiet = try await database.read { transaction in
            guard let order = try transaction.order(key) else { return false }
            return try Self.reason(for: order, by: rule, zone, now, in: transaction) != nil
        }
        guard isQuiet else { return }
        try await database.write { transaction in
            _ = try transaction.lockRoutingShared()
            guard let order = try transaction.lockOrders([key], at: now.microseconds).orders[key]?.order,
                let reason = try Self.reason(for: order, by: rule, zone, now, in: transaction)
            else { return }
            try transaction.closeOrder(key, at: now.microseconds)
            try transaction.append([
                EventRow(
                    at: now.microseconds, kind: "order.closed", subject: key,
                    data: JSONText.of(["reason": reason.words]) ?? "{}")
            ])
        }
    }

    private static func reason(
        for order: OrderRow, by rule: ClosingRule, _ zone: ZoneOffsets?, _ now: Instant,
        in transaction: any Transaction
    ) throws -> ClosingReason? {
        guard order.state == .open, order.origin != nil, order.hold == nil else { return nil }
        let movement = try transaction.movement(of: order)
        guard !movement.isBusy else { return nil }
        let traits = JSONText.read(BirthTraits.self, from: order.traits ?? "")
        let progress = try ProgressReading(order: order, transaction: transaction).progress(
            for: rule, requestedDay: traits?.requestedDay, lastMovement: Instant(microseconds: movement.last))
        return rule.reason(for: progress, zone: zone, now: now)
    }

    /// Closes an order because a person says that it is done.
    func close(_ key: String, reason: String?, caller: Caller) async throws {
        try caller.require(.replay)
        let reason = try GatewayError.required(reason)
        let now = clock.now()
        try await GatewayError.translating {
            try await database.write { transaction in
                _ = try transaction.lockRoutingShared()
                let order = try transaction.lockOrders([key], at: now.microseconds).orders[key]?.order
                guard let order, order.origin != nil else {
                    throw GatewayError(.notFound, Diagnostic("intake.order-unknown", value: key))
                }
                guard order.state == .open else {
                    throw GatewayError(.conflict, Diagnostic("route.order-closed", value: key))
                }
                guard try !transaction.movement(of: order).isBusy, order.hold == nil else {
                    throw GatewayError(.conflict, Diagnostic("route.order-busy", value: key))
                }
                try transaction.closeOrder(key, at: now.microseconds)
                try transaction.append([
                    EventRow(
                        at: now.microseconds, kind: "order.closed", subject: key,
                        data: JSONText.of(["reason": reason, "by": caller.name]) ?? "{}")
                ])
                try self.audit.append("order.close", subject: key, by: caller, reason: reason, in: transaction)
            }
        }
    }
}
