import Intake
import Rollout
import Testing

@Suite struct RoutingTests {
    static let snapshot = RoutingSnapshot(
        sites: [Site(name: "north", timeZone: "UTC", backends: [.legacy: "as400", .new: "sap"])],
        siteRules: [SiteRule(fact: "partner", sites: ["grocer": ["north"]])],
        parties: [RegisteredParty(id: "grocer", aliases: [.init(PartyIdentifier(scheme: "GLN", value: "1"))])],
        signedImports: ["north"])

    func document(_ id: String, _ action: DocumentFacts.Action, content: String = "a") throws -> RoutableDocument {
        let facts = DocumentFacts(
            document: id, sender: "grocer", action: action,
            type: action == .change ? "order-change" : "order", orderNumber: "7",
            buyer: [PartyIdentifier(scheme: "GLN", value: "1")], day: "2026-01-01", contentHash: content)
        guard case .order(let order) = Self.snapshot.resolve(facts) else {
            throw Unresolved()
        }
        return RoutableDocument(facts: facts, order: order, acceptedAt: Instant(microseconds: 0))
    }

    struct Unresolved: Error {}

    func routing(parked: [OrderKey: [RoutableDocument]] = [:]) -> Routing {
        Routing(
            snapshot: Self.snapshot, epoch: 1, orders: [:],
            parked: parked.mapValues { $0.map { .received($0) } })
    }

    @Test("the second original of a batch sees the first")
    func duplicateInBatch() throws {
        var routing = routing()
        _ = routing.route(try document("one", .original))
        #expect(routing.route(try document("two", .original)).first?.decision == .duplicate(.sameContent(of: "one")))
    }

    @Test("a change that came before its order is woken by it and stands behind it")
    func wakes() throws {
        let change = try document("change", .change, content: "b")
        for parkedBefore in [true, false] {
            var routing = routing(parked: parkedBefore ? [change.order.key: [change]] : [:])
            if !parkedBefore {
                guard case .park = routing.route(change).first?.decision else {
                    Issue.record("not parked")
                    return
                }
            }
            let routed = routing.route(try document("order", .original))
            #expect(routed.map(\.document) == ["order", "change"])
            #expect(routed.map(\.woken) == [false, true])
            guard case .deliver(let birth) = routed[0].decision, case .deliver(let woken) = routed[1].decision else {
                Issue.record("\(routed)")
                return
            }
            #expect(birth.isBirth && !woken.isBirth)
            #expect(birth.backend == woken.backend)
        }
    }

    @Test("a parked document is woken once")
    func once() throws {
        let change = try document("change", .change, content: "b")
        var routing = routing(parked: [change.order.key: [change]])
        #expect(routing.route(try document("order", .original)).count == 2)
        #expect(routing.route(try document("later", .change, content: "c")).count == 1)
    }
}
