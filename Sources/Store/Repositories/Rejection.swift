import Intake
import Rollout

/// Parts of statements on deliveries that were rejected for good.
enum Rejection {
    /// The code of what failed because a document of its order before it did.
    static let cascaded = "deliver.predecessor-rejected"

    /// The condition that an open delivery stands before what comes behind it in its order. Where its function lets later
    /// documents go on it does not once it is rejected for good: no attempt of it may still take effect. Nor does a copy that waits
    /// for one which is.
    static func holdsUp(_ row: String) -> String {
        """
        (\(row).on_rejection <> 'continue' or \(row).state not in ('failed', 'waiting')
            or \(row).state = 'waiting' and (\(row).after_delivery is null
                or (select 1 from deliveries h where h.id = \(row).after_delivery and h.state = 'failed' limit 1) is null)
            or \(row).state = 'failed' and (select 1 from attempts t where t.delivery_id = \(row).id
                and (t.outcome is null or t.outcome = 'unknown') limit 1) is not null)
        """
    }

    /// The condition that an open row, as the index has it, comes behind the one of which $1 is the order, $2 the back end, $3 to $6 the place.
    fileprivate static let behind = """
        order_key = $1 and backend = $2 and purpose in ('primary', 'outbound') and step is null
            and (rank, interchange_number, position, id) > ($3, $4, $5, $6)
            and state in ('held', 'waiting', 'sending', 'failed', 'unknown')
        """

    fileprivate static func place(_ row: DeliveryRow) -> [Value] {
        [
            .text(row.orderKey), .text(row.backend), Value(!row.isBirth), .integer(row.interchangeNumber),
            .integer(row.position), Value(row.id),
        ]
    }
}

extension Transaction {
    /// Fails what waits behind deliveries that were rejected for good or taken out, where their function cascades.
    ///
    /// - Returns: The deliveries that failed with them.
    public func cascade(from heads: [DeliveryRow], at now: Int64) throws -> [DeliveryRow] {
        let heads = heads.filter { $0.onRejection == .cascade && $0.purpose.isOwn && $0.step == nil }
        guard !heads.isEmpty else { return [] }
        let moved = try queryMany(
            """
            update deliveries set state = 'failed', updated_at = $7,
                last_error = '{"detail":"a document of its order before it was rejected or taken out"}'
            where state = 'waiting' and \(Rejection.behind) and \(OpenAttempt.none) returning \(DeliveryRow.columns())
            """, heads.map { Rejection.place($0) + [.integer(now)] }
        ).flatMap { try $0.map(DeliveryRow.init) }
        try followPrimaries(moved.map { ($0, Rejection.cascaded) }, at: now)
        return moved
    }

    /// Fails what came behind rejected deliveries of functions that cascade since they were: a page of these, by id.
    ///
    /// - Returns: The last rejected delivery of the page, nil behind the last page, and the deliveries that failed.
    public func cascade(
        after id: UniqueID?, limit: Int, at now: Int64
    ) throws -> (last: UniqueID?, failed: [DeliveryRow]) {
        let heads = try query(
            """
            select \(DeliveryRow.columns()) from deliveries
            where state = 'failed' and on_rejection = 'cascade' and id > $1 order by id limit $2
            """,
            [Value(id ?? UniqueID(bytes: [UInt8](repeating: 0, count: 16))), .integer(Int64(limit))]
        ).map(DeliveryRow.init)
        return (heads.count < limit ? nil : heads.last?.id, try cascade(from: heads, at: now))
    }

    /// Sends again, with a delivery that is replayed, what had failed because it was rejected.
    public func retryCascaded(behind head: DeliveryRow, dueAt: Int64, at now: Int64) throws -> [DeliveryRow] {
        guard head.onRejection == .cascade else { return [] }
        let ids = try query(
            """
            select id from deliveries where state = 'failed' and \(Rejection.behind)
                and (select d.code from documents d where d.id = deliveries.document_id) = '\(Rejection.cascaded)'
            """, Rejection.place(head)
        ).map { row in
            var columns = row.columns
            return try columns.id()
        }
        return try retryDeliveries(ids, dueAt: dueAt, at: now)
    }

    /// The document before a delivery in its order whose rejection fails what comes behind it; nil when there is none.
    public func cascadingHead(of delivery: DeliveryRow) throws -> DocumentRow? {
        let found = try query(
            """
            select document_id from deliveries
            where order_key = $1 and backend = $2 and purpose in ('primary', 'outbound') and step is null
                and (rank, interchange_number, position, id) < ($3, $4, $5, $6)
                and state in ('held', 'waiting', 'sending', 'failed', 'unknown') and state = 'failed'
                and on_rejection = 'cascade'
            order by rank, interchange_number, position, id limit 1
            """, Rejection.place(delivery))
        guard var columns = found.first?.columns else { return nil }
        return try document(try columns.id())
    }

    /// The newest document of a delivery's order that went to its back end, or may have, although it comes behind it; nil when
    /// there is none.
    public func overtaker(of delivery: DeliveryRow) throws -> DocumentRow? {
        let found = try query(
            """
            select e.document_id from deliveries e
            where e.document_id in \(NamedOrders.documents("$1")) and e.backend = $2 and e.purpose in ('primary', 'outbound') and e.step is null
                and (e.rank, e.interchange_number, e.position, e.id) > ($3, $4, $5, $6)
                and (e.state in ('sending', 'delivered', 'unknown') or e.state = 'waiting' and e.attempts > 0)
            order by e.rank desc, e.interchange_number desc, e.position desc, e.id desc limit 1
            """, Rejection.place(delivery))
        guard var columns = found.first?.columns else { return nil }
        return try document(try columns.id())
    }
}
