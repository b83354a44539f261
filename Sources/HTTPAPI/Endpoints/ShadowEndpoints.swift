import Diagnostics
import Gateway
import Hummingbird

/// How the answers of both sides compare.
extension HTTPAPI {
    var shadowEndpoints: [Endpoint] {
        [
            .get("/v1/milestones/{name}/shadow", .view) { request, context in
                let query = try Query(request, allowed: ["purpose"])
                return try .json(
                    await gateway.shadow.show(
                        context.parameter("name"), Self.purpose(query), caller: ourCaller(context)))
            },
            .get("/v1/milestones/{name}/shadow/documents", .view) { request, context in
                let query = try Query(request, allowed: ["purpose", "differing", "cursor", "limit"])
                let limit = try query.integer("limit", in: 1...500) ?? 50
                let page = try await gateway.shadow.documents(
                    context.parameter("name"), Self.purpose(query), onlyDiffering: query.flag("differing"),
                    after: query["cursor"], limit: limit, caller: ourCaller(context))
                return try .json(Page(items: page.items, next: page.next))
            },
        ]
    }

    private static func purpose(_ query: Query) throws -> ShadowDesk.Purpose {
        guard let text = query["purpose"] else { return .shadow }
        guard let purpose = ShadowDesk.Purpose(rawValue: text) else {
            let known = ShadowDesk.Purpose.allCases.map(\.rawValue).joined(separator: " or ")
            throw Problem.parameter("purpose", value: text, expected: known)
        }
        return purpose
    }
}
