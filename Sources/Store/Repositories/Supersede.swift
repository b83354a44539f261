/// Which deliveries of an order a transfer or recall takes out of the way.
public enum Supersedable: Sendable, Hashable {
    /// Those never begun (a transfer).
    case neverBegun
    /// Those never begun, and those whose every attempt ended with the back end's own refusal (a recall).
    case neverBegunOrRefused
}

extension Transaction {
    /// Supersedes an order's deliveries that no back end can have, but for those of documents that name other orders too:
    /// what becomes of one order does not decide over these. The caller holds the order's row, and looks with
    /// ``openDeliveries(ofOrder:)`` in a later statement whether one is open, to roll back if so: to look first and
    /// supersede then would let a claim slip in between.
    ///
    /// - Returns: The superseded deliveries.
    public func supersedeDeliveries(
        ofOrder key: String, _ which: Supersedable, at now: Int64
    ) throws -> [DeliveryRow] {
        let condition =
            switch which {
            case .neverBegun: "state = 'waiting' and attempts = 0"
            case .neverBegunOrRefused: "state in ('waiting', 'failed') and \(OpenAttempt.onlyRefused)"
            }
        // Locked by id first, the order in which results lock, so that the two never wait in a circle.
        let ids = try query(
            """
            select id from deliveries where order_key = $1 and state in ('held', 'waiting', 'sending', 'failed', 'unknown')
                and \(NamedOrders.alone())
            order by id /*postgres for update*/
            """, [.text(key)])
        return try queryMany(
            """
            update deliveries set state = 'superseded', updated_at = $2 where id = $1 and \(condition)
            returning \(DeliveryRow.columns())
            """, ids.map { $0.values + [.integer(now)] }
        ).flatMap { try $0.map(DeliveryRow.init) }
    }

    /// The order's deliveries with an attempt that lacks a definite result: they forbid editing, recalling and
    /// transferring it (invariant 5).
    public func openDeliveries(ofOrder key: String) throws -> [DeliveryRow] {
        try openDeliveries(
            ofOrder: key, where: "(state in ('sending', 'unknown') or not (\(OpenAttempt.none)))"
        ).sorted { $0.id < $1.id }
    }

    /// The order's primary deliveries that arrived; the first few.
    public func deliveredPrimaries(ofOrder key: String, limit: Int = 10) throws -> [DeliveryRow] {
        try query(
            """
            select \(DeliveryRow.columns(of: "d")) from deliveries d
            where d.document_id in \(NamedOrders.documents("$1")) and d.state = 'delivered' and d.purpose = 'primary' and d.step is null
            order by d.id limit $2
            """, [.text(key), .integer(Int64(limit))]
        ).map(DeliveryRow.init)
    }

    /// The order's deliveries that are not delivered, superseded or discarded, in the order in which they go, but for those in
    /// the shadow, which stand in nobody's way.
    public func unfinishedDeliveries(ofOrder key: String) throws -> [DeliveryRow] {
        try openDeliveries(ofOrder: key, where: "purpose <> 'shadow'").sorted { one, other in
            (one.backend, one.isBirth ? 0 : 1, one.interchangeNumber, one.position, one.id)
                < (other.backend, other.isBirth ? 0 : 1, other.interchangeNumber, other.position, other.id)
        }
    }

    /// Supersedes a document's deliveries that no back end can have, since the document is decided again, and gives those
    /// that are left because an attempt of theirs lacks a definite result. The caller rolls back if there is one. What a
    /// back end gets in the shadow has no effect there, and stands in nobody's way.
    public func supersedeDeliveries(ofDocument id: UniqueID, at now: Int64) throws -> [DeliveryRow] {
        let ids = try query(
            """
            select id from deliveries where document_id = $1 and state in ('held', 'waiting', 'sending', 'failed', 'unknown')
            order by id /*postgres for update*/
            """, [Value(id)])
        try executeMany(
            """
            update deliveries set state = 'superseded', bundle = null, updated_at = $2
            where id = $1 and state in ('held', 'waiting', 'failed') and \(OpenAttempt.none)
            """, ids.map { $0.values + [.integer(now)] })
        return try query(
            """
            select \(DeliveryRow.columns()) from deliveries
            where document_id = $1 and state in ('held', 'waiting', 'sending', 'failed', 'unknown')
                and purpose <> 'shadow' order by id
            """, [Value(id)]
        ).map(DeliveryRow.init)
    }

    /// Dissolves the bundle of an interchange, so that its members go out one by one: one of them is not what was
    /// received any more, or has arrived. Members under way, or whose outcome is unknown, keep it.
    public func dissolveBundle(_ id: UniqueID) throws {
        try execute(
            "update deliveries set bundle = null where bundle = $1 and state in ('held', 'waiting', 'failed')",
            [Value(id)])
    }
}
