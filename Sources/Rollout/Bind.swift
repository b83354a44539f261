import Diagnostics

extension CompiledSnapshot {
    /// An order's first document: it binds what binds at birth, each function by its own cell.
    func birth(
        _ facts: DocumentFacts, _ resolved: ResolvedOrder, function: Int, epoch: Int64, now: Instant
    ) -> Decision {
        switch site(of: resolved) {
        case .failure(let diagnostic): return .hold(diagnostic, at: nil)
        case .success(let site):
            let traits = traits(of: facts, buyer: resolved.buyer, site: site)
            if let settled = settled(at: site) {
                return .deliver(birth(resolved, function: function, at: settled, traits: traits, epoch: epoch))
            }
            let asked = FirstBinding(site: site, traits: traits, epoch: epoch, now: now, bound: unbound)
            switch bind(boundAtBirth, asked) {
            case .failure(let diagnostic): return .hold(diagnostic, at: nil)
            case .success(let binds):
                let own = snapshot.side(in: decidingCell(function, at: site), for: traits, at: now)
                return deliver(
                    resolved, function: function, asked, binds: binds, origin: .born,
                    reason: .born(side: own.side, own.reason))
            }
        }
    }

    /// A birth where nothing is under way: what it gets was worked out when the snapshot was compiled.
    private func birth(
        _ resolved: ResolvedOrder, function: Int, at settled: SettledSite, traits: BirthTraits, epoch: Int64
    ) -> Route {
        var binds = settled.binds
        for place in binds.indices { binds[place].epoch = epoch }
        return Route(
            key: resolved.key, site: resolved.site.name, function: functions[function].name, side: settled.side,
            backend: settled.backend, binds: binds, makesKnown: .born, isBirth: true,
            reason: .born(side: settled.side, settled.reasons[function]), traits: traits)
    }

    /// The first document of a function that a known order was not bound for.
    func firstDocument(
        _ resolved: ResolvedOrder, order: OrderState, function: Int, epoch: Int64, now: Instant
    ) -> Decision {
        guard let name = order.site else {
            return .hold(Diagnostic("route.site-unknown", facts: ["tried": "the order's own site"]), at: nil)
        }
        guard let site = site(named: name) else { return .hold(Self.removed(site: name), at: nil) }
        let asked = FirstBinding(
            site: site, traits: order.traits, epoch: epoch, now: now, bound: sides(order.itinerary))
        let together = functions[functions[function].root].together
        switch bind(together.filter { asked.bound[$0] == nil }, asked) {
        case .failure(let diagnostic): return .hold(diagnostic, at: nil)
        case .success(let binds):
            let answer = asked.answer(in: self, for: function)
            return deliver(
                resolved, function: function, asked, binds: binds, origin: nil,
                reason: .boundByFirstDocument(
                    function: functions[function].name, side: answer.side, answer.reason))
        }
    }

    /// A change of an order that was never seen: parked, or sent to where orders older than the gateway are.
    func unknownOrder(
        _ resolved: ResolvedOrder, order: OrderState, function: Int, epoch: Int64, now: Instant
    ) -> Decision {
        let deadline = snapshot.parkingEnd(from: now)
        if order.hasHeldBirth { return .park(reason: .waitsForHeldBirth, deadline: deadline) }
        switch site(of: resolved) {
        case .failure(let diagnostic): return .hold(diagnostic, at: nil)
        case .success(let site):
            let (name, side) = (snapshot.sites[site].name, snapshot.sites[site].unknownKeySide)
            if snapshot.signedImports.contains(name) {
                return .park(reason: .waitsForBirth(until: deadline), deadline: deadline)
            }
            // The order is older than the gateway: all of it is where its changes and its answers always were.
            let asked = FirstBinding(site: site, traits: nil, epoch: epoch, now: now, bound: unbound, all: side)
            let others = functions[functions[function].root].together.filter { $0 != function }.sorted()
            switch bind([function] + others, asked) {
            case .failure(let diagnostic): return .hold(diagnostic, at: nil)
            case .success(let binds):
                return deliver(
                    resolved, function: function, asked, binds: binds, origin: .unknownKey,
                    reason: .unknownKey(site: name, side: side))
            }
        }
    }

