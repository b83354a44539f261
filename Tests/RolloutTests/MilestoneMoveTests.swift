import Diagnostics
import Rollout
import Testing

@Suite struct MilestoneMoveTests {
    let cell = Cell(function: "order-intake", site: "north")
    func milestone(_ stage: Stage) -> StagedMilestone {
        StagedMilestone(name: "north-intake", cells: [cell], stage: stage, since: nil)
    }

    @Test("forward goes to the next stage only")
    func forward() throws {
        #expect(try MilestoneMove.advance(milestone(.planned), to: .live, reason: "first site").to == .live)
        #expect(try MilestoneMove.advance(milestone(.live), to: .complete, reason: "done").to == .complete)
        #expect(throws: Diagnostic.self) {
            try MilestoneMove.advance(milestone(.planned), to: .complete, reason: "hurry")
        }
        #expect(throws: Diagnostic.self) {
            try MilestoneMove.advance(milestone(.complete), to: .complete, reason: "on")
        }
        #expect(throws: Diagnostic.self) { try MilestoneMove.advance(milestone(.live), to: .planned, reason: "back") }
    }

    @Test("a move that is asked for twice is made once: the stage that it goes to is named")
    func twice() throws {
        #expect(throws: Diagnostic.self) { try MilestoneMove.advance(milestone(.live), to: .live, reason: "go") }
    }

    @Test("leaving out shadow and pilot needs a reason, and so do complete and a reverse")
    func reasons() {
        #expect(throws: Diagnostic.self) { try MilestoneMove.advance(milestone(.live), to: .complete, reason: nil) }
        #expect(throws: Diagnostic.self) { try MilestoneMove.advance(milestone(.planned), to: .live, reason: "") }
        #expect(throws: Diagnostic.self) { try MilestoneMove.reverse(milestone(.live), reason: nil) }
    }

    @Test("a reverse is legal from live only")
    func reverse() throws {
        #expect(try MilestoneMove.reverse(milestone(.live), reason: "errors").to == .planned)
        for stage in [Stage.planned, .complete] {
            #expect(throws: Diagnostic.self) { try MilestoneMove.reverse(milestone(stage), reason: "errors") }
        }
    }

    @Test("complete stores the new side for good")
    func complete() throws {
        let move = try MilestoneMove.advance(milestone(.live), to: .complete, reason: "done")
        let after = move.applied(to: Company.with(stage: .live), at: Company.noon)
        #expect(after.storedSides == [cell: .new])
        #expect(after.side(of: cell).side == .new)
    }
}
