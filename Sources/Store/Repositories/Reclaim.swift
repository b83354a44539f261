import Intake

extension Transaction {
    /// Gives back what was begun in the name of a living node that never heard of it, since the answer to the COMMIT was
    /// lost. The attempts end as failed, for no byte of them left; their deliveries wait again, due now, at any back end.
    ///
    /// - Parameters:
    ///   - node: The caller's own node. Of another one nobody can know what it has in hand; see `takeOver`.
    ///   - instant: Only what was leased until before this instant, in microseconds, is looked at.
    ///   - isUnsent: Says of an attempt whether nobody has it in hand, and sees to it that nobody takes it later. It is asked
    ///     while the delivery's row is locked, and its yes must hold even when this transaction does not commit.
    /// - Returns: The deliveries as they now stand; no more than a node has places for.
    public func reclaimDeliveries(
        of node: UniqueID, leasedUntilBefore instant: Int64, at now: Int64, where isUnsent: (UniqueID) -> Bool
    ) throws -> [DeliveryRow] {
        // What was superseded meanwhile stays so; only its attempt ends.
        let overdue = try ["sending", "superseded"].flatMap { state in
            try query(
                """
                select \(DeliveryRow.columns()) from deliveries
                where lease_node = $1 and state = '\(state)' and lease_until < $2
                order by id /*postgres for update skip locked*/
                """, [Value(node), .integer(instant)]
            ).map(DeliveryRow.init)
        }
        let attempts = try queryMany(
            "select id from attempts where delivery_id = $1 and number = $2 and outcome is null",
            overdue.map { [Value($0.id), .integer($0.attempts)] }
        ).map { rows -> UniqueID? in
            guard var columns = rows.first?.columns else { return nil }
            return try columns.id()
        }
        var unsent: [(row: DeliveryRow, attempt: UniqueID)] = []
        for case (var row, let attempt?) in zip(overdue, attempts) where isUnsent(attempt) {
            if row.state == .sending {
                row.state = .waiting
                row.dueAt = now
            }
            row.leaseNode = nil
            row.leaseUntil = nil
            row.updatedAt = now
            unsent.append((row, attempt))
        }
        try executeMany(
            "update attempts set ended_at = $2, outcome = 'failed', detail = $3 where id = $1",
            unsent.map { [Value($0.attempt), .integer(now), .text(#"{"detail":"it was begun and never sent"}"#)] })
        try write(unsent.map(\.row))
        try followPrimaries(unsent.map { ($0.row, nil) }, at: now)
        return unsent.map(\.row)
    }
}
