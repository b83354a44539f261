/// One order across both sides.
public struct OrderView: Sendable, Codable, Hashable {
    public struct Binding: Sendable, Codable, Hashable {
        public var function: String
        public var side: String
        public var backend: String
        public var epoch: Int64
        /// The document that bound it, or in words what did: an import, a transfer, a cut by delivery date, a person.
        public var boundBy: String
        public var at: String
    }

    /// What a back end or a side calls it.
    public struct OwnID: Sendable, Codable, Hashable {
        /// `backend:NAME`, `legacy` or `new`.
        public var system: String
        public var id: String
    }

    /// What a back end is still to say of it.
    public struct Expectation: Sendable, Codable, Hashable {
        /// order-response, despatch-advice or invoice.
        public var type: String
        public var dueAt: String
        /// The problem in which it stands, once it is late.
        public var problem: String?
    }

    /// One thing that happened to it, or stands as it is since.
    public struct Event: Sendable, Codable, Hashable {
        public var at: String
        /// `received`, `primary.delivered`, `copy.waiting`, `outbound.delivered`, `answered.accepted`, `bound`, `order.closed`…
        public var kind: String
        public var words: String
        public var document: String?
        public var backend: String?
    }

    public var key: String
    /// Where it stands, in one sentence; to a partner of what it sent and was sent; nil for a back end.
    public var standing: String?
    public var site: String?
    /// born, imported or unknown-key; nil while it has no owner.
    public var origin: String?
    public var since: String?
    public var hold: String?
    /// `open` or `closed`.
    public var state: String
    /// The keys of the orders that it was split into, one for each site; nil for an order that was not split.
    public var parts: [String]?
    /// What back ends call it, as the cross references say; nil where none is known.
    public var ids: [OwnID]?
    /// What is still expected of it, that due first first; nil where nothing is.
    public var expects: [Expectation]?
    public var itinerary: [Binding]
    /// Everything that ever bound it, and took that away, oldest first.
    public var history: [Binding]
    public var documents: [DocumentView]
    /// Everything that happened to it on both sides, oldest first; to a partner what it sent and was sent.
    public var timeline: [Event]
}

/// What an import of open orders did.
public struct ImportView: Sendable, Codable, Hashable {
    public struct Fault: Sendable, Codable, Hashable {
        public var line: Int
        public var value: String
        public var message: String
    }

    public var imported: Int
    /// Orders that were known already with the same owner.
    public var known: Int
    /// Documents that waited for these orders and go to their back ends now.
    public var released: Int
    public var faults: [Fault]
    /// The sites whose import is signed now.
    public var signed: [String]
    /// The sites whose import was to be signed and is not, because lines are faulty.
    public var unsigned: [String]
}
