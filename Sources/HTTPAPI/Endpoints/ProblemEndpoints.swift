import Diagnostics
import Gateway
import HTTPTypes
import Hummingbird

/// Failures of one cause, and who works on them.
extension HTTPAPI {
    private struct ProblemBody: ActionBody {
        static let members = ["owner", "reason"]
        var owner: String?
        var reason: String?
    }

    var problemEndpoints: [Endpoint] {
        [
            .get("/v1/problems", .view) { request, context in
                let query = try Query(
                    request,
                    allowed: [
                        "state", "sender", "backend", "function", "site", "code", "owner", "cursor", "limit",
                    ])
                var filter = ProblemDesk.Filter()
                (filter.state, filter.sender, filter.backend) = (query["state"], query["sender"], query["backend"])
                (filter.function, filter.site) = (query["function"], query["site"])
                (filter.code, filter.owner) = (query["code"], query["owner"])
                let limit = try query.integer("limit", in: 1...500) ?? 50
                let items = try await gateway.problems.list(
                    filter, before: query["cursor"], limit: limit, caller: context.requireCaller())
                return try .json(Page(items: items, next: items.count == limit ? items.last?.id : nil))
            },
            .get("/v1/problems/{id}", .view) { _, context in
                try .json(await gateway.problems.show(context.parameter("id"), caller: context.requireCaller()))
            },
        ]
            + ProblemDesk.Action.allCases.map { action in
                .post("/v1/problems/{id}/\(action.rawValue)", .replay) { request, context in
                    let body = try await json(ProblemBody.self, from: request, context)
                    return try .json(
                        await gateway.problems.act(
                            action, on: context.parameter("id"), owner: body.owner, reason: body.reason,
                            caller: ourCaller(context)))
                }
            }
    }
}
