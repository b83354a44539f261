/// What is settled for one order, as its row and its itinerary say under the row's lock.
public struct OrderState: Sendable, Hashable, Codable {
    public var key: OrderKey
    /// Nil while the order has no owner: its row was made, its birth is not decided.
    public var site: String?
    public var origin: OrderOrigin?
    /// When it was born here, imported or first seen.
    public var since: Instant?
    public var itinerary: [ItineraryEntry]
    /// The document that made it, with the hash of its content.
    public var birth: Birth?
    /// A birth that waits for a person and has no owner yet.
    public var hasHeldBirth: Bool
    /// Why the whole key waits, if it does.
    public var hold: String?
    /// The documents that went out, or may have, as far as they came later than one that is decided now.
    public var sent: [SentDocument] = []
    /// What its birth said that later bindings ask for; nil for an order of which that was not kept.
    public var traits: BirthTraits?
    /// Closed by a rule of its site: it keeps no integration alive, and a document opens it again.
    public var isClosed = false

    /// The document that made an order.
    public struct Birth: Sendable, Hashable, Codable {
        public var document: String
        public var contentHash: String
        /// A person discarded it: what comes next under the code "original" takes its place.
        public var discarded: Bool

        /// A birth by its document.
        public init(document: String, contentHash: String, discarded: Bool = false) {
            self.document = document
            self.contentHash = contentHash
            self.discarded = discarded
        }
    }

    /// The state of an order of which nothing is known.
    public init(key: OrderKey) {
        self.key = key
        itinerary = []
        hasHeldBirth = false
    }

    /// The entry of a function, nil while it is unbound.
    public func entry(for function: String) -> ItineraryEntry? { itinerary.first { $0.function == function } }

    /// The sides that are bound, by function.
    public var sides: [String: Side] {
        Dictionary(itinerary.map { ($0.function, $0.side) }, uniquingKeysWith: { first, _ in first })
    }
}

/// The side of one function of one order, bound.
public struct ItineraryEntry: Sendable, Hashable, Codable {
    public var function: String
    public var side: Side
    public var backend: String
    /// The epoch of the snapshot that bound it.
    public var epoch: Int64

    /// An entry by its parts.
    public init(function: String, side: Side, backend: String, epoch: Int64) {
        self.function = function
        self.side = side
        self.backend = backend
        self.epoch = epoch
    }
}
