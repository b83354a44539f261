import Rollout
import Testing

@Suite struct GateTests {
    static let now = Company.noon
    static func ago(_ hours: Double) -> Instant { now.adding(seconds: -hours * 3_600) }

    /// Figures with which everything passes.
    static var good: GateFigures {
        var figures = GateFigures()
        figures.openFailures = 0
        figures.comparison = .init(documents: 100, fields: 1_000, differing: 5, newest: ago(1))
        figures.copyLag = 12
        figures.backfill = .init(finished: ago(2), looked: 50, faulty: 0)
        figures.reconciliation = [
            .init(site: "north", run: .init(finished: ago(2), looked: 50, faulty: 0))
        ]
        figures.reverseMapping = .init(finished: ago(2), looked: 50, faulty: 0)
        figures.health = [.init(backend: "as400", answers: true), .init(backend: "sap", answers: true)]
        figures.ranges = [
            .init(kind: "sscc", side: .legacy, first: "100", last: "199"),
            .init(kind: "sscc", side: .new, first: "200", last: "299"),
        ]
        figures.since = ago(48)
        figures.delivered = 99
        figures.failed = 1
        figures.checklist = [.init(name: "trained", role: "key user", signedBy: "anna")]
        return figures
    }

    static func results(_ stage: Stage, _ figures: GateFigures = good) -> [GateKind: GateResult] {
        let definition = Milestone(name: "m", cells: [])
        let results = figures.results(of: definition, at: stage, now: now)
        return Dictionary(uniqueKeysWithValues: results.map { ($0.gate, $0) })
    }

    @Test("with good figures every gate of every stage passes", arguments: Stage.allCases)
    func pass(stage: Stage) {
        let open = Self.results(stage).values.filter { $0.verdict != .pass }
        #expect(open.isEmpty)
    }

    @Test("with nothing counted no gate passes, and none fails", arguments: Stage.forward.dropLast())
    func nothing(stage: Stage) {
        let results = Self.results(stage, GateFigures()).values.filter { $0.gate != .otherMilestones }
        let verdicts = Set(results.map(\.verdict))
        #expect(verdicts == [.inconclusive])
    }

    static let units: [(hours: Double, since: Double, words: String, remedy: String?)] = [
        (5 / 3_600, 1 / 3_600, "1 s in this stage; 5 s are asked for", "wait 4 s more"),
        (0.5, 0.25, "15 min in this stage; 30 min are asked for", "wait 15 min more"),
        (48, 50, "50 h in this stage; 48 h are asked for", nil),
        (168, 84, "3.5 d in this stage; 7 d are asked for", "wait 3.5 d more"),
    ]

    @Test("how long it soaked is told in the unit that fits what is asked for", arguments: units)
    func soak(expected: (hours: Double, since: Double, words: String, remedy: String?)) throws {
        var figures = Self.good
        figures.since = Self.ago(expected.since)
        let definition = Milestone(name: "m", cells: [], gates: GateLimits(soak: expected.hours))
        let results = figures.results(of: definition, at: .pilot, now: Self.now)
        let soak = try #require(results.first { $0.gate == .soak })
        #expect(soak.explanation == expected.words)
        #expect(soak.remedies(for: "m") == (expected.remedy.map { [$0] } ?? []))
        #expect(expected.words.contains("\(Int(soak.limit ?? 0)) \(soak.unit ?? "")"))
    }

