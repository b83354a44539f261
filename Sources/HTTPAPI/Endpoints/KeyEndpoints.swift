import Gateway
import HTTPTypes
import Hummingbird

/// API keys.
extension HTTPAPI {
    private struct KeyBody: ActionBody {
        static let members = ["name", "role", "partner", "backend", "signs", "expiresAt"]
        var name: String
        var role: String
        var partner: String?
        var backend: String?
        var signs: [String]?
        var expiresAt: String?
    }

    var keyEndpoints: [Endpoint] {
        [
            .get("/v1/keys", .administer) { _, context in
                try .json(Page(items: await gateway.keys.list(caller: context.requireCaller()), next: nil))
            },
            .post("/v1/keys", .administer) { request, context in
                let body = try await json(KeyBody.self, from: request, context)
                let view = try await gateway.keys.create(
                    name: body.name, role: Self.role(body.role), partner: body.partner, backend: body.backend,
                    signs: Self.signs(body.signs), expiresAt: body.expiresAt, caller: context.requireCaller())
                return try .json(view, status: .created, headers: [.location: "/v1/keys/\(view.id)"])
            },
            .delete("/v1/keys/{id}", .administer) { _, context in
                try .json(await gateway.keys.revoke(context.parameter("id"), caller: context.requireCaller()))
            },
        ]
    }
}
