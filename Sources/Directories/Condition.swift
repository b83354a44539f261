/// A rule that binds places of one segment or composite: a relational condition of X12 (X12.6, 3.5.4), a dependency note of
/// UN/EDIFACT (ISO 9735-1, annex on dependency notes).
public struct Condition: Sendable, Hashable {
    /// What the rule asks. The letter is X12's where X12 has one.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// All or none (`P`; D2).
        case paired = "P"
        /// One or more (`R`; D3).
        case required = "R"
        /// At most one (`E`; D4).
        case exclusive = "E"
        /// If the first is there, so are all others (`C`; D5).
        case conditional = "C"
        /// If the first is there, so is one or more of the others (`L`; D6).
        case list = "L"
        /// If the first is there, none of the others is (D7).
        case without = "N"
        /// Exactly one (D1).
        case single = "S"
    }

    public var kind: Kind
    /// The numbers of the places, from 1, the deciding one first.
    public var places: [Int]

    /// A rule for places.
    public init(_ kind: Kind, _ places: [Int]) {
        self.kind = kind
        self.places = places
    }

    /// A rule as data files write it: its letter, then the places of two digits each, such as `P0304`; nil when it is none.
    public init?(_ text: some StringProtocol) {
        guard let kind = text.first.flatMap({ Kind(rawValue: String($0)) }) else { return nil }
        let digits = text.utf8.dropFirst().map { Int($0) - 0x30 }
        guard digits.count >= 4, digits.count.isMultiple(of: 2), digits.allSatisfy({ (0...9).contains($0) }) else {
            return nil
        }
        self.init(kind, stride(from: 0, to: digits.count, by: 2).map { digits[$0] * 10 + digits[$0 + 1] })
    }

    /// The rule as data files write it.
    public var text: String { kind.rawValue + places.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined() }
}
