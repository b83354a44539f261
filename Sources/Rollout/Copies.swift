/// Why a back end gets a document that is not its own to act on.
public enum CopyPurpose: String, Sendable, Hashable, Codable, CaseIterable {
    /// Legacy stands by for what new owns.
    case standby
    /// New answers and does not execute.
    case shadow
    /// A function on that side works from the document, or must hear of it.
    case derived
    /// It gets a copy whichever side owns.
    case observer
}

/// A copy of a document, on its way to one back end.
public struct CopyRoute: Sendable, Hashable {
    public var backend: String
    /// Nil for an observer, which is on neither.
    public var side: Side?
    public var purpose: CopyPurpose
    public var reason: CopyReason

    /// A copy by its parts.
    public init(backend: String, side: Side?, purpose: CopyPurpose, reason: CopyReason) {
        self.backend = backend
        self.side = side
        self.purpose = purpose
        self.reason = reason
    }
}

/// Why a copy goes out, as a value.
public enum CopyReason: Sendable, Hashable, Codable {
    /// A function that is bound on that side works from the document.
    case needed(by: String, side: Side)
    /// A function that is not bound yet may still go to that side, and works from the document.
    case mayBeNeeded(by: String, side: Side)
    /// A function on that side must hear of it.
    case informs(String, side: Side)
    case standby(milestone: String)
    case shadow(milestone: String)
    case observer(site: String)

    /// The sentence for screens.
    public var words: String {
        switch self {
        case .needed(let function, let side): "\(function) of the order is at \(side.rawValue) and works from it"
        case .mayBeNeeded(let function, let side):
            "\(function) of the order may still go to \(side.rawValue) and works from it"
        case .informs(let function, let side): "\(function) of the order is at \(side.rawValue) and must hear of it"
        case .standby(let milestone): "legacy stands by while milestone \(milestone) can be reversed"
        case .shadow(let milestone): "new answers in the shadow of legacy for milestone \(milestone)"
        case .observer(let site): "observer of \(site), whichever side owns"
        }
    }
}

/// What an order's document is copied by: its site, the sides that are bound, the traits for those that are not.
struct OrderSides {
    var site: Int
    var bound: BoundSides
    /// Nil where they are not known: then all that any order could get counts.
    var traits: BirthTraits?
}

extension CompiledSnapshot {
    /// The copies of a document of a function of an order that it is bound for.
    func copies(of function: Int, at side: Side, order: OrderState, now: Instant) -> [CopyRoute] {
        guard let name = order.site, let site = site(named: name), !isQuiet(site, order.itinerary) else { return [] }
        let sides = OrderSides(site: site, bound: sides(order.itinerary), traits: order.traits)
        return copies(of: function, at: side, order: sides, now: now)
    }

    /// True where nothing can differ: nothing is under way at the site, and the order has the side of its cells.
    private func isQuiet(_ site: Int, _ itinerary: [ItineraryEntry]) -> Bool {
        guard let settled = settled(at: site) else { return false }
        return itinerary.allSatisfy { $0.side == settled.side }
    }

    /// The copies of a document of `function`, which the order has at `side`: one for each back end and purpose that it
    /// takes, in the order derived, standby, shadow, observers. Nothing is copied to where the document goes, or comes
    /// from, anyway.
    func copies(of function: Int, at side: Side, order: OrderSides, now: Instant) -> [CopyRoute] {
        var routes: [CopyRoute] = []
        let other = side.other
        let primary = backend(at: order.site, side)
        if let backend = backend(at: order.site, other), backend != primary {
            if takes(backend, .derived), let reason = derivedReason(of: function, at: other, order: order, now: now) {
                routes.append(CopyRoute(backend: backend, side: other, purpose: .derived, reason: reason))
            }
            if let stage = stageCopy(of: function, at: side, site: order.site), takes(backend, stage.purpose) {
                if stage.purpose == .shadow || routes.isEmpty {
                    routes.append(
                        CopyRoute(backend: backend, side: other, purpose: stage.purpose, reason: stage.reason))
                }
            }
        }
        guard let observers = snapshot.sites[order.site].observers else { return routes }
        for observer in observers where observer.gets(functions[function].name) && observer.backend != primary {
            guard takes(observer.backend, .observer) else { continue }
            guard !routes.contains(where: { $0.backend == observer.backend && $0.purpose != .shadow }) else { continue }
            routes.append(
                CopyRoute(
                    backend: observer.backend, side: nil, purpose: .observer,
                    reason: .observer(site: snapshot.sites[order.site].name)))
        }
        return routes
    }

    private func takes(_ backend: String, _ purpose: CopyPurpose) -> Bool {
        snapshot.takes.map { $0[backend]?.contains(purpose) == true } ?? true
    }

    /// Why the documents of a function are wanted on a side, if they are.
    func derivedReason(of function: Int, at side: Side, order: OrderSides, now: Instant) -> CopyReason? {
        var possible: Int?
        for worker in functions[function].workers {
            if order.bound[worker] == side { return .needed(by: functions[worker].name, side: side) }
            guard possible == nil, order.bound[worker] == nil else { continue }
            if mayGet(worker, side, order: order, now: now) { possible = worker }
        }
        if let possible { return .mayBeNeeded(by: functions[possible].name, side: side) }
        let informed = functions[function].informs.first { order.bound[$0] == side }
        return informed.map { .informs(functions[$0].name, side: side) }
    }

    /// Whether an order may still be given a side for a function that it is not bound for, by the present stages. Functions
    /// that bind with another go where that goes unless something names their own cell.
    private func mayGet(_ function: Int, _ side: Side, order: OrderSides, now: Instant) -> Bool {
        let deciding = cell(function, at: order.site).deciding
        if let bound = order.bound[deciding] { return bound == side }
        let cell = cell(deciding, at: order.site)
        guard let place = cell.milestone else { return cell.stored == side }
        let milestone = snapshot.milestones[place]
        let storedOrNew = cell.stored == side || side == .new
        switch milestone.stage {
        case .planned, .complete, .cancelled: return cell.stored == side
        case .shadow: return storedOrNew
        case .draining: return side == .new
        case .pilot, .live: break
        }
        guard let traits = order.traits else { return storedOrNew }
        if let from = milestone.cutDay, let requested = traits.requestedDay, requested < from {
            return cell.stored == side
        }
        // A pilot only grows, and a guard that tripped is armed again: who is out of it today may be in it tomorrow.
        return side == .new || snapshot.side(in: cell, for: traits, at: now).side == side
    }

    /// What the stage of a cell's milestone copies: legacy stands by for new, or new shadows legacy.
    func stageCopy(
        of function: Int, at side: Side, site: Int
    ) -> (purpose: CopyPurpose, reason: CopyReason)? {
        guard let place = decidingCell(function, at: site).milestone else { return nil }
        let stage = snapshot.milestones[place].stage
        if stage.hasStandby, side == .new {
            return (.standby, .standby(milestone: snapshot.milestones[place].name))
        }
        if stage == .shadow, side == .legacy, functions[function].isInbound {
            return (.shadow, .shadow(milestone: snapshot.milestones[place].name))
        }
        return nil
    }
}
