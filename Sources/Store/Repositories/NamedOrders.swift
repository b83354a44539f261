/// The orders that documents name behind their first: a collective invoice, an advice of what a truck brought. Such a
/// document belongs to every order that it names, and stands behind what came before it in each.
extension Transaction {
    /// Writes which orders documents name behind their first, whatever was written before. The caller holds the rows of all
    /// of them.
    public func writeFurtherOrders(_ orders: [UniqueID: [String]]) throws {
        let ids = orders.keys.sorted()
        try executeMany("delete from document_orders where document_id = $1", ids.map { [Value($0)] })
        try executeMany(
            "insert into document_orders (order_key, document_id) values ($1, $2)",
            ids.flatMap { id in (orders[id] ?? []).map { [.text($0), Value(id)] } })
    }

    /// The orders that a document names behind its first, by key.
    public func furtherOrders(ofDocument id: UniqueID) throws -> [String] {
        try query(
            "select order_key from document_orders where document_id = $1 order by order_key", [Value(id)]
        ).map { row in
            var columns = row.columns
            return try columns.text()
        }
    }

    /// The documents that name some orders behind others, by order.
    func documentsNaming(_ keys: [String]) throws -> [[UniqueID]] {
        try queryMany(
            "select document_id from document_orders where order_key = $1 order by document_id",
            keys.map { [.text($0)] }
        ).map {
            try $0.map { row in
                var columns = row.columns
                return try columns.id()
            }
        }
    }

    /// The documents that name some orders behind others and wait or failed, by order.
    func unsettledNaming(_ keys: [String]) throws -> [[UnsettledDocument]] {
        try documentsNaming(keys).map { ids in
            try queryMany(
                """
                select id, type, status, stage, interchange_number, position from documents
                where id = $1 and status in \(NamedOrders.unsettled)
                """, ids.map { [Value($0)] }
            ).flatMap { try $0.map(UnsettledDocument.init) }
        }
    }

    /// The deliveries of an order that are not done: its own, and those of documents that name it behind another.
    func openDeliveries(ofOrder key: String, where condition: String) throws -> [DeliveryRow] {
        let named = try documentsNaming([key])[0]
        let columns = DeliveryRow.columns()
        let open = "state in ('held', 'waiting', 'sending', 'failed', 'unknown') and \(condition)"
        let own = try query("select \(columns) from deliveries where order_key = $1 and \(open)", [.text(key)])
        let further = try queryMany(
            "select \(columns) from deliveries where document_id = $1 and \(open)", named.map { [Value($0)] })
        return try (own + further.joined()).map(DeliveryRow.init)
    }

    /// Every order named by the documents of several orders that wait for one of some orders, or were held or failed, with
    /// these orders themselves.
    public func ordersNamedTogether(with keys: [String]) throws -> Set<String> {
        let own = try queryMany(
            "select id from documents where order_key = $1 and status in \(NamedOrders.unsettled)",
            keys.map { [.text($0)] }
        ).joined().map { row in
            var columns = row.columns
            return try columns.id()
        }
        let rows = try queryMany(
            """
            select order_key from documents where id = $1 and status in \(NamedOrders.unsettled)
            union all
            select order_key from document_orders where document_id = $1
                and (select status from documents where id = $1) in \(NamedOrders.unsettled)
            """, Set(own + documentsNaming(keys).joined()).sorted().map { [Value($0)] })
        return try rows.joined().reduce(into: Set(keys)) { keys, row in
            var columns = row.columns
            keys.insert(try columns.text())
        }
    }
}

/// Parts of statements on what belongs to an order.
enum NamedOrders {
    /// The states of documents that wait or failed.
    static let unsettled = "('parked', 'held', 'failed')"

    /// The documents that name an order, be it first or not.
    static func documents(_ key: String) -> String {
        """
        (select id from documents where order_key = \(key)
        union all select document_id from document_orders where order_key = \(key))
        """
    }

    /// The condition that a document names one order alone.
    static func alone(of document: String = "deliveries.document_id") -> String {
        "(select 1 from document_orders n where n.document_id = \(document) limit 1) is null"
    }
}
