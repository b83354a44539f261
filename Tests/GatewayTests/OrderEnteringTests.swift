import Diagnostics
import Gateway
import Orders
import TestPeers
import Testing

/// Orders by telephone and on paper.
@Suite struct OrderEnteringTests {
    private static let support = Caller(name: "sam", role: .support)

    private static func order(_ number: String) -> [UInt8] {
        var order = Order()
        order.number = number
        order.buyer.gln = GLN(canonicalText: "5412345000013")
        var site = Party()
        site.gln = GLN(canonicalText: "5412345000037")
        order.deliveryParty = site
        var line = Line()
        (line.number, line.item.buyerCode) = ("1", "A-1")
        order.lines = [line]
        return CanonicalDocument.order(order).jsonBytes
    }

    private static func enter(
        _ bytes: [UInt8], reason: String? = "by telephone", caller: Caller = support, in test: TestGateway
    ) async throws -> InterchangeView {
        try await test.gateway.entering.enter(
            bytes, of: "northwind", reason: reason, waiting: .seconds(240), caller: caller)
    }

    @Test(
        "an entered order is born where orders are born now, and its EDI twin is no second one",
        arguments: StoreKind.all)
    func twin(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.goLive()
            let entered = try await Self.enter(Self.order("T-1"), in: test)
            let document = try #require(entered.documents?.first)
            #expect(document.status == "delivered" && document.backend == "new" && document.orderKey == "northwind/T-1")
            let twin = try await test.submit(EDI.order("T-1"))
            #expect(twin.documents?.first?.status == "held")
            #expect(twin.documents?.first?.diagnostics.map(\.code) == ["route.original-differs"])
            let again = try await Self.enter(Self.order("T-1"), in: test)
            #expect(again.documents?.first?.status == "duplicate")
            #expect(test.new.effects.count == 1)
        }
    }

    @Test("anything but an order with a reason, by who may, is refused")
    func refused() async throws {
        try await TestGateway.with(.sqlite) { test in
            let change = CanonicalDocument.orderChange(OrderChange()).jsonBytes
            #expect(await faultCode { _ = try await Self.enter(change, in: test) } == "intake.entered-form")
            #expect(await faultCode { _ = try await Self.enter(Array("{".utf8), in: test) } == "orders.json-syntax")
            let order = Self.order("T-2")
            #expect(
                await faultCode { _ = try await Self.enter(order, reason: " ", in: test) } == "intake.reason-missing")
            let viewer = Caller(name: "vera", role: .viewer)
            #expect(
                await faultCode { _ = try await Self.enter(order, caller: viewer, in: test) } == "intake.forbidden")
        }
    }
}
