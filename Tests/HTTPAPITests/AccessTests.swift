import Foundation
import TestPeers
import Testing

@Suite(.serialized) struct AccessTests {
    @Test("without a known key there is 401 with a challenge, whatever is asked")
    func unknown() async throws {
        try await TestServer.with { server in
            let wrong = "mp_" + String(repeating: "A", count: 43)
            for key in [nil, wrong, "x", "mp_"] as [String?] {
                let answer = try await server.ask("GET", "/v1/documents", key: key)
                #expect(answer.status == 401)
                #expect(answer.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
                #expect(answer.code == (key == nil ? "api.key-missing" : "api.key-unknown"))
            }
            let other = try await server.ask("GET", "/v1/documents", key: nil, headers: ["X-API-Key": server.northwind])
            #expect(other.status == 200)
        }
    }

    @Test("a partner sees its own only; another's does not exist for it")
    func ownOnly() async throws {
        try await TestServer.with { server in
            let answer = try await server.ask(
                "POST", "/v1/interchanges?wait=60", key: server.northwind,
                body: TestServer.sample("01-order-north.edi"))
            let id = try #require(answer.json["id"] as? String)
            let document = try #require(answer.documents.first?["id"] as? String)
            let paths = [
                "/v1/interchanges/\(id)", "/v1/interchanges/\(id)/raw", "/v1/documents/\(document)",
                "/v1/documents/\(document)/canonical", "/v1/documents/\(document)/original",
                "/v1/documents/\(document)/timeline", "/v1/orders/northwind%2FPO-2026-0001",
            ]
            for path in paths {
                #expect(try await server.ask("GET", path, key: server.northwind).status == 200, "\(path)")
                let foreign = try await server.ask("GET", path, key: server.johnssons)
                #expect(foreign.status == 404, "\(path)")
            }
            for list in ["/v1/interchanges", "/v1/documents", "/v1/documents?sender=northwind"] {
                #expect(try await server.ask("GET", list, key: server.johnssons).items.isEmpty)
            }
            #expect(try await server.ask("GET", "/v1/documents", key: server.northwind).items.count == 1)
            let equation = try await server.ask("GET", "/v1/reports/equation", key: server.johnssons)
            #expect((equation.json["rows"] as? [Any])?.isEmpty == true)
        }
    }

    @Test("a right that a role lacks is refused before anything is looked up")
    func roles() async throws {
        try await TestServer.with { server in
            let refused = [
                ("POST", "/v1/documents/none/retry"), ("POST", "/v1/milestones/north-intake/advance"),
                ("GET", "/v1/milestones"), ("GET", "/v1/backends"), ("GET", "/v1/keys"),
                ("POST", "/v1/interchanges?sender=johnssons"),
            ]
            for (method, path) in refused {
                let answer = try await server.ask(method, path, key: server.northwind, body: Array("{}".utf8))
                #expect(answer.status == 403, "\(method) \(path)")
            }
            let body = try TestServer.sample("01-order-north.edi")
            let nameless = try await server.ask("POST", "/v1/interchanges", key: server.administrator, body: body)
            #expect(nameless.status == 400 && nameless.code == "api.sender-missing")
            let named = try await server.ask(
                "POST", "/v1/interchanges?sender=northwind", key: server.administrator, body: body)
            #expect(named.status == 202)
        }
    }

    @Test("a key is shown once, works at once, and is refused the moment it is revoked")
    func keys() async throws {
        try await TestServer.with { server in
            let made = try await server.ask(
                "POST", "/v1/keys", key: server.administrator, body: Array(#"{"name":"desk","role":"support"}"#.utf8))
            #expect(made.status == 201)
            let key = try #require(made.json["key"] as? String)
            #expect(key.hasPrefix("mp_") && key.count == 46)
            #expect(try await server.ask("GET", "/v1/documents", key: key).status == 200)
            let listed = try await server.ask("GET", "/v1/keys", key: server.administrator)
            #expect(listed.items.count == 4 && !listed.text.contains("mp_"))
            let id = try #require(made.json["id"] as? String)
            #expect(try await server.ask("DELETE", "/v1/keys/\(id)", key: server.administrator).status == 200)
            #expect(try await server.ask("GET", "/v1/documents", key: key).status == 401)
        }
    }

    @Test(
        "a key that cannot be is refused",
        arguments: [
            (#"{"name":"","role":"viewer"}"#, "api.key-name-missing"),
            (#"{"name":"x","role":"partner"}"#, "api.key-partner-missing"),
            (#"{"name":"x","role":"partner","partner":"nobody"}"#, "api.key-partner-unknown"),
            (#"{"name":"x","role":"viewer","partner":"northwind"}"#, "api.key-partner-unwanted"),
            (#"{"name":"x","role":"viewer","expiresAt":"2020-01-01"}"#, "api.key-expiry-invalid"),
            (#"{"name":"x","role":"king"}"#, "api.parameter-invalid"), (#"{"role":"viewer"}"#, "api.body-invalid"),
            ("no json", "api.body-invalid"),
        ])
    func badKeys(body: String, code: String) async throws {
        try await TestServer.with { server in
            let answer = try await server.ask(
                "POST", "/v1/keys", key: server.administrator, body: Array(body.utf8))
            #expect([400, 422].contains(answer.status) && answer.code == code)
        }
    }
}
