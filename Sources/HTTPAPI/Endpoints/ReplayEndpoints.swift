import Diagnostics
import Gateway
import HTTPTypes
import Hummingbird
import Intake

/// Replays of many documents: plans, and those that run.
extension HTTPAPI {
    private struct PlanBody: ActionBody {
        static let members = ["action", "filter", "documents", "anyway"]
        var action: String
        var filter: [String: String]?
        var documents: [String]?
        var anyway: Bool?
    }

    private struct StartBody: ActionBody {
        static let members = ["version", "reason", "rate", "canary"]
        static let wholeNumbers = ["rate": rates, "canary": canaries]
        var version: String?
        var reason: String?
        var rate: Int?
        var canary: Int?
    }

    private struct ResumeBody: ActionBody {
        static let members = ["reason", "rate"]
        static let wholeNumbers = ["rate": rates]
        var reason: String?
        var rate: Int?
    }

    private static let rates = 1...BulkReplayDesk.largestRate
    private static let canaries = 1...BulkReplayDesk.largestCanary

    var replayEndpoints: [Endpoint] {
        [
            .get("/v1/replays", .replay) { request, context in
                let query = try Query(request, allowed: ["state", "cursor", "limit"])
                let limit = try query.integer("limit", in: 1...500) ?? 50
                let items = try await gateway.replays.list(
                    state: query["state"], before: query["cursor"], limit: limit, caller: context.requireCaller())
                return try .json(Page(items: items, next: items.count == limit ? items.last?.id : nil))
            },
            .post("/v1/replays", .replay) { request, context in
                let body = try await json(PlanBody.self, from: request, context)
                return try .json(
                    await gateway.replays.plan(Self.request(body), caller: ourCaller(context)))
            },
            .get("/v1/replays/{id}", .replay) { _, context in
                try .json(await gateway.replays.status(context.parameter("id"), caller: context.requireCaller()))
            },
            .get("/v1/replays/{id}/report", .replay) { _, context in
                try .json(await gateway.replays.show(context.parameter("id"), caller: context.requireCaller()))
            },
            .get("/v1/replays/{id}/items", .replay) { request, context in
                let query = try Query(request, allowed: ["state", "code", "cursor", "limit"])
                let limit = try query.integer("limit", in: 1...500) ?? 50
                let items = try await gateway.replays.items(
                    context.parameter("id"), state: query["state"], code: query["code"], after: query["cursor"],
                    limit: limit, caller: context.requireCaller())
                return try .json(
                    Page(items: items, next: items.count == limit ? items.last.map { String($0.number) } : nil))
            },
            .post("/v1/replays/{id}/start", .replay) { request, context in
                let body = try await json(StartBody.self, from: request, context)
                guard let reason = body.reason, !reason.allSatisfy(\.isWhitespace) else { throw Self.reasonMissing }
                try Self.require(body.rate, "rate", in: Self.rates)
                try Self.require(body.canary, "canary", in: Self.canaries)
                return try .json(
                    await gateway.replays.start(
                        context.parameter("id"), version: body.version, reason: reason, rate: body.rate,
                        canary: body.canary, caller: ourCaller(context)))
            },
            .post("/v1/replays/{id}/pause", .replay) { request, context in
                let body = try await json(ReasonBody.self, from: request, context)
                return try .json(
                    await gateway.replays.pause(
                        context.parameter("id"), reason: body.reason, caller: ourCaller(context)))
            },
            .post("/v1/replays/{id}/resume", .replay) { request, context in
                let body = try await json(ResumeBody.self, from: request, context)
                try Self.require(body.rate, "rate", in: Self.rates)
                return try .json(
                    await gateway.replays.resume(
                        context.parameter("id"), rate: body.rate, reason: body.reason, caller: ourCaller(context)))
            },
            .post("/v1/replays/{id}/cancel", .replay) { request, context in
                let body = try await json(ReasonBody.self, from: request, context)
                return try .json(
                    await gateway.replays.cancel(
                        context.parameter("id"), reason: body.reason, caller: ourCaller(context)))
            },
        ]
    }

    private static func require(_ number: Int?, _ name: String, in range: ClosedRange<Int>) throws {
        guard let number, !range.contains(number) else { return }
        throw Problem.parameter(
            name, value: String(number), expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    private static func request(_ body: PlanBody) throws -> ReplayRequest {
        guard let action = ReplayAction(rawValue: body.action) else {
            throw Problem.parameter(
                "action", value: body.action, expected: "one of retry, reprocess, discard, resend, send-as-new")
        }
        var filter = SearchFilter()
        let asked = body.filter ?? [:]
        for (name, value) in asked.sorted(by: { $0.key < $1.key }) {
            guard SearchFilter.names.contains(name) else {
                throw Problem(
                    .badRequest, "api.member-unknown", value: name,
                    facts: ["known": SearchFilter.names.joined(separator: ", ")])
            }
            try Problem.requireShort(value, name)
            try Problem.requirePlain(value, name, lines: false)
            guard !value.isEmpty, filter.set(name, to: value) else {
                throw Problem.parameter(name, value: value, expected: SearchFilter.expectation(of: name))
            }
        }
        return ReplayRequest(
            action: action, filter: filter, asked: asked, documents: body.documents, anyway: body.anyway ?? false)
    }
}
