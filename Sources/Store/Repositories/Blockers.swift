/// What holds up a delivery that may not go yet.
public enum Blocker: Sendable {
    /// An earlier document of an order that it names at its back end, that is not done.
    case document(DocumentRow)
    /// An earlier interchange of its sender, that is not read.
    case interchange(InterchangeRow)
}

extension Transaction {
    /// What a document's waiting delivery, or the bundle that it goes in, stands behind: the head of the queue, which is
    /// what has to be set right. Nil when it may go as soon as it is due.
    ///
    /// The conditions are those of the claim.
    public func blocker(ofDocument document: DocumentRow) throws -> Blocker? {
        let ahead = try query(
            """
            with own as (
                select d.* from deliveries o
                join deliveries d on d.state = 'waiting' and (d.id = o.id or d.bundle = o.bundle)
                where o.document_id = $1 and o.state = 'waiting' and o.purpose in ('primary', 'outbound')),
            places as (
                select id, order_key from own
                union select d.id, n.order_key from own d join document_orders n on n.document_id = d.document_id),
            others as (
                select p.id as own_id, e.id from places p join deliveries e on e.order_key = p.order_key
                    and e.state in ('held', 'waiting', 'sending', 'failed', 'unknown')
                union
                select p.id, e.id from places p join document_orders n on n.order_key = p.order_key
                join deliveries e on e.document_id = n.document_id
                    and e.state in ('held', 'waiting', 'sending', 'failed', 'unknown'))
            select e.document_id from own d join others x on x.own_id = d.id join deliveries e on e.id = x.id
            where e.backend = d.backend
                and (e.rank, e.interchange_number, e.position, e.id)
                    < (d.rank, d.interchange_number, d.position, d.id)
                and e.purpose <> 'shadow' and (e.bundle is null or d.bundle is null or e.bundle <> d.bundle)
                and \(Rejection.holdsUp("e"))
            order by e.rank, e.interchange_number, e.position, e.id limit 1
            """, [Value(document.id)])
        if var columns = ahead.first?.columns, let found = try self.document(try columns.id()) {
            return .document(found)
        }
        return try query(
            """
            select \(InterchangeRow.columns) from interchanges
            where sender = $1 and number < $2 and processed_at is null order by number limit 1
            """, [.text(document.sender), .integer(document.interchangeNumber)]
        ).first.map { .interchange(try InterchangeRow($0)) }
    }
}
