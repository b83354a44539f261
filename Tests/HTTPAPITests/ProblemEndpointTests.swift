import Diagnostics
import Foundation
import Gateway
import TestPeers
import Testing

@testable import HTTPAPI

/// Problems by HTTP: whom they are shown to, and what is no action.
@Suite(.serialized) struct ProblemEndpointTests {
    @Test("what nobody can read is a problem of its sender's, taken by who may, under one state at a time")
    func life() async throws {
        try await TestServer.with { server in
            let sent = try await server.ask(
                "POST", "/v1/interchanges?wait=30", key: server.northwind, body: Array("neither this nor that".utf8))
            #expect(sent.status == 200 || sent.status == 422 || sent.status == 202, "\(sent.text)")
            var found: ProblemView?
            for _ in 0..<400 where found == nil {
                let list = try await server.ask("GET", "/v1/problems?state=open", key: server.administrator)
                #expect(list.status == 200, "\(list.text)")
                found = try JSONDecoder().decode(Page<ProblemView>.self, from: Data(list.text.utf8)).items.first
                try await Task.sleep(for: .milliseconds(50))
            }
            let problem = try #require(found)
            #expect(problem.kind == "interchange" && problem.standing == 1 && !problem.fault.fix.isEmpty)
            let path = "/v1/problems/\(problem.id)"
            let theirs = try await server.ask("GET", path, key: server.northwind)
            #expect(theirs.status == 200)
            func act(_ action: String, _ body: String, key: String) async throws -> (Int, String?) {
                let answer = try await server.ask("POST", "\(path)/\(action)", key: key, body: Array(body.utf8))
                return (answer.status, answer.code)
            }
            let partner = try await act("take", "{}", key: server.northwind)
            #expect(partner.0 == 403)
            let nobody = try await act("assign", #"{"owner":" ann"}"#, key: server.administrator)
            #expect(nobody == (422, "problem.owner-form"))
            let strange = try await act("take", #"{"who":"me"}"#, key: server.administrator)
            #expect(strange == (400, "api.member-unknown"))
            let silent = try await act("ignore", "{}", key: server.administrator)
            #expect(silent == (409, "intake.reason-missing"))
            let taken = try await act("take", "{}", key: server.administrator)
            #expect(taken == (200, nil))
            let early = try await act("resolve", #"{"reason":"done"}"#, key: server.administrator)
            #expect(early == (409, "problem.stands"))
            for (wrong, code) in [
                ("?state=closed", "api.parameter-invalid"), ("?cursor=x", "api.cursor-invalid"),
                ("?colour=red", "api.parameter-unknown"),
            ] {
                let answer = try await server.ask("GET", "/v1/problems" + wrong, key: server.administrator)
                #expect(answer.status == 400 && answer.code == code, "\(answer.text)")
            }
            let none = try await server.ask("GET", "/v1/problems/%00x", key: server.administrator)
            #expect(none.status == 404 || none.status == 400)
        }
    }
}
