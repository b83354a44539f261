import Rollout
import Testing

@Suite struct PlanningTests {
    static let rates = PlanRates(
        integrationSetUp: 10_000, integrationDay: 100, preparationWeeks: 4, preparationWeek: 2_000,
        accompanimentWeeks: 2,
        accompanimentWeek: 3_000, weeksPerCell: 0.5, orderDays: 30)

    static func plan(_ riskLimit: Int, rates: PlanRates = rates) -> MilestonePlan {
        let snapshot = CopyTests.company([:])
        return snapshot.plan(MilestoneSequence.alternatives(of: snapshot), rates: rates, riskLimit: riskLimit)
    }

    @Test("the alternatives move every cell once, what is needed first")
    func alternatives() {
        let sequences = MilestoneSequence.alternatives(of: Company.snapshot)
        #expect(sequences.map(\.name) == ["by function", "by site", "by site and function", "all at once"])
        #expect(sequences.map(\.steps.count) == [5, 2, 10, 1])
        for sequence in sequences {
            let cells = sequence.steps.flatMap(\.cells)
            #expect(cells.count == 10 && Set(cells).count == 10)
        }
        #expect(sequences[0].steps.map(\.name).first == "order-intake")
    }

    @Test("all at once has no lasting integration, only those of orders that were open; by function has the most")
    func integrations() throws {
        let plan = Self.plan(10)
        let once = try #require(plan.alternatives.last)
        // Orders that were open ship from new, which works from legacy's orders and tells legacy of it.
        let flows = once.steps[0].integrations.filter { $0.site == "north" }.map(\.description)
        #expect(
            flows == [
                "despatch@north new to legacy", "invoicing@north new to legacy", "order-intake@north legacy to new",
            ])
        #expect(once.integrationDays == 180 && once.cellsAtRisk == 10)
        // 4 weeks, and half a week for each of nine cells more; then 2 weeks.
        #expect(once.weeks == 10.5)
        // Six integrations 60 000, 180 days 18 000, preparation 17 000, accompaniment 6 000.
        #expect(once.cost == 101_000)
        let days = plan.alternatives.map(\.integrationDays)
        #expect(days[0] > days[1] && days[1] == days[3] && days[2] > days[1])
    }

    @Test("the cheapest within the risk limit is marked, none where none is within it")
    func cheapest() {
        #expect(Self.plan(10).cheapest == "all at once")
        #expect(Self.plan(5).cheapest == "by site")
        #expect(Self.plan(1).cheapest == "by site and function")
        #expect(Self.plan(0).cheapest == nil)
    }

    @Test("a cell that is at new already costs nothing")
    func moved() {
        var snapshot = CopyTests.company([:])
        for site in snapshot.sites {
            for function in snapshot.functions {
                snapshot.storedSides[Cell(function: function.name, site: site.name)] = .new
            }
        }
        let plan = snapshot.plan(MilestoneSequence.alternatives(of: snapshot), rates: Self.rates, riskLimit: 0)
        let costs = plan.alternatives.map(\.cost)
        #expect(costs == [0, 0, 0, 0])
    }
}
