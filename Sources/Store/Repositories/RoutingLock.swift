/// The number and hash of the routing snapshot in force.
public struct RoutingHead: Sendable, Hashable {
    /// Its number.
    public let epoch: Int64
    /// Its hash.
    public let hash: [UInt8]
}

extension Transaction {
    /// Takes the routing lock as one of many deciders, until the transaction ends, and then reads the epoch: no move can
    /// commit between this and COMMIT. Nil when nothing was ever published.
    ///
    /// It must be the transaction's first statement. Lock and read are two statements on purpose: one statement would
    /// read by a snapshot from before it waited for the lock. On SQLite the transaction itself is the lock.
    public func lockRoutingShared() throws -> RoutingHead? {
        if dialect == .postgres {
            _ = try query("select pg_advisory_xact_lock_shared($1)", [.integer(LockKey.routing)])
        }
        return try routingHead()
    }

    /// Takes the routing lock alone, to move: waits for the deciders at work, at most `timeoutMilliseconds`, then reads
    /// the epoch.
    ///
    /// - Throws: ``StoreError/Kind/busy`` when deciders did not end in time.
    public func lockRoutingExclusive(timeoutMilliseconds: Int64) throws -> RoutingHead? {
        if dialect == .postgres {
            let usual = try query("select current_setting('lock_timeout')")
            let set = "select set_config('lock_timeout', $1, true)"
            _ = try query(set, [.text("\(max(1, timeoutMilliseconds))")])
            _ = try query("select pg_advisory_xact_lock($1)", [.integer(LockKey.routing)])
            if let usual = usual.first { _ = try query(set, usual.values) }
        }
        return try routingHead()
    }

    private func routingHead() throws -> RoutingHead? {
        guard var columns = try query("select epoch, hash from routing").first?.columns else { return nil }
        return RoutingHead(epoch: try columns.integer(), hash: try columns.bytes())
    }

    /// The whole snapshot in force.
    public func routing() throws -> RoutingRow? {
        try query("select \(RoutingRow.columns()) from routing").first.map(RoutingRow.init)
    }

    /// The snapshot of an epoch, from the history.
    public func routing(epoch: Int64) throws -> RoutingRow? {
        try query("select \(RoutingRow.columns()) from routing_history where epoch = $1", [.integer(epoch)])
            .first.map(RoutingRow.init)
    }

    /// Puts a snapshot in force. The caller holds the exclusive lock, and the epoch is the present one's successor.
    ///
    /// - Throws: ``StoreError/Kind/constraint`` (`epoch`) when it is not.
    public func publishRouting(_ routing: RoutingRow) throws {
        let replaced = try execute(
            """
            update routing set epoch = $1, snapshot = $2, hash = $3, published_at = $4 where one = 1 and epoch = $1 - 1
            """, routing.values)
        if replaced == 0 {
            let first = try execute(
                """
                insert into routing (epoch, snapshot, hash, published_at) values ($1, $2, $3, $4) on conflict do nothing
                """, routing.values)
            guard first == 1 else { throw StoreError(.constraint, code: "epoch") }
        }
        try execute(RoutingRow.insertion(), routing.values)
    }
}
