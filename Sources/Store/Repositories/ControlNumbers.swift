/// Between whom control numbers are counted, and of what: one of our identities, one of a partner's, and a syntax or the
/// groups of one.
public struct ControlNumberPair: Sendable, Hashable, Comparable {
    /// `EDIFACT`, `X12`; `X12 groups` for the numbers of functional groups.
    public let syntax: String
    /// Our identity as envelopes name it.
    public let own: String
    /// The partner's identity.
    public let partner: String

    /// A pair by its parts.
    public init(syntax: String, own: String, partner: String) {
        self.syntax = syntax
        self.own = own
        self.partner = partner
    }

    /// The order in which pairs are locked, by the bytes of their parts.
    public static func < (left: ControlNumberPair, right: ControlNumberPair) -> Bool {
        for (a, b) in [(left.syntax, right.syntax), (left.own, right.own), (left.partner, right.partner)] where a != b {
            return a.utf8.lexicographicallyPrecedes(b.utf8)
        }
        return false
    }
}

extension Transaction {
    /// Draws the next numbers of pairs, so many of each, and gives the first one of each. They count from 1, without a gap:
    /// a transaction that does not commit gives back what it drew. A pair whose numbers are lower than its start, such as
    /// one that takes over the numbers of the system before, goes on from there; never back.
    ///
    /// It locks the pairs until COMMIT, in their order, so that no two transactions wait in a circle: draw everything
    /// at once, behind all other locks, and little before COMMIT.
    public func drawControlNumbers(
        _ counts: [ControlNumberPair: Int64], from starts: [ControlNumberPair: Int64] = [:]
    ) throws -> [ControlNumberPair: Int64] {
        let pairs = counts.filter { $0.value > 0 }.keys.sorted()
        let answers = try queryMany(
            """
            insert into control_numbers (syntax, own, partner, last) values ($1, $2, $3, $4)
            on conflict (syntax, own, partner) do update set last = $5 +
                case when control_numbers.last < $4 - $5 then $4 - $5 else control_numbers.last end
            returning last
            """,
            pairs.map { pair in
                let count = counts[pair] ?? 0
                return [
                    .text(pair.syntax), .text(pair.own), .text(pair.partner),
                    .integer((starts[pair] ?? 1) - 1 + count), .integer(count),
                ]
            })
        var first: [ControlNumberPair: Int64] = [:]
        for (pair, rows) in zip(pairs, answers) {
            guard var columns = rows.first?.columns else { throw StoreError(.mismatch, code: "control-numbers") }
            first[pair] = try columns.integer() - (counts[pair] ?? 0) + 1
        }
        return first
    }
}
