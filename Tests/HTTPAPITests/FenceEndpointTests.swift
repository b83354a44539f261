import Foundation
import TestPeers
import Testing

/// A dead back end is fenced and an order seen through to its release, by HTTP alone.
@Suite(.serialized) struct FenceEndpointTests {
    private static func post(
        _ path: String, _ body: String, on server: TestServer, key: String? = nil
    ) async throws -> HTTPMessage {
        try await server.ask("POST", path, key: key ?? server.administrator, body: Array(body.utf8))
    }

    /// Asks again until the answer holds, for a minute at most.
    private static func until(
        _ path: String, on server: TestServer, _ holds: (HTTPMessage) -> Bool
    ) async throws {
        for _ in 0..<600 {
            if holds(try await server.ask("GET", path, key: server.administrator)) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("\(path) never came to what was waited for")
    }

    @Test("an order is quarantined, entered and released; what is wrong is refused with its code")
    func story() async throws {
        try await TestServer.with(calls: false) { server in
            let milestone = "/v1/milestones/north-intake"
            let gates = ["backend-health", "checklist", "number-ranges", "open-failures"].map { "\"\($0)\":\"test\"" }
            for (action, body) in [
                ("approve", "{}"),
                ("advance", #"{"to":"live","reason":"test","overrides":{\#(gates.joined(separator: ","))}}"#),
            ] {
                let moved = try await Self.post("\(milestone)/\(action)", body, on: server)
                #expect(moved.status == 200, "\(moved.text.prefix(300))")
            }
            let sent = try await server.ask(
                "POST", "/v1/interchanges?wait=60", key: server.northwind, body: TestServer.sample("01-order-north.edi")
            )
            #expect(sent.text.contains("\"backend\":\"new\""))
            let plan = try await server.ask(
                "GET", "\(milestone)/plan?to=planned&policy=quarantine", key: server.administrator)
            let would = try #require(plan.json["quarantine"] as? [String: Any])
            #expect(would["orders"] as? Int == 1 && would["fences"] as? [String] == ["new"])
            let early = try await Self.post("\(milestone)/quarantine", #"{"reason":"r"}"#, on: server)
            #expect(early.status == 409 && early.code == "route.quarantine-births")
            let back = try await Self.post(
                "\(milestone)/reverse", #"{"reason":"new is dead","policy":"quarantine"}"#, on: server)
            #expect(back.status == 200, "\(back.text.prefix(300))")
            let fence = try #require(
                try await server.ask("GET", "/v1/fences", key: server.administrator).items.first?["id"] as? String)
            let order = "northwind%2FPO-2026-0001"
            let taken = try await server.ask(
                "GET", "/v1/fences/\(fence)/orders?step=quarantined", key: server.administrator)
            #expect(taken.items.map { $0["order"] as? String } == ["northwind/PO-2026-0001"])
            let entered = try await Self.post("/v1/orders/\(order)/enter", #"{"as":"4711"}"#, on: server)
            #expect(entered.status == 200 && entered.json["enteredAs"] as? String == "4711")
            // The new system takes no calls: a person sees to the release.
            try await Self.until("/v1/fences/\(fence)/orders", on: server) {
                $0.items.first?["asks"] as? Bool == true
            }
            let again = try await Self.post("/v1/orders/\(order)/enter", #"{"as":"4712"}"#, on: server)
            #expect(again.status == 409 && again.code == "route.not-quarantined")
            let done = try await Self.post(
                "/v1/orders/\(order)/release", #"{"outcome":"done","reason":"deleted there"}"#, on: server)
            #expect(done.status == 200 && done.json["step"] as? String == "released")
            try await Self.until("/v1/fences/\(fence)", on: server) { $0.json["stands"] as? Bool == false }
            let over = try await Self.post("/v1/orders/\(order)/return", #"{"reason":"r"}"#, on: server)
            #expect(over.status == 409 && over.code == "route.order-not-fenced")
        }
    }

    @Test("partners see no fences, and what is not understood is refused")
    func refusals() async throws {
        try await TestServer.with { server in
            for path in ["/v1/fences", "/v1/fences/x", "/v1/fences/x/orders"] {
                let foreign = try await server.ask("GET", path, key: server.northwind)
                #expect(foreign.status == 403, "\(path)")
            }
            let unknown = try await server.ask("GET", "/v1/fences/x", key: server.administrator)
            #expect(unknown.status == 404 && unknown.code == "route.fence-unknown")
            for path in ["/v1/fences/x/orders?step=lost", "/v1/milestones/north-intake/plan?to=planned&policy=lost"] {
                let wrong = try await server.ask("GET", path, key: server.administrator)
                #expect(wrong.status == 400, "\(path): \(wrong.status)")
            }
            for (path, body) in [
                ("/v1/orders/x%2F1/release", #"{"outcome":"lost","reason":"r"}"#), ("/v1/orders/x%2F1/enter", "{}"),
                ("/v1/milestones/north-intake/quarantine", #"{"orders":[],"reason":"r"}"#),
            ] {
                let wrong = try await Self.post(path, body, on: server)
                #expect(wrong.status == 400, "\(path): \(wrong.status) \(wrong.text.prefix(200))")
                let foreign = try await Self.post(path, body, on: server, key: server.northwind)
                #expect(foreign.status == 403, "\(path): \(foreign.status)")
            }
        }
    }
}
