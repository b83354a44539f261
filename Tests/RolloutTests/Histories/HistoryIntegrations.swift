import Rollout

/// What is derived, held against the definition: at a site, g needs f, and an order's sides differ, or g is unbound while
/// the other side could still get it. "Could still get" is tried out here: by the present stages, and by those into which a
/// shadow or a pilot grows.
extension History {
    var open: [OpenItineraries] {
        orders.values.filter { !$0.isClosed && !$0.itinerary.isEmpty }.sorted { $0.key < $1.key }.map {
            OpenItineraries(site: $0.site ?? "", bound: $0.sides, traits: $0.traits ?? Self.noTraits, count: 1)
        }
    }

    /// The traits of an order of which nothing is known, as a cell treats them.
    private static let noTraits = BirthTraits(partners: [], bucket: nil, requestedDay: nil)

    /// Every copy that a decision makes for an open order belongs to an integration that is derived with that order, and
    /// what that order needs is copied.
    mutating func checkCovered(_ route: Route, order: OrderState) {
        var state = order
        state.site = state.site ?? route.site
        state.itinerary += route.binds
        let group = OpenItineraries(
            site: state.site ?? "", bound: state.sides, traits: state.traits ?? route.traits, count: 1)
        let derived = snapshot.integrations(open: [group], now: now)
        for copy in route.copies where copy.purpose != .observer {
            let isThere = derived.contains {
                $0.flow.function == route.function && $0.flow.site == group.site && $0.flow.to == copy.side
                    && $0.purpose == copy.purpose
            }
            if !isThere { faults.append("\(copy.purpose) of \(route.function) to \(copy.backend) has no integration") }
        }
        let isWanted = derived.contains {
            $0.flow.function == route.function && $0.flow.site == group.site && $0.flow.from == route.side
                && $0.purpose == .derived && $0.openOrders > 0
        }
        if isWanted, !route.copies.contains(where: { $0.purpose == .derived }) {
            faults.append("\(route.function) has no copy, and the order needs it on the other side")
        }
    }

    /// The derived set is what the definition says, no less (sufficient) and no more (minimal).
    mutating func checkIntegrations() {
        let all = snapshot.integrations(open: open, now: now)
        let derived = all.filter { $0.purpose == .derived }
        var wanted: Set<Flow> = []
        for group in open { wanted.formUnion(flows(site: group.site, bound: group.bound, traits: group.traits)) }
        for site in snapshot.sites {
            for traits in everyTraits {
                let bound = birthSides(at: site.name, traits)
                wanted.formUnion(flows(site: site.name, bound: bound, traits: traits))
            }
        }
        let found = Set(derived.map(\.flow))
        if let missing = wanted.subtracting(found).min() { faults.append("\(missing) is needed and not derived") }
        if let more = found.subtracting(wanted).min() { faults.append("\(more) is derived and not needed") }
        if all.contains(where: \.needs.isEmpty) { faults.append("an integration without a need") }
        for purpose in [CopyPurpose.standby, .shadow] {
            let running = Set(all.filter { $0.purpose == purpose }.map(\.flow))
            if running != stageFlows(purpose) { faults.append("\(purpose) runs for \(running.sorted())") }
        }
    }

    /// What the stages alone ask for: standby from new in pilot and live, a shadow of what comes in at legacy.
    private func stageFlows(_ purpose: CopyPurpose) -> Set<Flow> {
        var flows: Set<Flow> = []
        for site in snapshot.sites where site.backends[.legacy] != site.backends[.new] {
            for function in snapshot.functions {
                let stage = self.stage(of: function.name, at: site.name)
                if purpose == .standby ? stage == .pilot || stage == .live : stage == .shadow && function.inbound {
                    flows.insert(
                        Flow(function: function.name, site: site.name, from: purpose == .standby ? .new : .legacy))
                }
            }
        }
        return flows
    }

    /// The stage of the milestone that rules a function at a site.
    func stage(of function: String, at site: String) -> Stage? {
        let cell = ruling(function, at: site)
        return snapshot.milestones.first { !$0.stage.isFinished && $0.cells.contains(cell) }?.stage
    }

    /// Births on either side of everything that the milestones draw a line by.
    private var everyTraits: [BirthTraits] {
        var buckets: [Int?] = [nil, 0, 9_999]
        for milestone in snapshot.milestones {
            guard case .deliveryParties(let percent) = milestone.pilot else { continue }
            buckets += [max(percent * 100 - 1, 0), min(percent * 100, 9_999)]
        }
        return [[], ["grocer"], ["baker"]].flatMap { partners in
            buckets.flatMap { bucket in
                ([nil] + HistoryCompany.days.map(\.self)).map {
                    BirthTraits(partners: partners, bucket: bucket, requestedDay: $0)
                }
            }
        }
    }

    /// The sides of what binds at birth, each function by its own cell or by that of the function that it binds with.
    private func birthSides(at site: String, _ traits: BirthTraits) -> [String: Side] {
        var sides: [String: Side] = [:]
        for name in snapshot.boundAtBirth {
            let cell = ruling(name, at: site)
            sides[name] = snapshot.side(of: cell, for: traits, at: now).side
        }
        return sides
    }

    private func ruling(_ name: String, at site: String) -> Cell {
        let own = Cell(function: name, site: site)
        guard case .with(let other) = snapshot.function(named: name)?.binds, snapshot.storedSides[own] == nil,
            !snapshot.milestones.contains(where: { !$0.stage.isFinished && $0.cells.contains(own) })
        else { return own }
        return ruling(other, at: site)
    }

    private func flows(site name: String, bound: [String: Side], traits: BirthTraits?) -> Set<Flow> {
        guard let site = snapshot.site(named: name), site.backends[.legacy] != site.backends[.new] else { return [] }
        var flows: Set<Flow> = []
        for function in snapshot.functions {
            guard let side = bound[function.name] else { continue }
            let needing = snapshot.functions.filter { reaches(function.name, from: $0) }.map(\.name)
            let isNeeded = needing.contains { couldBe($0, at: name, bound: bound, traits).contains(side.other) }
            if isNeeded || function.informs.contains(where: { bound[$0] == side.other }) {
                flows.insert(Flow(function: function.name, site: name, from: side))
            }
        }
        return flows
    }

    private func reaches(_ name: String, from function: FunctionDefinition) -> Bool {
        function.needs.contains { need in
            need == name || snapshot.function(named: need).map { reaches(name, from: $0) } == true
        }
    }

    private func couldBe(_ name: String, at site: String, bound: [String: Side], _ traits: BirthTraits?) -> Set<Side> {
        if let side = bound[name] { return [side] }
        let cell = ruling(name, at: site)
        if let side = bound[cell.function] { return [side] }
        var sides: Set<Side> = [snapshot.side(of: cell, for: traits, at: now).side]
        guard let place = snapshot.milestones.firstIndex(where: { !$0.stage.isFinished && $0.cells.contains(cell) })
        else {
            return sides
        }
        var grown = snapshot
        grown.milestones[place].tripped = nil
        switch snapshot.milestones[place].stage {
        case .shadow: return sides.union([.new])
        case .pilot:
            grown.milestones[place].pilot = .partners(traits?.partners.isEmpty == false ? traits?.partners ?? [] : [])
            if traits?.partners.isEmpty != false {
                // Whoever it is may be admitted: what the cut leaves is what live would give.
                grown.milestones[place].stage = .live
            }
        default: break
        }
        sides.insert(grown.side(of: cell, for: traits, at: now).side)
        return sides
    }
}
