/// The orders that runs have listed and not settled yet.
extension Transaction {
    /// Keeps orders as a side listed them; of one that was listed before, what was changed later.
    ///
    /// - Returns: the first one that was listed before and has not changed since.
    public func addListed(_ orders: [ListedOrderRow], to run: UniqueID) throws -> ListedOrderRow? {
        let kept = try queryMany(
            """
            insert into verification_orders (run, order_key, side, own_id, changed_at, fingerprint)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (run, order_key, side, own_id) do update set
                changed_at = excluded.changed_at, fingerprint = excluded.fingerprint
                where excluded.changed_at > verification_orders.changed_at
            returning side
            """,
            orders.map { order in
                [
                    Value(run), .text(order.orderKey), .text(order.side), .text(order.ownID),
                    .integer(order.changedAt), .integer(order.fingerprint),
                ]
            })
        return zip(orders, kept).first { $1.isEmpty }?.0
    }

    /// The next keys that a run goes through, in order: those that were listed, and those of the site's open orders that came
    /// in its window, whether they were listed or not.
    public func keysToVerify(_ run: VerificationRow, limit: Int) throws -> [String] {
        try query(
            """
            select k from (
                select * from (
                    select distinct order_key as k from verification_orders where run = $1 and order_key > $2
                    order by order_key limit $6) listed
                union
                select * from (
                    select key as k from orders
                    where site = $3 and key > $2 and state = 'open' and made_at >= $4 and made_at < $5
                    order by key limit $6) known
            ) both_of_them order by k limit $6
            """,
            [
                Value(run.id), .text(run.cursor), .text(run.site), .integer(run.from), .integer(run.to),
                .integer(Int64(limit)),
            ]
        ).map(Self.text)
    }

    /// The next keys of what a run has not settled, in order.
    public func unsettledKeys(of run: UniqueID, after key: String, limit: Int) throws -> [String] {
        try query(
            """
            select distinct order_key from verification_orders where run = $1 and order_key > $2
            order by order_key limit $3
            """, [Value(run), .text(key), .integer(Int64(limit))]
        ).map(Self.text)
    }

    /// What was listed of some orders.
    public func listed(_ keys: [String], in run: UniqueID) throws -> [ListedOrderRow] {
        try queryMany(
            """
            select order_key, side, own_id, changed_at, fingerprint from verification_orders
            where run = $1 and order_key = $2 order by side, own_id
            """, keys.map { [Value(run), .text($0)] }
        ).flatMap(\.self).map(ListedOrderRow.init)
    }

    /// Forgets what was listed of orders that are settled.
    public func dropListed(_ keys: [String], of run: UniqueID) throws {
        try executeMany(
            "delete from verification_orders where run = $1 and order_key = $2", keys.map { [Value(run), .text($0)] })
    }

    /// How many orders a run still has to settle.
    public func countUnsettled(of run: UniqueID) throws -> Int64 {
        try query("select count(distinct order_key) from verification_orders where run = $1", [Value(run)]).first
            .map(Self.number) ?? 0
    }

    /// Whether orders of a run that has ended are kept.
    public func hasUnsweptVerification() throws -> Bool {
        try !query("select 1 from verifications where swept = 0 and state <> 'running' limit 1").isEmpty
    }

    /// Forgets what is left of runs that have ended, a page at a time; false when nothing is.
    public func sweepVerifications(limit: Int = 5_000) throws -> Bool {
        let unswept = "select id from verifications where swept = 0 and state <> 'running' order by id limit 1"
        guard let run = try query(unswept).first else { return false }
        let left = try query(
            "select order_key from verification_orders where run = $1 order by order_key limit $2",
            run.values + [.integer(Int64(limit))]
        ).map(Self.text)
        if left.isEmpty { try execute("update verifications set swept = 1 where id = $1", run.values) }
        try executeMany(
            "delete from verification_orders where run = $1 and order_key = $2",
            Set(left).map { run.values + [.text($0)] })
        return true
    }

    /// Orders with what binds them, without a lock; one that is not known is absent.
    public func orders(_ keys: [String]) throws -> [String: (order: OrderRow, itineraries: [ItineraryRow])] {
        let named = keys.map { [Value.text($0)] }
        let rows = try queryMany("select \(OrderRow.columns()) from orders where key = $1", named)
        let itineraries = try queryMany(
            "select \(ItineraryRow.columns()) from itineraries where order_key = $1 order by function", named)
        var orders: [String: (order: OrderRow, itineraries: [ItineraryRow])] = [:]
        for (place, key) in keys.enumerated() {
            guard let row = rows[place].first else { continue }
            orders[key] = (try OrderRow(row), try itineraries[place].map(ItineraryRow.init))
        }
        return orders
    }

    /// Whether a back end was ever given an order to keep: a document of it arrived there, or may have, or it was its owner.
    public func wasGiven(_ key: String, to backend: String) throws -> Bool {
        try !query(
            """
            select 1 from documents x join deliveries d on d.document_id = x.id
            where x.order_key = $1 and d.backend = $2 and d.purpose <> 'shadow' and d.attempts > 0
            union all select 1 from itinerary_history where order_key = $1 and backend = $2 limit 1
            """, [.text(key), .text(backend)]
        ).isEmpty
    }

    /// What of an order's documents is on its way to some back ends, and when something last came to one of them.
    public func movement(of key: String, to backends: [String]) throws -> (isUnderway: Bool, last: Int64) {
        let deliveries = try query(
            """
            select d.backend, d.state, d.updated_at from documents x join deliveries d on d.document_id = x.id
            where x.order_key = $1 and d.purpose <> 'shadow'
            """, [.text(key)])
        var isUnderway = false
        var last: Int64 = 0
        for row in deliveries {
            var columns = row.columns
            let (backend, state): (String, String) = (try columns.text(), try columns.text())
            let changed = try columns.integer()
            guard backends.contains(backend) else { continue }
            if state == "waiting" || state == "sending" { isUnderway = true }
            last = max(last, changed)
        }
        return (isUnderway, last)
    }

    private static func text(_ row: Row) throws -> String {
        var columns = row.columns
        return try columns.text()
    }

    private static func number(_ row: Row) throws -> Int64 {
        var columns = row.columns
        return try columns.integer()
    }
}
