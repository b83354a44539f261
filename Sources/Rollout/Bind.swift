import Diagnostics

extension RoutingSnapshot {
    /// An order's first document: it binds what binds at birth, each function by its own cell.
    func birth(
        _ facts: DocumentFacts, _ resolved: ResolvedOrder, function: FunctionDefinition, epoch: Int64, now: Instant
    ) -> Decision {
        switch site(resolved) {
        case .failure(let diagnostic): return .hold(diagnostic, at: nil)
        case .success(let name):
            let traits = traits(of: facts, buyer: resolved.buyer, site: name)
            if let route = settledBirth(resolved, at: name, function: function, traits: traits, epoch: epoch) {
                return .deliver(route)
            }
            let own = side(of: decidingCell(of: Cell(function: function.name, site: name)), for: traits, at: now)
            let asked = FirstBinding(site: name, traits: traits, epoch: epoch, now: now)
            switch bind(functionsBoundAtBirth, asked) {
            case .failure(let diagnostic): return .hold(diagnostic, at: nil)
            case .success(let binds):
                return deliver(
                    resolved, function: function, asked, binds: binds, origin: .born,
                    reason: .born(side: own.side, own.reason))
            }
        }
    }

    /// A birth where nothing is under way: what it gets was worked out with the snapshot's index.
    private func settledBirth(
        _ resolved: ResolvedOrder, at name: String, function: FunctionDefinition, traits: BirthTraits, epoch: Int64
    ) -> Route? {
        guard let settled = index.value?.settled(name), let reason = settled.reasons[function.name],
            let backend = settled.binds.first?.backend
        else { return nil }
        var binds = settled.binds
        for place in binds.indices { binds[place].epoch = epoch }
        var route = Route(
            key: resolved.key, site: name, function: function.name, side: settled.side, backend: backend, binds: binds,
            makesKnown: .born, isBirth: true, reason: .born(side: settled.side, reason))
        route.traits = traits
        return route
    }

    /// The first document of a function that a known order was not bound for.
    func firstDocument(
        _ resolved: ResolvedOrder, order: OrderState, function: FunctionDefinition, epoch: Int64, now: Instant
    ) -> Decision {
        guard let name = order.site else {
            return .hold(Diagnostic("route.site-unknown", facts: ["tried": "the order's own site"]), at: nil)
        }
        let asked = FirstBinding(
            site: name, traits: order.traits, epoch: epoch, now: now, bound: order.sides)
        switch bind(unbound(of: order, with: function), asked) {
        case .failure(let diagnostic): return .hold(diagnostic, at: nil)
        case .success(let binds):
            let answer = asked.answer(in: self, for: function)
            return deliver(
                resolved, function: function, asked, binds: binds, origin: nil,
                reason: .boundByFirstDocument(function: function.name, side: answer.side, answer.reason))
        }
    }

    /// The functions that an order gets bound for at the moment it is bound for one of them.
    func unbound(of order: OrderState, with function: FunctionDefinition) -> [FunctionDefinition] {
        let root = root(of: function)
        let together = functions.filter { self.root(of: $0).name == root.name && order.entry(for: $0.name) == nil }
        return together.sorted { left, right in left.name == root.name && right.name != root.name }
    }

    /// A change of an order that was never seen: parked, or sent to where orders older than the gateway are.
    func unknownOrder(
        _ resolved: ResolvedOrder, order: OrderState, function: FunctionDefinition, epoch: Int64, now: Instant
    ) -> Decision {
        let deadline = now.adding(seconds: parkingHours * 3_600)
        if order.hasHeldBirth { return .park(reason: .waitsForHeldBirth, deadline: deadline) }
        switch site(resolved) {
        case .failure(let diagnostic): return .hold(diagnostic, at: nil)
        case .success(let name):
            if signedImports.contains(name) {
                return .park(reason: .waitsForBirth(until: deadline), deadline: deadline)
            }
            let side = self.site(named: name)?.unknownKeySide ?? .legacy
            // The order is older than the gateway: all of it is where its changes and its answers always were.
            let asked = FirstBinding(site: name, traits: nil, epoch: epoch, now: now, all: side)
            let bound = functions.filter { root(of: $0).name == root(of: function).name }
            switch bind(bound.sorted { $0.name == function.name && $1.name != function.name }, asked) {
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
        _ functions: [FunctionDefinition], _ asked: FirstBinding
    ) -> Result<[ItineraryEntry], Diagnostic> {
        var entries: [ItineraryEntry] = []
        entries.reserveCapacity(functions.count)
        for function in functions {
            let answer = asked.answer(in: self, for: function)
            if let guarded = answer.waitsFor, case .waits(let milestone, _) = answer.reason {
                return .failure(
                    Diagnostic(
                        "route.births-held", value: guarded.kind.rawValue,
                        facts: ["milestone": milestone, "reason": answer.reason.words, "figure": guarded.words]))
            }
            guard let backend = backend(site: asked.site, side: answer.side) else {
                return .failure(
                    Diagnostic(
                        "route.backend-missing", facts: ["site": asked.site, "side": answer.side.rawValue]))
            }
            entries.append(
                ItineraryEntry(function: function.name, side: answer.side, backend: backend, epoch: asked.epoch))
        }
        return .success(entries)
    }

    private func deliver(
        _ resolved: ResolvedOrder, function: FunctionDefinition, _ asked: FirstBinding, binds: [ItineraryEntry],
        origin: OrderOrigin?, reason: Reason
    ) -> Decision {
        guard let own = binds.first(where: { $0.function == function.name }) else {
            return .fail(Diagnostic("route.function-unknown", value: function.name, facts: ["type": function.name]))
        }
        var sides = asked.bound
        for entry in binds { sides[entry.function] = entry.side }
        var route = Route(
            key: resolved.key, site: asked.site, function: function.name, side: own.side, backend: own.backend,
            binds: binds, makesKnown: origin, isBirth: origin == .born, reason: reason)
        route.traits = asked.traits
        route.copies = copies(
            of: function, at: own.side,
            order: OrderSides(site: asked.site, bound: sides, traits: asked.traits), now: asked.now)
        return .deliver(route)
    }

    /// The site that a document's facts agree on.
    func site(_ resolved: ResolvedOrder) -> Result<String, Diagnostic> {
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
}

/// What an order is asked to be bound by.
struct FirstBinding {
    var site: String
    var traits: BirthTraits?
    var epoch: Int64
    var now: Instant
    /// What is bound already.
    var bound: [String: Side] = [:]
    /// The side of everything, for an order that is older than the gateway.
    var all: Side?
    /// The side of what binds with `root`, for an order that people typed into that side's back end.
    var typed: (root: String, side: Side)?

    /// The side of a function: where everything is, or with what it is bound with, or by its cell.
    func answer(in snapshot: RoutingSnapshot, for function: FunctionDefinition) -> CellSide {
        let cell = Cell(function: function.name, site: site)
        if let all { return CellSide(all, .stored(cell: cell, completed: false)) }
        let deciding = snapshot.decidingCell(of: cell)
        if let typed, deciding.function == typed.root {
            return CellSide(typed.side, .stored(cell: deciding, completed: false))
        }
        if deciding != cell, let side = bound[deciding.function] {
            return CellSide(side, .stored(cell: deciding, completed: false))
        }
        return snapshot.side(of: deciding, for: traits, at: now)
    }
}
