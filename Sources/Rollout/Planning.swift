extension RoutingSnapshot {
    /// What each way to go costs, by a company's rates; the cheapest that never moves more cells at once than the limit is
    /// marked. It starts from the sides that are stored, as if no milestone were under way.
    public func plan(_ sequences: [MilestoneSequence], rates: PlanRates, riskLimit: Int) -> MilestonePlan {
        let alternatives = sequences.map { alternative($0, rates) }
        let within = alternatives.filter { $0.cellsAtRisk <= riskLimit }
        // Of two that cost the same, the one with fewer days of integrations, then the one that is named first.
        let cheapest = within.min { ($0.cost, $0.integrationDays) < ($1.cost, $1.integrationDays) }
        return MilestonePlan(alternatives: alternatives, riskLimit: riskLimit, cheapest: cheapest?.name)
    }

    private func alternative(_ sequence: MilestoneSequence, _ rates: PlanRates) -> PlanAlternative {
        var sides: [Cell: Side] = [:]
        for site in sites {
            for function in functions {
                let cell = Cell(function: function.name, site: site.name)
                sides[cell] = storedSide(of: cell)
            }
        }
        var running: Set<Flow> = []
        let steps = sequence.steps.map { step in
            let before = sides
            let moving = step.cells.filter { sides[$0] == .legacy }
            for cell in moving { sides[cell] = .new }
            // Orders of before are open still: their functions that are bound stay, while the others move.
            let lasting = flows(of: sides)
            let passing = flows(of: boundBefore(before, then: sides)).subtracting(lasting)
            defer { running = lasting }
            return planned(
                step.name, cells: moving.count, lasting: lasting, passing: passing, before: running, rates)
        }
        return PlanAlternative(name: sequence.name, steps: steps)
    }

    /// The sides of orders that were born before a step: what binds at birth is where it was.
    private func boundBefore(_ before: [Cell: Side], then after: [Cell: Side]) -> [Cell: Side] {
        var sides = after
        for name in boundAtBirth {
            for site in sites {
                let cell = Cell(function: name, site: site.name)
                sides[cell] = before[cell]
            }
        }
        return sides
    }

    /// The flows between cells on different sides.
    private func flows(of sides: [Cell: Side]) -> Set<Flow> {
        var flows: Set<Flow> = []
        for site in sites where site.hasTwoBackends {
            for function in functions {
                guard let side = sides[Cell(function: function.name, site: site.name)] else { continue }
                let others = working(from: function.name) + function.informs
                if others.contains(where: { sides[Cell(function: $0, site: site.name)] == side.other }) {
                    flows.insert(Flow(function: function.name, site: site.name, from: side))
                }
            }
        }
        return flows
    }

    private func planned(
        _ name: String, cells: Int, lasting: Set<Flow>, passing: Set<Flow>, before: Set<Flow>, _ rates: PlanRates
    ) -> PlannedStep {
        let preparation = cells == 0 ? 0 : rates.preparationWeeks + rates.weeksPerCell * Double(max(0, cells - 1))
        let accompaniment = cells == 0 ? 0 : rates.accompanimentWeeks
        let days =
            Double(lasting.count) * (preparation + accompaniment) * 7 + Double(passing.count) * rates.orderDays
        let fresh = lasting.union(passing).subtracting(before)
        let cost =
            Double(fresh.count) * rates.integrationSetUp + days * rates.integrationDay
            + preparation * rates.preparationWeek + accompaniment * rates.accompanimentWeek
        return PlannedStep(
            name: name, cellsAtRisk: cells, integrations: lasting.union(passing).sorted(), newIntegrations: fresh.count,
            integrationDays: days, preparationWeeks: preparation, accompanimentWeeks: accompaniment, cost: cost)
    }
}
