import Diagnostics
import Rollout
import Testing

@Suite struct BackendDocumentTests {
    static func order(_ number: String, despatch side: Side? = nil, intake: Side = .legacy) -> OrderState {
        var order = Company.known(intake)
        order.key = OrderKey(buyer: "grocer", number: number)
        if let side {
            order.itinerary.append(
                ItineraryEntry(
                    function: "despatch", side: side, backend: side == .new ? "sap-north" : "as400", epoch: 5))
        }
        return order
    }

    static func decide(
        _ type: String = "despatch-advice", from backend: String, _ orders: [OrderState], echoOf: String? = nil,
        in snapshot: RoutingSnapshot = CopyTests.company(["despatch": .live]), site: SiteAnswer = .site("north")
    ) -> BackendDecision {
        snapshot.decide(
            BackendDocument(document: "d", backend: backend, type: type, echoOf: echoOf, site: site), orders: orders,
            epoch: 8, now: Company.noon)
    }

    @Test("a despatch advice of its emitter goes on, and the side that took the order hears of it")
    func emitter() throws {
        guard case .accept(let routes) = Self.decide(from: "sap-north", [Self.order("1", despatch: .new)]) else {
            Issue.record("not accepted")
            return
        }
        #expect(routes.count == 1 && routes[0].binds.isEmpty)
        #expect(routes[0].reason.words == "comes from new, which holds despatch of the order")
        #expect(routes[0].copies.map(\.reason) == [.mayBeNeeded(by: "invoicing", side: .legacy)])
    }

    @Test("the first despatch advice binds despatch and receiving, by their cell")
    func binds() {
        guard case .accept(let routes) = Self.decide(from: "sap-north", [Self.order("1")]) else {
            Issue.record("not accepted")
            return
        }
        #expect(routes[0].binds.map(\.function) == ["despatch", "receiving"])
        #expect(routes[0].binds.allSatisfy { $0.side == .new && $0.epoch == 8 })
        #expect(
            routes[0].reason.words == "despatch bound to new by its first document: milestone despatch is live")
    }

    @Test("what another back end says is suppressed, bound or not")
    func rogue() {
        for order in [Self.order("1"), Self.order("1", despatch: .new)] {
            guard case .suppress(let diagnostic) = Self.decide(from: "as400", [order]) else {
                Issue.record("not suppressed")
                continue
            }
            #expect(diagnostic.code == "route.rogue-write" && diagnostic.facts["emitter"] == "sap-north")
        }
    }

    @Test("a truck whose orders have several emitters is held whole, naming them")
    func collective() {
        let decision = Self.decide(
            from: "sap-north", [Self.order("1", despatch: .new), Self.order("2", despatch: .legacy)])
        guard case .hold(let diagnostic) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(diagnostic.facts["orders"] == "grocer/1 at sap-north, grocer/2 at as400")
        guard case .accept(let routes) = Self.decide(from: "sap-north", [Self.order("1"), Self.order("2")]) else {
            Issue.record("one emitter")
            return
        }
        #expect(routes.count == 2)
    }

    @Test("an echo is told by its origin")
    func echo() {
        #expect(Self.decide(from: "as400", [Self.order("1")], echoOf: "first") == .echo(of: "first"))
    }

    @Test("an order that people typed into a back end is born there")
    func typed() throws {
        let unknown = OrderState(key: OrderKey(buyer: "grocer", number: "7"))
        for (backend, side) in [("as400", Side.legacy), ("sap-north", .new)] {
            guard case .accept(let routes) = Self.decide("order", from: backend, [unknown]) else {
                Issue.record("\(backend)")
                continue
            }
            #expect(routes[0].isBirth && routes[0].makesKnown == .born && routes[0].side == side)
            #expect(routes[0].binds.map(\.side) == [side, side])
        }
        guard case .hold(let diagnostic) = Self.decide("order", from: "sap-south", [unknown]) else {
            Issue.record("a foreign back end")
            return
        }
        #expect(diagnostic.code == "route.backend-foreign")
    }

    @Test("an answer to an unknown order goes by the unknown-key side, and is parked once the import is signed")
    func unknown() {
        let unknown = OrderState(key: OrderKey(buyer: "grocer", number: "7"))
        guard case .accept(let routes) = Self.decide("order-response", from: "as400", [unknown]) else {
            Issue.record("not accepted")
            return
        }
        #expect(routes[0].makesKnown == .unknownKey)
        guard case .suppress = Self.decide("order-response", from: "sap-north", [unknown]) else {
            Issue.record("new knows nothing of orders older than the gateway")
            return
        }
        var signed = CopyTests.company([:])
        signed.signedImports = ["north"]
        guard case .park = Self.decide("order-response", from: "as400", [unknown], in: signed) else {
            Issue.record("not parked")
            return
        }
    }
}
