import Diagnostics
import Rollout
import Testing

/// The copies of a document, by the sides of its order's functions.
@Suite struct CopyTests {
    static func company(_ stages: [String: Stage]) -> RoutingSnapshot {
        var snapshot = Company.snapshot
        snapshot.milestones = stages.sorted { $0.key < $1.key }.map { function, stage in
            StagedMilestone(name: function, stage: stage, cells: [Cell(function: function, site: "north")])
        }
        return snapshot
    }

    func copies(_ stages: [String: Stage], order: OrderState? = nil) -> [String] {
        let facts = order == nil ? Company.facts() : Company.facts(.change)
        let route = Company.decide(facts, in: Self.company(stages), order: order).route
        return route?.copies.map { "\($0.purpose.rawValue) to \($0.backend): \($0.reason.words)" } ?? []
    }

    @Test("with nothing moved nothing is copied")
    func none() {
        #expect(copies([:]).isEmpty)
        #expect(copies(["order-intake": .planned, "despatch": .planned]).isEmpty)
        #expect(copies(["order-intake": .draining, "despatch": .draining, "invoicing": .draining]).isEmpty)
    }

    @Test("despatch at new works from orders at legacy")
    func needed() {
        #expect(
            copies(["despatch": .live])
                == ["derived to sap-north: despatch of the order may still go to new and works from it"])
        var order = Company.known(.legacy)
        order.itinerary.append(ItineraryEntry(function: "despatch", side: .new, backend: "sap-north", epoch: 5))
        #expect(
            copies(["despatch": .live], order: order)
                == ["derived to sap-north: despatch of the order is at new and works from it"])
        order.itinerary[2].side = .legacy
        order.itinerary.append(ItineraryEntry(function: "invoicing", side: .legacy, backend: "as400", epoch: 5))
        order.itinerary.append(ItineraryEntry(function: "receiving", side: .legacy, backend: "as400", epoch: 5))
        #expect(copies(["despatch": .live], order: order).isEmpty, "it is bound at legacy already")
    }

    @Test("legacy stands by in pilot and live, once, whatever else it gets")
    func standby() {
        let all: [String: Stage] = ["order-intake": .live, "despatch": .live, "invoicing": .live]
        #expect(
            copies(all) == ["standby to as400: legacy stands by while milestone order-intake can be reversed"])
        #expect(copies(["order-intake": .live]).map { $0.prefix(7) } == ["derived"])
    }

    @Test("new shadows legacy, and gets what it is to work from besides")
    func shadow() {
        #expect(
            copies(["order-intake": .shadow])
                == ["shadow to sap-north: new answers in the shadow of legacy for milestone order-intake"])
        #expect(copies(["order-intake": .shadow, "despatch": .live]).count == 2)
    }

    @Test("an observer gets a copy whichever side owns, and none beside a copy that it gets anyway")
    func observer() {
        for side in Side.allCases {
            var snapshot = Self.company([:])
            snapshot.sites[0].observers = [
                Observer(backend: "wms"), Observer(backend: "finance", functions: ["invoicing"]),
                Observer(backend: side == .new ? "sap-north" : "as400"),
            ]
            snapshot.storedSides = Dictionary(
                uniqueKeysWithValues: snapshot.functions.map { (Cell(function: $0.name, site: "north"), side) })
            let route = Company.decide(Company.facts(.change), in: snapshot, order: Company.known(side)).route
            #expect(route?.copies.map(\.backend) == ["wms"])
            #expect(route?.copies.map(\.purpose) == [.observer])
        }
    }

    @Test("an order that was handed to the other side of a quiet site has its copies")
    func handedOver() {
        var snapshot = Company.snapshot
        snapshot.milestones = []
        let decision = Company.decide(Company.facts(.change), in: snapshot.indexed(), order: Company.known(.new))
        #expect(decision.route?.backend == "sap-north")
        #expect(decision.route?.copies.map(\.backend) == ["as400"])
    }
}
