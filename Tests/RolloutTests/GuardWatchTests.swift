import Rollout
import Testing

@Suite struct GuardWatchTests {
    static func milestone(_ consequence: GuardConsequence, stage: Stage = .live) -> StagedMilestone {
        var milestone = Moves(stage).milestone
        milestone.guards = [GuardRule(kind: .failureRate, limit: 5, minimumSample: 20, consequence: consequence)]
        milestone.legacyReadyUntil = Company.noon.adding(seconds: 60)
        return milestone
    }

    static func watch(
        _ milestone: StagedMilestone, rate: Double?, sample: Int = 20, healthy: Bool = true, after seconds: Double = 0
    ) -> TrippedGuard? {
        let figure = GuardFigure(kind: .failureRate, value: rate, sample: sample)
        return milestone.watched([figure], legacyIsHealthy: healthy, at: Company.noon.adding(seconds: seconds))?
            .tripped?.first
    }

    @Test("a guard trips above its limit, on enough, in pilot and live")
    func trips() {
        for consequence in GuardConsequence.allCases {
            #expect(Self.watch(Self.milestone(consequence), rate: 6)?.consequence == consequence)
        }
        #expect(
            Self.watch(Self.milestone(.notify), rate: 6)?.words == "failure-rate 6 %, 5 % allowed, 20 observations")
        #expect(Self.watch(Self.milestone(.notify), rate: 5) == nil)
        #expect(Self.watch(Self.milestone(.notify), rate: 99, sample: 19) == nil)
        #expect(Self.watch(Self.milestone(.notify), rate: nil) == nil)
        for stage in [Stage.planned, .shadow, .draining, .complete] {
            #expect(Self.watch(Self.milestone(.notify, stage: stage), rate: 99) == nil)
        }
    }

    @Test("births go to legacy while it is healthy and ready only; else they wait")
    func toLegacy() {
        #expect(Self.watch(Self.milestone(.toLegacy), rate: 6, healthy: false)?.consequence == .holdBirths)
        #expect(Self.watch(Self.milestone(.toLegacy), rate: 6, after: 60)?.consequence == .holdBirths)
        var tripped = Self.milestone(.toLegacy)
        tripped.tripped = [TrippedGuard(kind: .failureRate, consequence: .toLegacy, at: Company.noon, words: "x")]
        #expect(Self.watch(tripped, rate: 1) == nil, "it stays tripped, and nothing changes")
        #expect(Self.watch(tripped, rate: 1, healthy: false)?.consequence == .holdBirths)
    }

    @Test("silence needs no observation")
    func silence() {
        var milestone = Self.milestone(.notify)
        milestone.guards = [GuardRule(kind: .silence, limit: 60, minimumSample: 5)]
        let figure = GuardFigure(kind: .silence, value: 61, sample: 0)
        let watched = milestone.watched([figure], legacyIsHealthy: true, at: Company.noon)
        #expect(watched?.tripped?.map(\.consequence) == [.holdBirths])
    }
}
