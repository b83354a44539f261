import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import Rollout
import TestPeers
import Testing

/// Orders whose lines are for several sites.
@Suite(.serialized) struct SplitOrderTests {
    static let south = "5412345000044"

    /// An order of two lines for north and one, the second, for south.
    static func order(_ number: String, second: Int = 20, function: Int = 9, reference: Int = 1) -> String {
        EDI.interchange([message(number, second: second, function: function)], reference)
    }

    static func message(_ number: String, second: Int = 20, function: Int = 9) -> [String] {
        var message = EDI.message(number, function: function)
        message.removeLast(2)
        return message + [
            "LIN+2++4000862141411:EN", "QTY+21:\(second)", "NAD+DP+\(south)::9", "LIN+3++4000862141428:EN", "QTY+21:7",
            "UNS+S", "CNT+2:3",
        ]
    }

    static func with(
        _ kind: StoreKind, split: SplitPolicy? = .lines, _ body: (TestGateway) async throws -> Void
    ) async throws {
        var options = TestGateway.Options()
        options.legacyPayload = .canonical
        try await TestGateway.with(kind, options) { test in
            try await test.restart { $0.routing.split = split }
            try await body(test)
        }
    }

    /// The line numbers and quantities of each order that a back end has, by order key.
    static func lines(_ backend: RecordingBackend) -> [String: [String]] {
        var lines: [String: [String]] = [:]
        for effect in backend.effects {
            guard let order = CanonicalDocument.read(json: effect.body).document?.orderContent else { continue }
            lines[effect.headers["x-milepost-order-key"] ?? "", default: []] += order.lines.map {
                "\($0.number): \($0.quantity?.value?.canonicalText ?? "")"
            }
        }
        return lines
    }

