import Foundation
import HTTPAPI
import TestPeers
import Testing

@Suite(.serialized) struct SubmissionTests {
    @Test("a payload is answered 202 with its id and links once it is kept")
    func accepted() async throws {
        try await TestServer.with { server in
            let answer = try await server.ask(
                "POST", "/v1/interchanges", key: server.northwind, headers: ["X-File-Name": "orders%201.edi"],
                body: TestServer.sample("01-order-north.edi"))
            #expect(answer.status == 202)
            let id = try #require(answer.json["id"] as? String)
            #expect(answer.json["status"] as? String == "accepted")
            #expect(answer.headers["location"] == "/v1/interchanges/\(id)")
            #expect((answer.json["links"] as? [String: String])?["raw"] == "/v1/interchanges/\(id)/raw")
            let shown = try await server.ask("GET", "/v1/interchanges/\(id)", key: server.northwind)
            #expect(shown.json["fileName"] as? String == "orders 1.edi")
            #expect(shown.json["sender"] as? String == "northwind")
        }
    }

    @Test(
        "on day one a change or cancellation of an order never seen reaches legacy at once, as received",
        arguments: ["02-order-north-changed.edi", "03-order-north-cancelled.edi"])
    func neverSeen(sample: String) async throws {
        try await TestServer.with { server in
            let bytes = try TestServer.sample(sample)
            let answer = try await server.ask(
                "POST", "/v1/interchanges?wait=60", key: server.northwind, body: bytes)
            let document = try #require(answer.documents.first)
            #expect(document["status"] as? String == "delivered" && document["backend"] as? String == "legacy")
            #expect((document["reason"] as? String)?.hasPrefix("unknown order: goes to legacy") == true)
            #expect(server.legacy.effects.map(\.body) == [bytes])
        }
    }

    @Test("with wait the answer says what became of every document, and why")
    func waits() async throws {
        try await TestServer.with { server in
            let answer = try await server.ask(
                "POST", "/v1/interchanges?wait=60", key: server.northwind,
                headers: ["Content-Disposition": "attachment; filename=\"a;b.edi\""],
                body: TestServer.sample("01-order-north.edi"))
            #expect(answer.status == 200)
            let document = try #require(answer.documents.first)
            #expect(document["status"] as? String == "delivered")
            #expect(document["orderKey"] as? String == "northwind/PO-2026-0001")
            #expect(document["side"] as? String == "legacy")
            #expect((document["reason"] as? String)?.hasPrefix("born at legacy") == true)
            #expect(document["diagnostics"] is [Any])
            #expect(server.legacy.effects.first?.body == (try TestServer.sample("01-order-north.edi")))
            #expect(server.legacy.effects.first?.headers["x-milepost-file-name"] == "a%3Bb.edi")
        }
    }

    @Test("the same idempotency key answers with the first interchange, and nothing doubles")
    func repeats() async throws {
        try await TestServer.with { server in
            let body = try TestServer.sample("01-order-north.edi")
            func send() async throws -> HTTPMessage {
                try await server.ask(
                    "POST", "/v1/interchanges", key: server.northwind, headers: ["Idempotency-Key": "k-1"], body: body)
            }
            let (first, second) = (try await send(), try await send())
            #expect(first.json["id"] as? String == second.json["id"] as? String)
            #expect(first.json["repeated"] as? Bool == false && second.json["repeated"] as? Bool == true)
            let other = try await server.ask(
                "POST", "/v1/interchanges", key: server.northwind, headers: ["Idempotency-Key": "k-1"],
                body: TestServer.sample("05-order-south.edi"))
            #expect(other.status == 409)
        }
    }

    @Test("a payload beyond a megabyte is streamed and kept byte for byte")
    func streams() async throws {
        try await TestServer.with { server in
            let body = [UInt8]((0..<3_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            let answer = try await server.ask("POST", "/v1/interchanges", key: server.northwind, body: body)
            #expect(answer.status == 202)
            let id = try #require(answer.json["id"] as? String)
            let raw = try await server.ask("GET", "/v1/interchanges/\(id)/raw", key: server.northwind)
            #expect(raw.body == body)
        }
    }

    @Test("what cannot be a payload is refused with a reason and leaves nothing")
    func refused() async throws {
        try await TestServer.with { server in
            let body = try TestServer.sample("01-order-north.edi")
            let cases: [([String: String], [UInt8], Int, String)] = [
                ([:], [], 422, "intake.empty"),
                (["Content-Encoding": "gzip"], body, 415, "api.content-encoding"),
                (["Content-Type": "multipart/form-data; boundary=x"], body, 415, "api.multipart"),
                (["Idempotency-Key": String(repeating: "k", count: 300)], body, 400, "api.parameter-invalid"),
            ]
            for (headers, bytes, status, code) in cases {
                let answer = try await server.ask(
                    "POST", "/v1/interchanges", key: server.northwind, headers: headers, body: bytes)
                #expect(answer.status == status && answer.code == code)
            }
            #expect(try await server.ask("GET", "/v1/interchanges", key: server.northwind).items.isEmpty)
        }
    }

    @Test("a payload beyond the limit is refused by its length at once, and while it streams")
    func tooLarge() async throws {
        try await TestServer.with(HTTPAPI.Limits(largestPayload: 2_000_000)) { server in
            let early = try await server.raw(
                "POST /v1/interchanges HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(server.northwind)\r\n"
                    + "Content-Length: 2000001\r\n\r\n")
            #expect(early?.status == 413 && early?.code == "intake.too-large")
            let chunk = "10000\r\n" + String(repeating: "A", count: 65_536) + "\r\n"
            let late = try await server.raw(
                "POST /v1/interchanges HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(server.northwind)\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 40) + "0\r\n\r\n")
            #expect(late?.status == 413)
            #expect(try await server.ask("GET", "/v1/interchanges", key: server.northwind).items.isEmpty)
        }
    }

    @Test("a body that stops half way leaves nothing, with a length and without", arguments: [false, true])
    func cutOff(chunked: Bool) async throws {
        try await TestServer.with { server in
            let half = String(repeating: "A", count: 1_500_000)
            let framing =
                chunked
                ? "Transfer-Encoding: chunked\r\n\r\n200000\r\n\(half)" : "Content-Length: 3000000\r\n\r\n\(half)"
            _ = try await server.raw(
                "POST /v1/interchanges HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(server.northwind)\r\n" + framing,
                then: true)
            // The server has heard of the end when it answers the next request's metrics with one payload given up.
            for _ in 0..<500 {
                let metrics = try await server.ask("GET", "/metrics", key: nil).text
                if metrics.contains("milepost_http_interchanges_abandoned_total 1") { break }
                await Task.yield()
            }
            #expect(
                try await server.ask("GET", "/metrics", key: nil).text
                    .contains("milepost_http_interchanges_abandoned_total 1"))
            #expect(try await server.ask("GET", "/v1/interchanges", key: server.northwind).items.isEmpty)
        }
    }
}
