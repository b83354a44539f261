import ConfigurationFiles
import Gateway
import Intake
import Orders
import Rollout
import TestPeers
import Testing

/// What back ends say of their own codes: learned, used, never written over what is known.
@Suite struct LearningTests {
    private static func with(_ kind: StoreKind, _ body: (TestGateway) async throws -> Void) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                for index in installation.backends.indices {
                    installation.backends[index].payload = .canonical
                    installation.backends[index].learns.orderMember = "order.id"
                    installation.backends[index].learns.items = true
                }
                installation.backends[0].abilities.takes = [.standby, .copies]
                installation.backends[0].translates = [.order, .item]
                installation.partners[0].unknownItems = .pass
            }
            try await body(test)
        }
    }

    private static func response(own id: String?, lines: [(buyer: String?, own: String?)] = []) -> String {
        var response = OrderResponse()
        response.number = id ?? "A-1"
        response.documentNumber = "R-1"
        response.status = .accepted
        response.supplier.gln = GLN(canonicalText: "4098765000010")
        if id == nil { response.buyer.gln = GLN(canonicalText: "5412345000013") }
        for (index, item) in lines.enumerated() {
            var line = ResponseLine()
            line.number = String(index + 1)
            line.orderLine = "1"
            line.item.buyerCode = item.buyer
            line.item.supplierCode = item.own
            line.item.gtin = GTIN(canonicalText: "4000862141404")
            response.lines.append(line)
        }
        if let id {
            var own = Extension()
            (own.name, own.value) = ("ownOrder", id)
            response.extensions = [own]
        }
        return String(decoding: CanonicalDocument.orderResponse(response).jsonBytes, as: UTF8.self)
    }

    private static func listed(_ kind: MasterKind, in test: TestGateway) async throws -> [CrossReferenceView] {
        var filter = CrossReferenceFilterView()
        filter.kind = kind
        return try await test.gateway.master.list(filter, caller: test.administrator).items
    }

    @Test("an answer's id of an order is kept, and its documents are known by it alone", arguments: StoreKind.all)
    func orders(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            test.legacy.behave { _ in .reply(#"{"order":{"id":4500001}}"#) }
            let order = try #require(try await test.submit(EDI.order("A-1")).documents?.first)
            #expect(order.status == "delivered" && order.backend == "legacy")
            let known = try #require(try await Self.listed(.order, in: test).first)
            #expect(known.from == "northwind/A-1" && known.toSystem == "backend:legacy" && known.to == "4500001")
            #expect(known.sourceKind == "document" && known.source == order.id)
            let shown = try await test.gateway.orders.show("northwind/A-1", caller: test.administrator)
            #expect(shown.ids?.map(\.system) == ["backend:legacy"] && shown.ids?.map(\.id) == ["4500001"])
            let answer = try await OutboundTests.handOver(
                Self.response(own: "4500001"), key: "r-1", to: test)
            #expect(answer.orderKey == "northwind/A-1" && answer.function == "order-response", "\(answer)")
            // What it was given and lists among its own is an echo, by its id alone.
            var echo = Order()
            echo.number = "4500001"
            echo.buyer.gln = GLN(canonicalText: "5412345000013")
            echo.deliveryParty = Party()
            echo.deliveryParty?.gln = GLN(canonicalText: "5412345000037")
            var own = Extension()
            (own.name, own.value) = ("ownOrder", "4500001")
            echo.extensions = [own]
            let text = String(decoding: CanonicalDocument.order(echo).jsonBytes, as: UTF8.self)
            let back = try await OutboundTests.handOver(text, key: "o-1", to: test)
            #expect(back.status == "duplicate" && back.reason?.contains(order.id) == true, "\(back)")
            // An id that nobody knows resolves nothing.
            let stranger = try await OutboundTests.handOver(Self.response(own: "999"), key: "r-2", to: test)
            #expect(stranger.status == "held" && stranger.orderKey == nil, "\(stranger)")
        }
    }

    @Test("item codes of an order response are learned; what contradicts stands beside", arguments: StoreKind.all)
    func items(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.submit(EDI.order("A-1"))
            let first = try await OutboundTests.handOver(
                Self.response(own: nil, lines: [("B-7", "L-1"), ("B-8", nil)]), key: "r-1", to: test)
            #expect(first.orderKey == "northwind/A-1")
            let learned = try await Self.listed(.item, in: test)
            let codes = Set(learned.map { "\($0.fromSystem) \($0.from) \($0.to)" })
            #expect(codes == ["partner:northwind B-7 L-1", "canonical 4000862141404 L-1"])
            _ = try await OutboundTests.handOver(
                Self.response(own: nil, lines: [("B-7", "L-1")]), key: "r-2", to: test)
            let same = try await Self.listed(.item, in: test)
            #expect(same.count == 2)
            _ = try await OutboundTests.handOver(
                Self.response(own: nil, lines: [("B-7", "L-2")]), key: "r-3", to: test)
            let beside = try await Self.listed(.item, in: test).filter { $0.from == "B-7" }
            #expect(beside.map(\.to) == ["L-1", "L-2"] && beside.allSatisfy { !$0.conflictsWith.isEmpty })
            // What a person has ended is not learned again.
            _ = try await test.gateway.master.decide(
                beside[0].id, reason: "the price list", caller: test.administrator)
            _ = try await OutboundTests.handOver(
                Self.response(own: nil, lines: [("B-7", "L-2")]), key: "r-4", to: test)
            let decided = try await Self.listed(.item, in: test).filter { $0.from == "B-7" }
            #expect(decided.map(\.to) == ["L-1"])
        }
    }

    @Test("a copy says the order's id at the back end that it goes to", arguments: StoreKind.all)
    func copies(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.goLive()
            test.new.behave { _ in .reply(#"{"order":{"id":"N-7"}}"#) }
            test.legacy.behave { _ in .reply(#"{"order":{"id":"4500001"}}"#) }
            try await test.submit(EDI.order("A-1"))
            _ = try await eventually(60) { test.legacy.effects.first }
            _ = try await eventually(60) { try await Self.listed(.order, in: test).count == 2 ? true : nil }
            let answer = try await OutboundTests.handOver(
                Self.response(own: "N-7"), by: "new", key: "r-1", to: test)
            #expect(answer.orderKey == "northwind/A-1", "\(answer)")
            try await test.submit(EDI.change("A-1"))
            let change = try await eventually(60) { test.legacy.effects.dropFirst().first }
            #expect(change.text.contains(#"{"name":"ownOrder","value":"4500001"}"#), "\(change.text)")
        }
    }
}
