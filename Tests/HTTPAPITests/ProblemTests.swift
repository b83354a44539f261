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
                ("/v1/documents?from=2027-02-30", "api.parameter-invalid"),
                ("/v1/documents?from=%zz", "api.parameter-invalid"),
                ("/v1/documents?status=lost", "api.parameter-invalid"),
                ("/v1/interchanges?code=%25", "api.parameter-invalid"),
                ("/v1/reports/equation?from=abc", "api.parameter-invalid"),
                ("/v1/reports/equation?nope=1", "api.parameter-unknown"),
                ("/v1/documents?cursor=x", "api.cursor-invalid"), ("/v1/documents/%FF", "api.path-invalid"),
                ("/v1/documents/none", "intake.document-unknown"),
            ]
            for (path, code) in cases {
                let answer = try await server.ask("GET", path, key: server.administrator)
                #expect(answer.code == code, "\(path)")
                #expect(answer.status == (code.hasSuffix("document-unknown") ? 404 : 400), "\(path)")
            }
        }
    }

    @Test("an empty parameter is refused, and one that is said twice: neither reads as no filter")
    func emptyParameters() async throws {
        try await TestServer.with { server in
            for query in [
                "status=", "sender=", "sender", "orderNumber=&limit=5", "cursor=", "limit=5&limit=6",
                "sender=northwind&sender=northwind",
            ] {
                let answer = try await server.ask("GET", "/v1/documents?" + query, key: server.administrator)
                #expect(answer.status == 400 && answer.code == "api.parameter-invalid", "\(query)")
            }
            let list = Array("buyer,number\n".utf8)
            for (query, status) in [("sign", 200), ("sign=true", 200), ("sign=", 400), ("sign=perhaps", 400)] {
                let answer = try await server.ask(
                    "POST", "/v1/orders/import?side=legacy&site=north&" + query, key: server.administrator, body: list)
                #expect(answer.status == status, "\(query)")
            }
        }
    }

    @Test(
        "a member that a body has twice is refused, however it is written",
        arguments: [
            #"{"reason":"a","reason":"b"}"#, #"{"reason" : "a", "re\u0061son": "b"}"#,
            #"{"reason":"a","reason":{"reason":1}}"#,
        ])
    func repeatedMembers(body: String) async throws {
        try await TestServer.with { server in
            let answer = try await server.ask(
                "POST", "/v1/documents/none/retry", key: server.administrator, body: Array(body.utf8))
            #expect(answer.status == 400 && answer.code == "api.member-repeated")
            #expect((answer.json["detail"] as? String)?.contains("reason") == true)
        }
    }

    @Test("a name within a value is no member, and a text has at most 2,000 characters")
    func texts() async throws {
        try await TestServer.with { server in
            func retry(_ body: String) async throws -> String? {
                try await server.ask(
                    "POST", "/v1/documents/none/retry", key: server.administrator, body: Array(body.utf8)
                ).code
            }
            let quoting = try await retry(#"{"reason":"\"reason\": {\"reason\":"}"#)
            #expect(quoting == "intake.document-unknown")
            let longest = String(repeating: "ä", count: 2_000)
            let long = try await retry(#"{"reason":"\#(longest)"}"#)
            let tooLong = try await retry(#"{"reason":"\#(longest)a"}"#)
            #expect(long == "intake.document-unknown" && tooLong == "api.text-too-long")
            let edit = try await server.ask(
                "POST", "/v1/documents/none/edit?reason=" + String(repeating: "a", count: 2_001),
                key: server.administrator, body: Array("x".utf8))
            #expect(edit.status == 400 && edit.code == "api.text-too-long")
            let wide = try await server.ask(
                "POST", "/v1/documents/none/retry", key: server.administrator,
                body: #"{"reason":"a"}"#.utf8.flatMap { [$0, 0] })
            #expect(wide.status == 400 && wide.code == "api.body-invalid")
        }
    }

    @Test("a move that names no stage is told so; offered are the stages that lie ahead")
    func stages() async throws {
        try await TestServer.with { server in
            func detail(_ body: String) async throws -> String? {
                try await server.ask(
                    "POST", "/v1/milestones/north-intake/advance", key: server.administrator, body: Array(body.utf8)
                ).json["detail"] as? String
            }
            let missing = try await detail(#"{"reason":"x"}"#)
            #expect(missing == "The body cannot be read: to is missing.")
            let unknown = try await detail(#"{"to":"done","reason":"x"}"#)
            #expect(unknown == "to is “done”, which is not shadow or pilot or live or draining or complete.")
            let reverse = try await server.ask(
                "POST", "/v1/milestones/north-intake/reverse", key: server.administrator,
                body: Array(#"{"reason":"x"}"#.utf8))
            #expect(reverse.code == "route.reverse-illegal", "a reverse names no stage")
        }
    }

    @Test("a control character is refused with the name of what holds it, wherever it stands")
    func controlCharacters() async throws {
        try await TestServer.with { server in
            let cases = [
                ("GET", "/v1/documents?orderNumber=a%00", "", "orderNumber"),
                ("GET", "/v1/orders/northwind%2Fa%00", "", "key"),
                ("POST", "/v1/documents/none/discard", #"{"reason":"a\u0000b"}"#, "reason"),
                ("POST", "/v1/documents/none/edit?reason=a%00", "x", "reason"),
                ("POST", "/v1/milestones/north-intake/advance", #"{"to":"live","reason":"\u0001"}"#, "reason"),
                ("POST", "/v1/keys", #"{"name":"a\u0000","role":"viewer"}"#, "name"),
                ("POST", "/v1/backends/legacy/clear", #"{"numbers":["a","b\u0007"]}"#, "numbers"),
            ]
            for (method, path, body, name) in cases {
                let answer = try await server.ask(method, path, key: server.administrator, body: Array(body.utf8))
                #expect(answer.status == 400 && answer.code == "api.control-character", "\(path) \(body)")
                #expect((answer.json["detail"] as? String)?.hasPrefix(name + " holds") == true, "\(path) \(body)")
            }
            let lines = try await server.ask(
                "POST", "/v1/documents/none/discard", key: server.administrator,
                body: Array(#"{"reason":"two\n\tlines"}"#.utf8))
            #expect(lines.code == "intake.document-unknown")
        }
    }

    @Test(
        "what is wrong with a body is said in JSON's own words",
        arguments: [
            (#"{"numbers":7}"#, "numbers is not a list"), (#"{"numbers":[7]}"#, "numbers[0] is not a text"),
            ("[]", "it is not an object"), (#"{"numbers":null}"#, "numbers is null"),
            (#"{"numbers":[],"preview":"x"}"#, "preview is not true or false"), ("{", "it is no JSON"),
            ("{}", "numbers is missing"),
        ])
    func bodies(body: String, fault: String) async throws {
        try await TestServer.with { server in
            let answer = try await server.ask(
                "POST", "/v1/backends/legacy/clear", key: server.administrator, body: Array(body.utf8))
            #expect(answer.status == 400 && answer.json["detail"] as? String == "The body cannot be read: \(fault).")
        }
    }

    @Test("a member that a body's action does not know is refused by its name")
    func members() async throws {
        try await TestServer.with { server in
            let answer = try await server.ask(
                "POST", "/v1/documents/none/discard", key: server.administrator,
                body: Array(#"{"reasn":"x"}"#.utf8))
            #expect(answer.status == 400 && answer.code == "api.member-unknown")
            #expect((answer.json["detail"] as? String)?.contains("reasn") == true)
        }
    }

    @Test("a blank reason is none, and a body that is too large is no interchange")
    func reasons() async throws {
        try await TestServer.with { server in
            for body in [#"{"reason":" \n"}"#, "{}"] {
                let answer = try await server.ask(
                    "POST", "/v1/documents/none/discard", key: server.administrator, body: Array(body.utf8))
                #expect(answer.status == 422 && answer.code == "intake.reason-missing")
            }
            let large = try await server.raw(
                "POST /v1/documents/none/discard HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n"
                    + "Authorization: Bearer \(server.administrator)\r\n\r\n")
            #expect(large?.status == 413 && large?.code == "api.body-too-large")
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
