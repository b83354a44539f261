import Gateway
import Rollout
import TestPeers
import Testing

@Suite(.serialized) struct OrderLookUpTests {
    @Test("an order is found by every spelling that its buyer's key rule takes for one", arguments: StoreKind.all)
    func spellings(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.orderKey = OrderKeyRule(ignoresCase: true, dropsLeadingZeros: true, prefixes: ["no. "])
        try await TestGateway.with(kind, options) { test in
            try await test.submit(EDI.order("PO-7"))
            try await test.submit(EDI.order("PO/8%", reference: 2))
            for typed in ["northwind/PO-7", "northwind/po-7", "northwind/no. 00po-7", "5412345000013/Po-7"] {
                let order = try await test.gateway.orders.show(typed, caller: test.administrator)
                #expect(order.key == "northwind/PO-7", "\(typed)")
            }
            for typed in ["northwind/PO%2F8%25", "northwind/po/8%25"] {
                let order = try await test.gateway.orders.show(typed, caller: test.administrator)
                #expect(order.key == "northwind/PO%2F8%25", "\(typed)")
            }
            #expect(try await Self.found("orderNumber", "po-7", test) == ["northwind/PO-7"])
            #expect(try await Self.found("orderNumber", "PO-7", test) == ["northwind/PO-7"])
            #expect(try await Self.found("orderNumber", "po-70", test) == [])
            #expect(try await Self.found("orderKey", "northwind/po-7", test) == ["northwind/PO-7"])
            let interchanges = try await test.gateway.documents.interchanges(
                Self.filter("orderNumber", "po-7"), cursor: nil, limit: 9, caller: test.administrator)
            #expect(interchanges.items.count == 1)
        }
    }

    @Test("without a rule a number is found as it is written, and no other", arguments: StoreKind.all)
    func plain(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.submit(EDI.order("PO-7"))
            #expect(try await Self.found("orderNumber", "PO-7", test) == ["northwind/PO-7"])
            #expect(try await Self.found("orderNumber", "po-7", test) == [])
            await #expect(throws: GatewayError.self) {
                _ = try await test.gateway.orders.show("northwind/po-7", caller: test.administrator)
            }
        }
    }

    private static func filter(_ name: String, _ value: String) -> SearchFilter {
        var filter = SearchFilter()
        let isSet = filter.set(name, to: value)
        #expect(isSet)
        return filter
    }

    /// The order keys of the documents that a filter finds.
    private static func found(_ name: String, _ value: String, _ test: TestGateway) async throws -> [String] {
        try await test.gateway.documents.documents(
            filter(name, value), cursor: nil, limit: 9, caller: test.administrator
        ).items.compactMap(\.orderKey)
    }
}
