import Diagnostics
import Gateway
import Hummingbird
import Rollout

/// Milestones: where they stand, their plans, their moves, and what stands around those.
extension HTTPAPI {
    private struct MoveBody: ActionBody {
        static let members = ["to", "reason", "name", "breakGlass", "overrides", "at", "guard", "policy"]
        var to: String?
        var reason: String?
        var name: String?
        var breakGlass: Bool?
        var overrides: [String: String]?
        var at: String?
        var `guard`: String?
        var policy: String?

        /// What becomes of the orders that new owns; nil for what the milestone says.
        func reversePolicy() throws -> ReversePolicy? {
            guard let policy else { return nil }
            return try HTTPAPI.policy(policy)
        }
    }

    private struct PilotBody: ActionBody {
        static let members = ["percent", "partners", "reason"]
        static let wholeNumbers = ["percent": 0...100]
        var percent: Int?
        var partners: [String]?
        var reason: String?
    }

    private struct ApproveBody: ActionBody {
        static let members = ["definition"]
        var definition: String?
    }

    private struct SignBody: ActionBody {
        static let members = ["item", "note"]
        var item: String
        var note: String?
    }

    private struct CountersignBody: ActionBody {
        static let members = ["epoch"]
        static let wholeNumbers = ["epoch": 1...Int.max]
        var epoch: Int64
    }

    private struct SignOffBody: ActionBody {
        static let members = ["orders", "reason"]
        var orders: [String]
        var reason: String?
    }

    var milestoneEndpoints: [Endpoint] {
        [
            .get("/v1/milestones", .view) { _, context in
                try .json(Page(items: await gateway.milestones.list(caller: ourCaller(context)), next: nil))
            },
            .get("/v1/integrations", .view) { _, context in
                try .json(Page(items: await gateway.integrations.list(caller: ourCaller(context)), next: nil))
            },
            .get("/v1/integrations/lives", .view) { request, context in
                let query = try Query(request, allowed: ["cursor", "limit"])
                let limit = try query.integer("limit", in: 1...500) ?? 50
                let lives = try await gateway.integrations.lives(
                    before: query["cursor"], limit: limit, caller: ourCaller(context))
                return try .json(Page(items: lives, next: lives.count == limit ? lives.last?.id : nil))
            },
            .get("/v1/milestones/{name}", .view) { _, context in
                try .json(
                    await gateway.milestones.show(context.parameter("name"), caller: ourCaller(context)))
            },
            .get("/v1/milestones/{name}/plan", .view) { request, context in
                let query = try Query(request, allowed: ["to", "policy"])
                let plan = try await gateway.milestones.plan(
                    context.parameter("name"), to: query["to"].map { try Self.stage($0, among: Stage.forward) },
                    policy: query["policy"].map(Self.policy), caller: ourCaller(context))
                return try .json(plan, headers: [.eTag: "\"\(plan.version)\""])
            },
            .post("/v1/milestones/{name}/advance", .view) { request, context in
                try await move(request, context) { .advance(to: try Self.stage($0, among: Self.ahead)) }
            },
            .post("/v1/milestones/{name}/reverse", .view) { request, context in
                try await move(request, context) { body in
                    let target = try body.to == nil ? .planned : Self.stage(body, among: Stage.forward)
                    return .reverse(to: target, policy: try body.reversePolicy())
                }
            },
            .post("/v1/milestones/{name}/pause", .view) { request, context in
                try await move(request, context) { _ in .pause }
            },
            .post("/v1/milestones/{name}/resume", .view) { request, context in
                try await move(request, context) { _ in .resume }
            },
            .post("/v1/milestones/{name}/rearm", .view) { request, context in
                try await move(request, context) { body in
                    let name = body.guard ?? ""
                    guard let kind = GuardKind(rawValue: name) else {
                        let known = GuardKind.allCases.map(\.rawValue).joined(separator: ", ")
                        throw Problem.parameter("guard", value: name, expected: known)
                    }
                    return .rearm(kind)
                }
            },
            .post("/v1/milestones/{name}/cancel", .view) { request, context in
                try await move(request, context) { _ in .cancel }
            },
            .post("/v1/milestones/{name}/pilot", .moveMilestones) { request, context in
                let body = try await json(PilotBody.self, from: request, context)
                let wish: MoveWish
                switch (body.percent, body.partners) {
                case (let percent?, nil): wish = .widen(toPercent: percent)
                case (nil, let partners?): wish = .admit(partners: partners)
                case (nil, nil):
                    throw Problem(.badRequest, "api.body-invalid", facts: ["fault": "percent or partners is missing"])
                default:
                    throw Problem(
                        .badRequest, "api.body-invalid",
                        facts: ["fault": "it has both percent and partners, and takes one"])
                }
                return try .json(
                    await gateway.milestones.move(
                        context.parameter("name"), MoveForm(wish, reason: body.reason),
                        caller: context.requireCaller()))
            },
            .post("/v1/milestones/{name}/schedule", .moveMilestones) { request, context in
                let body = try await json(MoveBody.self, from: request, context)
                let wish = MoveWish.advance(to: try Self.stage(body, among: Self.ahead))
                return try .json(
                    await gateway.milestones.schedule(
                        context.parameter("name"), Self.form(wish, body, request), at: body.at ?? "",
                        caller: context.requireCaller()))
            },
            .delete("/v1/milestones/{name}/schedule/{id}", .moveMilestones) { _, context in
                try .json(
                    await gateway.milestones.withdraw(
                        context.parameter("name"), scheduled: context.parameter("id"),
                        caller: context.requireCaller()))
            },
            .post("/v1/milestones/{name}/approve", .moveMilestones) { request, context in
                let body = try await json(ApproveBody.self, from: request, context)
                return try .json(
                    await gateway.milestones.approve(
                        context.parameter("name"), seen: body.definition, caller: context.requireCaller()))
            },
            .post("/v1/milestones/{name}/sign", .view) { request, context in
                let body = try await json(SignBody.self, from: request, context)
                return try .json(
                    await gateway.milestones.sign(
                        context.parameter("name"), item: body.item, note: body.note, caller: context.requireCaller()))
            },
            .get("/v1/milestones/{name}/leftovers", .view) { request, context in
                let query = try Query(request, allowed: ["cursor", "limit"])
                let limit = try query.integer("limit", in: 1...500) ?? 50
                let orders = try await gateway.milestones.leftovers(
                    context.parameter("name"), after: query["cursor"] ?? "", limit: limit, caller: ourCaller(context))
                return try .json(Page(items: orders, next: orders.count == limit ? orders.last : nil))
            },
            .post("/v1/milestones/{name}/sign-off", .moveMilestones) { request, context in
                let body = try await json(SignOffBody.self, from: request, context)
                return try .json(
                    await gateway.milestones.signOff(
                        context.parameter("name"), orders: body.orders, reason: body.reason,
                        caller: context.requireCaller()))
            },
            .post("/v1/milestones/{name}/countersign", .moveMilestones) { request, context in
                let body = try await json(CountersignBody.self, from: request, context)
                return try .json(
                    await gateway.milestones.countersign(
                        context.parameter("name"), epoch: body.epoch, caller: context.requireCaller()))
            },
        ]
    }

