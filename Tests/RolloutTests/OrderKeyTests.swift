import Rollout
import Testing

@Suite struct OrderKeyTests {
    func key(_ facts: DocumentFacts, in snapshot: RoutingSnapshot = Company.snapshot) -> String? {
        guard case .order(let resolved) = snapshot.resolve(facts) else { return nil }
        return resolved.key.text
    }

    @Test("the number is normalised by the buyer's rule", arguments: ["4711", "PO-004711", " po-4711 ", "004711"])
    func normalised(number: String) {
        let expected = number.contains("po-") ? "grocer/PO-4711" : "grocer/4711"
        #expect(key(Company.facts(number: number)) == expected)
    }

    @Test("two buyers whose own code is 1 do not share a key")
    func ownCodes() {
        var one = Company.facts(number: "9")
        one.buyer = [PartyIdentifier(scheme: "BUYER", value: "1")]
        var two = one
        two.sender = "edi-two"
        #expect(key(one) == "grocer/9")
        #expect(key(two) == "baker/9")
        two.sender = "edi-three"
        #expect(key(two) == nil)
    }

    @Test("a GLN belongs to whom it belonged on the document's day")
    func validFrom() {
        var snapshot = Company.snapshot
        snapshot.parties.append(
            RegisteredParty(
                id: "successor",
                aliases: [.init(PartyIdentifier(scheme: "GLN", value: "5412345000013"), validFrom: "2026-10-01")]))
        var facts = Company.facts(number: "9")
        #expect(key(facts, in: snapshot) == "grocer/9")
        facts.day = "2026-10-01"
        #expect(key(facts, in: snapshot) == "successor/9")
    }

    @Test("parts with slashes and percent signs keep keys apart")
    func escaping() {
        let keys = [
            OrderKey(buyer: "a", number: "b/c"), OrderKey(buyer: "a/b", number: "c"),
            OrderKey(buyer: "a", number: "b", supplier: "c"), OrderKey(buyer: "a", number: "b%2Fc"),
        ]
        #expect(Set(keys).count == 4)
    }

    @Test("a key gives its number back", arguments: ["4711", "b/c", "b%2Fc", "100%", "/", "%25", "a\0b"])
    func number(number: String) {
        #expect(OrderKey(buyer: "a/b", number: number).number == number)
        #expect(OrderKey(buyer: "a", number: number, supplier: "s/t").number == number)
        #expect(OrderKey(text: "nokey").number == nil)
    }

    @Test("a key has no NUL, and no part that an index could not hold; long numbers are kept apart all the same")
    func bounds() {
        #expect(!OrderKey(buyer: "a", number: "b\0c").text.utf8.contains(0))
        let long = String(repeating: "X", count: 5_000)
        let keys = [long, long + "1", long + "2"].map { OrderKey(buyer: "a", number: $0, supplier: $0) }
        #expect(Set(keys).count == 3 && keys.allSatisfy { $0.text.utf8.count < 600 })
        #expect(keys[0] == OrderKey(buyer: "a", number: long, supplier: long))
    }

    @Test("an empty number fails")
    func empty() {
        #expect(Company.decide(Company.facts(number: "  ")).code == "route.order-number-missing")
    }

    @Test("zeros alone stay one zero")
    func zeros() {
        #expect(OrderKeyRule(dropsLeadingZeros: true).normalised("000") == "0")
    }
}
