import Diagnostics
import Gateway
import Hummingbird
import Rollout

/// Verifications of sites: runs that the store keeps, and what they found.
extension HTTPAPI {
    private struct StartBody: ActionBody {
        static let members = ["site", "from", "to"]
        var site: String
        var from: String?
        var to: String?
    }

    private struct RepairBody: ActionBody {
        static let members = ["only", "preview", "after"]
        var only: [String]?
        var preview: Bool?
        var after: String?
    }

    var verificationEndpoints: [Endpoint] {
        [
            .post("/v1/verifications", .replay) { request, context in
                let body = try await json(StartBody.self, from: request, context)
                // Times read as they do where lists are narrowed by them.
                var window = SearchFilter()
                for (name, text) in [("from", body.from), ("to", body.to)] {
                    guard let text, !window.set(name, to: text) else { continue }
                    throw Problem.parameter(name, value: text, expected: SearchFilter.expectation(of: name))
                }
                return try .json(
                    await gateway.verifications.start(
                        body.site, from: window.from, to: window.to, caller: context.requireCaller()))
            },
            .get("/v1/verifications", .view) { request, context in
                let query = try Query(request, allowed: ["site", "cursor", "limit"])
                let limit = try query.integer("limit", in: 1...500) ?? 50
                let items = try await gateway.verifications.list(
                    site: query["site"], before: query["cursor"], limit: limit, caller: ourCaller(context))
                return try .json(Page(items: items, next: items.count == limit ? items.last?.id : nil))
            },
            .get("/v1/verifications/{id}", .view) { _, context in
                try .json(await gateway.verifications.show(context.parameter("id"), caller: ourCaller(context)))
            },
            .get("/v1/verifications/{id}/findings", .view) { request, context in
                let query = try Query(request, allowed: ["kind", "cursor", "limit"])
                let limit = try query.integer("limit", in: 1...500) ?? 50
                let page = try await gateway.verifications.findings(
                    context.parameter("id"), kind: query["kind"].map { try Self.kind($0, "kind") },
                    after: query["cursor"], limit: limit, caller: ourCaller(context))
                return try .json(Page(items: page.items, next: page.next))
            },
            .post("/v1/verifications/{id}/cancel", .replay) { _, context in
                try .json(
                    await gateway.verifications.cancel(context.parameter("id"), caller: context.requireCaller()))
            },
            .post("/v1/verifications/{id}/repair", .replay) { request, context in
                let body = try await json(RepairBody.self, from: request, context)
                let kinds = try body.only?.map { try Self.kind($0, "only") } ?? [.missing, .different]
                return try .json(
                    await gateway.verifications.repair(
                        context.parameter("id"), Set(kinds), isPreview: body.preview ?? false, after: body.after,
                        caller: context.requireCaller()))
            },
            .get("/v1/sites/{name}/differences", .view) { request, context in
                let query = try Query(request, allowed: ["limit"])
                return try .json(
                    await gateway.verifications.overTime(
                        context.parameter("name"), limit: query.integer("limit", in: 1...100) ?? 12,
                        caller: ourCaller(context)))
            },
        ]
    }

    private static func kind(_ text: String, _ name: String) throws -> FindingKind {
        guard let kind = FindingKind(rawValue: text) else {
            let known = FindingKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.parameter(name, value: text, expected: known)
        }
        return kind
    }
}
