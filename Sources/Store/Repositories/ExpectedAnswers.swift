import Intake

extension Transaction {
    /// The deliveries to which an answer is overdue, at most so many, those first that are so the longest.
    public func overdueAnswers(at now: Int64, limit: Int) throws -> [SentDocumentRow] {
        try query(
            """
            select \(SentDocumentRow.columns()) from sent_documents where due_at <= $1 order by due_at limit $2
            """, [.integer(now), .integer(Int64(limit))]
        ).map(SentDocumentRow.init)
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
        try execute("update sent_documents set due_at = null where delivery_id = $1", [Value(delivery)])
    }

    /// Sends the bytes of a delivery once more by another one, as if nothing had been answered.
    public func resend(_ delivery: UniqueID, as next: UniqueID, at now: Int64) throws {
        guard var sent = try sentDocument(ofDelivery: delivery) else { return }
        sent.deliveryID = next
        (sent.stage, sent.dueAt, sent.isNewest, sent.madeAt) = (nil, nil, true, now)
        try insertSentDocuments([sent])
        try execute(
            """
            update sent_interchanges set status = 'sent', errors = '[]', sent_at = $2, answered_at = null,
                answered_by = null
            where delivery_id = $1
            """, [Value(sent.payloadID), .integer(now)])
    }
}
