import Diagnostics
import Gateway
import Hummingbird
import Rollout

/// Open orders on their way from one back end to the other.
extension HTTPAPI {
    private struct TransferBody: ActionBody {
        static let members = ["to", "reason", "perMinute"]
        static let wholeNumbers = ["perMinute": 1...highestRate]
        var to: String
        var reason: String?
        var perMinute: Int?

        func side() throws -> Side {
            guard let side = Side(rawValue: to) else {
                throw Problem.parameter("to", value: to, expected: "legacy or new")
            }
            return side
        }
    }

    private struct ConfirmBody: ActionBody {
        static let members = ["outcome", "cursor", "reason"]
        var outcome: String
        var cursor: String?
        var reason: String?
    }

    private struct RetriedTransfersBody: ActionBody {
        static let members = ["transfers", "bulk", "reason"]
        var transfers: [String]?
        var bulk: String?
        var reason: String?
    }

    /// The most transfers that one call names.
    private static let mostRetried = 1_000

    /// How many transfers of a bulk begin in a minute unless said otherwise, and at most.
    private static let usualRate = 60
    fileprivate static let highestRate = 6_000

    var transferEndpoints: [Endpoint] {
        [
            .get("/v1/transfers", .view) { request, context in
                let query = try Query(request, allowed: ["state", "bulk", "cursor", "limit"])
                let limit = try query.integer("limit", in: 1...500) ?? 50
                let items = try await gateway.transfers.list(
                    in: query["state"], bulk: query["bulk"], before: query["cursor"], limit: limit,
                    caller: ourCaller(context))
                return try .json(Page(items: items, next: items.count == limit ? items.last?.id : nil))
            },
            .get("/v1/transfers/{id}", .view) { _, context in
                try .json(await gateway.transfers.show(context.parameter("id"), caller: ourCaller(context)))
            },
            .post("/v1/transfers/{id}/confirm", .moveMilestones) { request, context in
                let body = try await json(ConfirmBody.self, from: request, context)
                guard let finding = TransferDesk.Finding(rawValue: body.outcome) else {
                    let known = TransferDesk.Finding.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Problem.parameter("outcome", value: body.outcome, expected: known)
                }
                return try .json(
                    await gateway.transfers.confirm(
                        context.parameter("id"), finding, cursor: body.cursor, reason: body.reason,
                        caller: context.requireCaller()))
            },
            .post("/v1/transfers/retry", .moveMilestones) { request, context in
                let body = try await json(RetriedTransfersBody.self, from: request, context)
                let ids = body.transfers ?? []
                guard ids.count <= Self.mostRetried, body.transfers?.isEmpty != true, ids.isEmpty || body.bulk == nil
                else {
                    throw Problem.parameter(
                        "transfers", value: "\(ids.count) transfers",
                        expected: "1 to \(Self.mostRetried) of them, or a bulk, or neither for all that ask")
                }
                return try .json(
                    await gateway.transfers.retry(
                        ids, bulk: body.bulk, reason: body.reason, caller: context.requireCaller()))
            },
            .post("/v1/orders/{key}/transfer", .moveMilestones) { request, context in
                let body = try await json(TransferBody.self, from: request, context)
                return try .json(
                    await gateway.transfers.start(
                        context.parameter("key"), to: body.side(), reason: body.reason,
                        caller: context.requireCaller()))
            },
            .get("/v1/bulk-transfers", .view) { _, context in
                try .json(Page(items: await gateway.transfers.bulks(caller: ourCaller(context)), next: nil))
            },
            .post("/v1/milestones/{name}/transfer", .moveMilestones) { request, context in
                let body = try await json(TransferBody.self, from: request, context)
                let rate = body.perMinute ?? Self.usualRate
                guard 1...Self.highestRate ~= rate else {
                    throw Problem.parameter("perMinute", value: "\(rate)", expected: "1 to \(Self.highestRate)")
                }
                return try .json(
                    await gateway.transfers.start(
                        milestone: context.parameter("name"), to: body.side(), perMinute: rate, reason: body.reason,
                        caller: context.requireCaller()))
            },
            .post("/v1/bulk-transfers/{id}/pause", .moveMilestones) { _, context in
                try .json(
                    await gateway.transfers.pause(
                        bulk: context.parameter("id"), true, caller: context.requireCaller()))
            },
            .post("/v1/bulk-transfers/{id}/resume", .moveMilestones) { _, context in
                try .json(
                    await gateway.transfers.pause(
                        bulk: context.parameter("id"), false, caller: context.requireCaller()))
            },
        ]
    }
}
