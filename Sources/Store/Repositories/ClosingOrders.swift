import Intake
import Rollout

/// What is known of an open order's progress, read under its row.
public struct OrderMovement: Sendable, Hashable {
    /// When a document of it was last decided, delivered or changed, in microseconds.
    public let last: Int64
    /// Deliveries that are not done, or documents that wait or failed.
    public let isBusy: Bool
}

extension Transaction {
    /// The keys of the open orders of a site, a page at a time.
    public func openOrders(site: String, after key: String, limit: Int) throws -> [String] {
        try query(
            "select key from orders where site = $1 and state = 'open' and key > $2 order by key limit $3",
            [.text(site), .text(key), .integer(Int64(limit))]
        ).map { row in
            var columns = row.columns
            return try columns.text()
        }
    }

    /// Whether an order moves, and when it last did.
    public func movement(of order: OrderRow) throws -> OrderMovement {
        let row = try query(
            "select coalesce(max(updated_at), 0) from documents where id in \(NamedOrders.documents("$1"))",
            [.text(order.key)]
        ).first
        var last = order.updatedAt
        if var columns = row?.columns { last = max(last, try columns.integer()) }
        let waits = try !keysWithWaiting(among: [order.key]).isEmpty
        let isBusy = try waits || !unfinishedDeliveries(ofOrder: order.key).isEmpty
        return OrderMovement(last: last, isBusy: isBusy)
    }

    /// Closes an order. The caller holds its row.
    public func closeOrder(_ key: String, at now: Int64) throws {
        try execute("update orders set state = 'closed', updated_at = $2 where key = $1", [.text(key), .integer(now)])
    }
}
