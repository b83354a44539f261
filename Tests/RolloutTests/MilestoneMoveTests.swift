import Diagnostics
import Rollout
import Testing

@Suite struct MilestoneMoveTests {
    let cell = Cell(function: "order-intake", site: "north")
    func milestone(_ stage: Stage) -> StagedMilestone {
        StagedMilestone(name: "north-intake", cells: [cell], stage: stage, since: nil)
    }

    func code(_ move: () throws -> MilestoneMove) -> String? {
        do {
            _ = try move()
            return nil
        } catch { return (error as? Diagnostic)?.code.rawValue }
    }

    @Test("forward goes to the next stage only, but shadow and pilot may be left out")
    func forward() throws {
        var piloted = milestone(.shadow)
        piloted.pilot = .partners(["grocer"])
        #expect(try MilestoneMove.advance(milestone(.planned), to: .shadow, reason: nil).to == .shadow)
        #expect(try MilestoneMove.advance(milestone(.planned), to: .live, reason: "first site").to == .live)
        #expect(try MilestoneMove.advance(piloted, to: .pilot, reason: nil).to == .pilot)
        #expect(try MilestoneMove.advance(milestone(.live), to: .draining, reason: nil).to == .draining)
        #expect(try MilestoneMove.advance(milestone(.draining), to: .complete, reason: "done").to == .complete)
        let illegal: [(Stage, Stage)] = [
            (.planned, .complete), (.planned, .draining), (.pilot, .draining), (.live, .complete), (.live, .planned),
            (.complete, .live), (.cancelled, .shadow), (.planned, .cancelled),
        ]
        for (from, to) in illegal {
            let code = code { try MilestoneMove.advance(milestone(from), to: to, reason: "hurry") }
            #expect(code == "route.move-illegal", "\(from) to \(to)")
        }
        for stage in [Stage.planned, .live, .complete] {
            let code = code { try MilestoneMove.advance(milestone(stage), to: stage, reason: "hurry") }
            #expect(code == "route.stage-reached", "\(stage)")
        }
    }

    @Test("leaving out shadow and pilot needs a reason, and so do complete and a reverse")
    func reasons() {
        let missing = [
            code { try MilestoneMove.advance(milestone(.draining), to: .complete, reason: nil) },
            code { try MilestoneMove.advance(milestone(.planned), to: .live, reason: " ") },
            code { try MilestoneMove.advance(milestone(.shadow), to: .live, reason: "") },
            code { try MilestoneMove.reverse(milestone(.live), reason: nil) },
        ]
        #expect(missing.allSatisfy { $0 == "route.move-reason-missing" })
    }

    @Test("a pilot needs someone whom it takes")
    func pilot() {
        #expect(
            code { try MilestoneMove.advance(milestone(.shadow), to: .pilot, reason: nil) } == "route.pilot-missing")
    }

    @Test("a reverse is legal from shadow, pilot, live and draining to any earlier stage")
    func reverse() throws {
        for from in Stage.allCases {
            for to in Stage.allCases {
                let legal = [.shadow, .pilot, .live, .draining].contains(from) && to < from
                let code = code { try MilestoneMove.reverse(milestone(from), to: to, reason: "errors") }
                #expect(code == (legal ? nil : "route.reverse-illegal"), "\(from) to \(to)")
            }
        }
    }

    @Test("complete stores the new side for good, cancelled stores nothing")
    func complete() throws {
        var snapshot = Company.with(stage: .draining)
        let move = try MilestoneMove.advance(snapshot.milestones[0], to: .complete, reason: "done")
        snapshot = move.applied(to: snapshot, at: Company.noon)
        #expect(snapshot.storedSides == [cell: .new])
        #expect(snapshot.side(of: cell, for: nil, at: Company.noon).side == .new)
        #expect(snapshot.milestones[0].since == Company.noon)
    }
}
