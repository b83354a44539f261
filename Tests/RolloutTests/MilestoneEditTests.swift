import Diagnostics
import Rollout
import Testing

@Suite struct MilestoneEditTests {
    func refused(_ stage: Stage, _ edit: (inout Milestone) -> Void) -> String? {
        var definition = Moves(stage).situation.definition
        edit(&definition)
        do throws(Diagnostic) {
            _ = try Moves(stage).milestone.adopting(definition)
            return nil
        } catch { return error.value }
    }

    @Test("before births move everything may be edited; afterwards nothing that decides them")
    func edits() {
        let edits: [(String, (inout Milestone) -> Void)] = [
            ("cells", { $0.cells.append(Cell(function: "despatch", site: "north")) }),
            ("cut", { $0.cut = .requestedDelivery(from: "2026-12-01") }),
        ]
        for (name, edit) in edits {
            for stage in [Stage.planned, .shadow] { #expect(refused(stage, edit) == nil) }
            for stage in [Stage.pilot, .live, .draining] { #expect(refused(stage, edit) == name) }
        }
        #expect(refused(.pilot) { $0.pilot = .partners(["grocer"]) } == "pilot")
        #expect(refused(.live) { $0.pilot = nil } == nil, "the pilot is over")
        #expect(refused(.live) { $0.cut = .arrival } == nil, "that is what it is already")
    }

    @Test("a file does not change how large a running pilot is, and does change its guards")
    func percentage() throws {
        var definition = Moves(.pilot).situation.definition
        definition.pilot = .deliveryParties(percent: 1)
        definition.guards = [GuardRule(kind: .silence, limit: 60)]
        let edited = try Moves(.pilot).milestone.adopting(definition)
        #expect(edited.pilot == .deliveryParties(percent: 10) && edited.guards?.count == 1)
    }
}
