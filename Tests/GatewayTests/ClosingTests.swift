import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import Rollout
import Store
import TestPeers
import Testing

/// Orders that are done, and sites that go.
@Suite(.serialized) struct ClosingTests {
    private static func state(_ key: String, _ test: TestGateway) async throws -> String {
        try await test.gateway.orders.show(key, caller: test.administrator).state
    }

    @Test(
        "an order is closed by a person, opened by a document, and by its site's rule closed again",
        arguments: StoreKind.all)
    func closing(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { $0.routing.sites[0].closing = ClosingRule(afterQuietDays: 30) }
            try await test.submit(EDI.order("C-1"))
            let orders = test.gateway.orders
            let (key, caller) = ("northwind/C-1", test.administrator)
            #expect(
                await faultCode { _ = try await orders.close(key, reason: "", caller: caller) }
                    == "intake.reason-missing")
            #expect(try await orders.close(key, reason: "delivered whole", caller: caller).state == "closed")
            #expect(
                await faultCode { _ = try await orders.close(key, reason: "twice", caller: caller) }
                    == "route.order-closed")
            #expect(try await test.gateway.integrations.list(caller: caller).allSatisfy { $0.openOrders == 0 })
            let changed = try await test.submit(EDI.change("C-1"))
            #expect(changed.documents?.first?.status == "delivered")
            #expect(try await Self.state(key, test) == "open")
            // The requested day is long gone; a month without movement from now on.
            test.advance(seconds: 86_400 * 29)
            try await test.submit(EDI.order("C-2", reference: 3))
            test.advance(seconds: 86_400 * 2)
            _ = try await eventually(300) { try await Self.state(key, test) == "closed" ? true : nil }
            #expect(try await Self.state("northwind/C-2", test) == "open")
        }
    }

    /// What legacy makes of an order, in canonical JSON.
    private static func made(_ document: CanonicalDocument, _ key: String, in test: TestGateway) async throws {
        let text = String(decoding: document.jsonBytes, as: UTF8.self)
        let view = try await OutboundTests.handOver(text, key: key, to: test)
        #expect(view.status == "delivered", "\(view.diagnostics.map(\.message))")
    }

    private static func orderKey(_ key: String) -> Extension {
        var own = Extension()
        (own.name, own.value) = ("orderKey", key)
        return own
    }

    @Test("an order is closed once its owner has invoiced it, by an invoice that is one", arguments: StoreKind.all)
    func invoiced(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { $0.routing.sites[0].closing = ClosingRule(whenInvoiced: true) }
            for (index, number) in ["I-1", "I-2"].enumerated() {
                try await test.submit(EDI.order(number, reference: index + 1))
            }
            for (number, type) in [("I-1", InvoiceType.invoice), ("I-2", .prepayment)] {
                var invoice = Invoice()
                (invoice.number, invoice.type) = ("INV-\(number)", type)
                invoice.extensions = [Self.orderKey("northwind/\(number)")]
                try await Self.made(.invoice(invoice), number, in: test)
            }
            _ = try await eventually(300) { try await Self.state("northwind/I-1", test) == "closed" ? true : nil }
            #expect(try await Self.state("northwind/I-2", test) == "open")
        }
    }

    @Test("an order is closed once its despatch advices cover every line, and not before", arguments: StoreKind.all)
    func despatched(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { $0.routing.sites[0].closing = ClosingRule(whenDespatched: true) }
            for (index, number) in ["D-1", "D-2"].enumerated() {
                try await test.submit(EDI.order(number, reference: index + 1))
            }
            for (number, last) in [("D-1", 24), ("D-2", 23)] {
                for (part, quantity) in [24, last].enumerated() {
                    var (line, reference, despatched) = (DespatchLine(), OrderReference(), Quantity())
                    reference.line = "1"
                    (despatched.value, despatched.unit) = (ExactDecimal(quantity), "H87")
                    (line.number, line.order, line.quantity) = ("1", reference, despatched)
                    var advice = DespatchAdvice()
                    (advice.number, advice.lines) = ("DA-\(number)-\(part)", [line])
                    advice.extensions = [Self.orderKey("northwind/\(number)")]
                    try await Self.made(.despatchAdvice(advice), "\(number)-\(part)", in: test)
                }
            }
            _ = try await eventually(300) { try await Self.state("northwind/D-1", test) == "closed" ? true : nil }
            #expect(try await Self.state("northwind/D-2", test) == "open")
        }
    }

    @Test("an order is closed because its owner says so, and nobody else's word counts", arguments: StoreKind.all)
    func ownerSays(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.submit(EDI.order("O-1"))
            let orders = test.gateway.orders
            let legacy = Caller(name: "legacy", role: .backend, partner: BackendSender.name(of: "legacy"))
            @Sendable func say(_ key: String, _ backend: String = "legacy", _ caller: Caller? = nil) async -> String? {
                await faultCode {
                    _ = try await orders.close(key, by: backend, reason: "shipped", caller: caller ?? legacy)
                }
            }
            #expect(await say("northwind/O-1", "new") == "route.close-foreign")
            #expect(await say("northwind/O-9") == "intake.order-unknown")
            #expect(await say("northwind/O-1", "legacy", Caller(name: "kim", role: .operations)) == "intake.forbidden")
            #expect(await say("northwind/O-1") == nil)
            #expect(try await Self.state("northwind/O-1", test) == "closed")
            #expect(await say("northwind/O-1") == nil, "said twice is no fault")
            #expect(
                try await test.gateway.integrations.list(caller: test.administrator).allSatisfy { $0.openOrders == 0 })
            try await test.submit(EDI.change("O-1"))
            #expect(try await Self.state("northwind/O-1", test) == "open")
            try await test.restart { $0.routing.sites[0].closing = ClosingRule(whenBackendSaysSo: false) }
            let refused = await faultCode {
                _ = try await test.gateway.orders.close("northwind/O-1", by: "legacy", reason: nil, caller: legacy)
            }
            #expect(refused == "route.closing-unasked")
            try await test.restart { $0.routing.sites[0].closing = nil }
            test.legacy.behave { _ in .answer(422) }
            try await test.submit(EDI.order("O-2", reference: 7))
            let busy = await faultCode {
                _ = try await test.gateway.orders.close("northwind/O-2", by: "legacy", reason: nil, caller: legacy)
            }
            #expect(busy == "route.order-busy")
        }
    }

    @Test("an order is not closed while something of it waits", arguments: StoreKind.all)
    func busy(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .answer(422) }
            try await test.submit(EDI.order("B-1"))
            let orders = test.gateway.orders
            let fault = await faultCode {
                _ = try await orders.close("northwind/B-1", reason: "done", caller: test.administrator)
            }
            #expect(fault == "route.order-busy")
        }
    }

    @Test("a site that has open orders cannot leave the configuration", arguments: StoreKind.all)
    func removedSite(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.submit(EDI.order("R-1", site: "5412345000044"))
            @Sendable func without(_ installation: inout Installation) {
                installation.routing.sites.removeLast()
                installation.routing.siteRules[0].sites["5412345000044"] = nil
            }
            let fault = await faultCode { try await test.start(without) }
            #expect(fault == "route.site-removed")
            _ = try await test.gateway.orders.close("northwind/R-1", reason: "done", caller: test.administrator)
            #expect(await faultCode { try await test.start(without) } == nil)
        }
    }
}
