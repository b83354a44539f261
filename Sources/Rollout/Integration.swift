/// One function's documents at a site, from one side to the other.
public struct Flow: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    public var function: String
    public var site: String
    public var from: Side

    /// A flow by its parts.
    public init(function: String, site: String, from: Side) {
        self.function = function
        self.site = site
        self.from = from
    }

    public var to: Side { from.other }
    public var description: String { "\(function)@\(site) \(from.rawValue) to \(to.rawValue)" }
    public static func < (left: Flow, right: Flow) -> Bool {
        (left.site, left.function, left.from.rawValue) < (right.site, right.function, right.from.rawValue)
    }
}

/// Why a temporary integration exists.
public enum IntegrationNeed: Sendable, Hashable, Codable {
    /// Open orders with this combination of sides; so many of them.
    case itineraries(sides: [String: Side], count: Int, CopyReason)
    /// What a birth would be bound to now.
    case births(sides: [String: Side], CopyReason)
    /// The stage of a milestone.
    case stage(CopyReason)

    /// The sentence for screens.
    public var words: String {
        switch self {
        case .itineraries(let sides, let count, let reason):
            "\(count) open \(count == 1 ? "order" : "orders") with \(Self.words(sides)): \(reason.words)"
        case .births(let sides, let reason): "births now get \(Self.words(sides)): \(reason.words)"
        case .stage(let reason): reason.words
        }
    }

    private static func words(_ sides: [String: Side]) -> String {
        sides.sorted { $0.key < $1.key }.map { "\($0.key) at \($0.value.rawValue)" }.joined(separator: ", ")
    }
}

/// A temporary integration that must run now, and why. It is derived, never configured.
public struct DerivedIntegration: Sendable, Hashable, Codable {
    public var flow: Flow
    /// `derived`, `standby` or `shadow`.
    public var purpose: CopyPurpose
    public var needs: [IntegrationNeed]

    /// An integration by its parts.
    public init(flow: Flow, purpose: CopyPurpose, needs: [IntegrationNeed]) {
        self.flow = flow
        self.purpose = purpose
        self.needs = needs
    }

    /// How many open orders need it.
    public var openOrders: Int {
        needs.reduce(0) { sum, need in
            if case .itineraries(_, let count, _) = need { sum + count } else { sum }
        }
    }
}

/// Open orders that are alike: one site, the same sides bound, the same traits.
public struct OpenItineraries: Sendable, Hashable, Codable {
    public var site: String
    /// The sides that are bound, by function; what is missing is unbound.
    public var bound: [String: Side]
    /// What their unbound functions ask for; nil where that is not told apart, and all that any of them could get counts.
    public var traits: BirthTraits?
    public var count: Int

    /// Orders by what they have in common.
    public init(site: String, bound: [String: Side], traits: BirthTraits? = nil, count: Int) {
        self.site = site
        self.bound = bound
        self.traits = traits
        self.count = count
    }
}

/// What a move does to the temporary integrations.
public struct IntegrationChange: Sendable, Hashable, Codable {
    public var starts: [DerivedIntegration]
    /// What nothing needs any more; it ends once its queue is empty.
    public var stops: [DerivedIntegration]
    public var goesOn: [DerivedIntegration]
}
