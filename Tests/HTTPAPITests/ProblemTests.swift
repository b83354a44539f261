import Foundation
import TestPeers
import Testing

@Suite(.serialized) struct ProblemTests {
    @Test("an error is a problem with code, rule, fix and the request's id")
    func problem() async throws {
        try await TestServer.with { server in
            let answer = try await server.ask(
                "GET", "/v1/nothing", key: nil, headers: ["X-Request-Id": "my-request.1"])
            #expect(answer.status == 404)
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(answer.headers["x-request-id"] == "my-request.1")
            for name in ["type", "title", "detail", "code", "rule", "fix"] {
                #expect((answer.json[name] as? String)?.isEmpty == false, "\(name)")
            }
            #expect(answer.json["requestId"] as? String == "my-request.1")
            #expect(answer.json["status"] as? Int == 404)
            #expect((answer.json["diagnostics"] as? [[String: Any]])?.first?["code"] as? String == "api.route-unknown")
        }
    }

    @Test("a wrong method is 405 with the methods that are possible")
    func method() async throws {
        try await TestServer.with { server in
            let answer = try await server.ask("PUT", "/v1/interchanges", key: nil)
            #expect(answer.status == 405 && answer.code == "api.method-not-allowed")
            #expect(answer.headers["allow"] == "GET, POST")
        }
    }

    @Test("an unknown or impossible parameter is refused, never ignored")
    func parameters() async throws {
        try await TestServer.with { server in
            let cases = [
                ("/v1/documents?order=1", "api.parameter-unknown"), ("/v1/documents?limit=0", "api.parameter-invalid"),
                ("/v1/documents?from=yesterday", "api.parameter-invalid"),
                ("/v1/documents?from=%zz", "api.parameter-invalid"),
                ("/v1/documents?status=lost", "api.parameter-invalid"),
                ("/v1/documents?cursor=x", "api.cursor-invalid"), ("/v1/documents/%FF", "api.path-invalid"),
                ("/v1/documents/none", "intake.document-unknown"),
            ]
            for (path, code) in cases {
                let answer = try await server.ask("GET", path, key: server.administrator)
                #expect(answer.code == code, "\(path)")
                #expect([400, 404, 422].contains(answer.status), "\(path)")
            }
        }
    }

    @Test("every answer keeps browsers from guessing, and has an id even when the caller's cannot be one")
    func headers() async throws {
        try await TestServer.with { server in
            for path in ["/healthz", "/v1/documents", "/nothing"] {
                let answer = try await server.ask("GET", path, key: nil, headers: ["X-Request-Id": "a b"])
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                #expect(answer.headers["content-security-policy"]?.contains("default-src 'none'") == true)
                #expect(answer.headers["cache-control"] == "no-store")
                #expect(answer.headers["x-request-id"]?.isEmpty == false)
                #expect(answer.headers["x-request-id"] != "a b")
            }
        }
    }

    @Test("rubbish on the line ends its connection, not the server")
    func rubbish() async throws {
        try await TestServer.with { server in
            let rubbish = [
                "\u{0}\u{1}\u{2}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
                "POST /v1/interchanges HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST /v1/interchanges HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: " + String(repeating: "a", count: 70_000) + "\r\n\r\n",
                "GET //////%%%%?&&&=== HTTP/1.1\r\nHost: x\r\n\r\n",
            ]
            for text in rubbish {
                if let answer = try await server.raw(text) { #expect((400..<500).contains(answer.status)) }
                #expect(try await server.ask("GET", "/healthz", key: nil).status == 200)
            }
        }
    }
}
