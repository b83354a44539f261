import Foundation
import Gateway
import TestPeers
import Testing

@testable import HTTPAPI

/// A rehearsal by HTTP: one request, an answer in lines.
@Suite(.serialized) struct RehearsalEndpointTests {
    private static let path = "/v1/milestones/north-intake/rehearse"

    private static func ask(
        _ body: String, on server: TestServer, key: String? = nil, path: String = path
    ) async throws -> HTTPMessage {
        try await server.ask("POST", path, key: key ?? server.administrator, body: Array(body.utf8))
    }

    @Test("the answer ends with the result; what is wrong is refused before it begins")
    func story() async throws {
        try await TestServer.with { server in
            let empty = try await Self.ask("", on: server)
            #expect(empty.status == 404 && empty.code == "route.rehearsal-empty")
            for (number, name) in ["01-order-north.edi", "05-order-south.edi"].enumerated() {
                let sent = try await server.ask(
                    "POST", "/v1/interchanges?wait=60", key: server.northwind, body: TestServer.sample(name))
                #expect(sent.status == 200 || sent.status == 202, "\(number)")
            }
            let answer = try await Self.ask(#"{"stage":"live","write":true}"#, on: server)
            #expect(answer.status == 200 && answer.headers["content-type"] == "application/x-ndjson")
            let lines = answer.text.split(separator: "\n")
            let last = try #require(lines.last.map { Data($0.utf8) })
            struct Line: Decodable { var result: RehearsalView }
            let result = try JSONDecoder().decode(Line.self, from: last).result
            #expect(result.births == 2 && result.movedBirths == 1 && result.stage == "live" && result.written == 0)
            #expect(lines.dropLast().allSatisfy { $0.hasPrefix(#"{"progress":"#) })

            let cases = [
                (#"{"stage":"lively"}"#, 400, "api.parameter-invalid"),
                (#"{"stage":"draining"}"#, 409, "route.rehearsal-stage"),
                (#"{"percent":101}"#, 422, "route.percent-range"),
                (#"{"from":"yesterday"}"#, 400, "api.parameter-invalid"),
                (#"{"from":"2999-01-01"}"#, 422, "route.rehearsal-future"),
                (#"{"since":"2026-01-01"}"#, 400, "api.member-unknown"),
            ]
            for (body, status, code) in cases {
                let refused = try await Self.ask(body, on: server)
                #expect(refused.status == status && refused.code == code, "\(body): \(refused.text.prefix(200))")
            }
            let unknown = try await Self.ask("", on: server, path: "/v1/milestones/nowhere/rehearse")
            #expect(unknown.status == 404 && unknown.code == "route.milestone-unknown")
            let partner = try await Self.ask("", on: server, key: server.northwind)
            #expect(partner.status == 403)
        }
    }

    @Test("while one runs another is refused, naming who runs it")
    func alone() async throws {
        try await TestServer.with { server in
            _ = try await server.ask(
                "POST", "/v1/interchanges?wait=60", key: server.northwind, body: TestServer.sample("01-order-north.edi")
            )
            let run = try await server.gateway.rehearsals.begin(
                "north-intake", RehearsalRequest(), caller: Caller(name: "ann", role: .viewer))
            let refused = try await Self.ask("", on: server)
            #expect(refused.status == 409 && refused.code == "route.rehearsal-running")
            #expect(refused.text.contains("ann rehearses milestone north-intake"))
            _ = try await run.next()
        }
    }
}
