public import Diagnostics

/// A document that a back end made: an answer, a despatch advice, an invoice, or an order that people typed there.
public struct BackendDocument: Sendable, Hashable {
    public var document: String
    /// The back end that it comes from.
    public var backend: String
    /// Its canonical type.
    public var type: String
    /// The document that it is a copy of, by its origin id or by a cross reference, never by its content: two equal
    /// partial despatches are two.
    public var echoOf: String?
    /// What the site rules say of it, for an order that is not known.
    public var site: SiteAnswer
    /// What later bindings ask for, of an order that people typed in.
    public var traits: BirthTraits?

    /// A document by its parts.
    public init(
        document: String, backend: String, type: String, echoOf: String? = nil, site: SiteAnswer,
        traits: BirthTraits? = nil
    ) {
        self.document = document
        self.backend = backend
        self.type = type
        self.echoOf = echoOf
        self.site = site
        self.traits = traits
    }
}

/// What becomes of a back end's document.
public enum BackendDecision: Sendable, Hashable {
    /// It goes to the partner, one way for each order that it names; `backend` and `side` of each are where it comes from.
    case accept([Route])
    /// It comes from a back end that is not its emitter: nothing leaves, it is counted and reported.
    case suppress(Diagnostic)
    /// A copy that came back: dropped.
    case echo(of: String)
    case park(reason: Reason, deadline: Instant)
    /// It is held whole; nothing is cut from it in silence.
    case hold(Diagnostic)
    case fail(Diagnostic)
}

extension RoutingSnapshot {
    /// Decides a back end's document against the orders that it names, which the caller holds locked in key order.
    ///
    /// - Parameter now: when it was read.
    public func decide(
        _ document: BackendDocument, orders: [OrderState], epoch: Int64, now: Instant
    ) -> BackendDecision {
        compiled.decide(document, orders: orders, epoch: epoch, now: now)
    }

    /// Several orders, several owners: a person must look, since nothing is cut.
    static func differing(_ routes: [Route]) -> Diagnostic? {
        guard let first = routes.first, routes.contains(where: { $0.backend != first.backend }) else { return nil }
        let owners = routes.map { "\($0.key?.text ?? "?") at \($0.backend)" }.sorted()
        return Diagnostic(
            "route.owners-differ", value: owners.joined(separator: ", "),
            facts: ["orders": owners.joined(separator: ", ")])
    }
}

extension CompiledSnapshot {
    func decide(
        _ document: BackendDocument, orders: [OrderState], epoch: Int64, now: Instant
    ) -> BackendDecision {
        if let original = document.echoOf { return .echo(of: original) }
        guard let function = function(for: document.type) else {
            return .fail(Diagnostic("route.function-unknown", value: document.type, facts: ["type": document.type]))
        }
        guard !orders.isEmpty else { return .fail(Diagnostic("route.order-number-missing", value: nil)) }
        var routes: [Route] = []
        routes.reserveCapacity(orders.count)
        for order in orders {
            switch standing(of: document, function, order: order, epoch: epoch, now: now) {
            case .success(let route): routes.append(route)
            case .failure(let other): return other.decision
            }
        }
        if let diagnostic = RoutingSnapshot.differing(routes) { return .hold(diagnostic) }
        guard routes.allSatisfy({ $0.backend == document.backend }) else {
            return .suppress(rogue(document, function, routes))
        }
        return .accept(routes)
    }

    private func rogue(_ document: BackendDocument, _ function: Int, _ routes: [Route]) -> Diagnostic {
        Diagnostic(
            "route.rogue-write", value: document.backend,
            facts: [
                "function": functions[function].name, "backend": document.backend, "emitter": routes[0].backend,
                "orders": routes.compactMap { $0.key?.text }.joined(separator: ", "),
            ])
    }

    /// Where one order's document of a function must come from, as a route from there; or why there is none.
    private func standing(
        of document: BackendDocument, _ function: Int, order: OrderState, epoch: Int64, now: Instant
    ) -> Result<Route, WithoutRoute> {
        let name = functions[function].name
        if let entry = order.entry(for: name) {
            var route = Route(
                key: order.key, site: order.site, function: name, side: entry.side, backend: entry.backend,
                reason: .ownersAnswer(function: name, side: entry.side))
            route.copies = copies(of: function, at: entry.side, order: order, now: now)
            return .success(route)
        }
        if order.itinerary.isEmpty, bindsAtBirth(function), isOrder(document) {
            return typedOrder(document, order: order, function: function, epoch: epoch, now: now)
        }
        let resolved = ResolvedOrder(key: order.key, buyer: "", site: document.site)
        if order.itinerary.isEmpty, case .failure = site(of: resolved) {
            // Answers seldom name a site; their order will.
            let deadline = snapshot.parkingEnd(from: now)
            return .failure(.init(.park(reason: .waitsForBirth(until: deadline), deadline: deadline)))
        }
        let decision =
            order.itinerary.isEmpty
            ? unknownOrder(resolved, order: order, function: function, epoch: epoch, now: now)
            : firstDocument(resolved, order: order, function: function, epoch: epoch, now: now)
        switch decision {
        case .deliver(let route): return .success(route)
        case .park(let reason, let deadline): return .failure(.init(.park(reason: reason, deadline: deadline)))
        case .hold(let diagnostic, _): return .failure(.init(.hold(diagnostic)))
        case .fail(let diagnostic): return .failure(.init(.fail(diagnostic)))
        case .duplicate(let reason): return .failure(.init(.park(reason: reason, deadline: now)))
        }
    }

    private func isOrder(_ document: BackendDocument) -> Bool { document.type == DocumentKind.order.rawValue }

    /// An order that people typed into a back end is a birth: its origin is that back end, its owner that side.
    private func typedOrder(
        _ document: BackendDocument, order: OrderState, function: Int, epoch: Int64, now: Instant
    ) -> Result<Route, WithoutRoute> {
        let resolved = ResolvedOrder(key: order.key, buyer: "", site: document.site)
        switch site(of: resolved) {
        case .failure(let diagnostic): return .failure(.init(.hold(diagnostic)))
        case .success(let site):
            guard let side = Side.allCases.first(where: { backend(at: site, $0) == document.backend }) else {
                let facts = ["site": snapshot.sites[site].name]
                return .failure(
                    .init(.hold(Diagnostic("route.backend-foreign", value: document.backend, facts: facts))))
            }
            return typedOrder(document, order: order, function: function, at: site, side: side, epoch: epoch, now: now)
        }
    }

    private func typedOrder(
        _ document: BackendDocument, order: OrderState, function: Int, at site: Int, side: Side, epoch: Int64,
        now: Instant
    ) -> Result<Route, WithoutRoute> {
        let asked = FirstBinding(
            site: site, traits: document.traits, epoch: epoch, now: now, bound: unbound,
            typed: (root: functions[function].root, side: side))
        switch bind(boundAtBirth, asked) {
        case .failure(let diagnostic): return .failure(.init(.hold(diagnostic)))
        case .success(let binds):
            var route = Route(
                key: order.key, site: snapshot.sites[site].name, function: functions[function].name, side: side,
                backend: document.backend, binds: binds, makesKnown: .born, isBirth: true,
                reason: .bornAtBackend(backend: document.backend, side: side))
            route.traits = document.traits
            route.copies = copies(of: function, at: side, order: asked.sides(with: binds, in: self), now: now)
            return .success(route)
        }
    }
}

/// What becomes of a document of which no route is found for one of its orders.
private struct WithoutRoute: Error {
    let decision: BackendDecision

    init(_ decision: BackendDecision) { self.decision = decision }
}
