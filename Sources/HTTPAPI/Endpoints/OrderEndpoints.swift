import Diagnostics
import Gateway
import Hummingbird
import Rollout

/// One order across both sides, and the orders that were open before the gateway came.
extension HTTPAPI {
    private struct CloseBody: ActionBody {
        static let members = ["reason"]
        var reason: String?
    }

    private struct RecallBody: ActionBody {
        static let members = ["reason", "after"]
        var reason: String?
        var after: String?
    }

    var orderEndpoints: [Endpoint] {
        [
            .get("/v1/orders/{key}", .view) { _, context in
                try .json(await gateway.orders.show(context.parameter("key"), caller: context.requireCaller()))
            },
            .post("/v1/orders/{key}/close", .replay) { request, context in
                let body = try await json(CloseBody.self, from: request, context)
                return try .json(
                    await gateway.orders.close(
                        context.parameter("key"), reason: body.reason, caller: context.requireCaller()))
            },
            .post("/v1/orders/{key}/recall", .moveMilestones) { request, context in
                let body = try await json(RecallBody.self, from: request, context)
                let caller = try context.requireCaller()
                let key = try await gateway.orders.show(context.parameter("key"), caller: caller).key
                try await gateway.recalls.recall(key, reason: body.reason, caller: caller)
                return try .json(await gateway.orders.show(key, caller: caller))
            },
            .post("/v1/milestones/{name}/recall", .moveMilestones) { request, context in
                let body = try await json(RecallBody.self, from: request, context)
                return try .json(
                    await gateway.recalls.recall(
                        milestone: context.parameter("name"), after: body.after ?? "", reason: body.reason,
                        caller: context.requireCaller()))
            },
            .post("/v1/orders/enter", .replay) { request, context in
                let query = try Query(request, allowed: ["sender", "reason", "wait"])
                guard let sender = query["sender"] else { throw Problem(.badRequest, "api.sender-missing") }
                let seconds = try wait(query)
                let key = try RequestHeaders(request).idempotencyKey
                let reception = try Reception(
                    request, context, limits: limits, largest: limits.largestRequest, tooLarge: "api.body-too-large")
                let bytes = try await reception.whole(upTo: limits.largestRequest)
                if let reason = query["reason"] { try Problem.requireShort(reason, "reason") }
                let view = try await gateway.entering.enter(
                    bytes, of: sender, reason: query["reason"], key: key, waiting: .seconds(seconds),
                    caller: ourCaller(context))
                return Self.outcome(view, repeated: false)
            },
            .post("/v1/orders/import", .moveMilestones) { request, context in
                let query = try Query(request, allowed: ["side", "site", "sign"])
                guard let side = query["side"].flatMap(Side.init(rawValue:)) else {
                    throw Problem.parameter("side", value: query["side"], expected: "legacy or new")
                }
                let reception = try Reception(
                    request, context, limits: limits, largest: limits.largestPayload, tooLarge: "api.body-too-large")
                let bytes = try await reception.whole(upTo: limits.largestPayload)
                return try .json(
                    await gateway.orders.importOpenOrders(
                        bytes, side: side, site: query["site"], sign: query.flag("sign"),
                        caller: context.requireCaller()))
            },
        ]
    }
}
