import Diagnostics
import Rollout
import Testing

/// A partner's receiving advice that names several orders.
@Suite struct CollectiveTests {
    static func decide(_ sides: [Side]) throws -> CollectiveDecision {
        var facts = Company.facts(.change, number: "0", type: "receiving-advice")
        facts.otherOrderNumbers = sides.indices.dropFirst().map(String.init)
        let snapshot = CopyTests.company(["despatch": .live])
        let resolved = try snapshot.resolveAll(facts).get()
        let orders = sides.indices.map { number in
            var order = BackendDocumentTests.order("\(number)")
            let side = sides[number]
            order.itinerary.append(
                ItineraryEntry(
                    function: "receiving", side: side, backend: side == .new ? "sap-north" : "as400", epoch: 5))
            return order
        }
        return snapshot.decide(facts, resolved, orders: orders, epoch: 8, now: Company.noon)
    }

    @Test("it goes to the one owner of all of them, behind each")
    func one() throws {
        guard case .deliver(let routes) = try Self.decide([.new, .new]) else {
            Issue.record("not delivered")
            return
        }
        #expect(routes.map { $0.key?.text } == ["grocer/0", "grocer/1"])
        #expect(routes.allSatisfy { $0.backend == "sap-north" })
    }

    @Test("it is held whole where the owners differ")
    func differ() throws {
        guard case .hold(let diagnostic) = try Self.decide([.new, .legacy]) else {
            Issue.record("not held")
            return
        }
        #expect(diagnostic.code == "route.owners-differ")
    }

    @Test("a number twice is one order; a number that is none decides the document")
    func resolved() throws {
        var facts = Company.facts(.change, number: "PO-7")
        facts.otherOrderNumbers = ["007"]
        #expect(try Company.snapshot.resolveAll(facts).get().map(\.key.text) == ["grocer/7"])
        facts.otherOrderNumbers = [" "]
        #expect(throws: UnresolvedDocument.self) { try Company.snapshot.resolveAll(facts).get() }
    }
}
