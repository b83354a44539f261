import Foundation
import TestPeers
import Testing

@Suite(.serialized) struct DeskTests {
    @Test("a document is found by everything that names it")
    func search() async throws {
        try await TestServer.with { server in
            for name in ["01-order-north.edi", "05-order-south.edi"] {
                _ = try await server.ask(
                    "POST", "/v1/interchanges?wait=60", key: server.northwind, headers: ["X-File-Name": name],
                    body: TestServer.sample(name))
            }
            let day = try await server.ask("GET", "/v1/documents?limit=1", key: server.administrator)
            let today = try #require((day.items.first?["receivedAt"] as? String)?.prefix(10))
            let next = try #require(day.json["next"] as? String)
            let rest = try await server.ask("GET", "/v1/documents?limit=1&cursor=\(next)", key: server.administrator)
            #expect(rest.items.first?["orderNumber"] as? String == "PO-2026-0001")
            let filters = [
                "sender=northwind": 2, "orderNumber=PO-2026-0001": 1, "orderKey=northwind%2FPO-2026-0003": 1,
                "fileName=05-order-south.edi": 1, "status=delivered": 2, "status=failed": 0, "from=\(today)": 2,
                "to=2020-01-01": 0, "to=\(today)": 2,
            ]
            for (filter, count) in filters {
                for list in ["documents", "interchanges"] where !(list == "interchanges" && filter.hasPrefix("status"))
                {
                    let found = try await server.ask("GET", "/v1/\(list)?\(filter)", key: server.administrator)
                    #expect(found.items.count == count, "\(list) \(filter)")
                }
            }
        }
    }

    @Test("an interchange of which nothing could be read is found, read again, and discarded with a reason")
    func unreadable() async throws {
        try await TestServer.with { server in
            let sent = try await server.ask(
                "POST", "/v1/interchanges?wait=60", key: server.northwind, body: Array("%PDF-1.7".utf8))
            let id = try #require(sent.json["id"] as? String)
            for filter in ["status=unreadable", "code=intake.syntax-unknown"] {
                let found = try await server.ask("GET", "/v1/interchanges?\(filter)", key: server.administrator)
                #expect(found.items.map { $0["id"] as? String } == [id], "\(filter)")
                let faults = found.items.first?["diagnostics"] as? [[String: Any]]
                #expect(faults?.first?["code"] as? String == "intake.syntax-unknown")
            }
            let path = "/v1/interchanges/\(id)"
            let again = try await server.ask("POST", "\(path)/reprocess?wait=60", key: server.administrator)
            #expect(again.status == 200 && again.json["status"] as? String == "unreadable")
            let foreign = try await server.ask("POST", "\(path)/discard", key: server.northwind)
            #expect(foreign.status == 403)
            let silent = try await server.ask("POST", "\(path)/discard", key: server.administrator)
            #expect(silent.status == 422 && silent.code == "intake.reason-missing", "\(silent.text)")
            let body = Array(#"{"reason":"a PDF"}"#.utf8)
            let done = try await server.ask("POST", "\(path)/discard", key: server.administrator, body: body)
            #expect(done.status == 200 && done.json["status"] as? String == "discarded")
            let twice = try await server.ask("POST", "\(path)/discard", key: server.administrator, body: body)
            #expect(twice.status == 409 && twice.code == "intake.interchange-discarded")
            #expect(twice.text.contains("milepost submit"))
        }
    }

    @Test("a broken order of ten is found with its fault, corrected from its original, and delivered")
    func repair() async throws {
        try await TestServer.with { server in
            let answer = try await server.ask(
                "POST", "/v1/interchanges?wait=60", key: server.northwind,
                body: TestServer.sample("06-ten-orders.edi"))
            #expect(answer.documents.count == 10)
            let failed = try await server.ask("GET", "/v1/documents?status=failed", key: server.administrator)
            let document = try #require(failed.items.first)
            let id = try #require(document["id"] as? String)
            let fault = try #require(
                (document["diagnostics"] as? [[String: Any]])?.first { $0["value"] as? String == "TEN" })
            #expect(fault["tag"] as? String == "QTY" && fault["line"] is Int && fault["offset"] is Int)
            let original = try await server.ask("GET", "/v1/documents/\(id)/original", key: server.administrator)
            #expect(original.text.hasPrefix("UNA") && original.text.contains("UNZ+1+"), "alone, in its envelope")
            let fixed = original.text.replacingOccurrences(of: "QTY+21:TEN", with: "QTY+21:10")
            let silent = try await server.ask(
                "POST", "/v1/documents/\(id)/edit", key: server.administrator, body: Array(fixed.utf8))
            #expect(silent.status == 422 && silent.code == "intake.reason-missing")
            let edited = try await server.ask(
                "POST", "/v1/documents/\(id)/edit?reason=told%20by%20the%20buyer", key: server.administrator,
                body: Array(fixed.utf8))
            #expect(edited.status == 200, "\(edited.text)")
            var status = ""
            for _ in 0..<2_000 where status != "delivered" {
                let shown = try await server.ask("GET", "/v1/documents/\(id)", key: server.administrator)
                status = shown.json["status"] as? String ?? ""
            }
            #expect(status == "delivered")
            let canonical = try await server.ask("GET", "/v1/documents/\(id)/canonical", key: server.administrator)
            #expect(canonical.json["number"] as? String == "PO-2026-0107")
            let timeline = try await server.ask("GET", "/v1/documents/\(id)/timeline", key: server.administrator)
            #expect(timeline.items.contains { ($0["words"] as? String)?.contains("told by the buyer") == true })
            let equation = try await server.ask("GET", "/v1/reports/equation", key: server.administrator)
            #expect(equation.json["balances"] as? Bool == true)
            let earlier = try await server.ask(
                "GET", "/v1/reports/equation?from=2001-01-01&to=2001-12-31", key: server.administrator)
            #expect((earlier.json["rows"] as? [Any])?.isEmpty == true)
        }
    }

