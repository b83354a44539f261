import Diagnostics
import Foundation
import Gateway
import Hummingbird
import Intake

/// Back ends and how they do, and clearing what has an unknown outcome there.
extension HTTPAPI {
    private struct ClearBody: ActionBody {
        static let members = ["numbers", "preview", "noneThere", "ignoringUnmatched"]
        var numbers: [String]
        var preview: Bool?
        var noneThere: Bool?
        var ignoringUnmatched: Bool?

        private enum CodingKeys: CodingKey {
            case numbers, preview, noneThere, ignoringUnmatched
        }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            preview = try members.decodeIfPresent(Bool.self, forKey: .preview)
            noneThere = try members.decodeIfPresent(Bool.self, forKey: .noneThere)
            ignoringUnmatched = try members.decodeIfPresent(Bool.self, forKey: .ignoringUnmatched)
            let mayLack = noneThere == true && !members.contains(.numbers)
            numbers = mayLack ? [] : try members.decode([String].self, forKey: .numbers)
        }
    }

    private struct CloseBody: ActionBody {
        static let members = ["reason"]
        var reason: String?
    }

    /// The keys of the orders that a back end closed.
    private struct Closed: Encodable {
        var closed: [String]
    }

    var backendEndpoints: [Endpoint] {
        [
            .get("/v1/backends/{name}", .view) { _, context in
                try .json(await gateway.backends.show(context.parameter("name"), caller: context.requireCaller()))
            },
            .get("/v1/backends", .view) { _, context in
                try .json(Page(items: await gateway.backends.list(caller: ourCaller(context)), next: nil))
            },
            .get("/v1/backends/{name}/stuck", .view) { request, context in
                let query = try Query(request, allowed: ["state", "cursor", "limit"])
                let limit = try query.integer("limit", in: 1...500) ?? 50
                let state = query["state"] ?? DeliveryState.failed.rawValue
                guard let standing = [DeliveryState.failed, .unknown].first(where: { $0.rawValue == state }) else {
                    throw Problem.parameter("state", value: state, expected: "failed or unknown")
                }
                let items = try await gateway.backends.stuck(
                    at: context.parameter("name"), state: standing, after: query["cursor"], limit: limit,
                    caller: ourCaller(context))
                return try .json(Page(items: items, next: items.count == limit ? items.last?.id : nil))
            },
            .post("/v1/backends/{name}/clear", .replay, clear),
            .post("/v1/backends/{name}/documents", .handOver, takeDocuments),
            .post("/v1/backends/{name}/orders/{key}/close", .handOver) { request, context in
                let (caller, name) = (try context.requireCaller(), try context.parameter("name"))
                _ = try gateway.backends.sender(name, caller: caller)
                let body = try await json(CloseBody.self, from: request, context)
                return try .json(
                    Closed(
                        closed: await gateway.orders.close(
                            context.parameter("key"), by: name, reason: body.reason, caller: caller)))
            },
        ]
    }

    /// What a back end made: its key says which document of its own it is, so that none counts twice.
    private func takeDocuments(_ request: Request, _ context: APIContext) async throws -> Response {
        let caller = try context.requireCaller()
        let name = try context.parameter("name")
        let sender = try gateway.backends.sender(name, caller: caller)
        let wait = try wait(Query(request, allowed: ["wait"]))
        let headers = try RequestHeaders(request)
        guard let key = headers.idempotencyKey else {
            throw Problem(.badRequest, "api.idempotency-key-missing", value: name)
        }
        return try await take(
            Submission(
                sender: sender, channel: "http", fileName: headers.fileName, contentType: headers.contentType,
                idempotencyKey: key, bytes: []),
            request, context, waiting: wait)
    }

    /// The numbers found at the back end, as JSON or as a pasted list.
    private func clear(_ request: Request, _ context: APIContext) async throws -> Response {
        let query = try Query(request, allowed: ["preview", "noneThere", "ignoringUnmatched"])
        var preview = try query.flag("preview")
        var noneThere = try query.flag("noneThere")
        var ignoringUnmatched = try query.flag("ignoringUnmatched")
        let numbers: [String]
        if request.headers[.contentType]?.lowercased().hasPrefix("text/plain") == true {
            let reception = try Reception(
                request, context, limits: limits, largest: limits.largestRequest, tooLarge: "api.body-too-large")
            let text = String(decoding: try await reception.whole(upTo: limits.largestRequest), as: UTF8.self)
            try Problem.requirePlain(text, "numbers", lines: true)
            numbers = [text]
        } else {
            let body = try await json(ClearBody.self, from: request, context)
            numbers = body.numbers
            preview = preview || body.preview ?? false
            noneThere = noneThere || body.noneThere ?? false
            ignoringUnmatched = ignoringUnmatched || body.ignoringUnmatched ?? false
        }
        return try .json(
            await gateway.backends.clear(
                context.parameter("name"), numbers: numbers, preview: preview, noneThere: noneThere,
                ignoringUnmatched: ignoringUnmatched, caller: context.requireCaller()))
    }
}