    /// The entries for functions that are bound now. It fails where a guard makes one of them wait, or a back end is missing.
    func bind(
        _ places: [Int], _ asked: FirstBinding
    ) -> Result<[ItineraryEntry], Diagnostic> {
        var entries: [ItineraryEntry] = []
        entries.reserveCapacity(places.count)
        for function in places {
            let answer = asked.answer(in: self, for: function)
            if let guarded = answer.waitsFor, case .waits(let milestone, _) = answer.reason {
                return .failure(
                    Diagnostic(
                        "route.births-held", value: guarded.kind.rawValue,
                        facts: ["milestone": milestone, "reason": answer.reason.words, "figure": guarded.words]))
            }
            guard let backend = backend(at: asked.site, answer.side) else {
                return .failure(
                    Diagnostic(
                        "route.backend-missing",
                        facts: ["site": snapshot.sites[asked.site].name, "side": answer.side.rawValue]))
            }
            entries.append(
                ItineraryEntry(
                    function: functions[function].name, side: answer.side, backend: backend, epoch: asked.epoch))
        }
        return .success(entries)
    }

    private func deliver(
        _ resolved: ResolvedOrder, function: Int, _ asked: FirstBinding, binds: [ItineraryEntry],
        origin: OrderOrigin?, reason: Reason
    ) -> Decision {
        let name = functions[function].name
        guard let own = binds.first(where: { $0.function == name }) else {
            return .fail(Diagnostic("route.function-unknown", value: name, facts: ["type": name]))
        }
        return .deliver(
            Route(
                key: resolved.key, site: snapshot.sites[asked.site].name, function: name, side: own.side,
                backend: own.backend, binds: binds, makesKnown: origin, isBirth: origin == .born, reason: reason,
                copies: copies(of: function, at: own.side, order: asked.sides(with: binds, in: self), now: asked.now),
                traits: asked.traits))
    }

    /// A site that the configuration does not have any more has no back end either.
    private static func removed(site name: String) -> Diagnostic {
        Diagnostic("route.backend-missing", facts: ["site": name, "side": Side.legacy.rawValue])
    }

    /// The site that a document's facts agree on.
    func site(of resolved: ResolvedOrder) -> Result<Int, Diagnostic> {
        switch resolved.site {
        case .site(let name), .senderSite(let name):
            return site(named: name).map { .success($0) } ?? .failure(Self.removed(site: name))
        case .unknown(let tried):
            return .failure(Diagnostic("route.site-unknown", facts: ["tried": tried]))
        case .ambiguous(let sites, let fact):
            return .failure(
                Diagnostic(
                    "route.site-ambiguous", value: fact,
                    facts: ["sites": sites.joined(separator: ", "), "fact": fact]))
        }
    }
}

/// What an order is asked to be bound by.
struct FirstBinding {
    var site: Int
    var traits: BirthTraits?
    var epoch: Int64
    var now: Instant
    /// What is bound already.
    var bound: BoundSides
    /// The side of everything, for an order that is older than the gateway.
    var all: Side?
    /// The side of what binds with `root`, for an order that people typed into that side's back end.
    var typed: (root: Int, side: Side)?

    /// The side of a function: where everything is, or with what it is bound with, or by its cell.
    func answer(in compiled: CompiledSnapshot, for function: Int) -> CellSide {
        let deciding = compiled.cell(function, at: site).deciding
        let cell = compiled.cell(deciding, at: site)
        if let all {
            return CellSide(
                all, .stored(cell: compiled.cell(function, at: site).cell, completed: false))
        }
        if let typed, deciding == typed.root {
            return CellSide(typed.side, .stored(cell: cell.cell, completed: false))
        }
        if deciding != function, let side = bound[deciding] {
            return CellSide(side, .stored(cell: cell.cell, completed: false))
        }
        return compiled.snapshot.side(in: cell, for: traits, at: now)
    }

    /// The order as its copies are worked out, once it is bound for these as well.
    func sides(with binds: [ItineraryEntry], in compiled: CompiledSnapshot) -> OrderSides {
        var sides = bound
        for entry in binds {
            if let place = compiled.function(named: entry.function) { sides[place] = entry.side }
        }
        return OrderSides(site: site, bound: sides, traits: traits)
    }
}
