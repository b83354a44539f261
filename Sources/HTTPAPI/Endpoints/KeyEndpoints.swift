import Gateway
import HTTPTypes
import Hummingbird
import Rollout

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
                guard let role = Role(rawValue: body.role) else {
                    throw Problem.parameter(
                        "role", value: body.role, expected: Role.allCases.map(\.rawValue).joined(separator: ", "))
                }
                let signs = try (body.signs ?? []).map { text in
                    if let role = SigningRole(rawValue: text) { return role }
                    throw Problem.parameter(
                        "signs", value: text, expected: SigningRole.allCases.map(\.rawValue).joined(separator: ", "))
                }
                let view = try await gateway.keys.create(
                    name: body.name, role: role, partner: body.partner, backend: body.backend,
                    signs: Set(signs), expiresAt: body.expiresAt, caller: context.requireCaller())
                return try .json(view, status: .created, headers: [.location: "/v1/keys/\(view.id)"])
            },
            .delete("/v1/keys/{id}", .administer) { _, context in
                try .json(await gateway.keys.revoke(context.parameter("id"), caller: context.requireCaller()))
            },
        ]
    }
}
