import Diagnostics
import Gateway
import Hummingbird
import Rollout

/// Fences around dead back ends, and the orders that people enter elsewhere.
extension HTTPAPI {
    private struct QuarantineBody: ActionBody {
        static let members = ["orders", "reason", "breakGlass"]
        var orders: [String]?
        var reason: String?
        var breakGlass: Bool?
    }

    private struct EnterBody: ActionBody {
        static let members = ["as", "reason"]
        var `as`: String
        var reason: String?
    }

    private struct ReleaseBody: ActionBody {
        static let members = ["outcome", "reason"]
        var outcome: String
        var reason: String?
    }

    private struct ReturnBody: ActionBody {
        static let members = ["reason"]
        var reason: String?
    }

    /// How many orders one quarantine names at most.
    private static let mostOrders = 1_000

    var fenceEndpoints: [Endpoint] {
        [
            .get("/v1/fences", .view) { _, context in
                try .json(Page(items: await gateway.fences.list(caller: ourCaller(context)), next: nil))
            },
            .get("/v1/fences/{id}", .view) { _, context in
                try .json(await gateway.fences.show(context.parameter("id"), caller: ourCaller(context)))
            },
            .get("/v1/fences/{id}/orders", .view) { request, context in
                let query = try Query(request, allowed: ["step", "cursor", "limit"])
                let limit = try query.integer("limit", in: 1...500) ?? 50
                let step = try query["step"].map { text in
                    guard let step = FencedOrder.Step(rawValue: text) else {
                        let known = FencedOrder.Step.allCases.map(\.rawValue).joined(separator: ", ")
                        throw Problem.parameter("step", value: text, expected: known)
                    }
                    return step
                }
                let items = try await gateway.fences.orders(
                    of: context.parameter("id"), at: step, after: query["cursor"] ?? "", limit: limit,
                    caller: ourCaller(context))
                return try .json(Page(items: items, next: items.count == limit ? items.last?.order : nil))
            },
            .post("/v1/milestones/{name}/quarantine", .view) { request, context in
                let caller = try ourCaller(context)
                let body = try await json(QuarantineBody.self, from: request, context)
                let orders = body.orders ?? []
                guard orders.count <= Self.mostOrders, body.orders?.isEmpty != true else {
                    throw Problem.parameter(
                        "orders", value: "\(orders.count) orders", expected: "1 to \(Self.mostOrders), or none named")
                }
                return try .json(
                    await gateway.milestones.move(
                        context.parameter("name"),
                        MoveForm(
                            .quarantine(orders: orders), reason: body.reason, plan: Self.seenPlan(request),
                            breaksGlass: body.breakGlass ?? false),
                        caller: caller))
            },
            .post("/v1/orders/{key}/enter", .replay) { request, context in
                let body = try await json(EnterBody.self, from: request, context)
                return try .json(
                    await gateway.fences.enter(
                        context.parameter("key"), as: body.as, reason: body.reason, caller: context.requireCaller()))
            },
            .post("/v1/orders/{key}/release", .moveMilestones) { request, context in
                let body = try await json(ReleaseBody.self, from: request, context)
                guard let finding = TransferDesk.Finding(rawValue: body.outcome) else {
                    let known = TransferDesk.Finding.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Problem.parameter("outcome", value: body.outcome, expected: known)
                }
                return try .json(
                    await gateway.fences.confirm(
                        context.parameter("key"), finding, reason: body.reason, caller: context.requireCaller()))
            },
            .post("/v1/orders/{key}/return", .moveMilestones) { request, context in
                let body = try await json(ReturnBody.self, from: request, context)
                return try .json(
                    await gateway.fences.giveBack(
                        context.parameter("key"), reason: body.reason, caller: context.requireCaller()))
            },
        ]
    }
}
