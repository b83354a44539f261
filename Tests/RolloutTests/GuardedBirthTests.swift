import Diagnostics
import Rollout
import Testing

@Suite struct GuardedBirthTests {
    static func tripped(_ consequence: GuardConsequence, stage: Stage = .live) -> RoutingSnapshot {
        var snapshot = Company.with(stage: stage)
        snapshot.milestones[0].tripped = [
            TrippedGuard(kind: .failureRate, consequence: consequence, at: Company.noon, words: "7 % of 100")
        ]
        return snapshot
    }

    @Test("births wait, and their changes wait behind them; orders that have an owner go on")
    func holds() {
        let snapshot = Self.tripped(.holdBirths)
        #expect(Company.decide(Company.facts(), in: snapshot).code == "route.births-held")
        let changed = Company.decide(Company.facts(.change), in: snapshot, order: Company.known(.new))
        #expect(changed.route?.backend == "sap-north" && changed.code == nil)
        let south = Company.decide(Company.facts(site: "5412345000044"), in: snapshot)
        #expect(south.route?.side == .legacy && south.code == nil, "another site's births go on")
    }

    @Test("births go to legacy while it is ready, and wait from then on")
    func toLegacy() throws {
        var snapshot = Self.tripped(.toLegacy)
        let route = try #require(Company.decide(Company.facts(), in: snapshot).route)
        #expect(
            route.reason.words
                == "born at legacy: guard failure-rate of milestone north-intake tripped and sends births to legacy")
        snapshot.milestones[0].legacyReadyUntil = Company.noon
        #expect(Company.decide(Company.facts(), in: snapshot).code == "route.births-held")
    }

    @Test("a guard that only tells, or whose milestone drains, changes nothing")
    func notify() {
        #expect(Company.decide(Company.facts(), in: Self.tripped(.notify)).route?.side == .new)
        #expect(Company.decide(Company.facts(), in: Self.tripped(.holdBirths, stage: .draining)).route?.side == .new)
    }
}
