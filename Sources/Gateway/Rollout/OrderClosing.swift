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

    /// Closes an order because the back end that owns it says that it is done; of a split order, the parts that it owns. One that
    /// is closed already stays so: a statement that is made again is no fault.
    ///
    /// - Returns: The keys of what is closed.
    /// - Throws: ``GatewayError`` with `intake.order-unknown`, `route.close-foreign` for an order of another owner,
    ///   `route.closing-unasked` where the site's rule does not take it, `route.order-busy`.
    func close(_ typed: String, by backend: String, reason: String?, caller: Caller) async throws -> [String] {
        let now = clock.now()
        let words = ClosingReason.backendSaysSo.words + (reason.map { ": \($0)" } ?? "")
        return try await GatewayError.translating {
            try await database.write { transaction in
                _ = try transaction.lockRoutingShared()
                let snapshot = try transaction.routingInForce().snapshot
                let key = try transaction.key(typed: typed, in: snapshot, day: now.day)
                let parts = try transaction.parts(ofOrder: key).map(\.key.text)
                let known = try (parts.isEmpty ? [key] : parts).filter { try transaction.order($0)?.origin != nil }
                guard !known.isEmpty else {
                    throw GatewayError(.notFound, Diagnostic("intake.order-unknown", value: typed))
                }
                let locked = try transaction.lockOrders(known, at: now.microseconds).orders
                let own = known.compactMap { locked[$0] }.filter { order in
                    order.itineraries.contains { $0.backend == backend }
                }
                guard !own.isEmpty else {
                    throw GatewayError(
                        .forbidden, Diagnostic("route.close-foreign", value: key, facts: ["backend": backend]))
                }
                for order in own.map(\.order) where order.state == .open {
                    let rule = order.site.flatMap { snapshot.site(named: $0)?.closing } ?? ClosingRule()
                    let progress = OrderProgress(backendSaysClosed: true, lastMovement: now)
                    guard rule.reason(for: progress, zone: nil, now: now) == .backendSaysSo else {
                        throw GatewayError(
                            .conflict,
                            Diagnostic("route.closing-unasked", value: order.key, facts: ["site": order.site ?? ""]))
                    }
                    try self.close(order, because: words, by: caller, at: now, in: transaction)
                }
                return own.map(\.order.key)
            }
        }
    }

    private func close(
        _ order: OrderRow, because reason: String, by caller: Caller, at now: Instant, in transaction: any Transaction
    ) throws {
        guard try !transaction.movement(of: order).isBusy, order.hold == nil else {
            throw GatewayError(.conflict, Diagnostic("route.order-busy", value: order.key))
        }
        try transaction.closeOrder(order.key, at: now.microseconds)
        try transaction.append([
            EventRow(
                at: now.microseconds, kind: "order.closed", subject: order.key,
                data: JSONText.of(["reason": reason, "by": caller.name]) ?? "{}")
        ])
        try audit.append("order.close", subject: order.key, by: caller, reason: reason, in: transaction)
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
                try self.close(order, because: reason, by: caller, at: now, in: transaction)
            }
        }
    }
}
