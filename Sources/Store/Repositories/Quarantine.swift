public import Intake

/// What becomes of an order's documents when it is entered again elsewhere by hand, and when it returns. The caller holds the
/// routing lock (shared) and then the order's row.
extension Transaction {
    /// Supersedes whatever of an order has not ended at some back ends, be it under way: what becomes of that is written to
    /// its attempt, and noted for the order's release.
    ///
    /// - Returns: The superseded deliveries, as they were before.
    public func supersedeUnfinished(ofOrder key: String, at backends: Set<String>, now: Int64) throws -> [DeliveryRow] {
        let rows = try query(
            """
            select \(DeliveryRow.columns()) from deliveries
            where order_key = $1 and state in ('held', 'waiting', 'sending', 'failed', 'unknown')
                and \(NamedOrders.alone())
            order by id /*postgres for update*/
            """, [.text(key)]
        ).map(DeliveryRow.init).filter { backends.contains($0.backend) }
        try executeMany(
            "update deliveries set state = 'superseded', bundle = null, updated_at = $2 where id = $1",
            rows.map { [Value($0.id), .integer(now)] })
        return rows
    }

    /// Holds what has not gone of an order's documents that name other orders too, at some back ends: they have several owners
    /// now. Its place in each key is kept.
    ///
    /// - Returns: The documents that are held.
    public func holdCollective(ofOrder key: String, at backends: Set<String>, now: Int64) throws -> [DocumentRow] {
        let rows = try openDeliveries(
            ofOrder: key, where: "state in ('waiting', 'failed') and not (\(NamedOrders.alone()))"
        ).filter { backends.contains($0.backend) && $0.purpose == .primary }
        try executeMany(
            """
            update deliveries set state = 'held', bundle = null, updated_at = $2
            where id = $1 and state in ('waiting', 'failed')
            """, rows.sorted { $0.id < $1.id }.map { [Value($0.id), .integer(now)] })
        return try rows.compactMap { try document($0.documentID) }
    }

    /// Supersedes deliveries that arrived, since their effect was taken back by hand.
    public func supersedeDelivered(_ ids: [UniqueID], at now: Int64) throws {
        try executeMany(
            "update deliveries set state = 'superseded', updated_at = $2 where id = $1 and state = 'delivered'",
            ids.sorted().map { [Value($0), .integer(now)] })
    }

    /// Writes deliveries in whatever states they are, and their documents follow. One that is delivered from the beginning is
    /// never sent: people did by hand what it stands for.
    public func insertFollowed(_ deliveries: [DeliveryRow], at now: Int64) throws {
        try insertDeliveries(deliveries)
        try followPrimaries(deliveries.map { ($0, nil) }, at: now)
    }

    /// Lets superseded deliveries stand in other states again, and their documents follow.
    public func restoreDeliveries(_ states: [(row: DeliveryRow, state: DeliveryState)], at now: Int64) throws {
        let rows = states.filter { $0.row.state == .superseded }.map { row, state in
            var row = row
            row.state = state
            row.dueAt = now
            (row.leaseNode, row.leaseUntil) = (nil, nil)
            row.updatedAt = now
            return row
        }
        try write(rows)
        try followPrimaries(rows.map { ($0, nil) }, at: now)
    }

    /// The latest end of an attempt of an order at a back end that may still arrive there behind it; `Int64.max` for one that
    /// has not ended, nil where none can arrive.
    public func arrival(ofOrder key: String, at backend: String, endedSince settled: Int64) throws -> Int64? {
        let found = try query(
            """
            select max(coalesce(a.ended_at, $4)) from documents x
            join deliveries d on d.document_id = x.id join attempts a on a.delivery_id = d.id
            where x.id in \(NamedOrders.documents("$1")) and d.backend = $2
                and (a.outcome is null or a.outcome = 'unknown') and (a.ended_at is null or a.ended_at >= $3)
            """, [.text(key), .text(backend), .integer(settled), .integer(.max)])
        guard var columns = found.first?.columns else { return nil }
        return try columns.optionalInteger()
    }
}
