import Rollout
import Testing

@Suite struct OwnerTests {
    @Test(
        "changes and cancellations follow the order's owner, whatever the milestone says",
        arguments: [Side.legacy, .new])
    func follows(side: Side) throws {
        for stage in Stage.allCases {
            for action in [DocumentFacts.Action.change, .cancellation] {
                let decision = Company.decide(
                    Company.facts(action, content: "b"), in: Company.with(stage: stage), order: Company.known(side))
                let route = try #require(decision.route)
                #expect(route.side == side)
                #expect(route.binds.isEmpty && !route.isBirth)
            }
        }
    }

    @Test("the reason names the owner and the day")
    func reason() throws {
        let route = try #require(Company.decide(Company.facts(.change), order: Company.known(.legacy)).route)
        #expect(route.reason.words == "follows its owner: born 21 Sep 2026 at legacy")
    }

    @Test("the same original again is a duplicate, after a switch too")
    func duplicate() {
        let decision = Company.decide(Company.facts(), in: Company.with(stage: .live), order: Company.known(.legacy))
        #expect(decision == .duplicate(.sameContent(of: "first")))
    }

    @Test("an original with other content does what the buyer's policy says")
    func differentOriginal() throws {
        let held = Company.decide(Company.facts(content: "b"), order: Company.known(.new))
        #expect(held.code == "route.original-differs")
        #expect(held.route?.backend == "sap-north", "it keeps its place at the owner")
        var snapshot = Company.snapshot
        snapshot.parties[0].sameKeyPolicy = .replace
        let replaced = Company.decide(Company.facts(content: "b"), in: snapshot, order: Company.known(.new))
        #expect(try #require(replaced.route).side == .new)
        #expect(replaced.code == nil)
        snapshot.parties[0].sameKeyPolicy = .reject
        let rejected = Company.decide(Company.facts(content: "b"), in: snapshot, order: Company.known(.new))
        guard case .fail = rejected else {
            Issue.record("\(rejected)")
            return
        }
    }

    @Test("a copy marked as a duplicate is one, and a birth when the order is not known")
    func markedDuplicate() throws {
        #expect(
            Company.decide(Company.facts(.duplicate, content: "z"), order: Company.known(.new))
                == .duplicate(.markedDuplicate(of: "first")))
        #expect(try #require(Company.decide(Company.facts(.duplicate)).route).isBirth)
    }

    @Test("a later document that names another site needs a person; one that names none does not")
    func site() throws {
        let other = Company.decide(Company.facts(.change, site: "5412345000044"), order: Company.known(.legacy))
        #expect(other.code == "route.site-differs")
        #expect(other.route?.backend == "as400")
        let none = Company.decide(Company.facts(.change, site: nil), order: Company.known(.legacy))
        #expect(none.code == nil)
        var snapshot = Company.snapshot
        snapshot.siteRules[1].sites["edi-one"] = ["south"]
        let sender = Company.decide(
            Company.facts(.change, site: nil), in: snapshot, order: Company.known(.legacy))
        #expect(sender.code == nil, "where a sender's orders usually go is not what the document says")
        #expect(sender.route?.site == "north")
    }

    @Test("an original of an imported order is held, since the back end has it")
    func imported() {
        let decision = Company.decide(Company.facts(), order: Company.known(.legacy, origin: .imported, birth: nil))
        #expect(decision.code == "route.original-of-imported")
    }

    @Test("the birth that comes after its change follows the owner and stands first")
    func lateBirth() throws {
        let decision = Company.decide(
            Company.facts(), in: Company.with(stage: .live),
            order: Company.known(.legacy, origin: .unknownKey, birth: nil))
        let route = try #require(decision.route)
        #expect(route.isBirth && route.side == .legacy)
    }

    @Test("after a discarded birth the next original takes its place at the same owner")
    func discardedBirth() throws {
        let order = Company.known(.legacy, birth: .init(document: "first", contentHash: "a", discarded: true))
        let route = try #require(Company.decide(Company.facts(), in: Company.with(stage: .live), order: order).route)
        #expect(route.isBirth && route.side == .legacy)
    }

    @Test("what binds with another function goes where the order has that one, whatever its cell gives by now")
    func boundTogether() {
        var order = Company.known(.legacy)
        order.itinerary.removeLast()
        let answer = BackendDocument(
            document: "answer", backend: "as400", type: "order-response", site: .site("north"))
        let decision = Company.with(stage: .live).decide(answer, orders: [order], epoch: 9, now: Company.noon)
        guard case .accept(let routes) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(routes.map(\.side) == [.legacy])
        #expect(routes[0].binds.map(\.function) == ["order-response"])
    }
}
