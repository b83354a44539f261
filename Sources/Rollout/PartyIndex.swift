/// The parties of a snapshot by what documents call them, so that finding one does not depend on how many there are.
struct PartyIndex: Sendable {
    /// An alias of an identifier, in the order of the register.
    private struct Claim {
        var from: String
        var usedBy: String?
        var party: Int
    }

    private var byID: [String: Int] = [:]
    private var claims: [PartyIdentifier: [Claim]] = [:]

    init(_ parties: [RegisteredParty]) {
        byID.reserveCapacity(parties.count)
        for (index, party) in parties.enumerated() {
            if byID[party.id] == nil { byID[party.id] = index }
            for alias in party.aliases {
                claims[alias.identifier, default: []].append(
                    Claim(from: alias.validFrom ?? "", usedBy: alias.usedBy, party: index))
            }
        }
    }

    /// The place of the first party of an id.
    func place(of id: String) -> Int? { byID[id] }

    /// The place of the party that an identifier names on a day: the alias with the latest valid-from that has begun, the
    /// first of them among equals.
    func place(of identifier: PartyIdentifier, sender: String, day: String) -> Int? {
        var best: Claim?
        guard let claims = claims[identifier] else { return nil }
        for claim in claims where claim.usedBy == nil || claim.usedBy == sender {
            if claim.from <= day, best.map({ claim.from > $0.from }) ?? true { best = claim }
        }
        return best?.party
    }

    /// The place of the party that the first known one of the identifiers names on a day.
    func place(ofFirst identifiers: [PartyIdentifier], sender: String, day: String) -> Int? {
        for identifier in identifiers {
            if let place = place(of: identifier, sender: sender, day: day) { return place }
        }
        return nil
    }
}

/// What is worked out from a value's other properties. It follows from them, so it never tells two values apart.
struct WorkedOut<Value: Sendable>: Sendable, Hashable {
    var value: Value?

    static func == (left: Self, right: Self) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}
