import ConfigurationFiles
import Diagnostics
import Gateway
import Rollout
import Store
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

    @Test("an import releases what waits for its orders, in order", arguments: StoreKind.all)
    func releases(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let orders = test.gateway.orders
            _ = try await orders.importOpenOrders(
                Array("buyer,number\n".utf8), side: .legacy, site: "north", sign: true, caller: test.administrator)
            let first = EDI.change("I-7")
            let second = EDI.change("I-7", quantity: 5, reference: 3)
            let parked = try await test.submit(first)
            let next = try await test.submit(second)
            let other = try await test.submit(EDI.change("I-8", reference: 4))
            #expect([parked, next, other].map { $0.documents?.first?.status } == ["parked", "parked", "parked"])
            let imported = try await orders.importOpenOrders(
                Array("buyer,number\nnorthwind,I-7\n".utf8), side: .legacy, site: "north", sign: false,
                caller: test.administrator)
            #expect(imported.imported == 1 && imported.released == 2)
            for id in [parked.id, next.id] {
                let outcome = try await test.gateway.submissions.outcome(of: id, waiting: .seconds(240))
                #expect(outcome.documents?.first?.status == "delivered")
            }
            #expect(test.legacy.effects.map(\.text) == [first, second])
            #expect(try await test.balances().parked == 1)
        }
    }

    @Test("an import releases changes that were held since no rule knew their site", arguments: StoreKind.all)
    func releasesHeld(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { $0.routing.siteRules.removeAll { $0.fact == "partner" } }
            let change = try await test.submit(EDI.change("I-9"))
            #expect(change.documents?.first?.diagnostics.last?.code == "route.site-unknown")
            let imported = try await test.gateway.orders.importOpenOrders(
                Array("buyer,number\nnorthwind,I-9\n".utf8), side: .new, site: "north", sign: false,
                caller: test.administrator)
            #expect(imported.released == 1)
            let outcome = try await test.gateway.submissions.outcome(of: change.id, waiting: .seconds(240))
            let document = try #require(outcome.documents?.first)
            #expect(document.status == "delivered" && document.backend == "new" && document.diagnostics.isEmpty)
        }
    }

    @Test("what an import that was cut short left waiting goes at the next start", arguments: StoreKind.all)
    func cutShort(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            _ = try await test.gateway.orders.importOpenOrders(
                Array("buyer,number\n".utf8), side: .legacy, site: "north", sign: true, caller: test.administrator)
            let change = try await test.submit(EDI.change("I-10"))
            let key = try #require(change.documents?.first?.orderKey)
            // What the import commits first.
            try await test.database.write { transaction in
                let order = try #require(try transaction.lockOrders([key], at: 1).orders[key]?.order)
                var imported = order
                imported.origin = .imported
                imported.site = "north"
                try transaction.updateOrders([imported])
                try transaction.bind(
                    [
                        ItineraryRow(
                            orderKey: key, function: "order-intake", side: "legacy", backend: "legacy", epoch: 1, at: 1)
                    ], reason: "imported")
            }
            try await test.restart { _ in }
            let woken = try await eventually(240) {
                let view = try await test.gateway.submissions.outcome(of: change.id, waiting: .zero)
                return view.documents?.first.flatMap { $0.status == "delivered" ? $0 : nil }
            }
            #expect(woken.backend == "legacy")
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
