import Foundation
import TestPeers
import Testing

@Suite(.serialized) struct AcknowledgementTests {
    @Test("the outcome holds what was answered; the list links to its bytes, for those who may see them")
    func offered() async throws {
        try await TestServer.with { server in
            let text = String(decoding: try TestServer.sample("01-order-north.edi"), as: UTF8.self)
            let answer = try await server.ask(
                "POST", "/v1/interchanges?wait=60", key: server.northwind, body: Array(text.utf8))
            let made = try #require((answer.json["acknowledgements"] as? [[String: Any]])?.first)
            #expect(made["kind"] as? String == "CONTRL" && made["verdict"] as? String == "accepted")
            let content = try #require(made["content"] as? String)
            #expect(content.contains("'UNH+1+CONTRL:D:3:UN'UCI+"))
            let id = try #require(answer.json["id"] as? String)
            let path = "/v1/interchanges/\(id)/acknowledgements"
            #expect((answer.json["links"] as? [String: String])?["acknowledgements"] == path)
            let list = try await server.ask("GET", path, key: server.northwind)
            #expect(list.items.count == 1 && list.items[0]["content"] == nil)
            #expect(list.items[0]["size"] as? Int == content.utf8.count)
            let bytes = try await server.ask("GET", path + "/1", key: server.northwind)
            #expect(bytes.text == content && bytes.headers["content-type"] == "application/EDIFACT")
            #expect(bytes.headers["content-disposition"] == "attachment; filename*=UTF-8''CONTRL-1.edi")
            let administrator = try await server.ask("GET", path + "/1", key: server.administrator)
            #expect(administrator.text == content)
            for foreign in [path, path + "/1"] {
                let refused = try await server.ask("GET", foreign, key: server.johnssons)
                #expect(refused.status == 404)
            }
            for missing in ["/2", "/0", "/x"] {
                let answer = try await server.ask("GET", path + missing, key: server.northwind)
                #expect(answer.status == 404 && answer.code == "intake.acknowledgement-unknown")
            }
        }
    }
}
