import Rollout
import Testing

@Suite struct CutTests {
    static func cut(_ stage: Stage, functions: [String] = ["order-intake"]) -> RoutingSnapshot {
        var snapshot = Company.with(stage: stage)
        snapshot.milestones[0].cells = functions.map { Cell(function: $0, site: "north") }
        snapshot.milestones[0].cut = .requestedDelivery(from: "2026-12-01")
        snapshot.zones = ["Europe/Warsaw": Zones.warsaw]
        return snapshot
    }

    static func facts(_ days: [String]) -> DocumentFacts {
        var facts = Company.facts()
        facts.requested = days.map { RequestedDelivery(day: $0) }
        return facts
    }

    func words(_ facts: DocumentFacts, _ stage: Stage) -> String? {
        Company.decide(facts, in: Self.cut(stage)).route?.reason.words
    }

    @Test("births are cut by the earliest requested day, and an order without one counts as arrival")
    func earliest() {
        #expect(
            words(Self.facts(["2026-12-05", "2026-11-30"]), .live)
                == "born at legacy: requested for 2026-11-30, and milestone north-intake takes what is requested from 2026-12-01 on"
        )
        #expect(
            words(Self.facts(["2026-12-01"]), .live)
                == "born at new: requested for 2026-12-01; milestone north-intake takes what is requested from 2026-12-01 on"
        )
        #expect(words(Self.facts([]), .live) == "born at new: milestone north-intake is live")
    }

    @Test("the cut ends at draining")
    func draining() {
        #expect(words(Self.facts(["2026-11-30"]), .draining) == "born at new: milestone north-intake is draining")
    }

    @Test("a moment is compared by the calendar of the site")
    func zone() {
        var facts = Company.facts()
        facts.requested = [RequestedDelivery(day: "2026-11-30", instant: Zones.instant("2026-11-30T23:30"))]
        #expect(Company.decide(facts, in: Self.cut(.live)).route?.side == .new)
    }

    @Test("lines for another site do not count")
    func lines() {
        var facts = Self.facts(["2026-12-05"])
        facts.lines = [
            LineFacts(
                number: "1", siteFacts: ["deliveryParty.gln": ["5412345000044"]],
                requested: [RequestedDelivery(day: "2026-11-01")])
        ]
        #expect(Company.decide(facts, in: Self.cut(.live)).route?.side == .new)
        facts.lines[0].siteFacts = [:]
        #expect(Company.decide(facts, in: Self.cut(.live)).route?.side == .legacy)
    }

    @Test("going live binds despatch of the open orders by their dates, and draining those that came since")
    func binding() throws {
        let days = ["2026-11-30", "2026-12-01", nil]
        let orders = days.enumerated().map { number, day in
            var order = Company.known(.legacy)
            order.key = OrderKey(buyer: "grocer", number: "\(number)")
            order.traits = BirthTraits(partners: ["grocer"], bucket: nil, requestedDay: day)
            return order
        }
        for (from, to) in [(Stage.planned, Stage.live), (.live, .draining)] {
            let before = Self.cut(from, functions: ["despatch"])
            let move = try MilestoneMove.advance(before.milestones[0], to: to, reason: "go")
            let bound = move.cutBindings(orders, in: before, epoch: 9)
            #expect(bound.map(\.order.text) == ["grocer/0", "grocer/1"], "no date, no cut")
            #expect(
                bound.map { $0.entries.map(\.function) } == [["despatch", "receiving"], ["despatch", "receiving"]])
            #expect(bound.map { $0.entries[0].side } == [.legacy, .new] && bound[0].entries[0].epoch == 9)
        }
        let reverse = try MilestoneMove.reverse(Self.cut(.live).milestones[0], reason: "errors")
        #expect(reverse.cutBindings(orders, in: Self.cut(.live), epoch: 9).isEmpty)
    }
}
