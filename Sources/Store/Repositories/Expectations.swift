import Intake

/// What is expected of orders.
extension Transaction {
    /// Behind which order is looked next; nil before it was ever looked.
    public func expectationPlace() throws -> ExpectationPlace? {
        try query("select made_at, order_key from expectation_sweep where name = 'orders'").first.map { row in
            var columns = row.columns
            return try ExpectationPlace(madeAt: columns.integer(), orderKey: columns.text())
        }
    }

    /// Begins to look behind a place, unless it was begun.
    public func beginExpectations(at place: ExpectationPlace) throws {
        try execute(
            """
            insert into expectation_sweep (name, made_at, order_key) values ('orders', $1, $2) on conflict do nothing
            """, [.integer(place.madeAt), .text(place.orderKey)])
    }

    /// Goes on from one place to another; false when another node did.
    public func moveExpectations(from place: ExpectationPlace, to next: ExpectationPlace) throws -> Bool {
        try execute(
            """
            update expectation_sweep set made_at = $1, order_key = $2
            where name = 'orders' and made_at = $3 and order_key = $4
            """,
            [.integer(next.madeAt), .text(next.orderKey), .integer(place.madeAt), .text(place.orderKey)]) == 1
    }

    /// The orders that were made behind a place and before an instant, in their order.
    public func ordersMade(behind place: ExpectationPlace, before instant: Int64, limit: Int) throws -> [OrderRow] {
        try query(
            """
            select \(OrderRow.columns()) from orders where (made_at, key) > ($1, $2) and made_at < $3
            order by made_at, key limit $4
            """, [.integer(place.madeAt), .text(place.orderKey), .integer(instant), .integer(Int64(limit))]
        ).map(OrderRow.init)
    }

    /// Notes what is expected; what is expected already stays as it is.
    public func insertExpectations(_ rows: [ExpectationRow]) throws {
        try executeMany(ExpectationRow.insertion() + " on conflict do nothing", rows.map(\.values))
    }

    /// What should have come by an instant and is not told yet, that due first first.
    public func dueExpectations(at instant: Int64, limit: Int) throws -> [ExpectationRow] {
        try query(
            """
            select \(ExpectationRow.columns()) from expectations where problem is null and due_at <= $1
            order by due_at limit $2
            """, [.integer(instant), .integer(Int64(limit))]
        ).map(ExpectationRow.init)
    }

    /// What is late, behind an order and a type.
    public func lateExpectations(behind last: ExpectationRow?, limit: Int) throws -> [ExpectationRow] {
        try query(
            """
            select \(ExpectationRow.columns()) from expectations
            where problem is not null and (order_key, type) > ($1, $2) order by order_key, type limit $3
            """, [.text(last?.orderKey ?? ""), .text(last?.type ?? ""), .integer(Int64(limit))]
        ).map(ExpectationRow.init)
    }

    /// What is still expected of an order, and what is late of it.
    public func expectations(ofOrder key: String) throws -> [ExpectationRow] {
        try query(
            "select \(ExpectationRow.columns()) from expectations where order_key = $1 and type <> '' order by due_at",
            [.text(key)]
        ).map(ExpectationRow.init)
    }

    /// Whether a document of a type is on its way for an order, or has gone.
    public func isAnswered(_ key: String, by type: String) throws -> Bool {
        let going = "('accepted', 'parked', 'delivering', 'unknown', 'delivered')"
        return try !query(
            "select 1 from documents where order_key = $1 and type = $2 and status in \(going) limit 1",
            [.text(key), .text(type)]
        ).isEmpty
            || !query(
                """
                select 1 from document_orders o join documents d on d.id = o.document_id
                where o.order_key = $1 and d.type = $2 and d.status in \(going) limit 1
                """, [.text(key), .text(type)]
            ).isEmpty
    }

    /// Forgets what came, or is expected no more; what was late leaves its problem.
    public func endExpectation(_ row: ExpectationRow, at now: Int64) throws {
        let ended = try query(
            "delete from expectations where order_key = $1 and type = $2 returning problem",
            [.text(row.orderKey), .text(row.type)])
        guard var columns = ended.first?.columns, let problem = try columns.optionalID() else { return }
        try execute(
            """
            update problems set standing = standing - 1, left_at = $2, updated_at = $2 where id = $1 and standing > 0
            """, [Value(problem), .integer(now)])
        try count(problem, failed: 0, settled: 1, at: now)
    }

    /// Puts off what is expected of an order.
    public func putOffExpectation(_ row: ExpectationRow, until due: Int64) throws {
        try execute(
            "update expectations set due_at = $3 where order_key = $1 and type = $2 and problem is null",
            [.text(row.orderKey), .text(row.type), .integer(due)])
    }

    /// Tells that something is late, once.
    public func noteLate(_ row: ExpectationRow, _ folded: FoldedFault, at now: Int64) throws {
        let problem = try problem(for: folded, row.documentID, since: row.dueAt, at: now)
        let isNew =
            try execute(
                "update expectations set problem = $3 where order_key = $1 and type = $2 and problem is null",
                [.text(row.orderKey), .text(row.type), Value(problem)]) == 1
        guard isNew else { return }
        try execute(
            """
            update problems set failures = failures + 1, standing = standing + 1, last_at = $2, subject = coalesce($3, subject),
                updated_at = $2
            where id = $1
            """, [Value(problem), .integer(now), Value(row.documentID)])
        try count(problem, failed: 1, settled: 0, at: now)
    }

    private func count(_ problem: UniqueID, failed: Int64, settled: Int64, at now: Int64) throws {
        try execute(
            """
            insert into problem_hours (problem, hour, failed, settled) values ($1, $2, $3, $4)
            on conflict (problem, hour) do update set failed = problem_hours.failed + excluded.failed,
                settled = problem_hours.settled + excluded.settled
            """, [Value(problem), .integer(now / 3_600_000_000), .integer(failed), .integer(settled)])
    }

    /// When a sender last handed something over, in microseconds; nil for never.
    public func lastReceived(from sender: String) throws -> Int64? {
        try query(
            "select received_at from interchanges where sender = $1 order by number desc limit 1", [.text(sender)]
        ).first.map { row in
            var columns = row.columns
            return try columns.integer()
        }
    }
}
