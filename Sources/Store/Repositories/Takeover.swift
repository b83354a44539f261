import Intake

extension Transaction {
    /// Takes over what nodes that are known to be gone were sending: the attempts end as unknown. At a back end that
    /// honours the idempotency key the delivery waits again, due now; elsewhere it is unknown until it is cleared.
    ///
    /// - Parameters:
    ///   - nodes: Nodes whose end is certain (an unmoved heartbeat by the observer's own clock, a freed folder lock).
    ///   - honouring: The back ends that honour the key.
    ///   - limit: How many at most; call again while as many come back.
    /// - Returns: The deliveries as they now stand.
    public func takeOver(
        from nodes: [UniqueID], honouring: Set<String>, now: Int64, limit: Int = 1000
    ) throws -> [DeliveryRow] {
        let taken = try queryMany(
            """
            select \(DeliveryRow.columns()) from deliveries where lease_node = $1 and state = 'sending'
            order by id limit $2 /*postgres for update skip locked*/
            """, nodes.map { [Value($0), .integer(Int64(limit))] }
        ).flatMap { try $0.map(DeliveryRow.init) }
        try executeMany(
            """
            update attempts set ended_at = $3, outcome = 'unknown'
            where delivery_id = $1 and number = $2 and outcome is null
            """, taken.map { [Value($0.id), .integer($0.attempts), .integer(now)] })
        let moved = taken.map { row in
            var row = row
            row.state = honouring.contains(row.backend) ? .waiting : .unknown
            row.dueAt = now
            row.leaseNode = nil
            row.leaseUntil = nil
            row.updatedAt = now
            return row
        }
        try write(moved)
        try followPrimaries(moved.map { ($0, $0.state == .unknown ? "deliver.unknown" : nil) }, at: now)
        try endSuperseded(of: nodes, now: now, limit: limit)
        return moved
    }

    /// What was superseded while it was under way stays so; its attempt ends, since nobody else will say how it did.
    private func endSuperseded(of nodes: [UniqueID], now: Int64, limit: Int) throws {
        let ids = try queryMany(
            """
            select id from deliveries where lease_node = $1 and state = 'superseded'
            order by id limit $2 /*postgres for update skip locked*/
            """, nodes.map { [Value($0), .integer(Int64(limit))] }
        ).flatMap(\.self)
        try executeMany(
            "update attempts set ended_at = $2, outcome = 'unknown' where delivery_id = $1 and outcome is null",
            ids.map { $0.values + [.integer(now)] })
        try executeMany(
            "update deliveries set lease_node = null, lease_until = null where id = $1", ids.map(\.values))
    }
}