    @Test("a milestone goes live with a reason, and an order shows its owner on both sides of the move")
    func milestone() async throws {
        try await TestServer.with { server in
            _ = try await server.ask(
                "POST", "/v1/interchanges?wait=60", key: server.northwind,
                body: TestServer.sample("01-order-north.edi"))
            let path = "/v1/milestones/north-intake"
            let bare = try await server.ask(
                "POST", path + "/advance", key: server.administrator, body: Array("{}".utf8))
            #expect(bare.status == 400, "a move names its stage, so that two clicks are one move")
            let silent = try await server.ask(
                "POST", path + "/advance", key: server.administrator, body: Array(#"{"to":"live"}"#.utf8))
            #expect(silent.code == "route.approval-missing")
            let wrong = try await server.ask(
                "POST", path + "/advance", key: server.administrator, body: Array(#"{"to":"moon"}"#.utf8))
            #expect(wrong.status == 400)
            let early = try await server.ask(
                "POST", path + "/advance", key: server.administrator,
                body: Array(#"{"to":"live","reason":"test"}"#.utf8))
            #expect(early.status == 409 && early.code == "route.approval-missing")
            let approved = try await server.ask(
                "POST", path + "/approve", key: server.administrator, body: Array("{}".utf8))
            #expect(approved.status == 200 && approved.json["approvedBy"] != nil)
            let live = try await server.ask(
                "POST", path + "/advance", key: server.administrator,
                body: Array(#"{"to":"live","reason":"test","overrides":{"checklist":"signed on paper"}}"#.utf8))
            #expect(live.status == 200 && live.json["stage"] as? String == "live")
            _ = try await server.ask(
                "POST", "/v1/interchanges?wait=60", key: server.northwind,
                body: TestServer.sample("04-order-north-latin1.edi"))
            for (number, side) in [("PO-2026-0001", "legacy"), ("PO-2026-0002", "new")] {
                let order = try await server.ask(
                    "GET", "/v1/orders/northwind%2F\(number)", key: server.administrator)
                let itinerary = try #require(order.json["itinerary"] as? [[String: Any]])
                #expect(itinerary.allSatisfy { $0["side"] as? String == side } && !itinerary.isEmpty)
            }
        }
    }

    @Test("it is ready when its loops run, and its figures are Prometheus' text")
    func operation() async throws {
        try await TestServer.with { server in
            var ready = 0
            for _ in 0..<2_000 where ready != 200 {
                ready = try await server.ask("GET", "/readyz", key: nil).status
            }
            #expect(ready == 200)
            let metrics = try await server.ask("GET", "/metrics", key: nil)
            #expect(metrics.headers["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
            for line in metrics.text.split(separator: "\n") where !line.hasPrefix("#") {
                #expect(line.wholeMatch(of: /[a-z_]+(\{[a-z]+="[^"]*"\})? [0-9]+/) != nil, "\(line)")
            }
        }
    }
}
