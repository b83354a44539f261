import Foundation
import Gateway
import TestPeers
import Testing

@testable import HTTPAPI

/// Cross references by HTTP: lists, single ones under their versions, conflicts, and who may not.
@Suite(.serialized) struct MasterEndpointTests {
    private static let item = #"{"fromSystem":"legacy","from":"A-1","toSystem":"new","to":"100001"}"#

    @Test("one is added, changed under its version, ended, and keeps its history")
    func life() async throws {
        try await TestServer.with { server in
            let made = try await server.ask(
                "POST", "/v1/master/item", key: server.administrator, body: Array(Self.item.utf8))
            #expect(made.status == 201 && made.headers["etag"] == "\"1\"", "\(made.text)")
            let id = try JSONDecoder().decode(MasterEntryView.self, from: Data(made.text.utf8)).current.id
            let path = "/v1/master/entries/\(id)"
            let next = Array(Self.item.replacing("100001", with: "100002").utf8)
            func put(_ tag: String?) async throws -> (Int, String?) {
                let answer = try await server.ask(
                    "PUT", path, key: server.administrator, headers: tag.map { ["If-Match": $0] } ?? [:], body: next)
                return (answer.status, answer.code)
            }
            let blind = try await put(nil)
            #expect(blind == (428, "api.if-match-missing"))
            let odd = try await put("1")
            #expect(odd == (400, "api.parameter-invalid"))
            let right = try await put("\"1\"")
            #expect(right == (200, nil))
            let late = try await put("\"1\"")
            #expect(late == (412, "master.changed"))
            let shown = try await server.ask("GET", path, key: server.administrator)
            let entry = try JSONDecoder().decode(MasterEntryView.self, from: Data(shown.text.utf8))
            #expect(shown.headers["etag"] == "\"2\"" && entry.current.to == "100002")
            #expect(entry.history.map(\.to) == ["100001"] && entry.history[0].endReason == "changed")
            let ended = try await server.ask(
                "DELETE", path + "?reason=typed%20twice", key: server.administrator, headers: ["If-Match": "*"])
            #expect(ended.status == 200 && ended.text.contains("typed twice"), "\(ended.text)")
            let again = try await server.ask(
                "DELETE", path + "?reason=x", key: server.administrator, headers: ["If-Match": "*"])
            #expect(again.status == 409 && again.code == "master.ended")
            let none = try await server.ask("GET", "/v1/master?kind=item", key: server.administrator)
            #expect(none.text == #"{"items":[]}"#)
            let all = try await server.ask("GET", "/v1/master?code=A-1&history", key: server.administrator)
            let versions = try JSONDecoder().decode(Page<CrossReferenceView>.self, from: Data(all.text.utf8)).items
            #expect(versions.map(\.version) == [1, 2])
        }
    }

    @Test("what is wrong is refused with its code; partners are kept out")
    func refused() async throws {
        try await TestServer.with { server in
            let cases = [
                ("GET", "/v1/master?kind=colour", "", 404, "master.kind-unknown"),
                ("GET", "/v1/master?system=nobody", "", 422, "master.system-form"),
                ("GET", "/v1/master/entries/x", "", 404, "master.unknown"),
                ("POST", "/v1/master/colour", Self.item, 404, "master.kind-unknown"),
                ("POST", "/v1/master/item", #"{"from":"A"}"#, 400, "api.body-invalid"),
                (
                    "POST", "/v1/master/item", Self.item.replacing("legacy", with: "partner:nobody"), 422,
                    "master.system-unknown"
                ),
                ("POST", "/v1/master/item", Self.item.replacing("A-1", with: " "), 422, "master.code-form"),
                ("POST", "/v1/master/item/import?source=x", "a,b\n", 422, "master.list-columns"),
                ("POST", "/v1/master/item/import", "from,to\n", 400, "api.parameter-invalid"),
                ("POST", "/v1/missing-codes/reprocess", #"{"kind":"item"}"#, 400, "api.parameter-invalid"),
            ]
            for (method, path, body, status, code) in cases {
                let answer = try await server.ask(method, path, key: server.administrator, body: Array(body.utf8))
                #expect(answer.status == status && answer.code == code, "\(path): \(answer.text.prefix(200))")
            }
            for path in ["/v1/master", "/v1/missing-codes"] {
                let partner = try await server.ask("GET", path, key: server.northwind)
                #expect(partner.status == 403)
            }
        }
    }
}
