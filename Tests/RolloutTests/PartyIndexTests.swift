import Foundation
import Rollout
import Testing

@Suite struct PartyIndexTests {
    @Test("a party is found as a look through the whole register finds it, whatever the register", arguments: 0..<40)
    func same(seed: Int) {
        var dice = Dice(seed: seed)
        let snapshot = Self.register(by: &dice)
        let indexed = snapshot.indexed()
        #expect(indexed == snapshot && indexed.hashValue == snapshot.hashValue)
        for _ in 0..<200 {
            let identifiers = (0..<dice.roll(3)).map { _ in Self.identifier(by: &dice) }
            let (sender, day) = (Self.name(by: &dice), Self.day(by: &dice))
            let expected = Self.lookedThrough(snapshot.parties, identifiers, sender, day)
            #expect(indexed.party(of: identifiers, sender: sender, day: day) == expected)
            #expect(snapshot.party(of: identifiers, sender: sender, day: day) == expected)
            let name = Self.name(by: &dice)
            let named = snapshot.parties.first { $0.id == name }
            #expect(indexed.party(named: name) == named && snapshot.party(named: name) == named)
        }
    }

    @Test("an index does not outlive its register, and is no part of what is stored")
    func changed() throws {
        var snapshot = Company.snapshot.indexed()
        let gln = PartyIdentifier(scheme: "GLN", value: "5412345000013")
        #expect(snapshot.party(of: [gln], sender: "x", day: "2026-09-21")?.id == "grocer")
        snapshot.parties[0].id = "greengrocer"
        #expect(snapshot.party(of: [gln], sender: "x", day: "2026-09-21")?.id == "greengrocer")
        snapshot = snapshot.indexed()
        snapshot.parties.removeFirst()
        #expect(snapshot.party(of: [gln], sender: "x", day: "2026-09-21") == nil)
        #expect(snapshot.indexed().party(named: "greengrocer") == nil)

        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let plain = try encoder.encode(Company.snapshot)
        #expect(try encoder.encode(Company.snapshot.indexed()) == plain)
        #expect(try JSONDecoder().decode(RoutingSnapshot.self, from: plain) == Company.snapshot)
        let members = try #require(JSONSerialization.jsonObject(with: plain) as? [String: Any])
        #expect(members.keys.contains("parties") && !members.keys.contains("index"))
    }

    /// The rule in words: of the first identifier that anyone has, the latest alias that has begun, the first of equals.
    private static func lookedThrough(
        _ parties: [RegisteredParty], _ identifiers: [PartyIdentifier], _ sender: String, _ day: String
    ) -> RegisteredParty? {
        for identifier in identifiers {
            let fitting = parties.flatMap { party in party.aliases.map { (alias: $0, party: party) } }.filter { pair in
                pair.alias.identifier == identifier && (pair.alias.usedBy ?? sender) == sender
                    && (pair.alias.validFrom ?? "") <= day
            }
            let latest = fitting.map { $0.alias.validFrom ?? "" }.max()
            if let found = fitting.first(where: { ($0.alias.validFrom ?? "") == latest }) { return found.party }
        }
        return nil
    }

    /// Few names, so that many collide.
    private static func register(by dice: inout Dice) -> RoutingSnapshot {
        let parties = (0..<dice.roll(12)).map { _ in
            RegisteredParty(
                id: name(by: &dice),
                aliases: (0..<dice.roll(4)).map { _ in
                    let used = dice.roll(3) == 0 ? name(by: &dice) : nil
                    let from = dice.roll(2) == 0 ? day(by: &dice) : nil
                    return .init(identifier(by: &dice), validFrom: from, usedBy: used)
                })
        }
        return RoutingSnapshot(parties: parties)
    }

    private static func name(by dice: inout Dice) -> String { "p\(dice.roll(6))" }
    private static func day(by dice: inout Dice) -> String { "2026-0\(1 + dice.roll(4))-01" }
    private static func identifier(by dice: inout Dice) -> PartyIdentifier {
        PartyIdentifier(scheme: dice.roll(2) == 0 ? "GLN" : "OWN", value: "\(dice.roll(4))")
    }
}
