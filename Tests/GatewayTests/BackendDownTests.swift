import Gateway
import Intake
import Testing
import TestPeers

@Suite(.serialized) struct BackendDownTests {
    @Test(
        "while a back end is down orders are accepted and wait; then they go by themselves, in order, once",
        arguments: StoreKind.all)
    func down(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .answer(503) }
            var last = ""
            for number in 1...12 {
                try await test.submit(EDI.order("W-\(number)", reference: number), wait: 0)
                last = try await test.submit(EDI.change("W-\(number)", reference: 100 + number), wait: 0).id
            }
            // All are decided, in their order, before the milestone moves.
            _ = try await test.routed(last)
            let view = try await eventually(240) {
                try await test.gateway.backends.list(caller: test.administrator).first {
                    $0.name == "legacy" && $0.breaker != "closed"
                }
            }
            #expect(view.failed == 0, "a fault of the back end fails no document")
            // The other side is not held up.
            try await test.goLive()
            let other = try await test.submit(EDI.order("W-99", reference: 99))
            #expect(other.documents?.first?.status == "delivered")

            test.legacy.behave { _ in .accept }
            let row = try await eventually(240) {
                let row = try await test.balances()
                return row.delivered == 25 ? row : nil
            }
            #expect(row.inFlight == 0)
            for number in 1...12 {
                let own = test.legacy.effects.filter { $0.headers["x-milepost-order-key"] == "northwind/W-\(number)" }
                #expect(own.map { $0.headers["x-milepost-type"] ?? "" } == ["order", "order-change"])
            }
        }
    }
}
