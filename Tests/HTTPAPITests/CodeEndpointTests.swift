import Foundation
import Gateway
import TestPeers
import Testing

@testable import HTTPAPI

/// What codes mean, and rehearsals of mappings, by HTTP.
@Suite(.serialized) struct CodeEndpointTests {
    @Test("a code says what it means for the business and what each role does, in three languages")
    func codes() async throws {
        try await TestServer.with { server in
            let english = try await server.ask("GET", "/v1/codes/deliver.refused", key: server.administrator)
            let meaning = try JSONDecoder().decode(CodeMeaning.self, from: Data(english.text.utf8))
            #expect(
                english.status == 200 && meaning.language == "en" && meaning.meaning.contains("NOT in the back end"))
            #expect(!meaning.support.isEmpty && !meaning.operations.isEmpty && !meaning.partner.isEmpty)
            for (language, word) in [("ru", "НЕТ"), ("pl", "NIE")] {
                let answer = try await server.ask(
                    "GET", "/v1/codes/deliver.refused?language=\(language)", key: server.northwind)
                let said = try JSONDecoder().decode(CodeMeaning.self, from: Data(answer.text.utf8))
                #expect(answer.status == 200 && said.language == language && said.meaning.contains(word))
            }
            let all = try await server.ask("GET", "/v1/codes", key: server.administrator)
            let page = try JSONDecoder().decode(Page<CodeMeaning>.self, from: Data(all.text.utf8))
            #expect(page.items.count > 400 && page.items.contains(meaning))
            for (path, status, code) in [
                ("/v1/codes/deliver.refuse", 404, "api.code-unknown"),
                ("/v1/codes/deliver.refused?language=xx", 400, "api.language-unknown"),
                ("/v1/codes?colour=red", 400, "api.parameter-unknown"),
            ] {
                let answer = try await server.ask("GET", path, key: server.administrator)
                #expect([status, 422].contains(answer.status) && answer.code == code, "\(answer.text)")
            }
        }
    }

    @Test("mappings are rehearsed, confirmed and published by who may")
    func roles() async throws {
        try await TestServer.with { server in
            for (path, body) in [
                ("/v1/mappings/rehearsals", "{}"), ("/v1/mappings/publish", #"{"rehearsed":"1"}"#),
            ] {
                let answer = try await server.ask("POST", path, key: server.northwind, body: Array(body.utf8))
                #expect(answer.status == 403, "\(path)")
            }
            let none = try await server.ask(
                "POST", "/v1/mappings/publish", key: server.administrator, body: Array(#"{"rehearsed":"1"}"#.utf8))
            #expect(none.status == 404 && none.code == "replay.rehearsal-unknown")
            let strange = try await server.ask(
                "POST", "/v1/mappings/rehearsals", key: server.administrator, body: Array(#"{"from":"soon"}"#.utf8))
            #expect(strange.status == 400 && strange.code == "api.parameter-invalid")
        }
    }
}
