public import Rollout

/// Fences around back ends. Whoever sets or lifts one holds the exclusive routing lock, then the rows of its orders, and takes
/// the fences' lock last; whoever claims deliveries shares that one, so that nothing is begun once a fence stands.
extension Transaction {
    /// Takes the fences' lock alone until the transaction ends: waits for the claims at work. On SQLite the transaction itself
    /// is the lock.
    public func lockFences() throws {
        guard dialect == .postgres else { return }
        _ = try query("select pg_advisory_xact_lock($1)", [.integer(LockKey.fences)])
    }

    /// Shares the fences' lock with other claims until the transaction ends. Fences are read in a later statement: one that
    /// waits reads by a snapshot from before it waited.
    func shareFences() throws {
        guard dialect == .postgres else { return }
        _ = try query("select pg_advisory_xact_lock_shared($1)", [.integer(LockKey.fences)])
    }

    /// Sets a fence.
    public func insertFence(_ row: FenceRow) throws { try execute(FenceRow.insertion(), row.values) }

    /// Lifts a fence; false when it does not stand.
    public func liftFence(_ id: UniqueID, at now: Int64) throws -> Bool {
        try execute(
            "update fences set lifted_at = $2 where id = $1 and lifted_at is null", [Value(id), .integer(now)]) == 1
    }

    /// The fences that stand, by back end.
    public func standingFences() throws -> [FenceRow] {
        try query("select \(FenceRow.columns()) from fences where lifted_at is null order by backend")
            .map(FenceRow.init)
    }

    /// The fence around a back end, while it stands.
    public func standingFence(around backend: String) throws -> FenceRow? {
        try query(
            "select \(FenceRow.columns()) from fences where backend = $1 and lifted_at is null", [.text(backend)]
        ).first.map(FenceRow.init)
    }

    /// The standing fences of which every order is confirmed.
    public func fencesToLift() throws -> [FenceRow] {
        try query(
            """
            select \(FenceRow.columns(of: "f")) from fences f where f.lifted_at is null
                and (select 1 from fenced_orders o where o.fence = f.id and o.step in (\(Self.unconfirmed)) limit 1)
                    is null
            order by f.backend
            """
        ).map(FenceRow.init)
    }

    /// The fence of an id.
    public func fence(_ id: UniqueID) throws -> FenceRow? {
        try query("select \(FenceRow.columns()) from fences where id = $1", [Value(id)]).first.map(FenceRow.init)
    }

    /// Fences, the newest first.
    public func fences(limit: Int) throws -> [FenceRow] {
        try query(
            "select \(FenceRow.columns()) from fences order by made_at desc, id desc limit $1",
            [.integer(Int64(limit))]
        ).map(FenceRow.init)
    }

    // MARK: Orders

    private static var unconfirmed: String {
        FencedOrder.Step.unconfirmed.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }

    /// Writes that orders are taken.
    public func insertFencedOrders(_ rows: [FencedOrderRow]) throws {
        try executeMany(FencedOrderRow.insertion(), rows.map(\.values))
    }

    /// How an order is taken by a fence that still waits for it.
    public func fencedOrder(ofOrder key: String) throws -> FencedOrderRow? {
        try query(
            """
            select \(FencedOrderRow.columns()) from fenced_orders
            where order_key = $1 and step in (\(Self.unconfirmed))
            """, [.text(key)]
        ).first.map(FencedOrderRow.init)
    }

    /// An order that was taken, by the id that it was given.
    public func fencedOrder(_ id: UniqueID) throws -> FencedOrderRow? {
        try query("select \(FencedOrderRow.columns()) from fenced_orders where id = $1", [Value(id)]).first
            .map(FencedOrderRow.init)
    }

    /// The orders of a fence by key, a page at a time; those of some steps only, or of all where none is named.
    public func fencedOrders(
        of fence: UniqueID, at steps: [FencedOrder.Step] = [], after key: String = "", limit: Int
    ) throws -> [FencedOrderRow] {
        let names = steps.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try query(
            """
            select \(FencedOrderRow.columns()) from fenced_orders
            where fence = $1 and order_key > $2 \(steps.isEmpty ? "" : "and step in (\(names))")
            order by order_key, id limit $3
            """, [Value(fence), .text(key), .integer(Int64(limit))]
        ).map(FencedOrderRow.init)
    }

    /// How many orders of a fence stand where.
    public func fencedOrderCounts(of fence: UniqueID) throws -> [FencedOrder.Step: Int] {
        var counts: [FencedOrder.Step: Int] = [:]
        for row in try query(
            "select step, count(*) from fenced_orders where fence = $1 group by step", [Value(fence)])
        {
            var columns = row.columns
            let step: FencedOrder.Step = try columns.name()
            counts[step] = Int(try columns.integer())
        }
        return counts
    }

    /// Takes releases that are due and that no other node has in hand.
    public func claimReleases(node: UniqueID, until lease: Int64, at now: Int64, limit: Int) throws -> [FencedOrderRow]
    {
        try query(
            """
            update fenced_orders set lease_node = $1, lease_until = $2 where id in (
                select id from fenced_orders where step in ('release-due', 'release-begun') and asks = 0
                    and due_at <= $3 and (lease_until is null or lease_until <= $3)
                order by due_at, id limit $4 /*postgres for update skip locked*/
            ) returning \(FencedOrderRow.columns())
            """, [Value(node), .integer(lease), .integer(now), .integer(Int64(limit))]
        ).map(FencedOrderRow.init)
    }

    /// Writes how far an order came; false when another node has it in hand by now.
    ///
    /// - Parameter node: the node that has it in hand; nil for a person, whom nobody can take it from and who takes it from
    ///   every node.
    public func write(_ row: FencedOrderRow, node: UniqueID?, at now: Int64) throws -> Bool {
        let values: [Value] = [
            Value(row.id), Value(row.step), Value(row.enteredAs), Value(row.enteredBy), Value(row.enteredAt),
            Value(row.note), .integer(row.asks ? 1 : 0), .integer(row.dueAt), .integer(now),
        ]
        let inHand = node == nil ? "" : "and lease_node = $10"
        let letGo = node == nil ? ", lease_node = null, lease_until = null" : ""
        return try execute(
            """
            update fenced_orders set step = $2, entered_as = $3, entered_by = $4, entered_at = $5, note = $6,
                asks = $7, due_at = $8, updated_at = $9 \(letGo)
            where id = $1 \(inHand)
            """, values + (node.map { [Value($0)] } ?? [])) == 1
    }

    /// Lets go of a release that a node has in hand, and puts it off where `due` says until when; its step stays as it is in
    /// the store.
    public func letGoOfRelease(_ id: UniqueID, node: UniqueID, until due: Int64? = nil) throws {
        try execute(
            """
            update fenced_orders set lease_node = null, lease_until = null, due_at = coalesce($3, due_at)
            where id = $1 and lease_node = $2
            """, [Value(id), Value(node), Value(due)])
    }

    /// Notes that deliveries which were superseded when their orders were entered elsewhere had arrived all the same.
    func noteArrivals(_ deliveries: [DeliveryRow], at now: Int64) throws {
        try executeMany(
            """
            update fenced_orders set arrived_at = $3, updated_at = $3
            where order_key = $1 and backend = $2 and arrived_at is null
            """, deliveries.map { [.text($0.orderKey), .text($0.backend), .integer(now)] })
    }
}
