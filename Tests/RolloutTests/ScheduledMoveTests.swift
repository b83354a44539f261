import Diagnostics
import Rollout
import Testing

@Suite struct ScheduledMoveTests {
    static let request = MoveRequest(.advance(to: .pilot), by: Moves.mover, plan: "p1")

    static func schedule(_ text: String, _ moves: Moves = Moves(.shadow)) throws -> ScheduledMove {
        let time = try #require(LocalTime(text))
        return try ScheduledMove.schedule(
            request, of: moves.milestone, at: time, zone: "Europe/Warsaw", offsets: Zones.warsaw, in: moves.situation)
    }

    static func refusal(_ text: String, _ moves: Moves = Moves(.shadow)) -> String? {
        do {
            _ = try schedule(text, moves)
            return nil
        } catch { return (error as? Diagnostic)?.code.rawValue }
    }

    /// Noon is 2026-09-21T14:13:20Z.
    static func later(_ stage: Stage = .shadow) -> Moves {
        var moves = Moves(stage)
        moves.situation.now = Zones.instant("2026-01-01T00:00")
        return moves
    }

    @Test("a time that is lost, comes twice or is over is refused, each with its own words")
    func times() throws {
        #expect(Self.refusal("2026-03-29T02:30", Self.later()) == "route.time-missing")
        #expect(Self.refusal("2026-10-25T02:30") == "route.time-twice")
        #expect(Self.refusal("2026-03-01T12:00") == "route.time-past")
        #expect(try Self.schedule("2026-10-26T08:00").at == Zones.instant("2026-10-26T07:00"))
    }

    @Test("what is known to be illegal then is refused now: a freeze, a missing approval")
    func checkedNow() {
        var moves = Moves(.shadow)
        moves.situation.freezes = [
            FreezeWindow(
                name: "peak", from: Zones.instant("2026-10-26T00:00"), until: Zones.instant("2026-10-27T00:00"))
        ]
        #expect(Self.refusal("2026-10-26T08:00", moves) == "route.frozen")
        #expect(Self.refusal("2026-10-28T08:00", moves) == nil)
        moves.situation.approval = nil
        #expect(Self.refusal("2026-10-28T08:00", moves) == "route.approval-missing")
    }

    @Test("when its time has come everything is checked again; what changed suspends it, with the reason")
    func fires() throws {
        let moves = Moves(.shadow)
        let scheduled = try Self.schedule("2026-10-26T08:00", moves)
        var then = moves
        then.situation.now = scheduled.at
        then.situation.plan = "p2"
        guard case .run(let move) = scheduled.fire(on: then.milestone, in: then.situation) else {
            Issue.record("not run")
            return
        }
        #expect(move.to == .pilot)

        func suspension(_ change: (inout Moves) -> Void) -> String? {
            var changed = then
            change(&changed)
            guard case .suspend(let why) = scheduled.fire(on: changed.milestone, in: changed.situation) else {
                return nil
            }
            return why.code.rawValue
        }
        #expect(suspension { $0.situation.definitionHash = "h2" } == "route.schedule-edited")
        let window = FreezeWindow(name: "w", from: scheduled.at, until: scheduled.at.adding(seconds: 1))
        #expect(suspension { $0.situation.freezes = [window] } == "route.schedule-window")
        #expect(suspension { $0.milestone.stage = .pilot } == "route.schedule-moved")
        // It moved, and was taken back to where it stood.
        #expect(suspension { $0.milestone.since = scheduled.at } == "route.schedule-moved")
        #expect(suspension { $0.milestone.paused = true } == "route.milestone-paused")
        let gate = GateResult(gate: .soak, figure: nil, limit: 1, verdict: .inconclusive, explanation: "new")
        #expect(suspension { $0.situation.gates = [gate] } == "route.gate-closed")
    }
}
