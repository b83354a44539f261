/// The fence around a back end: it gets no delivery until every order that was taken from it is confirmed. Until then it is
/// restarted for releases only.
///
/// The back ends that are fenced stand in the routing snapshot, so that everyone who decides knows; who claims a delivery
/// looks for the fence in the claim's own transaction.
public enum Fence {
    /// Whether the fence may be lifted: every order that was taken is confirmed.
    public static func mayBeLifted(_ orders: some Sequence<FencedOrder>) -> Bool {
        orders.allSatisfy(\.step.isConfirmed)
    }

    /// Whether something may go to a back end: behind a fence nothing but releases.
    public static func admits(isRelease: Bool, isFenced: Bool) -> Bool { isRelease || !isFenced }
}

extension RoutingSnapshot {
    /// Whether a back end stands behind a fence.
    public func isFenced(_ backend: String) -> Bool { fenced?.contains(backend) == true }

    /// The back ends of a milestone's new side that stand behind a fence, by name.
    public func fenced(of milestone: StagedMilestone) -> [String] {
        Set(milestone.cells.compactMap { site(named: $0.site)?.backends[.new] }).filter(isFenced).sorted()
    }
}

/// What becomes of a delivery that was superseded when its order was entered elsewhere, once the order returns.
public enum ReturnedDelivery: Sendable, Hashable {
    /// It arrived before.
    case delivered
    /// No attempt of it took effect: it goes when the fence is lifted.
    case waiting
    /// The back end refused its content.
    case refused
    /// Some attempt may have taken effect, and the back end does not honour keys: that is found out first.
    case unknown

    /// How one attempt ended.
    public enum Attempt: Sendable, Hashable, CaseIterable { case done, refused, failed, unknown }

    /// By the ends of its attempts, of which none can arrive any more.
    public init(_ attempts: [Attempt], honoursKeys: Bool) {
        if attempts.contains(.done) {
            self = .delivered
        } else if attempts.contains(.unknown) {
            self = honoursKeys ? .waiting : .unknown
        } else {
            self = attempts.last == .refused ? .refused : .waiting
        }
    }
}
