/// The fence around a back end that was reversed away from while it was dead: it gets no delivery until a release for
/// every order that was taken from it is confirmed.
///
/// A pure machine like ``Transfer``; the shell writes it in the transaction of each step. An order is taken when its key is
/// held, in the transaction that sets the fence.
public struct Fence: Sendable, Hashable, Codable {
    /// Where one taken order stands.
    public enum Order: Sendable, Hashable, Codable {
        /// Its key is held; a person enters it again at the other side.
        case quarantined
        /// It was entered again: itinerary written, old deliveries superseded, hold lifted, in one transaction. Its release
        /// is to be asked for once no earlier attempt can arrive at the fenced back end.
        case entered(StepCall)
        /// The fenced back end refused to let go, so the order is its own: a person cancels what was entered again.
        case refused
        /// The release is confirmed.
        case released
        /// What was entered again is cancelled, and the itinerary is back: that counts as confirmed.
        case returned
    }

    public enum Event: Sendable, Hashable, Codable {
        /// A person recorded the ids under which it was entered again.
        case entered
        case began
        case released
        case refused
        /// The begun release can no longer arrive, and was not executed.
        case absent
        /// The order that was entered again is cancelled.
        case cancelled
    }

    public enum Action: Sendable, Hashable {
        case waitForEntry
        /// Wait: an earlier attempt could still arrive behind the release.
        case waitForAttempts
        case release(key: String)
        case clear(key: String)
        case waitForCancellation
        case nothing
    }

    public var id: String
    public var backend: String
    public var honoursKeys: Bool
    public private(set) var orders: [OrderKey: Order]

    /// A fence with the orders that it takes.
    public init(id: String, backend: String, taking orders: [OrderKey], honoursKeys: Bool = false) {
        self.id = id
        self.backend = backend
        self.honoursKeys = honoursKeys
        self.orders = Dictionary(orders.map { ($0, .quarantined) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether it may be lifted: every order that was taken is confirmed.
    public var mayBeLifted: Bool { orders.values.allSatisfy { $0 == .released || $0 == .returned } }
    /// The orders that keep it standing.
    public var unconfirmed: [OrderKey] {
        orders.filter { $0.value != .released && $0.value != .returned }.map(\.key).sorted()
    }

    /// Whether a delivery may go to the fenced back end: releases only, until it is lifted.
    public func admits(isRelease: Bool) -> Bool { isRelease || mayBeLifted }

    /// What is to be done for an order.
    ///
    /// - Parameter canArrive: whether an earlier attempt of the order could still arrive at the fenced back end.
    public func next(for order: OrderKey, canArrive: Bool) -> Action {
        let key = "\(id)-\(order.text)-release"
        switch orders[order] {
        case .quarantined: return .waitForEntry
        case .entered where canArrive: return .waitForAttempts
        case .entered(let call): return call == .due || honoursKeys ? .release(key: key) : .clear(key: key)
        case .refused: return .waitForCancellation
        case .released, .returned, nil: return .nothing
        }
    }

    /// Takes an event of an order; one that does not belong to where the order stands changes nothing.
    ///
    /// - Returns: Whether something changed, and the journal must be written.
    @discardableResult
    public mutating func take(_ event: Event, of order: OrderKey) -> Bool {
        let following: Order? =
            switch (orders[order], event) {
            case (.quarantined, .entered): .entered(.due)
            case (.entered, .began): .entered(.begun)
            case (.entered, .released): .released
            case (.entered, .refused): .refused
            case (.entered, .absent): .entered(.due)
            case (.refused, .cancelled): .returned
            default: nil
            }
        guard let following, following != orders[order] else { return false }
        orders[order] = following
        return true
    }
}
