import Foundation
import Orders
import ReadingSupport

/// Documents made of what the golden cases of one mapping hold: members are left out and put in from other cases, lists
/// grow and shrink, numbers and texts change. So each is one that the mapping should be able to write, and few are alike.
struct DocumentVariety {
    private var generator: SeededGenerator
    private let bases: [JSONValue]
    /// What stands at a path (indices left out) in any case.
    private var pool: [String: [JSONValue]] = [:]
    /// The members of the objects at a path, in the order of the model.
    private var members: [String: [String]] = [:]

    init(bases: [JSONValue], seed: UInt64) {
        self.bases = bases
        generator = SeededGenerator(state: seed)
        for base in bases { collect(base, "") }
    }

    /// One document.
    mutating func next() -> JSONValue { vary(bases[Int.random(in: 0..<bases.count, using: &generator)], "") }

    private mutating func collect(_ value: JSONValue, _ path: String) {
        switch value {
        case .object(let found):
            var after = 0
            for member in found {
                let place = path + "." + member.key
                pool[place, default: []].append(member.value)
                if let known = members[path]?.firstIndex(of: member.key) {
                    after = known + 1
                } else {
                    members[path, default: []].insert(member.key, at: after)
                    after += 1
                }
                collect(member.value, place)
            }
        case .array(let items):
            for item in items {
                pool[path + "[]", default: []].append(item)
                collect(item, path + "[]")
            }
        default: break
        }
    }

    private mutating func vary(_ value: JSONValue, _ path: String) -> JSONValue {
        switch value {
        case .object(let found):
            var made: [(key: String, value: JSONValue)] = []
            for key in members[path] ?? [] {
                let own = found.first { $0.key == key }?.value
                let place = path + "." + key
                let others = pool[place] ?? []
                // What every case has cannot be left out: the number, the parties, what the record is told by (a party's role).
                let isTold = ["role", "kind", "type", "scheme"].contains(key)
                let isKept = own != nil && (isTold || others.count == pool[path]?.count ?? bases.count || chance(80))
                guard isKept || own == nil && chance(15) else { continue }
                if let chosen = own ?? pick(others) { made.append((key, vary(chosen, place))) }
            }
            return .object(made)
        case .array(let items):
            let others = pool[path + "[]"] ?? []
            var made = items.filter { _ in chance(80) }
            // Parties are told apart by their roles.
            while !path.hasSuffix(".parties"), chance(25), let other = pick(others) { made.append(other) }
            if made.isEmpty { made = Array(items.prefix(1)) }
            // Texts on one subject behind each other are one text in EDIFACT.
            if path.hasSuffix(".notes") { made = Array(made.prefix(1)) }
            // What is said twice is said once.
            var seen: Set<JSONValue> = []
            let varied = made.map { vary($0, path + "[]") }.filter { seen.insert($0).inserted }
            return .array(numbered(varied))
        case .string(let text): return .string(vary(text))
        default: return value
        }
    }

    /// Lines of one list have numbers of their own, as in documents.
    private func numbered(_ items: [JSONValue]) -> [JSONValue] {
        items.enumerated().map { index, item in
            guard case .object(var members) = item, members.first?.key == "number" else { return item }
            members[0].value = .string(String(index + 1))
            return .object(members)
        }
    }

    /// Another number of as many digits for one with a fraction, other words for words; codes and identifiers stay.
    private mutating func vary(_ text: String) -> String {
        guard chance(50) else { return text }
        if text.split(separator: ".").count == 2, text.allSatisfy({ $0.isWholeNumber || $0 == "." }) {
            let digits = text.map { $0 == "." ? "." : "\(Int.random(in: 1...9, using: &generator))" }
            return digits.joined()
        }
        if text.contains(" "), !text.contains("\n"), text.count < 36 {
            return text.split(separator: " ").shuffled(using: &generator).joined(separator: " ")
        }
        return text
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private mutating func pick(_ values: [JSONValue]) -> JSONValue? { values.randomElement(using: &generator) }
}
