public import Diagnostics

/// What becomes of a document, decided once and stored with the epoch it was decided at.
public enum Decision: Sendable, Hashable {
    /// It goes to the back end that owns its order.
    case deliver(Route)
    /// It waits for its order to be born, until a deadline.
    case park(reason: Reason, deadline: Instant)
    /// A person must look. Where the order has an owner, the document keeps its place in the key at that back end.
    indirect case hold(Diagnostic, at: Route?)
    /// It cannot go on; its bytes and place are kept.
    indirect case fail(Diagnostic)
    /// The order has this content already.
    case duplicate(Reason)
}

/// The way of a document to one back end.
public struct Route: Sendable, Hashable {
    public var key: OrderKey?
    public var site: String?
    public var function: String
    public var side: Side?
    public var backend: String
    /// What the document binds in the itinerary.
    public var binds: [ItineraryEntry]
    /// How the order came to be known, when this document makes it known.
    public var makesKnown: OrderOrigin?
    /// True when this document is the birth of its order and stands first in its key, whenever it came.
    public var isBirth: Bool
    public var reason: Reason
    /// The copies that go out beside it.
    public var copies: [CopyRoute]
    /// What is kept of a birth for the functions that bind later.
    public var traits: BirthTraits?
    /// True when the document opens an order again that was closed.
    public var reopens = false

    /// A way by its parts.
    public init(
        key: OrderKey?, site: String?, function: String, side: Side?, backend: String, binds: [ItineraryEntry] = [],
        makesKnown: OrderOrigin? = nil, isBirth: Bool = false, reason: Reason, copies: [CopyRoute] = [],
        traits: BirthTraits? = nil
    ) {
        self.copies = copies
        self.traits = traits
        self.key = key
        self.site = site
        self.function = function
        self.side = side
        self.backend = backend
        self.binds = binds
        self.makesKnown = makesKnown
        self.isBirth = isBirth
        self.reason = reason
    }
}

/// What a document belongs to, before its order's row is locked.
public enum Resolution: Sendable, Hashable {
    /// An order, with the site that the document's own facts name.
    case order(ResolvedOrder)
    /// A test document, which belongs to no order.
    case decided(Decision)
}

/// The order key of a document and what its facts say of the site.
public struct ResolvedOrder: Sendable, Hashable {
    public var key: OrderKey
    public var buyer: String
    public var site: SiteAnswer

    /// An order as a document names it.
    public init(key: OrderKey, buyer: String, site: SiteAnswer) {
        self.key = key
        self.buyer = buyer
        self.site = site
    }
}

/// What the site rules say of a document's facts.
public enum SiteAnswer: Sendable, Hashable {
    case site(String)
    /// The document names none; its sender's orders belong to this one.
    case senderSite(String)
    /// No rule knows any of the values; the facts that were tried.
    case unknown(tried: String)
    /// Two sites are meant; the fact that says so.
    case ambiguous(sites: [String], fact: String)

    /// The site, where the rules agree on one.
    public var name: String? {
        switch self {
        case .site(let name), .senderSite(let name): name
        case .unknown, .ambiguous: nil
        }
    }
}
