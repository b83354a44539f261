/// What routing needs to know of a document; the rest of it is nobody's business here.
public struct DocumentFacts: Sendable, Hashable, Codable {
    /// What a document does to its order, read from its function code and not from its message name.
    public enum Action: String, Sendable, Hashable, Codable {
        /// It makes the order.
        case original
        /// It changes or replaces the order.
        case change
        case cancellation
        /// Its sender says that it was sent before.
        case duplicate
    }

    public var document: String
    /// The partner who handed it over.
    public var sender: String
    public var action: Action
    /// The canonical type: `order`, `order-change`, `order-cancellation`.
    public var type: String
    public var orderNumber: String
    /// The buyer's identifiers in the order of trust.
    public var buyer: [PartyIdentifier]
    public var supplier: [PartyIdentifier]
    /// The day that decides between aliases: the document's own date, else the day it came.
    public var day: String
    /// The values of the facts that site rules ask for, by the rule's name of the fact.
    public var siteFacts: [String: [String]]
    public var test: Bool
    /// The hash of the content that makes two sendings the same.
    public var contentHash: String
    /// Where it stands in its order; nil where that is of no account, since a person lets it go behind newer ones.
    public var place: DocumentPlace?
    /// The identifiers of the party that the goods go to, in the order of trust.
    public var deliveryParty: [PartyIdentifier] = []
    /// The deliveries that the document as a whole asks for.
    public var requested: [RequestedDelivery] = []
    /// What its lines say of sites and deliveries: all lines where one of them says something of a site, else those that
    /// ask for a delivery of their own.
    public var lines: [LineFacts] = []
    /// The numbers of the further orders that it names, as a truck's despatch advice does.
    public var otherOrderNumbers: [String] = []

    /// Facts by their parts.
    public init(
        document: String, sender: String, action: Action, type: String, orderNumber: String, buyer: [PartyIdentifier],
        supplier: [PartyIdentifier] = [], day: String, siteFacts: [String: [String]] = [:], test: Bool = false,
        contentHash: String = ""
    ) {
        self.document = document
        self.sender = sender
        self.action = action
        self.type = type
        self.orderNumber = orderNumber
        self.buyer = buyer
        self.supplier = supplier
        self.day = day
        self.siteFacts = siteFacts
        self.test = test
        self.contentHash = contentHash
    }
}

/// When a delivery is asked for.
public struct RequestedDelivery: Sendable, Hashable, Codable {
    /// The day as it was sent: `2026-12-01`.
    public var day: String
    /// The moment, where a time with its zone was sent: then the day is that of the site's calendar.
    public var instant: Instant?

    /// A request by its parts.
    public init(day: String, instant: Instant? = nil) {
        self.day = day
        self.instant = instant
    }
}

/// What routing needs to know of a line.
public struct LineFacts: Sendable, Hashable, Codable {
    /// The line's number as it stands in the document.
    public var number: String
    /// The values of the facts that site rules ask for, as far as the line has its own.
    public var siteFacts: [String: [String]]
    public var requested: [RequestedDelivery]
    /// The line's place in the document, from 0; nil where that was not kept.
    public var line: Int?
    /// Which of the line's deliveries it is, from 0; nil for the line as a whole.
    public var delivery: Int?

    /// A line by its parts.
    public init(
        number: String, siteFacts: [String: [String]] = [:], requested: [RequestedDelivery] = [], line: Int? = nil,
        delivery: Int? = nil
    ) {
        self.number = number
        self.siteFacts = siteFacts
        self.requested = requested
        self.line = line
        self.delivery = delivery
    }
}
