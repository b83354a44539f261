extension Transaction {
    /// Gives back what ended nodes had in hand of transfers, of releases behind fences, of verifications, polls and replays, so that they go on
    /// at once: all of other nodes where this one is alone at the store, else of those that are not registered any more.
    ///
    /// - Returns: How many steps go on.
    public func freeSteps(except node: UniqueID, isAlone: Bool) throws -> Int {
        let gone = isAlone ? "" : "and cast(lease_node as text) not in (select cast(id as text) from nodes)"
        return try ["transfers", "fenced_orders", "verifications", "polls", "replays"].reduce(0) { freed, table in
            try freed
                + execute(
                    """
                    update \(table) set lease_node = null, lease_until = null
                    where lease_node is not null and lease_node <> $1 \(gone)
                    """, [Value(node)])
        }
    }
}
