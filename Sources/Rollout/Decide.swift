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
            if let hold = retired(owner, of: order) { return hold }
            return withCopies(
                decideKnown(facts, resolved, order: order, owner: owner), of: function, order: order, now: now)
        }
        if !order.itinerary.isEmpty {
            return firstDocument(resolved, order: order, function: function, epoch: epoch, now: now)
        }
        let isBirth = facts.action == .original || facts.action == .duplicate
        guard isBirth, root(of: function).binds == .birth else {
            return unknownOrder(resolved, order: order, function: function, epoch: epoch, now: now)
        }
        return birth(facts, resolved, function: function, epoch: epoch, now: now)
    }

    /// A closed order whose back end was taken away since: nobody can take the document.
    private func retired(_ owner: ItineraryEntry, of order: OrderState) -> Decision? {
        guard order.isClosed, !knownBackends.contains(owner.backend) else { return nil }
        return .hold(
            Diagnostic("route.owner-retired", value: owner.backend, facts: ["key": order.key.text]), at: nil)
    }

    /// The decision with the copies of what goes out.
    private func withCopies(
        _ decision: Decision, of function: FunctionDefinition, order: OrderState, now: Instant
    ) -> Decision {
        guard case .deliver(var route) = decision, let side = route.side, let site = order.site else { return decision }
        route.reopens = order.isClosed
        if isQuiet(site, order.itinerary) { return .deliver(route) }
        route.copies = copies(
            of: function, at: side, order: OrderSides(site: site, bound: order.sides, traits: order.traits), now: now)
        return .deliver(route)
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
}
