/// A canonical document of any type, with what a router asks of each.
///
/// Behind a reference: an order is five thousand bytes with hundreds of texts and lists, all of which a copy would count.
public indirect enum CanonicalDocument: Sendable, Hashable {
    case order(Order)
    case orderChange(OrderChange)
    case orderCancellation(OrderCancellation)
    case orderResponse(OrderResponse)
    case despatchAdvice(DespatchAdvice)
    case receivingAdvice(ReceivingAdvice)
    case invoice(Invoice)
    case applicationError(ApplicationError)

    /// The types by the names that mappings, configuration and the API use.
    public enum DocumentType: String, Sendable, Hashable, Codable, CaseIterable {
        case order
        case orderChange = "order-change"
        case orderCancellation = "order-cancellation"
        case orderResponse = "order-response"
        case despatchAdvice = "despatch-advice"
        case receivingAdvice = "receiving-advice"
        case invoice
        case applicationError = "application-error"

        /// The record that a document of the type is.
        public var record: any BusinessDocument.Type {
            switch self {
            case .order: Order.self
            case .orderChange: OrderChange.self
            case .orderCancellation: OrderCancellation.self
            case .orderResponse: OrderResponse.self
            case .despatchAdvice: DespatchAdvice.self
            case .receivingAdvice: ReceivingAdvice.self
            case .invoice: Invoice.self
            case .applicationError: ApplicationError.self
            }
        }
    }

    /// What a document does to its order, whatever its type is.
    public enum Effect: String, Sendable, Hashable, Codable {
        /// It may be the order's first document.
        case birth
        case change
        case cancellation
        /// It says what became of the order, and changes nothing that was ordered.
        case report
    }

    /// An empty document of a type.
    public init(type: DocumentType) { self = type.record.init().canonical }

    /// Which type of document it is.
    public var type: DocumentType { Swift.type(of: content).documentType }

    /// The document as what all types have in common.
    public var content: any BusinessDocument {
        switch self {
        case .order(let document): document
        case .orderChange(let document): document
        case .orderCancellation(let document): document
        case .orderResponse(let document): document
        case .despatchAdvice(let document): document
        case .receivingAdvice(let document): document
        case .invoice(let document): document
        case .applicationError(let document): document
        }
    }

    /// The document as what orders, their changes and their cancellations have in common; nil for any other.
    public var orderContent: (any OrderDocument)? {
        switch self {
        case .order(let document): document
        case .orderChange(let document): document
        case .orderCancellation(let document): document
        default: nil
        }
    }

    /// The document's number: of an order, its change, cancellation and response the order's; empty when it was not sent.
    public var number: String { content.number }
    /// The numbers of the orders that it belongs to.
    public var orderNumbers: [String] { content.orderNumbers }
    /// When the document was issued.
    public var issued: BusinessTime? { content.issued }
    /// What an order's sender says that the document does; an original where that is no question.
    public var function: OrderFunction { orderContent?.function ?? .original }
    /// True when the document or the transport around it is marked as a test.
    public var isTest: Bool {
        let content = content
        return content.test || content.envelope?.test == true
    }
    /// Who buys; empty in an application's report, which knows no buyer.
    public var buyer: Party { (content as? any TradeDocument)?.buyer ?? Party() }
    /// Who is to deliver; empty in an application's report.
    public var supplier: Party { (content as? any TradeDocument)?.supplier ?? Party() }
    /// Whose document it is, by its nature: the buyer's or the supplier's.
    public var author: Party {
        switch self {
        case .order, .orderChange, .orderCancellation, .receivingAdvice: buyer
        case .orderResponse, .despatchAdvice, .invoice: supplier
        case .applicationError(let report): report.sender
        }
    }
    /// Whom it is meant for, by its nature.
    public var addressee: Party {
        switch self {
        case .order, .orderChange, .orderCancellation, .receivingAdvice: supplier
        case .orderResponse, .despatchAdvice, .invoice: buyer
        case .applicationError(let report): report.recipient
        }
    }

    /// When delivery is requested: the date asked for, else the latest, else the earliest, of the document, else of its
    /// first line or delivery that has one.
    public var requestedDelivery: BusinessTime? {
        guard let content = orderContent else { return nil }
        if let time = content.delivery?.wanted { return time }
        for line in content.lines {
            if let time = line.delivery?.wanted { return time }
            for delivery in line.deliveries {
                if let time = delivery.date ?? delivery.latest ?? delivery.earliest { return time }
            }
        }
        return nil
    }

    /// What the document does, read from its function code, not from its type: an order with function change or
    /// replacement changes, one with function cancellation cancels.
    public var effect: Effect {
        switch (function, type) {
        case (.cancellation, _), (_, .orderCancellation): .cancellation
        case (.change, _), (.replacement, _), (_, .orderChange): .change
        case (.original, .order), (.confirmationRequest, .order), (.duplicate, .order): .birth
        default: .report
        }
    }
}

extension Delivery {
    fileprivate var wanted: BusinessTime? { requested ?? latest ?? earliest }
}
