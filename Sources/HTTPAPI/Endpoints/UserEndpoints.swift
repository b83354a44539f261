import Gateway
import HTTPTypes
import Hummingbird
import Rollout

/// People who sign in at the console.
extension HTTPAPI {
    private struct UserBody: ActionBody {
        static let members = ["name", "role", "partner", "signs", "password"]
        var name: String
        var role: String
        var partner: String?
        var signs: [String]?
        var password: String
    }

    private struct PasswordBody: ActionBody {
        static let members = ["password"]
        var password: String
    }

    var userEndpoints: [Endpoint] {
        [
            .get("/v1/users", .administer) { _, context in
                try .json(Page(items: await gateway.users.list(caller: context.requireCaller()), next: nil))
            },
            .post("/v1/users", .administer) { request, context in
                let body = try await json(UserBody.self, from: request, context)
                let view = try await gateway.users.create(
                    name: body.name, role: Self.role(body.role), partner: body.partner, signs: Self.signs(body.signs),
                    password: body.password, caller: context.requireCaller())
                return try .json(view, status: .created)
            },
            .post("/v1/users/{name}/password", .administer) { request, context in
                let body = try await json(PasswordBody.self, from: request, context)
                return try .json(
                    await gateway.users.setPassword(
                        body.password, of: context.parameter("name"), caller: context.requireCaller()))
            },
            .post("/v1/users/{name}/disable", .administer) { _, context in
                try .json(await gateway.users.disable(context.parameter("name"), caller: context.requireCaller()))
            },
            .post("/v1/users/{name}/enable", .administer) { _, context in
                try .json(await gateway.users.enable(context.parameter("name"), caller: context.requireCaller()))
            },
        ]
    }

    /// A role by its name.
    static func role(_ text: String) throws -> Role {
        if let role = Role(rawValue: text) { return role }
        throw Problem.parameter(
            "role", value: text, expected: Role.allCases.map(\.rawValue).joined(separator: ", "))
    }

    /// Signing roles by their names.
    static func signs(_ texts: [String]?) throws -> Set<SigningRole> {
        try Set(
            (texts ?? []).map { text in
                if let role = SigningRole(rawValue: text) { return role }
                throw Problem.parameter(
                    "signs", value: text, expected: SigningRole.allCases.map(\.rawValue).joined(separator: ", "))
            })
    }
}
