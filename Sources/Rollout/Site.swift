/// A plant, warehouse or branch, with its back end on either side.
public struct Site: Sendable, Hashable, Codable {
    public var name: String
    /// An IANA time zone: `Europe/Warsaw`.
    public var timeZone: String
    /// The back end that serves each side.
    public var backends: [Side: String]
    /// The side of a cell that no milestone has ever moved; legacy unless said.
    public var configuredSide: Side
    /// Where a change of an order goes that the gateway has never seen, until the import of open orders is signed.
    public var unknownKeySide: Side
    /// The back ends that get copies whichever side owns, such as a warehouse; nil for none.
    public var observers: [Observer]?
    /// When its orders count as closed; nil where only its back end says so.
    public var closing: ClosingRule?

    /// A site by its parts.
    public init(
        name: String, timeZone: String, backends: [Side: String], configuredSide: Side = .legacy,
        unknownKeySide: Side = .legacy, observers: [Observer]? = nil
    ) {
        self.observers = observers
        self.name = name
        self.timeZone = timeZone
        self.backends = backends
        self.configuredSide = configuredSide
        self.unknownKeySide = unknownKeySide
    }
}

/// One way to tell an order's site: the values of one fact, and the sites they mean. Rules are tried in order; the first
/// that knows a value decides. A value, or several values of one document, that mean two sites decide nothing: a person
/// must look.
public struct SiteRule: Sendable, Hashable, Codable {
    /// `partner`, or the path of a canonical field: `deliveryParty.gln`, `supplier.gln`, `extensions.warehouse`.
    public var fact: String

    /// The fact that is the partner who handed the document over.
    public static let partnerFact = "partner"
    /// The sites that a value means, normally one.
    public var sites: [String: [String]]

    /// A rule by its fact and table.
    public init(fact: String, sites: [String: [String]]) {
        self.fact = fact
        self.sites = sites
    }
}

/// A back end that gets copies of a site's documents for good, and is no part of any milestone.
public struct Observer: Sendable, Hashable, Codable {
    public var backend: String
    /// The functions whose documents it gets; nil for all.
    public var functions: [String]?

    /// An observer by its parts.
    public init(backend: String, functions: [String]? = nil) {
        self.backend = backend
        self.functions = functions
    }

    /// Whether it gets a function's documents.
    public func gets(_ function: String) -> Bool { functions?.contains(function) ?? true }
}

/// What becomes of an order with lines for several sites.
public enum SplitPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// A person decides.
    case hold
    /// One sub-order per site, under one order key with the site behind it.
    case lines
}
