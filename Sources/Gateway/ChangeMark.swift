import Store

/// What tells whether anything changed that pages show: two marks that are equal mean that nothing did.
public struct ChangeMark: Sendable, Hashable {
    /// Interchanges that moved on at this node.
    public var traffic: UInt64
    /// The newest event at the store: problems, milestones, orders, whichever node wrote it.
    public var events: Int64
    /// The back ends' breakers, by name.
    public var backends: [String: String]
}

extension Gateway {
    /// The mark of this moment: one look at an index, however much there is.
    public func changeMark() async throws -> ChangeMark {
        let events = try await database.look { try $0.newestEvent() }
        return ChangeMark(traffic: traffic, events: events, backends: breakers)
    }
}
