import Rollout
import Store

/// Orders as people type them: the buyer by its id or one of its GLNs, the number in any spelling that the buyer's key
/// rule takes for the same.
extension RoutingSnapshot {
    /// The party that a person means by an id or a GLN.
    func party(typed text: String, day: String) -> RegisteredParty? {
        party(named: text) ?? party(of: [PartyIdentifier(scheme: "GLN", value: text)], sender: "", day: day)
    }

    /// The key that `buyer/number` or `buyer/number/supplier` stands for by the buyer's rule; nil where there is no such
    /// buyer or supplier, or no number.
    func key(typed text: String, day: String) -> OrderKey? {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, let buyer = party(typed: parts.removeFirst(), day: day) else { return nil }
        var supplier: String?
        if buyer.keyRule.includesSupplier {
            guard parts.count > 1, let known = party(typed: parts.removeLast(), day: day) else { return nil }
            supplier = known.id
        }
        let written = parts.joined(separator: "/").replacing("%2F", with: "/").replacing("%25", with: "%")
        let number = buyer.keyRule.normalised(written)
        return number.isEmpty ? nil : OrderKey(buyer: buyer.id, number: number, supplier: supplier)
    }

    /// The keys that a number has with the buyers whose rule takes several spellings for one. A number alone names no
    /// supplier, so where one belongs to the key it is found as it was written.
    func keys(ofNumber number: String) -> [String] {
        let plain = OrderKeyRule()
        return parties.compactMap { party in
            guard party.keyRule != plain, !party.keyRule.includesSupplier else { return nil }
            return OrderKey(buyer: party.id, number: party.keyRule.normalised(number)).text
        }
    }
}

extension Transaction {
    /// The key of an order as it is kept: as it was typed where there is such an order, else by its buyer's rule.
    func key(typed text: String, in snapshot: RoutingSnapshot, day: String) throws -> String {
        if try order(text) != nil { return text }
        return snapshot.key(typed: text, day: day)?.text ?? text
    }
}
