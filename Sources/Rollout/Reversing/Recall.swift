/// What stands of one primary delivery, for a recall: read under the order's row, behind the statement that superseded.
public struct RecallDelivery: Sendable, Hashable, Codable {
    public enum Standing: String, Sendable, Hashable, Codable {
        /// No attempt was ever begun.
        case neverBegun = "never-begun"
        /// Every attempt ended with the back end's own refusal, and none can arrive any more.
        case refused
        /// Some attempt has no definite result, or may still arrive.
        case open
        case delivered
        case superseded
    }

    public var id: String
    public var standing: Standing

    /// A delivery by its standing.
    public init(id: String, standing: Standing) {
        self.id = id
        self.standing = standing
    }
}

/// The recall of one order that no back end has taken: in one transaction its deliveries are superseded, and only if every
/// one of them was superseded or definitely refused is it minted again by present routing.
public enum Recall {
    public enum Outcome: Sendable, Hashable {
        /// Minted again; these deliveries become superseded.
        case mint(superseding: [String])
        /// The transaction rolls back: these deliveries stand in the way.
        case stays(because: [String])
    }

    /// Decides by what the supersession left: `deliveries` as they stand after it, in the same transaction.
    public static func outcome(_ deliveries: [RecallDelivery]) -> Outcome {
        let blocking = deliveries.filter { $0.standing == .open || $0.standing == .delivered }
        guard blocking.isEmpty else { return .stays(because: blocking.map(\.id)) }
        return .mint(superseding: deliveries.filter { $0.standing != .superseded }.map(\.id))
    }

    /// The itinerary of an order that is minted again: what was bound at the old owner's back end is bound by present
    /// routing; what is held elsewhere stays.
    ///
    /// - Returns: Nil where present routing still names the back end that it is recalled from, or cannot bind at all.
    public static func itinerary(
        of order: OrderState, from backend: String, in snapshot: RoutingSnapshot, epoch: Int64, now: Instant
    ) -> [ItineraryEntry]? {
        let compiled = snapshot.compiled
        guard let site = order.site.flatMap(compiled.site) else { return nil }
        let recalled = order.itinerary.filter { $0.backend == backend }.compactMap {
            compiled.function(named: $0.function)
        }
        let kept = order.itinerary.filter { $0.backend != backend }
        let asked = FirstBinding(
            site: site, traits: order.traits, epoch: epoch, now: now, bound: compiled.sides(kept))
        guard case .success(let entries) = compiled.bind(recalled, asked),
            entries.allSatisfy({ $0.backend != backend })
        else { return nil }
        return kept + entries
    }
}
