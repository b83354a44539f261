import Diagnostics
import Rollout
import Testing

@Suite struct BreakGlassTests {
    @Test("on duty one acts alone, with a reason, and waits for a countersignature")
    func alone() throws {
        var moves = Moves(.shadow)
        moves.situation.approval = nil
        var request = MoveRequest(.advance(to: .pilot), by: Moves.duty, reason: "new must take over", breaksGlass: true)
        let glass = try #require(try moves.check(request).breakGlass)
        #expect(glass.by == "duty" && glass.due == Company.noon.adding(seconds: 86_400))
        request.reason = nil
        #expect(moves.refusal(request) == "route.move-reason-missing")
        request = MoveRequest(.advance(to: .pilot), by: Moves.mover, reason: "x", breaksGlass: true)
        #expect(moves.refusal(request) == "route.duty-role")
    }

    @Test("an approver other than the actor signs; until then nothing goes forward after a day")
    func countersigned() throws {
        let glass = BreakGlass(by: "duty", at: Company.noon, reason: "night")
        #expect(!glass.isOverdue(at: glass.due) && glass.isOverdue(at: glass.due.adding(seconds: 1)))
        #expect(throws: Diagnostic.self) { try glass.countersigned(by: Moves.mover, at: glass.due) }
        let own = MoveActor(name: "duty", roles: [.onDuty, .approver])
        #expect(throws: Diagnostic.self) { try glass.countersigned(by: own, at: glass.due) }
        let signed = try glass.countersigned(by: Moves.approver, at: glass.due)
        #expect(!signed.isOverdue(at: glass.due.adding(seconds: 9)))
        #expect(throws: Diagnostic.self) { try signed.countersigned(by: Moves.approver, at: glass.due) }

        var moves = Moves(.shadow)
        moves.situation.now = glass.due.adding(seconds: 1)
        moves.situation.brokenGlass = [glass]
        #expect(moves.refusal(.advance(to: .pilot)) == "route.countersign-overdue")
        moves.situation.brokenGlass = [signed]
        #expect(moves.refusal(.advance(to: .pilot)) == nil)
    }
}
