import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import Rollout
import TestPeers
import Testing

/// Documents that name several orders: what a truck brought, an invoice of a week.
@Suite(.serialized) struct CollectiveDocumentTests {
    /// What arrived of some orders of northwind, as the partner says it.
    static func receipt(_ numbers: String...) -> String {
        let lines = numbers.enumerated().map { index, number in
            "{\"number\":\"\(index + 1)\",\"order\":{\"number\":\"\(number)\",\"line\":\"1\"},"
                + "\"item\":{\"gtin\":\"4000862141404\"},\"receivedQuantity\":{\"value\":\"1\"}}"
        }
        return "{\"document\":\"receiving-advice\",\"number\":\"RA-\(numbers[0])\",\"issued\":\"2026-09-30\","
            + "\"buyer\":{\"gln\":\"5412345000013\"},\"lines\":[\(lines.joined(separator: ","))]}"
    }

    /// What a back end despatched of some orders.
    static func advice(_ numbers: String...) -> String {
        let lines = numbers.enumerated().map { index, number in
            "{\"number\":\"\(index + 1)\",\"order\":{\"number\":\"\(number)\",\"line\":\"1\"},"
                + "\"item\":{\"gtin\":\"4000862141404\"},\"quantity\":{\"value\":\"1\"}}"
        }
        return "{\"document\":\"despatch-advice\",\"number\":\"DA-\(numbers[0])\",\"issued\":\"2026-09-30\","
            + "\"buyer\":{\"gln\":\"5412345000013\"},\"supplier\":{\"gln\":\"4098765000010\"},"
            + "\"lines\":[\(lines.joined(separator: ","))]}"
    }

    private static func document(_ id: String, in test: TestGateway) async throws -> DocumentView {
        try await test.gateway.documents.document(id, caller: test.administrator)
    }

    @Test(
        "one waits for what came before it in any of its orders, and holds up what comes behind",
        arguments: StoreKind.all)
    func order(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.submit(EDI.interchange([EDI.message("A-1"), EDI.message("B-1")]))
            test.legacy.behave { $0.text.contains("CHG-B-1") ? .answer(422) : .accept }
            let stuck = try #require(try await test.submit(EDI.change("B-1")).documents?.first)
            #expect(stuck.status == "failed")
            let receipt = try await test.submit(Self.receipt("A-1", "B-1"), wait: 0)
            let waiting = try await test.routed(receipt.id)
            #expect(waiting.orderKey == "northwind/A-1" && waiting.function == "receiving", "\(waiting)")
            let behind = try await test.submit(EDI.change("A-1", reference: 3), wait: 0)
            _ = try await test.routed(behind.id)
            let shown = try await Self.document(waiting.id, in: test)
            #expect(shown.status == "delivering" && shown.waitsFor?.document == stuck.id, "\(shown)")
            let before = test.legacy.effects.count
            for key in ["northwind/A-1", "northwind/B-1"] {
                let view = try await test.gateway.orders.show(key, caller: test.administrator)
                #expect(view.documents.contains { $0.id == waiting.id })
                let refusal = await faultCode {
                    _ = try await test.gateway.orders.close(key, reason: "test", caller: test.administrator)
                }
                #expect(refusal == "route.order-busy")
            }

            test.legacy.behave { _ in .accept }
            _ = try await test.gateway.replay.retry(stuck.id, caller: test.administrator)
            _ = try await test.gateway.submissions.outcome(of: behind.id, waiting: .seconds(240))
            let arrived = test.legacy.effects.dropFirst(before).map { effect in
                ["CHG-B-1", "RA-A-1", "CHG-A-1"].first { effect.text.contains($0) }
            }
            #expect(arrived == ["CHG-B-1", "RA-A-1", "CHG-A-1"])
            let sent = try #require(test.legacy.effects.first { $0.text.contains("RA-A-1") })
            #expect(sent.headers["x-milepost-order-key"] == "northwind/A-1, northwind/B-1")
        }
    }

    @Test(
        "one whose orders have several owners is held whole, until one back end has them all", arguments: StoreKind.all)
    func differ(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            // Despatch moves with the orders.
            try await test.restart { installation in
                let cells = ["order-intake", "despatch"].map { Cell(function: $0, site: "north") }
                installation.milestones[0].cells = cells
                installation.routing.milestones[0].cells = cells
            }
            try await test.submit(EDI.order("A-1"))
            // What arrived of A binds its receiving to legacy.
            try await test.submit(Self.receipt("A-1"))
            try await test.goLive()
            try await test.submit(EDI.order("B-1", reference: 2))
            #expect(test.new.effects.count == 1 && test.legacy.effects.count == 2)
            let receipt = try #require(try await test.submit(Self.receipt("B-1", "A-1")).documents?.first)
            #expect(receipt.status == "held", "\(receipt)")
            let told = try #require(receipt.diagnostics.first { $0.code == "route.owners-differ" }).message
            #expect(told.contains("northwind/A-1 at legacy") && told.contains("northwind/B-1 at new"), "\(told)")
            #expect(test.new.effects.count == 1 && test.legacy.effects.count == 2)
        }
    }

    @Test("what a back end says of several orders waits for the last of them", arguments: StoreKind.all)
    func early(kind: StoreKind) async throws {
        try await OutboundTests.with(kind, documents: [.despatchAdvice: .mapping(.init(mappings: ["edifact-desadv"]))])
        { test, partner in
            try await test.submit(EDI.order("A-1"))
            let early = try await OutboundTests.handOver(Self.advice("A-1", "B-1", "C-1"), key: "1", to: test)
            #expect(early.status == "parked", "\(early)")
            try await test.submit(EDI.order("C-1", reference: 2))
            #expect(try await Self.document(early.id, in: test).status == "parked")
            try await test.submit(EDI.order("B-1", reference: 3))
            let sent = try await eventually(60) { partner.effects.first }
            #expect(sent.text.contains("BGM+351+DA-A-1"), "\(sent.text)")
            _ = try await eventually(60) {
                try await Self.document(early.id, in: test).status == "delivered" ? true : nil
            }
            #expect(partner.effects.count == 1)
        }
    }
}
