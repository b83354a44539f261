import Diagnostics

extension RoutingSnapshot {
    /// What becomes of a document, given its order under the row's lock: pure, and the same for live traffic, replay and
    /// rehearsal. `epoch` is this snapshot's number; `now` is when the document was accepted.
    public func decide(
        _ facts: DocumentFacts, _ resolved: ResolvedOrder, order: OrderState, epoch: Int64, now: Instant
    ) -> Decision {
        guard let function = function(for: facts.type) else {
            return .fail(Diagnostic("route.function-unknown", value: facts.type, facts: ["type": facts.type]))
        }
        if let owner = order.entry(for: function.name) {
            return decideKnown(facts, resolved, order: order, owner: owner)
        }
        switch facts.action {
        case .original, .duplicate:
            return birth(facts, resolved, function: function, epoch: epoch)
        case .change, .cancellation:
            return unknownOrder(resolved, order: order, function: function, epoch: epoch, now: now)
        }
    }

    // MARK: An order that has an owner

    private func decideKnown(
        _ facts: DocumentFacts, _ resolved: ResolvedOrder, order: OrderState, owner: ItineraryEntry
    ) -> Decision {
        var route = Route(
            key: order.key, site: order.site, function: owner.function, side: owner.side, backend: owner.backend,
            reason: .followsOwner(
                side: owner.side, origin: order.origin ?? .born, born: order.since ?? Instant(microseconds: 0)))
        let repeated = repetition(facts, order: order)
        if repeated == nil, let hold = overtaken(facts, order: order) { return hold }
        if let hold = differingSite(resolved, order: order, route: route) { return hold }
        guard facts.action == .original || facts.action == .duplicate else { return .deliver(route) }
        if order.origin == .imported {
            // The back end had this order before the gateway came: delivering it would double it.
            return .hold(
                Diagnostic(
                    "route.original-of-imported", at: Position(path: "number"), value: facts.orderNumber,
                    facts: ["key": order.key.text]), at: route)
        }
        guard let birth = order.birth, !birth.discarded else {
            // A change of an unknown order came first, or the first birth was discarded: this is the birth now.
            route.isBirth = true
            return .deliver(route)
        }
        if birth.document == facts.document {
            // The birth itself, decided again by a replay.
            route.isBirth = true
            return .deliver(route)
        }
        if let repeated { return .duplicate(repeated) }
        return differentOriginal(facts, resolved, birth: birth, route: route)
    }

    /// Why an original is its order's birth again, if it is.
    private func repetition(_ facts: DocumentFacts, order: OrderState) -> Reason? {
        guard facts.action == .original || facts.action == .duplicate, order.origin != .imported,
            let birth = order.birth, !birth.discarded, birth.document != facts.document
        else { return nil }
        if facts.action == .duplicate { return .markedDuplicate(of: birth.document) }
        return birth.contentHash == facts.contentHash ? .sameContent(of: birth.document) : nil
    }

    private func differentOriginal(
        _ facts: DocumentFacts, _ resolved: ResolvedOrder, birth: OrderState.Birth, route: Route
    ) -> Decision {
        let policy = party(named: resolved.buyer)?.sameKeyPolicy ?? .hold
        let diagnostic = Diagnostic(
            "route.original-differs", at: Position(path: "number"), value: facts.orderNumber,
            facts: ["first": birth.document, "partner": resolved.buyer])
        switch policy {
        case .replace: return .deliver(route)
        case .hold: return .hold(diagnostic, at: route)
        case .reject: return .fail(diagnostic)
        }
    }

    /// A later document that names another site needs a person; one that names none itself, or whose facts no rule
    /// knows, belongs to the order's site.
    private func differingSite(_ resolved: ResolvedOrder, order: OrderState, route: Route) -> Decision? {
        guard case .site(let named) = resolved.site, let own = order.site, named != own else { return nil }
        return .hold(
            Diagnostic("route.site-differs", value: named, facts: ["order": own, "document": named]), at: route)
    }

    // MARK: An order that has none

    private func birth(
        _ facts: DocumentFacts, _ resolved: ResolvedOrder, function: FunctionDefinition, epoch: Int64
    ) -> Decision {
        switch site(resolved) {
        case .failure(let diagnostic): return .hold(diagnostic, at: nil)
        case .success(let site):
            let (side, reason) = side(of: Cell(function: function.name, site: site))
            return bind(
                resolved, site: site, function: function, side: side, reason: reason, origin: .born, epoch: epoch)
        }
    }

    private func unknownOrder(
        _ resolved: ResolvedOrder, order: OrderState, function: FunctionDefinition, epoch: Int64, now: Instant
    ) -> Decision {
        let deadline = now.adding(seconds: parkingHours * 3_600)
        if order.hasHeldBirth { return .park(reason: .waitsForHeldBirth, deadline: deadline) }
        switch site(resolved) {
        case .failure(let diagnostic): return .hold(diagnostic, at: nil)
        case .success(let site):
            if signedImports.contains(site) {
                return .park(reason: .waitsForBirth(until: deadline), deadline: deadline)
            }
            let side = self.site(named: site)?.unknownKeySide ?? .legacy
            return bind(
                resolved, site: site, function: function, side: side, reason: .unknownKey(site: site, side: side),
                origin: .unknownKey, epoch: epoch)
        }
    }

    private func site(_ resolved: ResolvedOrder) -> Result<String, Diagnostic> {
        switch resolved.site {
        case .site(let name), .senderSite(let name):
            return .success(name)
        case .unknown(let tried):
            return .failure(Diagnostic("route.site-unknown", facts: ["tried": tried]))
        case .ambiguous(let sites, let fact):
            return .failure(
                Diagnostic(
                    "route.site-ambiguous", value: fact,
                    facts: ["sites": sites.joined(separator: ", "), "fact": fact]))
        }
    }

    /// The route to a side of a site, binding what binds at birth there. Each function gets the side of its own cell,
    /// except when the order is older than the gateway: then its changes and its answers stay together.
    private func bind(
        _ resolved: ResolvedOrder, site: String, function: FunctionDefinition, side: Side, reason: Reason,
        origin: OrderOrigin, epoch: Int64
    ) -> Decision {
        guard let backend = backend(site: site, side: side) else {
            return .hold(
                Diagnostic("route.backend-missing", facts: ["site": site, "side": side.rawValue]), at: nil)
        }
        let binds = boundTogether(with: function.name).map {
            ItineraryEntry(function: $0, side: side, backend: backend, epoch: epoch)
        }
        return .deliver(
            Route(
                key: resolved.key, site: site, function: function.name, side: side, backend: backend, binds: binds,
                makesKnown: origin, isBirth: origin == .born, reason: reason))
    }
}