    @Test("a reconciliation speaks of every site: none missing, empty or old, and no order that differs")
    func reconciliation() {
        func verdict(_ runs: [GateFigures.SiteRun]) -> GateResult? {
            var figures = Self.good
            figures.reconciliation = runs
            return Self.results(.live, figures)[.reconciliation]
        }
        func run(_ site: String, hours: Double = 1, looked: Int = 9, faulty: Int = 0) -> GateFigures.SiteRun {
            .init(site: site, run: .init(finished: Self.ago(hours), looked: looked, faulty: faulty))
        }
        #expect(verdict([run("north"), run("south")])?.verdict == .pass)
        let differing = verdict([run("north"), run("south", faulty: 2)])
        #expect(differing?.verdict == .fail && differing?.figure == 2)
        let missing = verdict([run("north"), .init(site: "south", run: nil)])
        #expect(missing?.verdict == .inconclusive)
        #expect(missing?.explanation == "south was never verified")
        #expect(missing?.remedies(for: "m").count == 1)
        #expect(missing?.remedies(for: "m").first?.contains("`milepost integrations verify --site south`") == true)
        let broken = verdict([run("north"), .init(site: "south", run: nil, failure: "no listing")])
        #expect(broken?.explanation == "the last verification of south broke off: no listing")
        #expect(differing?.explanation == "0 differences in 9 orders of north, 2 differences in 9 orders of south")
        #expect(differing?.remedies(for: "m").last == "look once more: `milepost integrations verify --site south`")
        #expect(verdict([run("north", looked: 0), run("south")])?.verdict == .inconclusive)
        let old = verdict([run("north", hours: 30), run("south")])
        #expect(old?.verdict == .inconclusive && old?.explanation.contains("30 h old") == true)
    }

    @Test("no traffic is inconclusive, and so is too little or too old")
    func inconclusive() {
        var figures = Self.good
        figures.comparison = .init(documents: 99, fields: 990, differing: 0, newest: Self.ago(1))
        #expect(Self.results(.shadow, figures)[.shadowMismatch]?.verdict == .inconclusive)
        figures.comparison = .init(documents: 100, fields: 990, differing: 0, newest: Self.ago(25))
        #expect(Self.results(.shadow, figures)[.shadowMismatch]?.verdict == .inconclusive)
        figures.delivered = 0
        figures.failed = 0
        #expect(Self.results(.live, figures)[.failureRate]?.verdict == .inconclusive)
        figures.reconciliation = [
            .init(site: "north", run: .init(finished: Self.ago(1), looked: 0, faulty: 0))
        ]
        #expect(Self.results(.live, figures)[.reconciliation]?.verdict == .inconclusive)
        figures.health?[1].answers = nil
        #expect(Self.results(.live, figures)[.backendHealth]?.verdict == .inconclusive)
        figures.ranges?.removeLast()
        let ranges = Self.results(.shadow, figures)[.numberRanges]
        #expect(ranges?.verdict == .inconclusive && ranges?.explanation == "the number ranges of new are not known")
        figures.checklist = []
        #expect(Self.results(.shadow, figures)[.checklist]?.verdict == .inconclusive)
    }

    @Test("what is over its limit fails, and says by how much")
    func fails() {
        var figures = Self.good
        figures.comparison?.differing = 6
        figures.openFailures = 1
        figures.copyLag = 301
        figures.backfill?.faulty = 1
        figures.ranges?[1].first = "199"
        figures.health?[1].answers = false
        figures.checklist?[0].signedBy = nil
        let shadow = Self.results(.shadow, figures)
        #expect(
            shadow[.shadowMismatch]?.explanation == "0.6 % of 1000 fields of 100 documents differ; 0.5 % are allowed")
        #expect(shadow[.checklist]?.explanation == "not signed: trained (key user)")
        #expect(shadow[.backendHealth]?.explanation == "no answer from sap")
        #expect(shadow[.numberRanges]?.explanation == "both sides could draw the same sscc")
        let passing = shadow.values.filter { $0.verdict != .fail }.map(\.gate)
        #expect(passing == [.reverseMapping])
        figures.since = Self.ago(47)
        figures.failed = 2
        #expect(Self.results(.live, figures)[.soak]?.verdict == .fail)
        #expect(Self.results(.live, figures)[.failureRate]?.verdict == .fail)
    }

    @Test("milestones that must come first")
    func others() {
        let definition = Milestone(name: "m", cells: [], after: [MilestoneDependency(milestone: "pre", stage: .live)])
        func verdict(_ stages: [String: Stage]?) -> Verdict? {
            var figures = Self.good
            figures.stages = stages
            return figures.results(of: definition, at: .planned, now: Self.now).first?.verdict
        }
        #expect(verdict(nil) == .inconclusive)
        #expect(verdict([:]) == .fail && verdict(["pre": .cancelled]) == .fail && verdict(["pre": .pilot]) == .fail)
        #expect(verdict(["pre": .complete]) == .pass)
    }
}
