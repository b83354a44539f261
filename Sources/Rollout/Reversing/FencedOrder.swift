/// One order that was taken from a back end when that was fenced: reversed away from while it was dead.
///
/// A pure machine like ``Transfer``; the shell writes it in the transaction of each step, and after a crash asks ``next`` again.
/// An order is taken when its key is held, in the transaction that sets the fence. The fence stands until every order that
/// was taken is confirmed, so that what was entered again elsewhere is not doubled when the back end comes back.
public struct FencedOrder: Sendable, Hashable, Codable {
    /// Where it stands.
    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        /// Its key is held; a person enters it again at the other side.
        case quarantined
        /// It was entered again: itinerary written, old deliveries superseded, hold lifted, in one transaction. Its release
        /// is to be asked for once no earlier attempt can arrive at the fenced back end.
        case releaseDue = "release-due"
        /// The release was asked for; what became of it is not known. Where the back end does not honour keys it is never
        /// asked again until that is cleared.
        case releaseBegun = "release-begun"
        /// The fenced back end refused to let go, so the order is its own: a person cancels what was entered again.
        case refused
        /// The release is confirmed.
        case released
        /// It stays with the fenced back end: nothing was entered, or what was is cancelled and the itinerary is back. That
        /// counts as confirmed.
        case returned
        /// No back end had taken it: it was recalled, and the fenced one has nothing to release.
        case recalled

        /// Whether the fence does not wait for it any more.
        public var isConfirmed: Bool { self == .released || self == .returned || self == .recalled }
        /// The steps that keep a fence standing.
        public static let unconfirmed = allCases.filter { !$0.isConfirmed }
    }

    public enum Event: Sendable, Hashable, Codable {
        /// A person recorded under which ids it was entered again.
        case entered
        /// Nobody entered it, and nobody will: it stays where it is.
        case kept
        /// It was recalled.
        case recalled
        /// The attempt to release was committed, before any byte left.
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
        /// Ask what became of the release; it must not be asked for again.
        case clear(key: String)
        case waitForCancellation
        case nothing
    }

    /// Names the release at the back end.
    public var id: String
    public var order: OrderKey
    /// The fenced back end.
    public var backend: String
    public private(set) var step: Step

    /// An order that is taken, or where it stands by now.
    public init(id: String, order: OrderKey, backend: String, step: Step = .quarantined) {
        self.id = id
        self.order = order
        self.backend = backend
        self.step = step
    }

    /// What is to be done.
    ///
    /// - Parameters:
    ///   - canArrive: whether an earlier attempt of the order could still arrive at the fenced back end.
    ///   - honoursKeys: whether that back end honours keys: then a release without an answer may be asked for again.
    public func next(canArrive: Bool, honoursKeys: Bool) -> Action {
        let key = "\(id)-release"
        switch step {
        case .quarantined: return .waitForEntry
        case .releaseDue: return canArrive ? .waitForAttempts : .release(key: key)
        case .releaseBegun where canArrive: return .waitForAttempts
        case .releaseBegun: return honoursKeys ? .release(key: key) : .clear(key: key)
        case .refused: return .waitForCancellation
        case .released, .returned, .recalled: return .nothing
        }
    }

    /// Takes an event; one that does not belong to where the order stands changes nothing.
    ///
    /// - Returns: Whether something changed, and it must be written.
    @discardableResult
    public mutating func take(_ event: Event) -> Bool {
        let following: Step? =
            switch (step, event) {
            case (.quarantined, .entered): .releaseDue
            case (.quarantined, .kept): .returned
            case (.quarantined, .recalled): .recalled
            case (.releaseDue, .began): .releaseBegun
            case (.releaseDue, .released), (.releaseBegun, .released): .released
            case (.releaseDue, .refused), (.releaseBegun, .refused): .refused
            case (.releaseBegun, .absent): .releaseDue
            case (.refused, .cancelled): .returned
            default: nil
            }
        guard let following else { return false }
        step = following
        return true
    }
}
