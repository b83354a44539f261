import Gateway
import Hummingbird
import Rollout

/// Milestones: where they stand, and their moves.
extension HTTPAPI {
    private struct MoveBody: ActionBody {
        static let members = ["to", "reason"]
        var to: String
        var reason: String?
    }

    var milestoneEndpoints: [Endpoint] {
        [
            .get("/v1/milestones", .view) { _, context in
                try .json(Page(items: await gateway.milestones.list(caller: ourCaller(context)), next: nil))
            },
            .get("/v1/milestones/{name}", .view) { _, context in
                try .json(
                    await gateway.milestones.show(context.parameter("name"), caller: ourCaller(context)))
            },
            .post("/v1/milestones/{name}/advance", .moveMilestones) { request, context in
                let body = try await json(MoveBody.self, from: request, context)
                return try .json(
                    await gateway.milestones.advance(
                        context.parameter("name"), to: Self.stage(body.to), reason: body.reason,
                        caller: context.requireCaller()))
            },
            .post("/v1/milestones/{name}/reverse", .moveMilestones) { request, context in
                let body = try await json(ReasonBody.self, from: request, context)
                return try .json(
                    await gateway.milestones.reverse(
                        context.parameter("name"), reason: body.reason, caller: context.requireCaller()))
            },
        ]
    }

    /// A caller from the house: a partner's key sees its own messages only, never the plans and systems behind them.
    func ourCaller(_ context: APIContext) throws -> Caller {
        let caller = try context.requireCaller()
        guard caller.role != .partner else { throw Problem.forbidden(role: caller.role.rawValue) }
        return caller
    }

    /// A stage by its name. Offered are those that lie ahead of another one; back leads `reverse`.
    private static func stage(_ text: String) throws -> Stage {
        if let stage = Stage(rawValue: text) { return stage }
        let ahead = MilestoneDesk.stages.dropFirst().map(\.rawValue)
        throw Problem.parameter("to", value: text, expected: ahead.joined(separator: " or "))
    }
}
