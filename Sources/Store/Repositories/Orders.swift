import Rollout

/// The functions here write rows whose locks the caller holds (see `lockOrders`).
extension Transaction {
    /// Writes all of order rows but their keys and when they were made. Of an order that its back end had before, the number
    /// is kept by itself; see `priorOrders`.
    public func updateOrders(_ orders: [OrderRow]) throws {
        try executeMany(
            """
            update orders set site = $2, state = $3, hold = $4, origin = $5, born_document = $6, birth_hash = $7,
                updated_at = $8, number = $9, traits = $10
            where key = $1
            """,
            orders.map { row in
                [
                    .text(row.key), Value(row.site), Value(row.state), Value(row.hold), Value(row.origin),
                    Value(row.bornDocument), Value(row.birthHash), .integer(row.updatedAt), Value(row.priorNumber),
                    Value(row.traits),
                ]
            })
    }

    /// The keys of the orders of some numbers, as they stand in keys, that a back end had before the gateway saw them:
    /// imported, or first seen by a change. The first few of each number.
    public func priorOrders(ofNumbers numbers: [String], backend: String) throws -> [String] {
        try queryMany(
            """
            select distinct o.key from orders o join itineraries i on i.order_key = o.key
            where o.number = $1 and i.backend = $2 limit 9
            """, numbers.map { [.text($0), .text(backend)] }
        ).flatMap(\.self).map { row in
            var columns = row.columns
            return try columns.text()
        }
    }

    /// Holds keys for a person, or lifts the hold where `reason` is nil.
    public func setHold(_ reason: String?, on keys: [String], at now: Int64) throws {
        try executeMany(
            "update orders set hold = $2, updated_at = $3 where key = $1",
            keys.map { [.text($0), Value(reason), .integer(now)] })
    }

    /// The order of a key, without a lock.
    public func order(_ key: String) throws -> OrderRow? {
        try query("select \(OrderRow.columns()) from orders where key = $1", [.text(key)]).first.map(OrderRow.init)
    }

    /// The documents that name an order, in accept order, a page at a time.
    ///
    /// - Parameter alone: True for those only that name no other order.
    public func documents(
        ofOrder key: String, alone: Bool = false, after cursor: DocumentCursor? = nil, limit: Int = 1000
    ) throws -> [DocumentRow] {
        try query(
            """
            select \(DocumentRow.columns()) from documents
            where id in \(NamedOrders.documents("$1")) and (interchange_number, position) > ($2, $3)
                \(alone ? "and \(NamedOrders.alone(of: "documents.id"))" : "")
            order by interchange_number, position limit $4
            """,
            [
                .text(key), .integer(cursor?.interchangeNumber ?? -1), .integer(cursor?.position ?? -1),
                .integer(Int64(limit)),
            ]
        ).map(DocumentRow.init)
    }

    /// The orders whose keys are held, by key, a page at a time.
    public func heldOrders(after key: String = "", limit: Int) throws -> [OrderRow] {
        try query(
            """
            select \(OrderRow.columns()) from orders where hold is not null and key > $1 order by key limit $2
            """, [.text(key), .integer(Int64(limit))]
        ).map(OrderRow.init)
    }
}

extension Transaction {
    /// Forgets a birth that a person discarded: the next original of the key takes its place. The caller holds the
    /// order's row.
    public func forgetBirth(_ document: UniqueID, at now: Int64) throws {
        try execute(
            """
            update orders set born_document = null, birth_hash = null, updated_at = $2
            where key = (select order_key from documents where id = $1) and born_document = $1
            """, [Value(document), .integer(now)])
    }
}

extension OrderRow {
    /// The number in the key, for an order that its back end had before the gateway saw it.
    fileprivate var priorNumber: String? {
        switch origin {
        case .imported, .unknownKey: OrderKey(text: key).number
        case .born, nil: nil
        }
    }
}
