import Rollout
import Testing

/// Who answers in the shadow, and what open orders lack there.
@Suite struct ShadowTests {
    private static func milestone(_ function: String, in snapshot: RoutingSnapshot) throws -> StagedMilestone {
        try #require(snapshot.milestone(named: function))
    }

    @Test(
        "the new back ends of what comes in answer, also where it binds with another function; what goes out asks nobody"
    )
    func backends() throws {
        let snapshot = CopyTests.company(["order-intake": .planned, "despatch": .planned, "invoicing": .planned])
        func asked(_ function: String) throws -> [String] {
            snapshot.shadowBackends(of: try Self.milestone(function, in: snapshot))
        }
        #expect(try asked("order-intake") == ["sap-north"])
        // Receiving comes in, and goes with despatch.
        #expect(try asked("despatch") == ["sap-north"])
        #expect(try asked("invoicing").isEmpty)
    }

    @Test("a milestone goes into shadow only where those that are asked take it")
    func taken() throws {
        var snapshot = CopyTests.company(["order-intake": .planned])
        let milestone = try Self.milestone("order-intake", in: snapshot)
        #expect(snapshot.takingNoShadow(of: milestone).isEmpty, "nothing is said of what is taken")
        snapshot.takes = ["sap-north": [.derived], "as400": [.shadow]]
        #expect(snapshot.takingNoShadow(of: milestone) == ["sap-north"])
        snapshot.takes = ["sap-north": [.shadow]]
        #expect(snapshot.takingNoShadow(of: milestone).isEmpty)
        var moves = Moves(.planned)
        moves.situation.takingNoShadow = ["sap-north"]
        #expect(moves.refusal(.advance(to: .shadow)) == "route.shadow-not-taken")
        #expect(moves.refusal(.advance(to: .live)) != "route.shadow-not-taken")
    }

    @Test("of an open order new lacks what it would get if it came now, and observers lack nothing")
    func backfill() {
        let order = Company.known(.legacy)
        func lacks(_ stages: [String: Stage], _ function: String = "order-intake") -> [String] {
            CopyTests.company(stages).backfill(of: function, for: order, now: Instant(microseconds: 0)).map {
                "\($0.purpose.rawValue) \($0.backend)"
            }
        }
        #expect(lacks(["order-intake": .shadow]) == ["shadow sap-north"])
        #expect(lacks(["despatch": .shadow]) == ["derived sap-north"])
        #expect(lacks(["order-intake": .shadow, "despatch": .shadow]) == ["derived sap-north", "shadow sap-north"])
        #expect(lacks(["order-intake": .planned]).isEmpty)
        #expect(lacks(["order-intake": .shadow], "despatch").isEmpty, "it has no documents yet")
    }

    @Test(
        "answers are compared in shadow, and where a guard watches them; kept ones as long as a milestone is under way")
    func compared() {
        for stage in [Stage.planned, .shadow, .pilot, .live, .draining] {
            var snapshot = CopyTests.company(["order-intake": stage])
            #expect(snapshot.comparesAnswers == (stage == .shadow), "\(stage)")
            #expect(snapshot.mayHoldAnswers == (stage != .planned), "\(stage)")
            #expect(snapshot.isShadowed(site: "north") == (stage == .shadow) && !snapshot.isShadowed(site: "south"))
            snapshot.milestones[0].guards = [GuardRule(kind: .mismatch, limit: 1)]
            #expect(snapshot.comparesAnswers == [.shadow, .pilot, .live].contains(stage), "\(stage)")
        }
    }
}
