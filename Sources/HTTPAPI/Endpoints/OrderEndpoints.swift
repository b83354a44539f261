import Diagnostics
import Gateway
import Hummingbird
import Rollout

/// One order across both sides, and the orders that were open before the gateway came.
extension HTTPAPI {
    var orderEndpoints: [Endpoint] {
        [
            .get("/v1/orders/{key}", .view) { _, context in
                try .json(await gateway.orders.show(context.parameter("key"), caller: context.requireCaller()))
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
