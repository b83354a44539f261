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
        if let original = document.echoOf { return .echo(of: original) }
        guard let function = function(for: document.type) else {
            return .fail(Diagnostic("route.function-unknown", value: document.type, facts: ["type": document.type]))
        }
        guard !orders.isEmpty else { return .fail(Diagnostic("route.order-number-missing", value: nil)) }
        var routes: [Route] = []
        for order in orders {
            switch standing(of: document, function, order: order, epoch: epoch, now: now) {
            case .accept(let own): routes += own
            case let other: return other
            }
        }
        if let diagnostic = Self.differing(routes) { return .hold(diagnostic) }
        let rogues = routes.filter { $0.backend != document.backend }
        guard rogues.isEmpty else { return .suppress(rogue(document, function, rogues)) }
        return .accept(routes)
    }

    /// Several orders, several owners: a person must look, since nothing is cut.
    static func differing(_ routes: [Route]) -> Diagnostic? {
        guard Set(routes.map(\.backend)).count > 1 else { return nil }
        let owners = routes.map { "\($0.key?.text ?? "?") at \($0.backend)" }.sorted()
        return Diagnostic(
            "route.owners-differ", value: owners.joined(separator: ", "),
            facts: ["orders": owners.joined(separator: ", ")])
    }

    private func rogue(_ document: BackendDocument, _ function: FunctionDefinition, _ routes: [Route]) -> Diagnostic {
        Diagnostic(
            "route.rogue-write", value: document.backend,
            facts: [
                "function": function.name, "backend": document.backend, "emitter": routes[0].backend,
                "orders": routes.compactMap { $0.key?.text }.joined(separator: ", "),
            ])
    }

    /// Where one order's document of a function must come from, as a route from there.
    private func standing(
        of document: BackendDocument, _ function: FunctionDefinition, order: OrderState, epoch: Int64, now: Instant
    ) -> BackendDecision {
        if let entry = order.entry(for: function.name) {
            var route = Route(
                key: order.key, site: order.site, function: function.name, side: entry.side, backend: entry.backend,
                reason: .ownersAnswer(function: function.name, side: entry.side))
            guard let site = order.site, !isQuiet(site, order.itinerary) else { return .accept([route]) }
            route.copies = copies(
                of: function, at: entry.side,
                order: OrderSides(site: site, bound: order.sides, traits: order.traits), now: now)
            return .accept([route])
        }
        if order.itinerary.isEmpty, root(of: function).binds == .birth, isOrder(document) {
            return typedOrder(document, order: order, function: function, epoch: epoch, now: now)
        }
        let resolved = ResolvedOrder(key: order.key, buyer: "", site: document.site)
        let decision =
            order.itinerary.isEmpty
            ? unknownOrder(resolved, order: order, function: function, epoch: epoch, now: now)
            : firstDocument(resolved, order: order, function: function, epoch: epoch, now: now)
        switch decision {
        case .deliver(let route): return .accept([route])
        case .park(let reason, let deadline): return .park(reason: reason, deadline: deadline)
        case .hold(let diagnostic, _): return .hold(diagnostic)
        case .fail(let diagnostic): return .fail(diagnostic)
        case .duplicate(let reason): return .park(reason: reason, deadline: now)
        }
    }

    private func isOrder(_ document: BackendDocument) -> Bool { document.type == DocumentKind.order.rawValue }

    /// An order that people typed into a back end is a birth: its origin is that back end, its owner that side.
    private func typedOrder(
        _ document: BackendDocument, order: OrderState, function: FunctionDefinition, epoch: Int64, now: Instant
    ) -> BackendDecision {
        let resolved = ResolvedOrder(key: order.key, buyer: "", site: document.site)
        switch site(resolved) {
        case .failure(let diagnostic): return .hold(diagnostic)
        case .success(let name):
            guard let side = Side.allCases.first(where: { backend(site: name, side: $0) == document.backend }) else {
                return .hold(
                    Diagnostic("route.backend-foreign", value: document.backend, facts: ["site": name]))
            }
            return typedOrder(document, order: order, function: function, at: name, side: side, epoch: epoch, now: now)
        }
    }

    private func typedOrder(
        _ document: BackendDocument, order: OrderState, function: FunctionDefinition, at name: String, side: Side,
        epoch: Int64, now: Instant
    ) -> BackendDecision {
        let own = root(of: function).name
        let asked = FirstBinding(
            site: name, traits: document.traits, epoch: epoch, now: now, typed: (root: own, side: side))
        switch bind(functionsBoundAtBirth, asked) {
        case .failure(let diagnostic): return .hold(diagnostic)
        case .success(let binds):
            var route = Route(
                key: order.key, site: name, function: function.name, side: side, backend: document.backend,
                binds: binds, makesKnown: .born, isBirth: true,
                reason: .bornAtBackend(backend: document.backend, side: side))
            route.traits = document.traits
            let sides = Dictionary(binds.map { ($0.function, $0.side) }, uniquingKeysWith: { first, _ in first })
            route.copies = copies(
                of: function, at: side, order: OrderSides(site: name, bound: sides, traits: document.traits), now: now)
            return .accept([route])
        }
    }
}
