public import Intake

extension Transaction {
    /// Writes new deliveries.
    ///
    /// - Throws: ``StoreError/Kind/constraint`` when an idempotency key exists: that delivery was made before.
    public func insertDeliveries(_ deliveries: [DeliveryRow]) throws {
        try executeMany(DeliveryRow.insertion(), deliveries.map(\.values))
    }

    /// The delivery of an id.
    public func delivery(_ id: UniqueID) throws -> DeliveryRow? {
        try query("select \(DeliveryRow.columns()) from deliveries where id = $1", [Value(id)])
            .first.map(DeliveryRow.init)
    }

    /// Whether deliveries of a lane to a back end wait and are due, be it that they stand behind others.
    public func hasDueDeliveries(backend: String, lane: DeliveryLane = .acting, now: Int64) throws -> Bool {
        try !query(
            """
            select 1 from deliveries d where d.backend = $1 and d.state = 'waiting' and \(lane.condition(on: "d"))
                and d.due_at <= $2 limit 1
            """,
            [.text(backend), .integer(now)]
        ).isEmpty
    }

    /// Every delivery of a document, oldest first.
    public func deliveries(ofDocument id: UniqueID) throws -> [DeliveryRow] {
        try query(
            "select \(DeliveryRow.columns()) from deliveries where document_id = $1 order by made_at, id", [Value(id)]
        ).map(DeliveryRow.init)
    }

    /// The deliveries that go out as one payload.
    public func deliveries(ofBundle id: UniqueID) throws -> [DeliveryRow] {
        try query(
            "select \(DeliveryRow.columns()) from deliveries where bundle = $1 order by position, id", [Value(id)]
        ).map(DeliveryRow.init)
    }

    /// Every attempt of a delivery, oldest first.
    public func attempts(ofDelivery id: UniqueID) throws -> [AttemptRow] {
        try query(
            "select \(AttemptRow.columns()) from attempts where delivery_id = $1 order by number", [Value(id)]
        ).map(AttemptRow.init)
    }

    /// The deliveries to a back end that are stuck in a state, by id, a page at a time.
    public func stuckDeliveries(
        backend: String, state: DeliveryState, after id: UniqueID? = nil, limit: Int
    ) throws -> [DeliveryRow] {
        precondition(state == .failed || state == .unknown, "only failed and unknown deliveries are stuck")
        let after = id ?? UniqueID(bytes: [UInt8](repeating: 0, count: 16))
        return try query(
            """
            select \(DeliveryRow.columns()) from deliveries
            where backend = $1 and state = $2 and state in ('failed', 'unknown') and id > $3 order by id limit $4
            """, [.text(backend), Value(state), Value(after), .integer(Int64(limit))]
        ).map(DeliveryRow.init)
    }

    /// The keys of the orders of a number of which a back end has something; the first few.
    public func deliveredOrders(ofNumber number: String, backend: String) throws -> [String] {
        try query(
            """
            select distinct v.order_key from documents d join deliveries v on v.document_id = d.id
            where d.order_number = $1 and v.backend = $2 and v.state = 'delivered' limit 9
            """, [.key(number), .text(backend)]
        ).map { row in
            var columns = row.columns
            return try columns.text()
        }
    }

    /// How many deliveries to each back end are still to do or stuck, by state.
    public func openDeliveryCounts() throws -> [DeliveryCount] {
        try query(
            """
            select backend, state, count(*), min(due_at) from deliveries
            where state in ('held', 'waiting', 'sending', 'failed', 'unknown') group by backend, state order by backend, state
            """
        ).map { row in
            var columns = row.columns
            return DeliveryCount(
                backend: try columns.text(), state: try columns.name(), deliveries: try columns.integer(),
                earliestDueAt: try columns.integer())
        }
    }
}

/// How much of a state a back end has.
public struct DeliveryCount: Sendable, Hashable {
    /// The back end.
    public let backend: String
    /// The state.
    public let state: DeliveryState
    /// How many deliveries are in it.
    public let deliveries: Int64
    /// The earliest due time among them, in microseconds.
    public let earliestDueAt: Int64
}
