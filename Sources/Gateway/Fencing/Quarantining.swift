import Diagnostics
import Intake
import Rollout
import Store

/// Fences the dead back ends of a milestone's new side and takes the orders that they own, in the transaction of a move: nobody
/// decides meanwhile.
struct Quarantining {
    let transaction: any Transaction
    let snapshot: RoutingSnapshot
    let now: Instant

    /// What a move took.
    struct Taken: Sendable, Hashable, Codable {
        /// The fenced back ends.
        var backends: [String] = []
        var orders = 0
        /// Orders that stay as they are: a transfer of them is past the point of no return, or their site has no other back end.
        var left = 0
    }

    private static let page = 500

    /// Takes the open orders of a milestone that its new side owns: all, or some by their keys.
    ///
    /// - Throws: ``GatewayError`` with `route.not-quarantinable`, naming the first order that is none of them.
    func take(_ milestone: StagedMilestone, only wanted: [String], reason: String, by caller: Caller) throws -> Taken {
        let keys = wanted.isEmpty ? try openOrders(of: milestone) : try known(wanted)
        var taken = Taken()
        var fences: [String: FenceRow] = [:]
        for start in stride(from: 0, to: keys.count, by: Self.page) {
            let page = keys[start..<min(keys.count, start + Self.page)]
            let locked = try transaction.lockOrders(page, at: now.microseconds).orders
            var rows: [FencedOrderRow] = []
            for key in page {
                guard let order = locked[key], let entry = Self.owned(order, by: milestone) else {
                    guard wanted.isEmpty else { throw Self.refusal(key, milestone) }
                    continue
                }
                guard let row = try row(of: order, entry, milestone, in: &fences, reason: reason, by: caller) else {
                    taken.left += 1
                    continue
                }
                rows.append(row)
            }
            try write(rows)
            taken.orders += rows.count
        }
        taken.backends = fences.keys.sorted()
        // Last, so that claims wait no longer than they must: what was begun before is committed behind this.
        if !fences.isEmpty { try transaction.lockFences() }
        return taken
    }

    private static func refusal(_ key: String, _ milestone: StagedMilestone) -> GatewayError {
        GatewayError(
            .conflict, Diagnostic("route.not-quarantinable", value: key, facts: ["milestone": milestone.name]))
    }

    private func openOrders(of milestone: StagedMilestone) throws -> [String] {
        var keys: Set<String> = []
        for cell in milestone.cells {
            var last = ""
            while true {
                let page = try transaction.openOrders(
                    function: cell.function, site: cell.site, side: Side.new.rawValue, after: last, limit: Self.page)
                keys.formUnion(page)
                guard page.count == Self.page, let end = page.last else { break }
                last = end
            }
        }
        return keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func known(_ typed: [String]) throws -> [String] {
        let keys = try Set(typed.map { try transaction.key(typed: $0, in: snapshot, day: now.day) })
        for key in keys where try transaction.order(key) == nil {
            throw GatewayError.unknown("intake.order-unknown", key)
        }
        return keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// What binds an open order to new in one of the milestone's cells.
    private static func owned(_ order: LockedOrder, by milestone: StagedMilestone) -> ItineraryRow? {
        guard order.order.state == .open, let site = order.order.site else { return nil }
        return order.itineraries.first { entry in
            entry.side == Side.new.rawValue && milestone.cells.contains(Cell(function: entry.function, site: site))
        }
    }

    /// How an order is taken; nil where it stays as it is.
    private func row(
        of order: LockedOrder, _ entry: ItineraryRow, _ milestone: StagedMilestone, in fences: inout [String: FenceRow],
        reason: String, by caller: Caller
    ) throws -> FencedOrderRow? {
        let key = order.order.key
        guard let site = order.order.site, let other = snapshot.backend(site: site, side: .legacy),
            other != entry.backend, try transaction.fencedOrder(ofOrder: key) == nil,
            try order.order.hold == nil || endTransfer(of: key, from: entry.backend)
        else { return nil }
        let fence = try fence(around: entry.backend, in: &fences, reason: reason, by: caller)
        let functions = order.itineraries.filter { $0.backend == entry.backend }.map(\.function)
        return FencedOrderRow(
            id: UniqueID(at: now.microseconds), fence: fence.id, orderKey: key, milestone: milestone.name,
            backend: entry.backend, otherBackend: other, otherSide: Side.legacy.rawValue,
            functions: JSONText.of(functions.sorted()) ?? "[]", madeAt: now.microseconds)
    }

    /// Ends a transfer that still waits for the dead back end to let go; false where it came further.
    private func endTransfer(of key: String, from backend: String) throws -> Bool {
        guard var transfer = try transaction.runningTransfer(ofOrder: key), transfer.from == backend,
            var machine = transfer.machine, machine.take(.quarantined)
        else { return false }
        let superseded = machine.superseded.compactMap { UniqueID($0) }
        transfer.take(.quarantined)
        try transaction.withdrawTransfer(transfer.id)
        _ = try transaction.journal(transfer, node: nil, at: now.microseconds)
        _ = try transaction.reviveDeliveries(superseded, dueAt: now.microseconds, at: now.microseconds)
        return true
    }

    private func fence(
        around backend: String, in fences: inout [String: FenceRow], reason: String, by caller: Caller
    ) throws -> FenceRow {
        if let known = fences[backend] { return known }
        let standing = try transaction.standingFence(around: backend)
        let fence =
            standing
            ?? FenceRow(
                id: UniqueID(at: now.microseconds), backend: backend, madeBy: caller.name, reason: reason,
                madeAt: now.microseconds)
        if standing == nil { try transaction.insertFence(fence) }
        fences[backend] = fence
        return fence
    }

    private func write(_ rows: [FencedOrderRow]) throws {
        try transaction.insertFencedOrders(rows)
        for (fence, rows) in Dictionary(grouping: rows, by: \.fence).sorted(by: { $0.key < $1.key }) {
            try transaction.setHold("quarantine \(fence)", on: rows.map(\.orderKey), at: now.microseconds)
        }
        try transaction.append(
            rows.map { row in
                EventRow(
                    at: now.microseconds, kind: "order.quarantined", subject: row.orderKey,
                    data: JSONText.of(["backend": row.backend, "fence": row.fence.description]) ?? "{}")
            })
    }
}

extension Transaction {
    /// The back ends behind a fence, as the routing snapshot names them; nil where there is none.
    func fencedBackends() throws -> [String]? {
        let names = try standingFences().map(\.backend).sorted()
        return names.isEmpty ? nil : names
    }

    /// Refuses to send something again of an order that a person is to enter elsewhere: it would come twice.
    func refuseQuarantined(_ document: DocumentRow) throws {
        guard let key = document.orderKey, document.status != .parked, let backend = document.decision?.backend,
            let taken = try fencedOrder(ofOrder: key), taken.step == .quarantined, taken.backend == backend
        else { return }
        throw GatewayError(
            .conflict,
            Diagnostic(
                "route.order-quarantined", value: key, facts: ["backend": backend, "other": taken.otherBackend]))
    }
}
