import Rollout
import Testing

/// Random configurations, orders and moves, 100,000 histories: one owner, bound until a transfer, decisions that explain
/// themselves, integrations minimal and sufficient, reverse always legal. A failure's message names its seed:
/// `History.faults(seed: …)` plays it again.
@Suite struct HistoryTests {
    static let histories = 100_000
    static let parts = 8

    @Test("whatever happens, every function of an order has one owner", arguments: 0..<parts)
    func histories(part: Int) {
        let share = Self.histories / Self.parts
        var faults: [String] = []
        for seed in part * share..<(part + 1) * share {
            faults += History.faults(seed: seed, events: 2 + seed % 4, deeply: seed % 100 == 0)
            if faults.count > 3 { break }
        }
        #expect(faults.isEmpty)
    }

    @Test("a pilot that grows keeps whom it had", arguments: 0..<200)
    func growing(seed: Int) {
        var dice = Dice(seed: seed)
        var snapshot = HistoryCompany.snapshot(&dice)
        for place in snapshot.milestones.indices {
            snapshot.milestones[place].stage = .pilot
            snapshot.milestones[place].tripped = nil
            let cell = snapshot.milestones[place].cells[0]
            let traits = BirthTraits(
                partners: [dice.pick(HistoryCompany.partners)], bucket: dice.roll(10_000),
                requestedDay: dice.pick(HistoryCompany.days))
            var wasNew = false
            for percent in [0, dice.roll(50), 50 + dice.roll(51), 100] {
                snapshot.milestones[place].pilot = .deliveryParties(percent: percent)
                let isNew = snapshot.side(of: cell, for: traits, at: Company.noon).side == .new
                #expect(isNew || !wasNew, "seed \(seed), \(percent) %")
                wasNew = isNew
            }
        }
    }
}
