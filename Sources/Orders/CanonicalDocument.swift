/// A canonical document of any type, with what a router asks of each.
public enum CanonicalDocument: Sendable, Hashable {
    case order(Order)
    case orderChange(OrderChange)
    case orderCancellation(OrderCancellation)

    /// The types by the names that mappings, configuration and the API use.
    public enum DocumentType: String, Sendable, Hashable, Codable, CaseIterable {
        case order
        case orderChange = "order-change"
        case orderCancellation = "order-cancellation"
    }

    /// What a document does to its order, whatever its type is.
    public enum Effect: String, Sendable, Hashable, Codable {
        /// It may be the order's first document.
        case birth
        case change
        case cancellation
    }

    /// An empty document of a type.
    public init(type: DocumentType) {
        switch type {
        case .order: self = .order(Order())
        case .orderChange: self = .orderChange(OrderChange())
        case .orderCancellation: self = .orderCancellation(OrderCancellation())
        }
    }

    /// Which type of document it is.
    public var type: DocumentType {
        switch self {
        case .order: .order
        case .orderChange: .orderChange
        case .orderCancellation: .orderCancellation
        }
    }

    /// The document as what all types have in common.
    public var content: any OrderDocument {
        switch self {
        case .order(let document): document
        case .orderChange(let document): document
        case .orderCancellation(let document): document
        }
    }

    /// The order's number; empty when it was not sent.
    public var number: String { content.number }
    /// When the document was issued.
    public var issued: BusinessTime? { content.issued }
    /// What its sender says that it does.
    public var function: OrderFunction { content.function }
    /// The sender's version of it.
    public var version: String? { content.version }
    /// True when the document or the transport around it is marked as a test.
    public var isTest: Bool {
        let content = content
        return content.test || content.envelope?.test == true
    }
    /// The currency of prices and sums, ISO 4217.
    public var currency: String? { content.currency }
    /// Who buys.
    public var buyer: Party { content.buyer }
    /// Who is to deliver.
    public var supplier: Party { content.supplier }
    /// Who or which place gets the goods.
    public var deliveryParty: Party? { content.deliveryParty }
    /// The lines.
    public var lines: [Line] { content.lines }

    /// When delivery is requested: the date asked for, else the latest, else the earliest, of the document, else of its
    /// first line or delivery that has one.
    public var requestedDelivery: BusinessTime? {
        let content = content
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
        }
    }
}

extension Delivery {
    fileprivate var wanted: BusinessTime? { requested ?? latest ?? earliest }
}
