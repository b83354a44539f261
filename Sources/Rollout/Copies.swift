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
    var site: String
    var bound: [String: Side]
    /// Nil where they are not known: then all that any order could get counts.
    var traits: BirthTraits?
}

extension RoutingSnapshot {
    /// The copies of a document of `function`, which the order has at `side`: one for each back end and purpose that it
    /// takes, in the order derived, standby, shadow, observers. Nothing is copied to where the document goes, or comes
    /// from, anyway.
    func copies(of function: FunctionDefinition, at side: Side, order: OrderSides, now: Instant) -> [CopyRoute] {
        guard let site = site(named: order.site) else { return [] }
        var routes: [CopyRoute] = []
        let other = side.other
        let primary = site.backends[side]
        if let backend = site.backends[other], backend != primary {
            if takes(backend, .derived), let reason = derivedReason(of: function, at: other, order: order, now: now) {
                routes.append(CopyRoute(backend: backend, side: other, purpose: .derived, reason: reason))
            }
            if let stage = stageCopy(of: function, at: side, site: site), takes(backend, stage.purpose) {
                if stage.purpose == .shadow || routes.isEmpty {
                    routes.append(
                        CopyRoute(backend: backend, side: other, purpose: stage.purpose, reason: stage.reason))
                }
            }
        }
        for observer in site.observers ?? [] where observer.gets(function.name) && observer.backend != primary {
            guard takes(observer.backend, .observer) else { continue }
            guard !routes.contains(where: { $0.backend == observer.backend && $0.purpose != .shadow }) else { continue }
            routes.append(
                CopyRoute(
                    backend: observer.backend, side: nil, purpose: .observer, reason: .observer(site: site.name)))
        }
        return routes
    }

    private func takes(_ backend: String, _ purpose: CopyPurpose) -> Bool {
        takes.map { $0[backend]?.contains(purpose) == true } ?? true
    }

    /// True where nothing can differ: nothing is under way at the site, and the order has the side of its cells.
    func isQuiet(_ site: String, _ itinerary: [ItineraryEntry]) -> Bool {
        guard let settled = index.value?.settled(site) else { return false }
        return itinerary.allSatisfy { $0.side == settled.side }
    }

    /// Why the documents of a function are wanted on a side, if they are.
    func derivedReason(
        of function: FunctionDefinition, at side: Side, order: OrderSides, now: Instant
    ) -> CopyReason? {
        var reason: CopyReason?
        for other in working(from: function.name) {
            if order.bound[other] == side { return .needed(by: other, side: side) }
            guard reason == nil, order.bound[other] == nil else { continue }
            let cell = Cell(function: other, site: order.site)
            if possibleSides(of: cell, order: order, now: now).contains(side) {
                reason = .mayBeNeeded(by: other, side: side)
            }
        }
        if let reason { return reason }
        return function.informs.first { order.bound[$0] == side }.map { .informs($0, side: side) }
    }

    /// The sides that an order may still be given in a cell where it is not bound, by the present stages. Functions that
    /// bind with another go where that goes unless something names their own cell.
    func possibleSides(of cell: Cell, order: OrderSides, now: Instant) -> Set<Side> {
        let cell = decidingCell(of: cell)
        if let bound = order.bound[cell.function] { return [bound] }
        let stored = storedSide(of: cell)
        guard let milestone = milestone(of: cell) else { return [stored] }
        switch milestone.stage {
        case .planned, .complete, .cancelled: return [stored]
        case .shadow: return [stored, .new]
        case .draining: return [.new]
        case .pilot, .live: break
        }
        guard let traits = order.traits else { return [stored, .new] }
        if let from = milestone.cutDay, let requested = traits.requestedDay, requested < from { return [stored] }
        let present = side(of: cell, for: traits, at: now)
        // A pilot only grows: who is out of it today may be in it tomorrow.
        if milestone.stage == .pilot {
            return milestone.chooses(traits).isTaken ? [present.side, .new] : [stored, .new]
        }
        return present.side == .new ? [.new] : [.new, present.side]
    }

    /// The cell that decides for a cell: its own, if a milestone or a stored side names it or it binds by itself; else that
    /// of the function that it binds with.
    func decidingCell(of cell: Cell) -> Cell {
        guard let function = function(named: cell.function), case .with(let name) = function.binds,
            milestone(of: cell) == nil, storedSides[cell] == nil, self.function(named: name) != nil
        else { return cell }
        let root = root(of: function)
        return root.name == cell.function ? cell : decidingCell(of: Cell(function: name, site: cell.site))
    }

    /// What the stage of a cell's milestone copies: legacy stands by for new, or new shadows legacy.
    func stageCopy(
        of function: FunctionDefinition, at side: Side, site: Site
    ) -> (purpose: CopyPurpose, reason: CopyReason)? {
        let cell = decidingCell(of: Cell(function: function.name, site: site.name))
        guard let milestone = milestone(of: cell) else { return nil }
        if milestone.stage.hasStandby, side == .new { return (.standby, .standby(milestone: milestone.name)) }
        if milestone.stage == .shadow, side == .legacy, function.inbound {
            return (.shadow, .shadow(milestone: milestone.name))
        }
        return nil
    }
}
