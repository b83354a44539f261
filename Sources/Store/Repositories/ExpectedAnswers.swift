import Intake

extension Transaction {
    /// Starts the time that receivers have to answer what has just arrived.
    func expectAnswers(to deliveries: [UniqueID], at now: Int64) throws {
        try executeMany(
            """
            update sent_interchanges set due_at = $2 + answer_within
            where delivery_id = $1 and answer_within is not null and status = 'sent'
            """, deliveries.sorted().map { [Value($0), .integer(now)] })
    }

    /// The deliveries to which an answer is overdue, at most so many, those first that are so the longest.
    public func overdueAnswers(at now: Int64, limit: Int) throws -> [SentInterchangeRow] {
        try query(
            """
            select \(SentInterchangeRow.columns()) from sent_interchanges where due_at <= $1
            order by due_at limit $2
            """, [.integer(now), .integer(Int64(limit))]
        ).map(SentInterchangeRow.init)
    }

    /// The documents of deliveries to partners, by delivery, the deliveries locked in the order of their ids so that no result
    /// of theirs is written meanwhile.
    public func lockOutbound(_ deliveries: [UniqueID]) throws -> [UniqueID: DocumentRow] {
        let rows = try lockDeliveries(Array(Set(deliveries)).sorted()).values.filter { $0.purpose == .outbound }
        var documents: [UniqueID: DocumentRow] = [:]
        for row in rows.sorted(by: { $0.id < $1.id }) { documents[row.id] = try document(row.documentID) }
        return documents
    }

    /// Ends the waiting for an answer to a delivery.
    public func stopExpecting(_ delivery: UniqueID) throws {
        try execute("update sent_interchanges set due_at = null where delivery_id = $1", [Value(delivery)])
    }

    /// Makes what a delivery was sent under the number of another one with the same bytes, as if nothing had been answered.
    public func resend(_ delivery: UniqueID, as next: UniqueID, at now: Int64) throws {
        try execute(
            """
            insert into written_payloads (delivery_id, bytes, content_type, file_extension)
            select $2, bytes, content_type, file_extension from written_payloads where delivery_id = $1
            """, [Value(delivery), Value(next)])
        try execute(
            """
            update sent_interchanges set delivery_id = $2, status = 'sent', errors = '[]', sent_at = $3,
                answered_at = null, answered_by = null, due_at = null
            where delivery_id = $1
            """, [Value(delivery), Value(next), .integer(now)])
    }
}
