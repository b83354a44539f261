import Gateway
import HTTPTypes
import Rollout

/// People and their passwords, API keys, and what everybody changed: for administrators.
extension Console {
    /// The roles that a person can have in the house; a partner's people are made on the command line, beside the partner's file.
    private static let roles: [Role] = [.viewer, .support, .operations, .approver, .administrator]

    var peopleRoutes: [PageRoute] {
        [
            .get("/people", .administer) { visit in .page(try await Self.people(visit)) },
            .post("/people", .administer) { visit in
                try await Self.changePeople(visit, .made) { caller in
                    guard let role = try Role(rawValue: visit.required("role")), Self.roles.contains(role) else {
                        throw PageFault.unknown
                    }
                    let signs = SigningRole.allCases.filter { visit.form["signs-\($0.rawValue)"] == "yes" }
                    _ = try await visit.gateway.users.create(
                        name: visit.required("name"), role: role, partner: nil, signs: Set(signs),
                        password: visit.required("password"), caller: caller)
                }
            },
            .post("/people/{name}/password", .administer) { visit in
                try await Self.changePeople(visit, .changed) { caller in
                    _ = try await visit.gateway.users.setPassword(
                        visit.required("password"), of: visit.parameter("name"), caller: caller)
                }
            },
            .post("/people/{name}/disable", .administer) { visit in
                try await Self.changePeople(visit, .disabled) { caller in
                    _ = try await visit.gateway.users.disable(visit.parameter("name"), caller: caller)
                }
            },
            .post("/people/{name}/enable", .administer) { visit in
                try await Self.changePeople(visit, .enabled) { caller in
                    _ = try await visit.gateway.users.enable(visit.parameter("name"), caller: caller)
                }
            },
            .post("/keys/{id}/revoke", .administer) { visit in
                try await Self.changePeople(visit, .revoked) { caller in
                    _ = try await visit.gateway.keys.revoke(visit.parameter("id"), caller: caller)
                }
            },
            .get("/audit", .administer) { visit in .page(try await Self.audit(visit)) },
        ]
    }

    private static func changePeople(
        _ visit: Visit, _ done: Done, _ body: (Caller) async throws -> Void
    ) async throws -> Answer {
        do {
            try await body(visit.reader())
        } catch let error as GatewayError where error.kind != .notFound {
            let fault = PageFault(error)
            return .page(try await people(visit, fault: fault), status: fault.status)
        }
        return .see("/people?done=\(done.rawValue)")
    }

    private static func people(_ visit: Visit, fault: PageFault? = nil) async throws -> ShownPage {
        let (caller, texts) = (try visit.reader(), visit.texts)
        let users = try await visit.gateway.users.list(caller: caller)
        let keys = try await visit.gateway.keys.list(caller: caller)
        var model: [String: Any] = [
            "users": users.map { user in
                [
                    "name": user.name, "role": texts.name("role", user.role), "partner": user.partner ?? "",
                    "signs": (user.signs ?? []).joined(separator: ", "), "path": "/people/\(Form.encode(user.name))",
                    "since": visit.moment(user.passwordAt) as Any, "isDisabled": user.disabledAt != nil,
                    "isOwn": user.name == caller.name,
                ] as [String: Any]
            },
            "hasUsers": !users.isEmpty,
            "keys": keys.map { key in
                [
                    "name": key.name, "role": texts.name("role", key.role), "of": key.partner ?? key.backend ?? "",
                    "made": visit.moment(key.createdAt) as Any, "ends": visit.moment(key.expiresAt) as Any,
                    "isRevoked": key.revokedAt != nil, "path": "/keys/\(key.id)",
                ] as [String: Any]
            },
            "hasKeys": !keys.isEmpty, "asked": ["name": visit.form["name"] ?? ""],
            "roles": roles.map { ["code": $0.rawValue, "name": texts("role.\($0.rawValue)")] },
            "signing": SigningRole.allCases.filter { Role(rawValue: $0.rawValue) == nil }.map { ["code": $0.rawValue] },
        ]
        if let fault { model["fault"] = Words.fault(fault.report) }
        return ShownPage("people", title: texts("people.title"), section: "people", model)
    }

    private static func audit(_ visit: Visit) async throws -> ShownPage {
        let subject = visit.asked("subject")
        let before = visit.asked("before").flatMap { Instant(text: $0) }
        let rows = try await visit.gateway.auditing.list(
            subject: subject, before: before, limit: pageLength, caller: visit.reader())
        var model: [String: Any] = [
            "asked": ["subject": subject ?? ""], "isFiltered": subject != nil, "isEmpty": rows.isEmpty,
            "rows": rows.map { row in
                var change = [row.before, row.after].compactMap(\.self).map { Words.cut($0, 300) }.joined(
                    separator: " → ")
                if row.before == nil, let after = row.after { change = Words.cut(after, 300) }
                return [
                    "time": visit.moment(row.at) as Any, "actor": row.actor, "origin": row.origin, "action": row.action,
                    "subject": Words.cut(row.subject, 200), "path": "/audit" + Form.query(["subject": row.subject]),
                    "change": change, "reason": Words.cut(row.reason ?? "", 500), "place": "\(row.node) \(row.number)",
                ] as [String: Any]
            },
        ]
        if rows.count == pageLength, let last = rows.last {
            model["next"] = "/audit" + Form.query(["subject": subject ?? "", "before": last.at])
        }
        return ShownPage("audit", title: visit.texts("audit.title"), section: "audit", model)
    }
}
