import Diagnostics

extension RoutingSnapshot {
    /// What becomes of a document, given its order under the row's lock: pure, and the same for live traffic, replay and
    /// rehearsal. `epoch` is this snapshot's number; `now` is when the document was accepted.
    public func decide(
        _ facts: DocumentFacts, _ resolved: ResolvedOrder, order: OrderState, epoch: Int64, now: Instant
    ) -> Decision {
        compiled.decide(facts, resolved, order: order, epoch: epoch, now: now)
    }
}

extension CompiledSnapshot {
    func decide(
        _ facts: DocumentFacts, _ resolved: ResolvedOrder, order: OrderState, epoch: Int64, now: Instant
    ) -> Decision {
        guard let function = function(for: facts.type) else {
            return .fail(Diagnostic("route.function-unknown", value: facts.type, facts: ["type": facts.type]))
        }
        if let why = order.hold {
            return .park(reason: .keyHeld(why), deadline: snapshot.parkingEnd(from: now))
        }
        if let owner = order.entry(for: functions[function].name) {
            if let hold = retired(owner, of: order) { return hold }
            return decideKnown(facts, resolved, order: order, function: function, owner: owner, now: now)
        }
        if !order.itinerary.isEmpty {
            return firstDocument(resolved, order: order, function: function, epoch: epoch, now: now)
        }
        let isBirth = facts.action == .original || facts.action == .duplicate
        guard isBirth, bindsAtBirth(function) else {
            return unknownOrder(resolved, order: order, function: function, epoch: epoch, now: now)
        }
        return birth(facts, resolved, function: function, epoch: epoch, now: now)
    }

    /// Whether an order's side for a function is settled with the order itself.
    func bindsAtBirth(_ function: Int) -> Bool { boundAtBirth.contains(function) }

    /// A closed order whose back end was taken away since: nobody can take the document.
    private func retired(_ owner: ItineraryEntry, of order: OrderState) -> Decision? {
        guard order.isClosed, !backends.contains(owner.backend) else { return nil }
        return .hold(
            Diagnostic("route.owner-retired", value: owner.backend, facts: ["key": order.key.text]), at: nil)
    }

    /// A document on its way to its order's owner, with its copies.
    private func deliver(_ route: consuming Route, of function: Int, order: OrderState, now: Instant) -> Decision {
        route.reopens = order.isClosed
        if let side = route.side { route.copies = copies(of: function, at: side, order: order, now: now) }
        return .deliver(route)
    }

    // MARK: An order that has an owner

    private func decideKnown(
        _ facts: DocumentFacts, _ resolved: ResolvedOrder, order: OrderState, function: Int, owner: ItineraryEntry,
        now: Instant
    ) -> Decision {
        var route = Route(
            key: order.key, site: order.site, function: owner.function, side: owner.side, backend: owner.backend,
            reason: .followsOwner(
                side: owner.side, origin: order.origin ?? .born, born: order.since ?? Instant(microseconds: 0)))
        let repeated = repetition(facts, order: order)
        if repeated == nil, let hold = overtaken(facts, order: order) { return hold }
        if let hold = differingSite(resolved, order: order, route: route) { return hold }
        guard facts.action == .original || facts.action == .duplicate else {
            return deliver(route, of: function, order: order, now: now)
        }
        if order.origin == .imported {
            // The back end had this order before the gateway came: delivering it would double it.
            return .hold(
                Diagnostic(
                    "route.original-of-imported", at: Position(path: "number"), value: facts.orderNumber,
                    facts: ["key": order.key.text]), at: route)
        }
        guard let birth = order.birth, !birth.discarded, birth.document != facts.document else {
            // A change of an unknown order came first, or the first birth was discarded, and this is the birth now; or it
            // is the birth itself, decided again by a replay.
            route.isBirth = true
            return deliver(route, of: function, order: order, now: now)
        }
        if let repeated { return .duplicate(repeated) }
        let diagnostic = Diagnostic(
            "route.original-differs", at: Position(path: "number"), value: facts.orderNumber,
            facts: ["first": birth.document, "partner": resolved.buyer])
        switch party(named: resolved.buyer)?.sameKeyPolicy ?? .hold {
        case .replace: return deliver(route, of: function, order: order, now: now)
        case .hold: return .hold(diagnostic, at: route)
        case .reject: return .fail(diagnostic)
        }
    }

    /// Why an original is its order's birth again, if it is.
    private func repetition(_ facts: DocumentFacts, order: OrderState) -> Reason? {
        guard facts.action == .original || facts.action == .duplicate, order.origin != .imported,
            let birth = order.birth, !birth.discarded, birth.document != facts.document
        else { return nil }
        if facts.action == .duplicate { return .markedDuplicate(of: birth.document) }
        return birth.contentHash == facts.contentHash ? .sameContent(of: birth.document) : nil
    }

    /// A later document that names another site needs a person; one that names none itself, or whose facts no rule
    /// knows, belongs to the order's site.
    private func differingSite(_ resolved: ResolvedOrder, order: OrderState, route: Route) -> Decision? {
        guard case .site(let named) = resolved.site, let own = order.site, named != own else { return nil }
        return .hold(
            Diagnostic("route.site-differs", value: named, facts: ["order": own, "document": named]), at: route)
    }
}
