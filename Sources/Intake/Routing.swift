public import Rollout

/// A document on its way into ROUTE.
public struct RoutableDocument: Sendable, Hashable {
    public var facts: DocumentFacts
    public var order: ResolvedOrder
    /// The further orders that it names, of one that names several.
    public var others: [ResolvedOrder]
    /// When its interchange was accepted; deadlines count from here.
    public var acceptedAt: Instant

    /// A document with the order that it resolves to, or the orders.
    public init(facts: DocumentFacts, order: ResolvedOrder, others: [ResolvedOrder] = [], acceptedAt: Instant) {
        self.facts = facts
        self.order = order
        self.others = others
        self.acceptedAt = acceptedAt
    }

    /// Every order that it names.
    public var orders: [ResolvedOrder] { [order] + others }
}

/// A document that waits for its order, whoever sent it.
public enum WaitingDocument: Sendable, Hashable {
    case received(RoutableDocument)
    case emitted(EmittedDocument)

    /// The document's id.
    public var document: String {
        switch self {
        case .received(let document): document.facts.document
        case .emitted(let document): document.document.document
        }
    }

    /// The orders that it names.
    public var keys: [OrderKey] {
        switch self {
        case .received(let document): document.orders.map(\.key)
        case .emitted(let document): document.orders.map(\.key)
        }
    }
}

/// A document with what becomes of it: what ROUTE hands on, decided once at an epoch.
public struct RoutedDocument: Sendable, Hashable {
    /// What becomes of it.
    public enum Outcome: Sendable, Hashable {
        case received(Decision)
        /// Of a partner's document that names several orders.
        case collective(CollectiveDecision)
        case emitted(BackendDecision)
    }

    /// The document's id.
    public var document: String
    public var outcome: Outcome
    /// True for a document that was parked and is decided now, because its order came.
    public var woken: Bool

    /// What becomes of a partner's document of one order; nil for any other.
    public var decision: Decision? {
        if case .received(let decision) = outcome { return decision }
        return nil
    }
}

/// ROUTE: decides documents in accept order against the states of their orders, which the caller holds locked.
///
/// A decision changes its order's state at once, so that the next document of a batch sees what the one before bound.
/// A birth wakes the documents that wait for it.
public struct Routing: Sendable {
    public let snapshot: RoutingSnapshot
    public let epoch: Int64
    /// The orders of the batch, as they stand after what was decided so far.
    public private(set) var orders: [OrderKey: OrderState]
    private var parked: [OrderKey: [WaitingDocument]]

    /// Routing over locked orders; `parked` are the documents that wait for each, in accept order. One that names several
    /// orders, all of them locked, waits for one of them.
    public init(
        snapshot: RoutingSnapshot, epoch: Int64, orders: [OrderKey: OrderState],
        parked: [OrderKey: [WaitingDocument]]
    ) {
        self.snapshot = snapshot
        self.epoch = epoch
        self.orders = orders
        self.parked = parked
    }

    /// Decides one document, and those that it wakes.
    public mutating func route(_ document: RoutableDocument) -> [RoutedDocument] {
        guard document.others.isEmpty else { return routeCollective(document) }
        let key = document.order.key
        var state = orders[key] ?? OrderState(key: key)
        let decision = snapshot.decide(
            document.facts, document.order, order: state, epoch: epoch, now: document.acceptedAt)
        var routed = [RoutedDocument(document: document.facts.document, outcome: .received(decision), woken: false)]
        apply(decision, of: document, to: &state)
        orders[key] = state
        if case .park = decision {
            parked[key, default: []].append(.received(document))
        } else {
            routed += wake(key)
        }
        return routed
    }

    private mutating func routeCollective(_ document: RoutableDocument) -> [RoutedDocument] {
        let keys = document.orders.map(\.key)
        let states = keys.map { orders[$0] ?? OrderState(key: $0) }
        let decision = snapshot.decide(
            document.facts, document.orders, orders: states, epoch: epoch, now: document.acceptedAt)
        var routed = [RoutedDocument(document: document.facts.document, outcome: .collective(decision), woken: false)]
        switch decision {
        case .deliver(let routes):
            for route in routes {
                guard let key = route.key else { continue }
                var state = orders[key] ?? OrderState(key: key)
                apply(
                    route, of: document.facts.document, contentHash: document.facts.contentHash,
                    acceptedAt: document.acceptedAt, to: &state)
                orders[key] = state
                routed += wake(key)
            }
        case .park: park(.received(document))
        case .hold, .fail: break
        }
        return routed
    }

    /// Lets a document wait for the first of its orders that has no owner.
    private mutating func park(_ document: WaitingDocument) {
        let keys = document.keys
        guard let key = keys.first(where: { orders[$0]?.itinerary.isEmpty != false }) ?? keys.first else { return }
        parked[key, default: []].append(document)
    }

    /// Decides one document of a back end, and those that it wakes: an order that people typed in is a birth.
    public mutating func route(_ emitted: EmittedDocument) -> [RoutedDocument] {
        let keys = emitted.orders.map(\.key)
        let states = keys.map { orders[$0] ?? OrderState(key: $0) }
        let decision = snapshot.decide(emitted.document, orders: states, epoch: epoch, now: emitted.acceptedAt)
        var routed = [RoutedDocument(document: emitted.document.document, outcome: .emitted(decision), woken: false)]
        switch decision {
        case .accept(let routes):
            for route in routes {
                guard let key = route.key else { continue }
                var state = orders[key] ?? OrderState(key: key)
                apply(
                    route, of: emitted.document.document, contentHash: emitted.contentHash,
                    acceptedAt: emitted.acceptedAt, to: &state)
                orders[key] = state
                routed += wake(key)
            }
        case .park: park(.emitted(emitted))
        case .suppress, .echo, .hold, .fail: break
        }
        return routed
    }

    /// Decides the documents that wait for an order, in accept order, once it has an owner.
    public mutating func wake(_ key: OrderKey) -> [RoutedDocument] {
        guard orders[key]?.itinerary.isEmpty == false, let waiting = parked.removeValue(forKey: key) else { return [] }
        return waiting.flatMap { other in
            let routed =
                switch other {
                case .received(let document): route(document)
                case .emitted(let document): route(document)
                }
            return routed.map { RoutedDocument(document: $0.document, outcome: $0.outcome, woken: true) }
        }
    }

    /// Says what the content of an order's birth is by today's mapping, where an older one had read it.
    public mutating func replaceBirthHash(of key: OrderKey, by hash: String) {
        orders[key]?.birth?.contentHash = hash
    }

    private func apply(_ decision: Decision, of document: RoutableDocument, to state: inout OrderState) {
        switch decision {
        case .deliver(let route):
            apply(
                route, of: document.facts.document, contentHash: document.facts.contentHash,
                acceptedAt: document.acceptedAt, to: &state)
        case .hold(_, at: nil):
            let mayBeBirth = document.facts.action == .original || document.facts.action == .duplicate
            if mayBeBirth { state.hasHeldBirth = true }
        case .hold, .park, .fail, .duplicate:
            break
        }
    }

    private func apply(
        _ route: Route, of document: String, contentHash: String, acceptedAt: Instant, to state: inout OrderState
    ) {
        if let origin = route.makesKnown {
            state.origin = origin
            state.site = route.site
            state.since = acceptedAt
            state.itinerary = route.binds
            state.traits = route.traits
        } else {
            state.itinerary += route.binds
        }
        if route.reopens { state.isClosed = false }
        if route.isBirth {
            state.birth = .init(document: document, contentHash: contentHash)
            state.hasHeldBirth = false
        }
    }
}
