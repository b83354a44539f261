import Diagnostics
import Rollout
import Testing

@Suite struct RehearsedStageTests {
    private static func milestone(_ stage: Stage, pilot: PilotAudience? = .partners(["grocer"])) -> StagedMilestone {
        var milestone = Company.with(stage: stage).milestones[0]
        milestone.pilot = pilot
        milestone.tripped = [TrippedGuard(kind: .silence, consequence: .holdBirths, at: Company.noon, words: "x")]
        return milestone
    }

    private static func suppose(
        _ asked: RehearsedStage, of milestone: StagedMilestone
    ) throws(Diagnostic) -> (snapshot: RoutingSnapshot, milestone: StagedMilestone) {
        var snapshot = Company.snapshot
        snapshot.milestones = [milestone]
        return try snapshot.supposing(asked, of: milestone, at: Company.noon)
    }

    private static func code(_ asked: RehearsedStage, of milestone: StagedMilestone) -> Code? {
        do throws(Diagnostic) { _ = try suppose(asked, of: milestone) } catch { return error.code }
        return nil
    }

    @Test(
        "without a stage it is the next one, from planned it is live",
        arguments: [
            (Stage.planned, Stage.live), (.shadow, .pilot), (.pilot, .live), (.live, .draining), (.draining, .complete),
        ])
    func next(from: Stage, to: Stage) throws {
        let supposed = try Self.suppose(RehearsedStage(), of: Self.milestone(from))
        #expect(supposed.milestone.stage == to)
        let cell = Cell(function: "order-intake", site: "north")
        let traits = BirthTraits(partners: ["grocer"], bucket: 1, requestedDay: nil)
        // A guard that tripped before is armed again at another stage, and complete is stored.
        #expect(supposed.snapshot.side(of: cell, for: traits, at: Company.noon).side == .new)
        #expect(supposed.snapshot.side(of: cell, for: traits, at: Company.noon).waitsFor == nil)
    }

    @Test("the present stage changes nothing, not even what tripped")
    func present() throws {
        let milestone = Self.milestone(.live)
        #expect(try Self.suppose(RehearsedStage(stage: .live), of: milestone).milestone == milestone)
    }

    @Test("a share makes it a pilot of that share, a day a cut")
    func parts() throws {
        let pilot = try Self.suppose(RehearsedStage(percent: 30), of: Self.milestone(.planned, pilot: nil)).milestone
        #expect(pilot.stage == .pilot && pilot.pilot == .deliveryParties(percent: 30))
        let cut = try Self.suppose(RehearsedStage(cutDay: "2026-12-01"), of: Self.milestone(.planned)).milestone
        #expect(cut.cutDay == "2026-12-01")
    }

    @Test("what no single move reaches, a share elsewhere than in pilot, and a day that is none are refused")
    func refusals() {
        #expect(Self.code(.init(stage: .draining), of: Self.milestone(.planned)) == "route.rehearsal-stage")
        #expect(Self.code(.init(stage: .shadow), of: Self.milestone(.live)) == nil)
        #expect(Self.code(.init(stage: .cancelled), of: Self.milestone(.live)) == "route.rehearsal-stage")
        #expect(Self.code(.init(), of: Self.milestone(.complete)) == "route.rehearsal-stage")
        #expect(Self.code(.init(stage: .pilot), of: Self.milestone(.planned, pilot: nil)) == "route.pilot-missing")
        #expect(Self.code(.init(percent: 101), of: Self.milestone(.planned)) == "route.percent-range")
        #expect(Self.code(.init(stage: .live, percent: 5), of: Self.milestone(.planned)) == "route.rehearsal-percent")
        #expect(Self.code(.init(cutDay: "2026-02-30"), of: Self.milestone(.planned)) == "route.rehearsal-cut")
        #expect(
            Self.code(.init(stage: .shadow, cutDay: "2026-12-01"), of: Self.milestone(.planned))
                == "route.rehearsal-cut")
    }
}
