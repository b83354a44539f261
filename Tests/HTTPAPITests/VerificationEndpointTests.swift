import Foundation
import Gateway
import TestPeers
import Testing

@testable import HTTPAPI

/// Verifications by HTTP: what is wrong is refused before anything is asked of a back end.
@Suite(.serialized) struct VerificationEndpointTests {
    @Test("what cannot be verified, shown or repaired is refused with its code; partners are kept out")
    func refused() async throws {
        try await TestServer.with { server in
            let run = "0199f0c2-0000-7000-8000-000000000000"
            let cases = [
                ("POST", "/v1/verifications", #"{"site":"nowhere"}"#, 404, "verify.site-unknown"),
                ("POST", "/v1/verifications", #"{"site":"north"}"#, 409, "verify.listing-undeclared"),
                ("POST", "/v1/verifications", #"{"site":"north","from":"soon"}"#, 400, "api.parameter-invalid"),
                ("POST", "/v1/verifications", #"{"sites":"north"}"#, 400, "api.member-unknown"),
                ("GET", "/v1/verifications/\(run)", "", 404, "verify.run-unknown"),
                ("GET", "/v1/verifications/\(run)/findings?kind=odd", "", 400, "api.parameter-invalid"),
                ("POST", "/v1/verifications/\(run)/cancel", "", 404, "verify.run-unknown"),
                ("POST", "/v1/verifications/\(run)/repair", #"{"only":["all"]}"#, 400, "api.parameter-invalid"),
                ("POST", "/v1/verifications/\(run)/repair", "", 404, "verify.run-unknown"),
                ("GET", "/v1/sites/nowhere/differences", "", 404, "verify.site-unknown"),
            ]
            for (method, path, body, status, code) in cases {
                let answer = try await server.ask(
                    method, path, key: server.administrator, body: Array(body.utf8))
                #expect(answer.status == status && answer.code == code, "\(path): \(answer.text.prefix(200))")
            }
            let none = try await server.ask("GET", "/v1/verifications?site=north", key: server.administrator)
            #expect(none.status == 200 && none.text == #"{"items":[]}"#)
            let partner = try await server.ask("GET", "/v1/verifications", key: server.northwind)
            #expect(partner.status == 403)
        }
    }
}
