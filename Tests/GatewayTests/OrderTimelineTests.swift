import ConfigurationFiles
import Gateway
import Intake
import TestPeers
import Testing

/// One order in one look.
@Suite(.serialized) struct OrderTimelineTests {
    @Test("it tells what came, where it went, what bound it, and what was answered", arguments: StoreKind.all)
    func whole(kind: StoreKind) async throws {
        try await OutboundTests.with(kind) { test, partner in
            try await test.submit(EDI.order("A-1"))
            _ = try await OutboundTests.handOver(OutboundTests.response("A-1"), key: "1", to: test)
            let contrl =
                "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0931+77'UNH+1+CONTRL:D:3:UN'"
                + "UCI+1+4098765000010:14+5412345000013:14+7'UNT+3+1'UNZ+1+77'"
            try await test.submit(contrl)
            test.legacy.behave { _ in .answer(422) }
            let change = try #require(try await test.submit(EDI.change("A-1")).documents?.first)

            let order = try await test.gateway.orders.show("northwind/A-1", caller: test.administrator)
            #expect(
                order.standing == "with legacy; order-change \(change.id) is failed (deliver.refused)",
                "\(order.standing ?? "")")
            let kinds = order.timeline.map(\.kind)
            let expected = [
                "received", "bound", "primary.delivered", "received", "outbound.delivered", "answered.accepted",
                "received",
                "primary.failed",
            ]
            #expect(
                kinds.filter { expected.contains($0) && $0 != "bound" } == expected.filter { $0 != "bound" }, "\(kinds)"
            )
            #expect(kinds.contains("bound"))
            let words = order.timeline.map(\.words)
            #expect(words.contains { $0.hasPrefix("order") && $0.hasSuffix("went to legacy") }, "\(words)")
            #expect(words.contains { $0.hasSuffix("went to northwind under number 1") }, "\(words)")
            #expect(words.contains("northwind acknowledged number 1: accepted"), "\(words)")
            #expect(words.contains { $0.hasPrefix("order-intake bound to legacy (legacy): ") }, "\(words)")
            #expect(order.timeline.map(\.at) == order.timeline.map(\.at).sorted())
        }
    }

    @Test("its partner sees what it sent and was sent, and nothing of the house", arguments: StoreKind.all)
    func partner(kind: StoreKind) async throws {
        try await OutboundTests.with(kind) { test, _ in
            try await test.submit(EDI.order("A-1"))
            _ = try await OutboundTests.handOver(OutboundTests.response("A-1"), key: "1", to: test)
            // A rogue word of new is the house's own business.
            _ = try await OutboundTests.handOver(OutboundTests.response("A-1"), by: "new", key: "2", to: test)
            let caller = Caller(name: "northwind", role: .partner, partner: "northwind")
            let order = try await test.gateway.orders.show("northwind/A-1", caller: caller)
            #expect(order.timeline.map(\.kind) == ["received", "primary.delivered", "outbound.delivered"])
            let words = order.timeline.map(\.words).joined(separator: "; ")
            #expect(!words.contains("legacy") && !words.contains("new"), "\(words)")
            let standing = order.standing ?? ""
            #expect(standing.hasPrefix("all that you sent is taken; last sent to you: order-response "), "\(standing)")
            #expect(order.documents.count == 1)
            let stranger = Caller(name: "other", role: .partner, partner: "other")
            let refusal = await faultCode {
                _ = try await test.gateway.orders.show("northwind/A-1", caller: stranger)
            }
            #expect(refusal == "intake.order-unknown")
        }
    }
}
