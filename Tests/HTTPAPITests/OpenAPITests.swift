import Foundation
import Gateway
import HTTPTypes
import Logging
import TestPeers
import Testing

@testable import HTTPAPI

@Suite struct OpenAPITests {
    @Test("the description names exactly the routes that the router has")
    func routes() async throws {
        try await TestServer.with { server in
            let api = HTTPAPI(gateway: GatewayInForce(server.gateway), logger: .init(label: "test"))
            let routes = Set(api.endpoints.map { "\($0.method.rawValue.lowercased()) \($0.path)" })
            let described = Self.described(HTTPAPI.openAPI)
            #expect(described == routes)
            #expect(routes.count == 129)
            let served = try await server.ask("GET", "/openapi.yaml", key: nil)
            #expect(served.text == HTTPAPI.openAPI)
        }
    }

    @Test("every operation has an id of its own, and every reference leads somewhere")
    func references() throws {
        let lines = HTTPAPI.openAPI.split(separator: "\n").map(String.init)
        let ids = lines.compactMap { $0.split(separator: "operationId: ").dropFirst().first.map(String.init) }
        #expect(ids.count == 129 && Set(ids).count == ids.count)
        for part in HTTPAPI.openAPI.components(separatedBy: "#/components/").dropFirst() {
            let path = part.prefix { $0 != "\"" }.split(separator: "/")
            let name = try #require(path.last)
            #expect(lines.contains { $0.hasPrefix("    \(name):") }, "\(part.prefix(40))")
        }
    }

    /// The operations of the document: a method, two levels below `paths`, under its path.
    private static func described(_ text: String) -> Set<String> {
        var found: Set<String> = []
        var path = ""
        var isInPaths = false
        for line in text.split(separator: "\n") {
            if !line.hasPrefix(" ") { isInPaths = line == "paths:" }
            guard isInPaths else { continue }
            if line.hasPrefix("  /") { path = String(line.dropFirst(2).dropLast()) }
            for method in ["get", "post", "put", "delete", "patch"] where line == "    \(method):" {
                found.insert("\(method) \(path)")
            }
        }
        return found
    }
}
