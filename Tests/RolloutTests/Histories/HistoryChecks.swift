import Diagnostics
import Rollout

/// What holds after every event of a history.
extension History {
    /// One owner per function, and a bound function changes by a transfer only.
    mutating func checkOwners(before: [OrderKey: OrderState], after event: Event) {
        for (key, order) in orders {
            let names = order.itinerary.map(\.function)
            if Set(names).count != names.count { faults.append("\(key) has two owners of one function") }
            if let was = before[key], event != .transfer,
                Array(order.itinerary.prefix(was.itinerary.count)) != was.itinerary
            {
                faults.append("\(key) changed its owner by \(event.rawValue)")
            }
            for entry in order.itinerary
            where entry.backend != snapshot.backend(site: order.site ?? "", side: entry.side) {
                faults.append("\(key) has \(entry.function) at a back end of the other side")
            }
        }
    }

    /// A document of an order that has an owner goes there; one that binds, goes where it binds.
    mutating func checkRoute(_ route: Route, order: OrderState) {
        let owner = (order.itinerary + route.binds).first { $0.function == route.function }
        if owner?.backend != route.backend || owner?.side != route.side {
            faults.append("\(route.function) goes to \(route.backend), and its owner is \(owner?.backend ?? "nobody")")
        }
        for entry in route.binds where order.entry(for: entry.function) != nil {
            faults.append("\(entry.function) is bound twice")
        }
        if route.binds.contains(where: { $0.epoch != epoch }) { faults.append("bound by another epoch") }
        checkReason(route, order: order)
        checkCopies(route, order: order)
    }

    /// The sentence names the side that it gives; what the stages say of new is true of them.
    private mutating func checkReason(_ route: Route, order: OrderState) {
        let words = route.reason.words
        if !words.contains(route.side?.rawValue ?? "") { faults.append("\"\(words)\" names no side") }
        guard case .born(let side, let reason) = route.reason, order.itinerary.isEmpty else { return }
        if side != route.side { faults.append("\"\(words)\" names another side than \(route.backend)") }
        switch reason {
        case .moved(let name, let stage), .notYet(let name, let stage):
            if snapshot.milestone(named: name)?.stage != stage { faults.append("\"\(words)\" names another stage") }
        case .inPilot(let name, _), .inShare(let name, _), .notInPilot(let name), .notInShare(let name, _, _):
            if snapshot.milestone(named: name)?.stage != .pilot { faults.append("\"\(words)\" without a pilot") }
        case .stored, .beforeCut, .fromCut, .guarded, .waits: break
        }
    }

    /// No back end gets a document twice for one purpose, nor a copy of what it gets or gave anyway.
    private mutating func checkCopies(_ route: Route, order: OrderState) {
        var seen: Set<String> = []
        for copy in route.copies {
            let key = copy.backend + (copy.purpose == .shadow ? " shadow" : "")
            if !seen.insert(key).inserted { faults.append("two copies to \(key)") }
            if copy.backend == route.backend { faults.append("a copy to \(copy.backend), which has it") }
            if copy.purpose != .observer, copy.side != route.side?.other { faults.append("a copy to its own side") }
            if copy.reason.words.isEmpty { faults.append("a copy without a reason") }
        }
        if route.side == .new, let site = route.site, snapshot.site(named: site)?.backends[.legacy] != route.backend,
            let stage = stage(of: route.function, at: site), stage == .pilot || stage == .live,
            !route.copies.contains(where: { $0.side == .legacy })
        {
            faults.append("legacy does not stand by for \(route.function)")
        }
        guard isDeep else { return }
        checkCovered(route, order: order)
    }

    mutating func checkWords(_ decision: Decision) {
        switch decision {
        case .hold(let diagnostic, _), .fail(let diagnostic): checkSentence(diagnostic)
        case .park(let reason, _), .duplicate(let reason):
            if reason.words.isEmpty { faults.append("no reason") }
        case .deliver: break
        }
    }

    mutating func checkSentence(_ diagnostic: Diagnostic) {
        let words = Catalogue.english.wording(of: diagnostic)
        if words.fix.isEmpty || (words.message + words.fix).contains("{") {
            faults.append("\(diagnostic.code): \(words.message) \(words.fix)")
        }
    }

    /// From pilot, live and draining every earlier stage can be reached, whatever happened before.
    mutating func checkReverse() {
        for milestone in snapshot.milestones where milestone.stage.movesBirths {
            let earlier = Stage.forward.filter { $0 < milestone.stage }
            for target in isDeep ? earlier : [dice.pick(earlier)] {
                var situation = Self.situation(milestone, snapshot)
                situation.approval = nil
                situation.openAtNew = orders.count
                let request = Self.request(.reverse(to: target, policy: .quarantine))
                guard let move = try? MilestoneMove.check(request, of: milestone, in: situation) else {
                    faults.append("\(milestone.name) cannot go from \(milestone.stage) to \(target)")
                    continue
                }
                let after = move.applied(to: snapshot, at: now)
                guard !target.movesBirths else { continue }
                for cell in milestone.cells
                where after.side(of: cell, for: nil, at: now).side != after.storedSide(of: cell) {
                    faults.append("\(cell) still gets births after a reverse to \(target)")
                }
            }
        }
    }
}