    @Test(
        "what names both parts and an order to come waits for that one, and is one document", arguments: StoreKind.all)
    func collective(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.submit(Self.order("S-1"))
            let advice = CollectiveDocumentTests.advice("S-1", "A-1")
            let early = try await OutboundTests.handOver(advice, key: "1", to: test)
            #expect(early.status == "parked", "\(early)")
            try await test.submit(EDI.order("A-1", reference: 2))
            let shown = try await eventually(60) {
                let view = try await test.gateway.documents.document(early.id, caller: test.administrator)
                return view.status == "parked" ? nil : view
            }
            #expect(shown.status == "delivered", "\(shown)")
            let order = try await test.gateway.orders.show("northwind/S-1", caller: test.administrator)
            #expect(order.documents.count { $0.id == early.id } == 1)
        }
    }

    @Test("lines for several sites are held by default", arguments: StoreKind.all)
    func held(kind: StoreKind) async throws {
        try await Self.with(kind, split: nil) { test in
            let held = try await test.submit(Self.order("S-1")).documents
            #expect(held?.map(\.status) == ["held"] && held?.first?.diagnostics.last?.code == "route.site-ambiguous")
            #expect(held?.first?.orderKey == "northwind/S-1")
            try await test.restart { $0.routing.split = .lines }
            let id = try #require(held?.first?.id)
            _ = try await test.gateway.replay.reprocess(id, reason: "split by lines", caller: test.administrator)
            _ = try await eventually(240) { test.legacy.effects.count == 2 ? true : nil }
            #expect(
                Self.lines(test.legacy) == [
                    "northwind/S-1//north": ["1: 48", "3: 7"], "northwind/S-1//south": ["2: 20"],
                ])
            #expect(try await test.balances().accepted == 2)
        }
    }

    @Test("each site gets an order of its own, which moves by its own site's milestone", arguments: StoreKind.all)
    func parts(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.goLive()
            let documents = try #require(try await test.submit(Self.order("S-2")).documents)
            #expect(documents.map(\.status) == ["delivered", "delivered"] && documents.map(\.part) == [1, 2])
            #expect(documents.map(\.orderKey) == ["northwind/S-2//north", "northwind/S-2//south"])
            #expect(documents.map(\.position) == [1, 1] && documents.map(\.backend) == ["new", "legacy"])
            #expect(Self.lines(test.new) == ["northwind/S-2//north": ["1: 48", "3: 7"]])

            // Its changes follow their lines, without saying the site again; what names no line goes to all.
            var change = EDI.changeMessage("S-2")
            change.removeLast(2)
            change += ["LIN+2+3+4000862141411:EN", "QTY+21:18", "UNS+S", "CNT+2:2"]
            let changed = try #require(try await test.submit(EDI.interchange([change], 2)).documents)
            #expect(changed.map(\.backend) == ["new", "legacy"])
            let second = EDI.changeMessage("S-2", quantity: 12).map {
                $0.replacingOccurrences("LIN+1+3+4000862141404", "LIN+2+3+4000862141411")
            }
            let one = try #require(try await test.submit(EDI.interchange([second], 3)).documents)
            #expect(one.map(\.orderKey) == ["northwind/S-2//south"])
            #expect(Self.lines(test.legacy)["northwind/S-2//south"]?.suffix(2) == ["2: 18", "2: 12"])

            // The same order again is the same again, part by part.
            let again = try #require(try await test.submit(Self.order("S-2", reference: 4)).documents)
            #expect(again.map(\.status) == ["duplicate", "duplicate"])
            let other = try #require(try await test.submit(Self.order("S-2", second: 21, reference: 5)).documents)
            #expect(other.map(\.status) == ["duplicate", "held"])
            let order = try await test.gateway.orders.show("northwind/S-2", caller: test.administrator)
            #expect(order.parts == ["northwind/S-2//north", "northwind/S-2//south"])
            #expect(try await test.balances().accepted == 9)
        }
    }

    @Test("a back end that knows the number alone answers for the part of its site", arguments: StoreKind.all)
    func answered(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.goLive()
            try await test.submit(Self.order("S-9"))
            for (backend, site) in [("new", "north"), ("legacy", "south")] {
                let answer = try await OutboundTests.handOver(
                    OutboundTests.response("S-9"), by: backend, key: "r-\(backend)", to: test)
                #expect(answer.orderKey == "northwind/S-9//\(site)" && answer.site == site)
                #expect(answer.status == "delivered", "its partner takes no answers here")
            }
        }
    }

    @Test(
        "parts of orders that were open before are imported by their sites, each at its side, and changes follow them",
        arguments: StoreKind.all)
    func imported(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let orders = test.gateway.orders
            func take(_ csv: String, _ side: Side, sign: Bool = false) async throws -> ImportView {
                try await orders.importOpenOrders(
                    Array(csv.utf8), side: side, site: nil, sign: sign, caller: test.administrator)
            }
            for site in ["north", "south"] {
                _ = try await take("buyer,number,site\nnorthwind,X,\(site)\n", .legacy, sign: true)
            }
            var change = EDI.changeMessage("P-1", quantity: 36)
            change.removeLast(2)
            change += ["LIN+2+3+4000862141411:EN", "QTY+21:18", "UNS+S", "CNT+2:2"]
            let parked = try await test.submit(EDI.interchange([change]), wait: 0)
            #expect(try await test.routed(parked.id).status == "parked")
            // One part is at each side, and the change waits for both.
            let both = "buyer,number,site,side,lines\nnorthwind,P-1,north,legacy,1 3\nnorthwind,P-1,south,new,2\n"
            let made = try await take(both, .legacy)
            #expect(made.imported == 2 && made.faults.isEmpty)
            let documents = try await test.gateway.submissions.outcome(of: parked.id, waiting: .seconds(60)).documents
            #expect(documents?.map(\.orderKey) == ["northwind/P-1//north", "northwind/P-1//south"])
            #expect(documents?.map(\.backend) == ["legacy", "new"])
            // Several rows of one order are its parts without saying so; the same again is known.
            let list = "buyer,number,site\nnorthwind,P-2,north\nnorthwind,P-2,south\n"
            #expect(try await take(list, .legacy).imported == 2)
            let again = try await take(list, .legacy)
            #expect(again.known == 2 && again.faults.isEmpty)
            #expect(try await take(list, .new).faults.count == 2)
            let order = try await orders.show("northwind/P-2", caller: test.administrator)
            #expect(order.parts == ["northwind/P-2//north", "northwind/P-2//south"])
            // What is owned as one order gets no parts.
            #expect(try await take("buyer,number,site\nnorthwind,P-3,north\n", .legacy).imported == 1)
            let whole = try await take("buyer,number,site,lines\nnorthwind,P-3,south,2\n", .legacy)
            #expect(whole.imported == 0 && whole.faults.first?.line == 2)
            #expect(try await test.balances().accepted == 2)
        }
    }

    @Test("a change that comes before its order finds its parts when that is born", arguments: StoreKind.all)
    func early(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            for site in ["north", "south"] {
                _ = try await test.gateway.orders.importOpenOrders(
                    Array("buyer,number\n".utf8), side: .legacy, site: site, sign: true, caller: test.administrator)
            }
            var change = EDI.changeMessage("S-3", quantity: 36)
            change.removeLast(2)
            change += ["LIN+2+3+4000862141411:EN", "QTY+21:18", "UNS+S", "CNT+2:2"]
            let parked = try await test.submit(EDI.interchange([change]), wait: 0)
            let early = try await test.routed(parked.id)
            #expect(early.status == "parked" && early.orderKey == "northwind/S-3")
            try await test.submit(Self.order("S-3", reference: 2))
            _ = try await eventually(240) { test.legacy.effects.count == 4 ? true : nil }
            #expect(
                Self.lines(test.legacy) == [
                    "northwind/S-3//north": ["1: 48", "3: 7", "1: 36"], "northwind/S-3//south": ["2: 20", "2: 18"],
                ])
            let documents = try await test.gateway.submissions.outcome(of: parked.id, waiting: .seconds(60)).documents
            #expect(documents?.map(\.status) == ["delivered", "delivered"])
            #expect(try await test.balances().accepted == 4)
        }
    }

    @Test("an order for one site is one order, and cannot be split any more", arguments: StoreKind.all)
    func whole(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.submit(EDI.order("S-4"))
            let later = try await test.submit(Self.order("S-4", function: 5, reference: 2)).documents
            #expect(later?.map(\.status) == ["held"] && later?.first?.diagnostics.last?.code == "route.site-ambiguous")
            let fault = await faultCode {
                try await test.submit(Self.order("S-5", reference: 3))
                try await test.start { $0.routing.split = nil }
            }
            #expect(fault == "route.split-changed")
        }
    }

    @Test("both parts of an order in a payload of several keep their order", arguments: StoreKind.all)
    func batch(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let second = EDI.changeMessage("S-6", quantity: 12).map {
                $0.replacingOccurrences("LIN+1+3+4000862141404", "LIN+2+3+4000862141411")
            }
            let payload = EDI.interchange([Self.message("S-6"), EDI.message("S-7"), second, Self.message("S-8")])
            let documents = try #require(try await test.submit(payload).documents)
            #expect(documents.count == 6 && documents.allSatisfy { $0.status == "delivered" })
            #expect(Self.lines(test.legacy)["northwind/S-6//south"] == ["2: 20", "2: 12"])
            #expect(try await test.balances().accepted == 6)
        }
    }
}
