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
