import Diagnostics
import Foundation
import Gateway
import Intake
import TestPeers
import Testing

@Suite(.serialized) struct MainPathTests {
    @Test("on day one an order reaches legacy in the very bytes received, file name included", arguments: StoreKind.all)
    func original(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let text = EDI.order("PO-1")
            let outcome = try await test.submit(text, fileName: "bestellung 1.edi")
            let document = try #require(outcome.documents?.first)
            #expect(document.status == "delivered")
            #expect(document.orderKey == "northwind/PO-1")
            #expect([document.site, document.side, document.backend] == ["north", "legacy", "legacy"])
            #expect(document.reason == "born at legacy: milestone north-intake is planned")
            let effect = try #require(test.legacy.effects.first)
            #expect(effect.text == text)
            #expect(effect.headers["x-milepost-file-name"] == "bestellung%201.edi")
            #expect(test.legacy.effects.count == 1 && test.new.effects.isEmpty)
        }
    }

    @Test("an interchange of several orders goes to legacy once, as it was received", arguments: StoreKind.all)
    func bundle(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let text = EDI.interchange([EDI.message("B-1"), EDI.message("B-2"), EDI.changeMessage("B-1")])
            let outcome = try await test.submit(text)
            #expect(outcome.documents?.map(\.status) == ["delivered", "delivered", "delivered"])
            #expect(test.legacy.effects.map(\.text) == [text])
        }
    }

    @Test("after the milestone is live a birth goes to new as canonical JSON", arguments: StoreKind.all)
    func canonical(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.goLive()
            let outcome = try await test.submit(EDI.order("PO-2"))
            #expect(outcome.documents?.first?.backend == "new")
            #expect(outcome.documents?.first?.reason == "born at new: milestone north-intake is live")
            let effect = try #require(test.new.effects.first)
            #expect(effect.text.hasPrefix(#"{"document":"order","number":"PO-2""#))
            #expect(effect.text.contains(#""gtin":"4000862141404""#))
            #expect(effect.headers["x-milepost-order-key"] == "northwind/PO-2")
        }
    }

    @Test("changes and cancellations follow their order across the move and back", arguments: StoreKind.all)
    func follows(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.submit(EDI.order("OLD"))
            try await test.goLive()
            try await test.submit(EDI.order("NEW"))
            for (number, backend) in [("OLD", "legacy"), ("NEW", "new")] {
                let change = try await test.submit(EDI.change(number, reference: 5))
                #expect(change.documents?.first?.backend == backend)
            }
            try await test.goBack()
            for (number, backend) in [("OLD", "legacy"), ("NEW", "new")] {
                let change = try await test.submit(EDI.change(number, quantity: 12, reference: 6))
                #expect(change.documents?.first?.backend == backend)
                let cancel = try await test.submit(EDI.order(number, function: 1, reference: 7))
                #expect(cancel.documents?.first?.type == "order-cancellation")
                #expect(cancel.documents?.first?.backend == backend)
            }
            #expect(try await test.submit(EDI.order("NEWER")).documents?.first?.backend == "legacy")
        }
    }

    @Test("a bad order of ten leaves nine delivered", arguments: StoreKind.all)
    func nineOfTen(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            var messages = (1...10).map { EDI.message("T-\($0)") }
            messages[6][9] = "QTY+21:many"
            let outcome = try await test.submit(EDI.interchange(messages), fileName: "ten.edi")
            let documents = try #require(outcome.documents)
            #expect(documents.count == 10)
            #expect(documents.filter { $0.status == "delivered" }.count == 9)
            let bad = documents[6]
            #expect(bad.status == "failed")
            let fault = try #require(bad.diagnostics.first { $0.severity == "error" })
            #expect(fault.tag == "QTY" && fault.value == "many" && fault.segment == 10)
            #expect(!fault.message.isEmpty && !fault.rule.isEmpty && !fault.fix.isEmpty)
            // Each goes alone in the envelope it came in.
            #expect(test.legacy.effects.count == 9)
            #expect(test.legacy.effects.allSatisfy { $0.text.hasPrefix("UNB+UNOA:3+5412345000013:14") })
            #expect(test.legacy.effects.allSatisfy { $0.text.hasSuffix("UNZ+1+1'") })
        }
    }

    @Test("the same order again is a duplicate, with other content it is held", arguments: StoreKind.all)
    func duplicates(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.submit(EDI.order("D-1"))
            try await test.goLive()
            let again = try await test.submit(EDI.order("D-1", reference: 77))
            #expect(again.documents?.first?.status == "duplicate")
            let other = try await test.submit(EDI.order("D-1", quantity: 49, reference: 78))
            #expect(other.documents?.first?.status == "held")
            #expect(other.documents?.first?.diagnostics.last?.code == "route.original-differs")
            let sent = try await test.submit(EDI.order("D-1", quantity: 50, function: 5, reference: 79), wait: 0)
            let replacement = try await test.routed(sent.id)
            #expect(replacement.backend == "legacy")
            #expect(replacement.status == "delivering", "it keeps its place behind the held one")
            #expect(test.legacy.effects.count == 1 && test.new.effects.isEmpty)
        }
    }

    @Test("one idempotency key is one interchange, with other bytes it is refused", arguments: StoreKind.all)
    func idempotency(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let first = try await test.submit(EDI.order("K-1"), key: "k")
            let second = try await test.submit(EDI.order("K-1"), key: "k")
            #expect(first.id == second.id)
            await #expect(throws: GatewayError.self) { try await test.submit(EDI.order("K-2"), key: "k") }
            #expect(test.legacy.effects.count == 1)
        }
    }

    @Test(
        "an unknown buyer, an unknown site and a payload of rubbish each get their own answer", arguments: StoreKind.all
    )
    func unknowns(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let buyer = EDI.order("U-1").replacingOccurrences("BY+5412345000013", "BY+5790000000012")
            #expect(try await test.submit(buyer).documents?.first?.diagnostics.last?.code == "route.buyer-unknown")
            let site = try await test.submit(EDI.order("U-2", site: "5790000000029"), sender: "other")
            #expect(site.documents?.first?.diagnostics.last?.code == "route.site-unknown")
            let rubbish = try await test.submit("%PDF-1.7 not an order")
            #expect(rubbish.status == "unreadable")
            #expect(rubbish.diagnostics.map(\.code) == ["intake.syntax-unknown"])
            let test1 = try await test.submit(EDI.order("U-3", test: true))
            #expect(test1.documents?.first?.diagnostics.last?.code == "route.test-backend-missing")
            await #expect(throws: GatewayError.self) { try await test.submit(EDI.order("U-4"), sender: "nobody") }
            await #expect(throws: GatewayError.self) { try await test.submit("") }
            let row = try await test.balances()
            #expect(row.failed == 1 && row.held == 2)
        }
    }
}

extension String {
    func replacingOccurrences(_ old: String, _ new: String) -> String {
        components(separatedBy: old).joined(separator: new)
    }
}
