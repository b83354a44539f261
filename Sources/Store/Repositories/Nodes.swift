/// A node as the others see it.
public struct NodeRow: Sendable, Hashable {
    /// The node; a new id at each start.
    public let id: UniqueID
    /// When it started, by its own clock, in microseconds.
    public let startedAt: Int64
    /// A number that rises while it lives. Others judge by whether it moves, never by a clock.
    public let heartbeat: Int64
}

extension Transaction {
    /// Writes down a node that starts.
    public func registerNode(_ id: UniqueID, at now: Int64) throws {
        try execute("insert into nodes (id, started_at, heartbeat) values ($1, $2, 0)", [Value(id), .integer(now)])
    }

    /// Moves the node's heartbeat; false when others have declared it gone and taken over what it had begun.
    public func beat(_ id: UniqueID) throws -> Bool {
        try execute("update nodes set heartbeat = heartbeat + 1 where id = $1", [Value(id)]) == 1
    }

    /// Every node that has not been declared gone.
    public func nodes() throws -> [NodeRow] {
        try query("select id, started_at, heartbeat from nodes order by id").map { row in
            var columns = row.columns
            return NodeRow(
                id: try columns.id(), startedAt: try columns.integer(), heartbeat: try columns.integer())
        }
    }

    /// Declares a node gone if its heartbeat has not moved since it was read; false when it has.
    public func removeNode(_ node: NodeRow) throws -> Bool {
        try execute(
            "delete from nodes where id = $1 and heartbeat = $2", [Value(node.id), .integer(node.heartbeat)]) == 1
    }

    /// The nodes that hold leases, gone or not.
    public func leaseHolders() throws -> [UniqueID] {
        try query(
            """
            select lease_node from deliveries where state = 'sending' and lease_node is not null
            union select lease_node from deliveries where state = 'superseded' and lease_node is not null
            """
        )
        .map { row in
            var columns = row.columns; return try columns.id()
        }
    }
}
