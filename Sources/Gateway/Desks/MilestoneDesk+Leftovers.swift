import Diagnostics
import Rollout
import Store

/// The orders that stand between draining and complete: open ones that legacy owns in the milestone's cells. They are
/// finished, transferred, or signed off by a person; they never block silently.
extension MilestoneDesk {
    /// How many orders one list or one sign-off names at most.
    public static let longestList = 1_000

    /// The open orders of a milestone that legacy owns and that nobody signed off, by key.
    public func leftovers(_ name: String, after key: String = "", limit: Int, caller: Caller) async throws -> [String] {
        try caller.require(.view)
        return try await GatewayError.translating {
            try await database.read { transaction in
                let milestone = try find(name, in: transaction.routingInForce().snapshot)
                return try Self.leftovers(of: milestone, after: key, limit: limit, in: transaction)
            }
        }
    }

    /// Signs open orders off, which stay at legacy although the milestone completes.
    ///
    /// - Throws: ``GatewayError`` with `route.not-left-over`, naming the first order that is none of the milestone's leftovers.
    public func signOff(
        _ name: String, orders: [String], reason: String?, caller: Caller
    ) async throws -> MilestoneView {
        try caller.require(.moveMilestones)
        let reason = try GatewayError.required(reason)
        guard !orders.isEmpty, orders.count <= Self.longestList else {
            throw GatewayError(
                .invalid,
                Diagnostic(
                    "route.sign-off-count", value: String(orders.count), facts: ["most": String(Self.longestList)]))
        }
        return try await changing(name, "milestone.sign-off", caller, reason: reason) { milestone, transaction in
            let now = clock.now().microseconds
            _ = try transaction.lockOrders(orders, at: now)
            for order in orders where try !Self.isLeftOver(order, of: milestone, in: transaction) {
                throw GatewayError(
                    .conflict, Diagnostic("route.not-left-over", value: order, facts: ["milestone": name]))
            }
            try transaction.signOff(orders, milestone: name, by: caller.name, reason: reason, at: now)
            return orders.joined(separator: ", ")
        }
    }

    private static func leftovers(
        of milestone: StagedMilestone, after key: String, limit: Int, in transaction: any Transaction
    ) throws -> [String] {
        let keys = try milestone.cells.flatMap { cell in
            try transaction.openOrders(
                function: cell.function, site: cell.site, side: Side.legacy.rawValue,
                notSignedOffFor: milestone.name, after: key, limit: limit)
        }
        return Array(Set(keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(limit))
    }

    private static func isLeftOver(
        _ order: String, of milestone: StagedMilestone, in transaction: any Transaction
    ) throws -> Bool {
        guard let row = try transaction.order(order), row.state == .open, let site = row.site else { return false }
        let bound = try transaction.itineraries(of: order)
        return milestone.cells.contains { cell in
            cell.site == site && bound.contains { $0.function == cell.function && $0.side == Side.legacy.rawValue }
        }
    }
}