    private func move(
        _ request: Request, _ context: APIContext, _ wish: (MoveBody) throws -> MoveWish
    ) async throws -> Response {
        let caller = try ourCaller(context)
        let body = try await json(MoveBody.self, from: request, context)
        let form = try Self.form(wish(body), body, request)
        return try .json(await gateway.milestones.move(context.parameter("name"), form, caller: caller))
    }

    private static func form(_ wish: MoveWish, _ body: MoveBody, _ request: Request) throws -> MoveForm {
        var overrides: [GateKind: String] = [:]
        for (name, reason) in body.overrides ?? [:] {
            guard let gate = GateKind(rawValue: name) else {
                let known = GateKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem.parameter("overrides", value: name, expected: known)
            }
            overrides[gate] = reason
        }
        return MoveForm(
            wish, reason: body.reason,
            plan: seenPlan(request), typedName: body.name,
            breaksGlass: body.breakGlass ?? false, overrides: overrides)
    }

    /// The plan that a caller saw.
    static func seenPlan(_ request: Request) -> String? {
        request.headers[.ifMatch].map { $0.replacing("\"", with: "") }
    }

    fileprivate static func policy(_ text: String) throws -> ReversePolicy {
        if let policy = ReversePolicy(rawValue: text) { return policy }
        let known = ReversePolicy.allCases.map(\.rawValue).joined(separator: ", ")
        throw Problem.parameter("policy", value: text, expected: known)
    }

    /// A caller from the house: the key of a partner or back end sees its own messages only, never the plans and systems behind them.
    func ourCaller(_ context: APIContext) throws -> Caller {
        let caller = try context.requireCaller()
        guard !caller.isConfined else { throw Problem.forbidden(role: caller.role.rawValue) }
        return caller
    }

    /// The stages that an advance may name.
    private static var ahead: [Stage] { Array(Stage.forward.dropFirst()) }

    private static func stage(_ body: MoveBody, among stages: [Stage]) throws -> Stage {
        guard let text = body.to else {
            throw Problem(.badRequest, "api.body-invalid", facts: ["fault": "to is missing"])
        }
        return try stage(text, among: stages)
    }

    /// A stage by its name.
    private static func stage(_ text: String, among stages: [Stage]) throws -> Stage {
        if let stage = Stage(rawValue: text) { return stage }
        throw Problem.parameter("to", value: text, expected: stages.map(\.rawValue).joined(separator: " or "))
    }
}
