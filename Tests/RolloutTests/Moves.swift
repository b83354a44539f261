import Diagnostics
import Rollout

/// A milestone that is ready to move, and what stands around it; tests spoil one thing at a time.
struct Moves {
    static let mover = MoveActor(name: "mover", roles: [.mover])
    static let approver = MoveActor(name: "approver", roles: [.approver])
    static let duty = MoveActor(name: "duty", roles: [.onDuty])

    var milestone: StagedMilestone
    var situation: MoveSituation

    init(_ stage: Stage) {
        let definition = Milestone(
            name: "north-intake", cells: [Cell(function: "order-intake", site: "north")], author: "author",
            pilot: .deliveryParties(percent: 10))
        milestone = StagedMilestone(definition, stage: stage, since: nil)
        situation = MoveSituation(
            definition: definition, definitionHash: "h1",
            approval: Approval(by: "approver", at: Company.noon, definitionHash: "h1"), plan: "p1", now: Company.noon)
    }

    func check(_ request: MoveRequest) throws -> MilestoneMove {
        try MilestoneMove.check(request, of: milestone, in: situation)
    }

    /// The code of the refusal, nil when the move is legal.
    func refusal(_ request: MoveRequest) -> String? {
        do throws(Diagnostic) {
            _ = try MilestoneMove.check(request, of: milestone, in: situation)
            return nil
        } catch {
            return Catalogue.english.entries[error.code] == nil ? "no sentence for \(error.code)" : error.code.rawValue
        }
    }

    func refusal(_ wish: MoveWish, by actor: MoveActor = mover, reason: String? = "why") -> String? {
        refusal(MoveRequest(wish, by: actor, reason: reason))
    }
}
