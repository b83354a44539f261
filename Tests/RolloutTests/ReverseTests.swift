import Diagnostics
import Rollout
import Testing

@Suite struct ReverseTests {
    /// A milestone with everything against it.
    static func besieged(_ stage: Stage) -> Moves {
        var moves = Moves(stage)
        moves.milestone.paused = true
        moves.milestone.tripped = [
            TrippedGuard(kind: .silence, consequence: .holdBirths, at: Company.noon, words: "61 s")
        ]
        moves.situation.approval = nil
        moves.situation.openAtNew = 500
        moves.situation.leftAtLegacy = 500
        moves.situation.freezes = [
            FreezeWindow(name: "w", from: Company.noon, until: Company.noon.adding(seconds: 9))
        ]
        moves.situation.gates = [
            GateResult(gate: .backendHealth, figure: 0, limit: 1, verdict: .fail, explanation: "new is dead")
        ]
        moves.situation.brokenGlass = [BreakGlass(by: "duty", at: Instant(microseconds: 0), reason: "night")]
        return moves
    }

    @Test("nothing stands in the way of a reverse but a missing reason", arguments: [Stage.pilot, .live, .draining])
    func always(stage: Stage) {
        let moves = Self.besieged(stage)
        for target in Stage.forward where target < stage {
            #expect(moves.refusal(.reverse(to: target, policy: nil)) == nil)
            #expect(moves.refusal(.reverse(to: target, policy: nil), reason: " ") == "route.move-reason-missing")
        }
    }

    @Test("another policy than the approved one takes an approver")
    func policy() throws {
        let moves = Moves(.live)
        let wish = MoveWish.reverse(to: .planned, policy: .quarantine)
        #expect(moves.refusal(wish) == "route.policy-role")
        let move = try moves.check(MoveRequest(wish, by: Moves.approver, reason: "new is dead"))
        #expect(move.wish == wish)
        let kept = try moves.check(MoveRequest(.reverse(to: .pilot, policy: nil), by: Moves.mover, reason: "errors"))
        #expect(kept.wish == .reverse(to: .pilot, policy: .stay))
    }

    @Test("after legacy's last day a reverse warns of what legacy can no longer do")
    func warns() throws {
        var moves = Moves(.live)
        moves.milestone.legacyReadyUntil = Company.noon
        let request = MoveRequest(.reverse(to: .planned, policy: nil), by: Moves.mover, reason: "errors")
        #expect(try moves.check(request).warnings.map(\.code) == ["route.legacy-not-ready"])
        moves.milestone.legacyReadyUntil = Company.noon.adding(seconds: 1)
        #expect(try moves.check(request).warnings.isEmpty)
    }
}
