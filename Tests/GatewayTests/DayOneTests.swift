import Diagnostics
import Gateway
import Rollout
import Testing
import TestPeers

@Suite(.serialized) struct DayOneTests {
    @Test("a change of an order never seen reaches legacy at once, with that reason", arguments: StoreKind.all)
    func unknownKey(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.goLive()
            let text = EDI.change("SEEN-BEFORE")
            let outcome = try await test.submit(text, fileName: "change.edi")
            let document = try #require(outcome.documents?.first)
            #expect(document.status == "delivered" && document.backend == "legacy")
            #expect(
                document.reason
                    == "unknown order: goes to legacy, because the open orders of north are not all imported")
            #expect(test.legacy.effects.map(\.text) == [text])
            // The next one follows.
            let next = try await test.submit(EDI.change("SEEN-BEFORE", quantity: 7, reference: 9))
            #expect(next.documents?.first?.backend == "legacy")
        }
    }

    @Test("an imported order's change follows its import, on either side", arguments: StoreKind.all)
    func imported(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let list =
                "buyer,number,site\nnorthwind,I-1,north\n5412345000013;broken\nnobody,I-2,north\nnorthwind,I-3,north\n"
            let imported = try await test.gateway.orders.importOpenOrders(
                Array(list.utf8), side: .new, site: nil, sign: false, caller: test.administrator)
            #expect(imported.imported == 2)
            #expect(imported.faults.map(\.line) == [3, 4])
            let change = try await test.submit(EDI.change("I-1"))
            #expect(change.documents?.first?.backend == "new")
            let original = try await test.submit(EDI.order("I-3"))
            #expect(original.documents?.first?.diagnostics.last?.code == "route.original-of-imported")
            let again = try await test.gateway.orders.importOpenOrders(
                Array("buyer,number,site\nnorthwind,I-1,north\n".utf8), side: .legacy, site: nil, sign: false,
                caller: test.administrator)
            #expect(again.imported == 0 && again.faults.count == 1, "an import never changes an owner")
        }
    }

    @Test("a list with faulty lines is not signed, and says which sites wait for it", arguments: StoreKind.all)
    func unsigned(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let long = String(repeating: "9", count: 201)
            let list =
                "buyer,number,site\nnorthwind,I-1,north\nnorthwind,I-1,south\nnorthwind,\(long),north\n"
                + "northwind,I\u{0}2,north\nnorthwind,I-1,north\n"
            let imported = try await test.gateway.orders.importOpenOrders(
                Array(list.utf8), side: .legacy, site: "north", sign: true, caller: test.administrator)
            #expect(imported.imported == 1 && imported.known == 1)
            #expect(imported.faults.map(\.line).sorted() == [3, 4, 5])
            #expect(imported.signed.isEmpty && imported.unsigned == ["north"])
        }
    }

    @Test("after the import is signed a change waits for its order, and goes behind it", arguments: StoreKind.all)
    func parked(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let signed = try await test.gateway.orders.importOpenOrders(
                Array("buyer,number\n".utf8), side: .legacy, site: "north", sign: true, caller: test.administrator)
            #expect(signed.signed == ["north"])
            try await test.goLive()
            let change = try await test.submit(EDI.change("LATE"))
            #expect(change.documents?.first?.status == "parked")
            #expect(try await test.balances().parked == 1)
            try await test.submit(EDI.order("LATE", reference: 3))
            let woken = try await test.gateway.submissions.outcome(of: change.id, waiting: .seconds(240))
            #expect(woken.documents?.first?.status == "delivered")
            #expect(woken.documents?.first?.backend == "new")
            #expect(test.new.effects.map { $0.headers["x-milepost-type"] ?? "" } == ["order", "order-change"])
        }
    }

    @Test("a document that waits past its deadline fails visibly", arguments: StoreKind.all)
    func expires(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.parkingHours = 0.0001
        try await TestGateway.with(kind, options) { test in
            _ = try await test.gateway.orders.importOpenOrders(
                Array("buyer,number\n".utf8), side: .legacy, site: "north", sign: true, caller: test.administrator)
            let change = try await test.submit(EDI.change("NEVER"))
            let expired = try await eventually(240) {
                let view = try await test.gateway.submissions.outcome(of: change.id, waiting: .zero)
                return view.documents?.first.flatMap { $0.status == "failed" ? $0 : nil }
            }
            #expect(expired.diagnostics.last?.code == "route.parking-expired")
        }
    }
}

/// Asks until there is an answer, at most so many seconds.
func eventually<Value>(_ seconds: Double, _ body: () async throws -> Value?) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
        if let value = try await body() { return value }
        guard ContinuousClock.now < deadline else { throw PeerError("it did not happen within \(seconds) s") }
        try await Task.sleep(for: .milliseconds(20))
    }
}
