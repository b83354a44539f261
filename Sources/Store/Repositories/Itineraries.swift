extension Transaction {
    /// Binds functions of orders, or binds them anew, and keeps what was written with the reason. The caller holds the
    /// routing lock (shared) and then the order rows.
    public func bind(_ itineraries: [ItineraryRow], reason: String) throws {
        try executeMany(
            ItineraryRow.insertion() + """
                 on conflict (order_key, function) do update set side = excluded.side, backend = excluded.backend,
                    bound_by = excluded.bound_by, epoch = excluded.epoch, at = excluded.at
                """, itineraries.map(\.values))
        try executeMany(
            """
            insert into itinerary_history (\(ItineraryRow.columns()), reason) values ($1, $2, $3, $4, $5, $6, $7, $8)
            """, itineraries.map { $0.values + [.text(reason)] })
    }

    /// Takes away what binds an order to some back ends, and keeps it with the reason. The caller holds the routing lock
    /// (shared) and then the order row.
    public func unbind(_ key: String, from backends: [String], reason: String, at now: Int64) throws {
        for backend in backends {
            try execute(
                """
                insert into itinerary_history (\(ItineraryRow.columns()), reason)
                select order_key, function, side, backend, bound_by, epoch, $3, $4 from itineraries
                where order_key = $1 and backend = $2
                """, [.text(key), .text(backend), .integer(now), .text(reason)])
            try execute(
                "delete from itineraries where order_key = $1 and backend = $2", [.text(key), .text(backend)])
        }
    }

    /// The bound functions of an order.
    public func itineraries(of key: String) throws -> [ItineraryRow] {
        try query(
            "select \(ItineraryRow.columns()) from itineraries where order_key = $1 order by function", [.text(key)]
        ).map(ItineraryRow.init)
    }

    /// Everything that was ever written to an order's itinerary, oldest first.
    public func itineraryHistory(of key: String) throws -> [ItineraryChange] {
        try query(
            "select \(ItineraryRow.columns()), reason from itinerary_history where order_key = $1 order by seq",
            [.text(key)]
        ).map { row in
            var columns = row.columns
            return ItineraryChange(row: try ItineraryRow(&columns), reason: try columns.text())
        }
    }

    /// The keys of open orders whose function is bound to a side, by key, a page at a time: what a transfer, a hand-back
    /// or a sign-off goes through.
    public func openOrders(
        function: String, side: String, site: String? = nil, after key: String = "", limit: Int
    ) throws -> [String] {
        let atSite = site == nil ? "" : "and o.site = $5"
        return try query(
            """
            select i.order_key from itineraries i join orders o on o.key = i.order_key
            where i.function = $1 and i.side = $2 and i.order_key > $3 and o.state = 'open' \(atSite)
            order by i.order_key limit $4
            """,
            [.text(function), .text(side), .text(key), .integer(Int64(limit))] + (site.map { [.text($0)] } ?? [])
        ).map { row in
            var columns = row.columns; return try columns.text()
        }
    }

    /// How many open orders have a function bound to a back end. Reads all itineraries: only for when a back end is gone.
    public func openOrders(boundTo backend: String) throws -> Int64 {
        try query(
            """
            select count(distinct i.order_key) from itineraries i join orders o on o.key = i.order_key
            where i.backend = $1 and o.state = 'open'
            """, [.text(backend)]
        ).first.map { row in
            var columns = row.columns
            return try columns.integer()
        } ?? 0
    }

    /// How many open orders each side of each function and site has.
    public func openOrderCounts() throws -> [OpenOrderCount] {
        try query(
            """
            select i.function, o.site, i.side, count(*) from itineraries i join orders o on o.key = i.order_key
            where o.state = 'open' group by i.function, o.site, i.side order by i.function, o.site, i.side
            """
        ).map { row in
            var columns = row.columns
            return OpenOrderCount(
                function: try columns.text(), site: try columns.optionalText(), side: try columns.text(),
                orders: try columns.integer())
        }
    }
}

/// The open orders of a cell on one side.
public struct OpenOrderCount: Sendable, Hashable {
    /// The bound function.
    public let function: String
    /// The orders' site.
    public let site: String?
    /// The side they are bound to.
    public let side: String
    /// How many there are.
    public let orders: Int64

    /// A count.
    public init(function: String, site: String?, side: String, orders: Int64) {
        self.function = function
        self.site = site
        self.side = side
        self.orders = orders
    }
}
