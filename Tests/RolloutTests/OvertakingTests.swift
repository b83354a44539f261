import Diagnostics
import Rollout
import Testing

/// No overtaking (invariant 6) where an older document is decided after a newer one of its order went out.
@Suite struct OvertakingTests {
    private static let early = DocumentPlace(number: 5, position: 2)

    private static func facts(_ action: DocumentFacts.Action, content: String = "b") -> DocumentFacts {
        var facts = Company.facts(action, content: content)
        facts.place = early
        return facts
    }

    private static func order(sent place: DocumentPlace, isBirth: Bool = false) -> OrderState {
        var order = Company.known(.legacy)
        order.sent = [SentDocument(document: "newer", place: place, isBirth: isBirth)]
        return order
    }

    @Test(
        "an older document is held, names the newer one, and keeps no place that others wait behind",
        arguments: [DocumentFacts.Action.original, .change, .cancellation])
    func held(action: DocumentFacts.Action) {
        for place in [DocumentPlace(number: 6, position: 0), DocumentPlace(number: 5, position: 3)] {
            let decision = Company.decide(Self.facts(action), order: Self.order(sent: place))
            guard case .hold(let diagnostic, let route) = decision else {
                Issue.record("\(decision)")
                continue
            }
            #expect(diagnostic.code == "route.overtaken" && diagnostic.facts["newer"] == "newer")
            #expect(route == nil)
        }
    }

    @Test("what came before overtakes nothing", arguments: [DocumentFacts.Action.change, .cancellation])
    func older(action: DocumentFacts.Action) {
        for place in [DocumentPlace(number: 4, position: 9), DocumentPlace(number: 5, position: 1)] {
            let decision = Company.decide(Self.facts(action), order: Self.order(sent: place))
            #expect(decision.code == nil && decision.route?.backend == "as400")
        }
    }

    @Test("a birth that came later does not overtake its changes; it does overtake another original")
    func birth() {
        let order = Self.order(sent: DocumentPlace(number: 6, position: 0), isBirth: true)
        #expect(Company.decide(Self.facts(.change), order: order).code == nil)
        #expect(Company.decide(Self.facts(.original), order: order).code == "route.overtaken")
    }

    @Test("the same content again stays a duplicate")
    func duplicate() {
        let order = Self.order(sent: DocumentPlace(number: 6, position: 0))
        #expect(
            Company.decide(Self.facts(.original, content: "a"), order: order) == .duplicate(.sameContent(of: "first")))
    }

    @Test("an order whose change went out by the unknown key does not follow it, unless a person lets it go")
    func unknownKey() throws {
        var order = Self.order(sent: DocumentPlace(number: 6, position: 0))
        order.origin = .unknownKey
        order.birth = nil
        var facts = Self.facts(.original)
        #expect(Company.decide(facts, order: order).code == "route.overtaken")
        facts.place = nil
        let route = try #require(Company.decide(facts, order: order).route)
        #expect(route.isBirth)
    }
}
