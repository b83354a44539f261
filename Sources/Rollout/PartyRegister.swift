/// An identifier of a party with the register it is from, as a document names it: `GLN 5412345000013`.
public struct PartyIdentifier: Sendable, Hashable, Codable {
    /// The scheme in capitals: `GLN`, or the sender's own code for one that only that sender uses.
    public var scheme: String
    public var value: String

    /// The scheme of codes that only one sender uses and no register keeps.
    public static let ownScheme = "OWN"

    /// An identifier by scheme and value.
    public init(scheme: String, value: String) {
        self.scheme = scheme
        self.value = value
    }
}

/// A party that we know under one name for ever, whatever it is called on paper.
public struct RegisteredParty: Sendable, Hashable, Codable {
    /// One identifier and the day from which it is this party's; several parties may have had one GLN in turn.
    public struct Alias: Sendable, Hashable, Codable {
        public var identifier: PartyIdentifier
        /// `2026-03-01`, or nil for always.
        public var validFrom: String?
        /// For a sender's own code: the partner who uses it. Two buyers' own code may both be "1".
        public var usedBy: String?

        /// An alias by its identifier.
        public init(_ identifier: PartyIdentifier, validFrom: String? = nil, usedBy: String? = nil) {
            self.identifier = identifier
            self.validFrom = validFrom
            self.usedBy = usedBy
        }
    }

    public var id: String
    public var aliases: [Alias]
    public var keyRule: OrderKeyRule
    /// What a different document under a known order's number and the code "original" is taken for.
    public var sameKeyPolicy: SameKeyPolicy
    /// The back end that test documents go to, if there is one.
    public var testBackend: String?
    /// Sends orders of other buyers too, as a provider does; any other party orders for itself alone.
    public var sendsForOthers: Bool

    /// A party by its parts.
    public init(
        id: String, aliases: [Alias], keyRule: OrderKeyRule = OrderKeyRule(), sameKeyPolicy: SameKeyPolicy = .hold,
        testBackend: String? = nil, sendsForOthers: Bool = false
    ) {
        self.sendsForOthers = sendsForOthers
        self.id = id
        self.aliases = aliases
        self.keyRule = keyRule
        self.sameKeyPolicy = sameKeyPolicy
        self.testBackend = testBackend
    }
}

/// What an "original" of a known key with other content does.
public enum SameKeyPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// It is a change that replaces the order.
    case replace
    /// A person decides.
    case hold
    /// It fails.
    case reject
}

/// How a partner's order number becomes part of the order key.
public struct OrderKeyRule: Sendable, Hashable, Codable {
    /// Letters count alike in either case.
    public var ignoresCase: Bool
    /// Zeros in front do not count.
    public var dropsLeadingZeros: Bool
    /// Prefixes that the partner writes at times; the first that fits is taken away.
    public var prefixes: [String]
    /// The supplier belongs to the key, for a house of several suppliers with one number range each.
    public var includesSupplier: Bool

    /// A rule by its parts; without any, the number counts as it stands.
    public init(
        ignoresCase: Bool = false, dropsLeadingZeros: Bool = false, prefixes: [String] = [],
        includesSupplier: Bool = false
    ) {
        self.ignoresCase = ignoresCase
        self.dropsLeadingZeros = dropsLeadingZeros
        self.prefixes = prefixes
        self.includesSupplier = includesSupplier
    }

    /// The number as it stands in the key; surrounding blanks never count.
    public func normalised(_ number: String) -> String {
        var text = Substring(number)
        // Mostly there is no blank in it, and nothing that might be one.
        if !number.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) {
            while let first = text.first, first.isWhitespace { text.removeFirst() }
            while let last = text.last, last.isWhitespace { text.removeLast() }
        }
        if let prefix = prefixes.first(where: { text.hasPrefix($0) && text.count > $0.count }) {
            text = text.dropFirst(prefix.count)
        }
        if dropsLeadingZeros {
            while text.count > 1, text.first == "0" { text.removeFirst() }
        }
        return ignoresCase ? text.uppercased() : String(text)
    }
}

/// What makes an order one order, as one text: `buyer/number` or `buyer/number/supplier`.
public struct OrderKey: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public let text: String

    /// A key that was stored or typed.
    public init(text: String) { self.text = text }

    /// The key of a registered buyer's number. A slash within a part stands as `%2F` (and `%` as `%25`), so that two
    /// orders never share a key; NUL, which no store has in a text, as `%00`. A part that no index could hold stands as its
    /// beginning and a hash of all of it.
    public init(buyer: String, number: String, supplier: String? = nil) {
        let order = Self.part(buyer) + "/" + Self.part(number)
        text = supplier.map { order + "/" + Self.part($0) } ?? order
    }

    /// The longest part, in bytes.
    private static let longestPart = 300
    private static let shownOfPart = 200

    private static func part(_ text: String) -> String {
        guard text.utf8.count > longestPart else { return escaped(text) }
        // FNV-1a, which is the same wherever it is made.
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let shown = String(decoding: text.utf8.prefix(shownOfPart), as: UTF8.self)
        return escaped("\(shown)… \(String(hash, radix: 16))")
    }

    static func escaped(_ text: String) -> String {
        let needsIt = text.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "%") || $0 == 0 }
        guard needsIt else { return text }
        return text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "/": escaped += "%2F"
            case "%": escaped += "%25"
            case "\0": escaped += "%00"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }

    /// The number in it, normalised by its buyer's rule; nil for a text that is no key.
    public var number: String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return nil }
        return String(parts[1]).replacing("%2F", with: "/").replacing("%00", with: "\0").replacing("%25", with: "%")
    }

    public init(from decoder: any Decoder) throws { text = try String(from: decoder) }

    /// The text itself.
    public func encode(to encoder: any Encoder) throws { try text.encode(to: encoder) }
    public static func < (left: OrderKey, right: OrderKey) -> Bool { left.text < right.text }
    public var description: String { text }
}
