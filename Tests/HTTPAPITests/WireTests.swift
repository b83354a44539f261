import TestPeers
import Testing

@testable import HTTPAPI

@Suite(.serialized) struct WireTests {
    private static func head(_ server: TestServer, _ fields: String, key: String? = nil) -> String {
        "POST /v1/interchanges HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(key ?? server.northwind)\r\n\(fields)\r\n"
    }

    @Test("a client that asks before it sends hears 100, then its answer")
    func expects() async throws {
        try await TestServer.with { server in
            let body = try TestServer.sample("01-order-north.edi")
            let fields = "Expect: 100-continue\r\nContent-Length: \(body.count)\r\n"
            let heard = try await server.exchange([Array(Self.head(server, fields).utf8), body])
            #expect(heard.map(\.status) == [100, 202])
        }
    }

    @Test("a client that asks in vain hears no 100 and is told to close")
    func expectsInVain() async throws {
        try await TestServer.with(HTTPAPI.Limits(largestPayload: 1_000)) { server in
            let fields = "Expect: 100-continue\r\nContent-Length: 1001\r\n"
            let large = try await server.raw(Self.head(server, fields))
            #expect(large?.status == 413 && large?.headers["connection"] == "close")
            let stranger = try await server.raw(Self.head(server, fields, key: "mp_nobody"))
            #expect(stranger?.status == 401 && stranger?.headers["connection"] == "close")
        }
    }

    @Test("a body that stalls is answered with 408, small and streamed", arguments: [10, 2_000_000])
    func stalls(sent: Int) async throws {
        var limits = HTTPAPI.Limits()
        limits.bodySilence = .milliseconds(200)
        try await TestServer.with(limits) { server in
            let answer = try await server.raw(
                Self.head(server, "Content-Length: 3000000\r\n") + String(repeating: "A", count: sent))
            #expect(answer?.status == 408 && answer?.code == "api.body-slow")
            #expect(answer?.headers["connection"] == "close")
            #expect(try await server.ask("GET", "/v1/interchanges", key: server.northwind).items.isEmpty)
        }
    }

    @Test("what is no HTTP is answered with a problem")
    func malformed() async throws {
        try await TestServer.with { server in
            let long = String(repeating: "a", count: 40_000)
            let cases = [
                ("GET /healthz HTTP/1.1\r\nHost: x\r\nA: \(long)\r\n\r\n", 431, "api.head-too-large"),
                ("GET /\(long) HTTP/1.1\r\nHost: x\r\n\r\n", 431, "api.head-too-large"),
                (Self.head(server, "Content-Length: 1\r\nContent-Length: 2\r\n"), 400, "api.request-malformed"),
                ("HELO there\r\n\r\n", 400, "api.request-malformed"),
            ]
            for (text, status, code) in cases {
                let answer = try await server.raw(text)
                #expect(answer?.status == status && answer?.code == code, "\(text.prefix(40))")
                #expect(answer?.headers["content-type"] == "application/problem+json")
            }
        }
    }
}
