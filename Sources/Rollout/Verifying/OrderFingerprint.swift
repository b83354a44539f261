public import Orders

/// What an order holds, in one number: two orders of which nothing counts as different by some rules have the same, however
/// their members are ordered and their numbers written. Others have another one, but for one pair in 2⁶⁴.
///
/// It says of most orders of a site, without a look at their fields, that both sides have them alike; ``AnswerComparison``
/// then names the fields of those few that differ.
public struct OrderFingerprint: Sendable {
    /// The rules as the walk through an order meets them.
    private final class Node: Sendable {
        let isIgnored: Bool
        let key: String?
        let members: [String: Node]
        let item: Node?

        init(_ rules: ShadowRules, at pattern: String) {
            isIgnored = !pattern.isEmpty && rules.reason(of: pattern) != nil
            key = rules.key(of: pattern)
            let below = (rules.ignore.map(\.field) + rules.keys.map(\.list)).filter {
                $0.hasPrefix(pattern) && $0.count > pattern.count
            }.map { $0.dropFirst(pattern.count) }
            let names = below.filter { !$0.hasPrefix("[]") }.compactMap { rest in
                let plain = rest.first == "." ? rest.dropFirst() : pattern.isEmpty ? rest : ""
                let name = plain.prefix { $0 != "." && $0 != "[" }
                return name.isEmpty ? nil : String(name)
            }
            members = Dictionary(
                Set(names).map { ($0, Node(rules, at: pattern.isEmpty ? $0 : "\(pattern).\($0)")) },
                uniquingKeysWith: { first, _ in first })
            item = below.contains { $0.hasPrefix("[]") } ? Node(rules, at: pattern + "[]") : nil
        }
    }

    private let root: Node

    /// Fingerprints by rules: what is ignored does not count, and items of lists that have a key are told apart by it.
    public init(_ rules: ShadowRules = ShadowRules()) { root = Node(rules, at: "") }

    /// The fingerprint of an order's JSON. The depth is bounded by the limits of the JSON that was read.
    public func of(_ order: JSONValue) -> Int64 { Int64(bitPattern: sum(order, Self.seed, root)) }

    /// The sum over all values below, each by its place; an empty list or object is as good as none, and so is null.
    private func sum(_ value: JSONValue, _ path: UInt64, _ node: Node?) -> UInt64 {
        if node?.isIgnored == true { return 0 }
        switch value {
        case .object(let members):
            return members.reduce(0) { total, member in
                total &+ sum(member.value, Self.hash(member.key, path), node?.members[member.key])
            }
        case .array(let items):
            var seen: [UInt64: UInt64] = [:]
            return items.enumerated().reduce(0) { total, item in
                let place = Self.place(of: item.element, at: item.offset, by: node?.key, path, &seen)
                return total &+ sum(item.element, place, node?.item)
            }
        default:
            return Self.hash(of: value, path, \.comparable) ?? 0
        }
    }

    /// An item's place: by its member, with a count where several have the same, else by its number.
    private static func place(
        of item: JSONValue, at number: Int, by key: String?, _ path: UInt64, _ seen: inout [UInt64: UInt64]
    ) -> UInt64 {
        guard let key, case .object(let members) = item,
            let name = members.first(where: { $0.key == key }).flatMap({ hash(of: $0.value, path ^ named, \.text) })
        else { return fold(path ^ numbered, UInt64(number) &+ odd) }
        seen[name, default: 0] += 1
        return fold(name, seen[name, default: 0] &+ odd)
    }

    // MARK: Numbers

    private static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let odd: UInt64 = 0xD6E8_FEB8_6659_FD93
    private static let leaf: UInt64 = 0xA076_1D64_78BD_642F
    private static let string: UInt64 = 0x5897_89E6_C2FE_2A2D
    private static let numbered: UInt64 = 0xE703_7ED1_A0B4_28DB
    private static let named: UInt64 = 0x8EBC_6AF0_9C88_C6E3

    /// The hash of a value without parts; nil for any other. Texts need not be written as JSON for that.
    private static func hash(of value: JSONValue, _ path: UInt64, _ text: (AnswerValue) -> String) -> UInt64? {
        if case .string(let text) = value { return hash(text, path ^ string) }
        return AnswerValue(value).map { hash(text($0), path ^ leaf) }
    }

    /// Mixes two words: both halves of their product.
    private static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = (one ^ seed).multipliedFullWidth(by: other ^ leaf)
        return product.high ^ product.low
    }

    private static func hash(_ text: String, _ start: UInt64) -> UInt64 {
        var text = text
        return text.withUTF8 { bytes in
            var hash = fold(start, UInt64(bytes.count) &+ odd)
            var place = 0
            while place < bytes.count {
                var word: UInt64 = 0
                for offset in 0..<min(8, bytes.count - place) {
                    word |= UInt64(bytes[place + offset]) << UInt64(8 * offset)
                }
                hash = fold(hash ^ leaf, word ^ odd)
                place += 8
            }
            return fold(hash, odd)
        }
    }
}
