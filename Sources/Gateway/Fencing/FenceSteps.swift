import ConfigurationFiles
import Diagnostics
import Intake
import Rollout
import Store

/// The transactions of an order that was taken from a fenced back end. Each takes the routing lock and then the order's row.
struct FenceSteps: Sendable {
    let database: any Database
    let routing: RoutingState
    let backends: BackendBook
    let audit: AuditTrail
    let node: UniqueID
    let clock: Clock

    /// Where a person's word meets the order: in a transaction, under the order's row.
    struct Place {
        let transaction: any Transaction
        let order: LockedOrder
        let epoch: Int64
        let now: Instant
    }

    /// Another node has the order in hand.
    private struct Lost: Error {}

    /// Writes an event of a release that this node has in hand; nil when another one has it by now.
    func note(
        _ event: FencedOrder.Event?, _ row: FencedOrderRow, wait seconds: Double = 0, _ words: String? = nil,
        asks: Bool = false
    ) async throws -> FencedOrderRow? {
        let now = clock.now()
        do {
            return try await database.write { transaction in
                guard try transaction.lockRoutingShared() != nil else { throw StoreError(.mismatch, code: "routing") }
                _ = try transaction.lockOrders([row.orderKey], at: now.microseconds)
                var row = row
                if let event { row.take(event) }
                row.note = words
                row.asks = asks
                row.dueAt = now.adding(seconds: seconds).microseconds
                guard try transaction.write(row, node: node, at: now.microseconds) else { throw Lost() }
                try report(row, event, in: transaction)
                return row
            }
        } catch is Lost {
            return nil
        }
    }

    /// Until when an attempt of the order may still arrive at the fenced back end; nil when none can.
    func arrives(_ row: FencedOrderRow) async throws -> Instant? {
        try await database.read { try arrives(row, in: $0) }
    }

    func arrives(_ row: FencedOrderRow, in transaction: any Transaction) throws -> Instant? {
        let settling = backends[row.backend]?.abilities.settlingSeconds ?? 0
        let now = clock.now()
        let latest = try transaction.arrival(
            ofOrder: row.orderKey, at: row.backend, endedSince: now.adding(seconds: -settling).microseconds)
        guard let latest else { return nil }
        return (latest == .max ? now : Instant(microseconds: latest)).adding(seconds: settling)
    }

    /// A person says something of an order that was taken; `change` sees it under the order's row.
    func change(
        _ typed: String, _ action: String, as after: String?, reason: String?, caller: Caller,
        _ change: @escaping @Sendable (inout FencedOrderRow, Place) throws -> Void
    ) async throws -> FencedOrderRow {
        let now = clock.now()
        return try await GatewayError.translating {
            try await database.write { transaction in
                guard let head = try transaction.lockRoutingShared() else {
                    throw StoreError(.mismatch, code: "routing")
                }
                let key = try transaction.key(typed: typed, in: routing.version.snapshot, day: now.day)
                guard try transaction.order(key) != nil else {
                    throw GatewayError.unknown("intake.order-unknown", typed)
                }
                guard let order = try transaction.lockOrders([key], at: now.microseconds).orders[key],
                    var row = try transaction.fencedOrder(ofOrder: key)
                else { throw GatewayError(.conflict, Diagnostic("route.order-not-fenced", value: key)) }
                let before = row.step
                row.dueAt = now.microseconds
                try change(&row, Place(transaction: transaction, order: order, epoch: head.epoch, now: now))
                _ = try transaction.write(row, node: nil, at: now.microseconds)
                try audit.append(
                    action, subject: key, by: caller, before: before.rawValue, after: after ?? row.step.rawValue,
                    reason: reason, in: transaction)
                return row
            }
        }
    }

    /// Says in the order's events how its release ended.
    private func report(_ row: FencedOrderRow, _ event: FencedOrder.Event?, in transaction: any Transaction) throws {
        guard event == .released || event == .refused else { return }
        try transaction.append([
            EventRow(
                at: clock.now().microseconds, kind: "order.\(row.step.rawValue)", subject: row.orderKey,
                data: JSONText.of(["backend": row.backend]) ?? "{}")
        ])
    }

    // MARK: Lifting

    /// Lifts the fences of which every order is confirmed, each in a transaction of its own under the routing lock.
    ///
    /// - Returns: The back ends that get deliveries again.
    func lift() async throws -> Set<String> {
        guard try await !database.read({ try $0.fencesToLift() }).isEmpty else { return [] }
        let (version, lifted) = try await database.write { transaction in
            let before = try transaction.lockRoutingInForce()
            let now = clock.now()
            let lifted = try transaction.fencesToLift()
            guard !lifted.isEmpty else { return (before, lifted) }
            for fence in lifted { _ = try transaction.liftFence(fence.id, at: now.microseconds) }
            var after = before.snapshot
            after.fenced = try transaction.fencedBackends()
            let row = try RoutingState.row(of: after, epoch: before.epoch + 1, at: now)
            try transaction.publishRouting(row)
            let caller = Caller(name: "fence", role: .administrator, origin: "gateway")
            for fence in lifted {
                try audit.append(
                    "fence.lift", subject: fence.backend, by: caller, before: fence.id.description, after: "lifted",
                    reason: "every order that was taken is confirmed", in: transaction)
            }
            return (RoutingState.Version(epoch: row.epoch, hash: row.hash, snapshot: after), lifted)
        }
        routing.replace(by: version)
        return Set(lifted.map(\.backend))
    }
}

extension FencedOrderRow {
    /// The machine that says what is to be done.
    var machine: FencedOrder {
        FencedOrder(id: id.description, order: OrderKey(text: orderKey), backend: backend, step: step)
    }

    /// Lets the machine take an event; false where it does not belong to where the order stands.
    @discardableResult
    mutating func take(_ event: FencedOrder.Event) -> Bool {
        var machine = machine
        guard machine.take(event) else { return false }
        step = machine.step
        asks = false
        note = nil
        return true
    }
}
