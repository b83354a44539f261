/// What a document does to its order, as its sender says (EDIFACT 1225, X12 353).
public enum OrderFunction: String, ClosedCode {
    /// The order's first sending.
    case original
    /// What the document names is changed, the rest stays.
    case change
    /// The document stands in the place of all that was sent before.
    case replacement
    case cancellation
    /// An order that was given by other means before (by telephone) is confirmed.
    case confirmationRequest = "confirmation-request"
    /// The same document once more.
    case duplicate
}

/// What happens to a line (EDIFACT 1229, UBL LineStatusCode).
public enum LineAction: String, ClosedCode {
    case added
    case changed
    case deleted
    case replaced
    case unchanged = "not-changed"
}

/// Whether an amount is taken off or put on.
public enum AllowanceChargeKind: String, ClosedCode {
    case allowance
    case charge
}

/// What kind of order it is (EDIFACT 1001, UBL OrderTypeCode).
public struct OrderType: OpenCode {
    public let rawValue: String

    /// A type by its code.
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let standard: OrderType = "standard"
    public static let blanket: OrderType = "blanket"
    public static let callOff: OrderType = "call-off"
    public static let consignment: OrderType = "consignment"
    public static let promotional: OrderType = "promotional"
    public static let rush: OrderType = "rush"
    public static let sample: OrderType = "sample"
    public static let known: [OrderType] = [
        .standard, .blanket, .callOff, .consignment, .promotional, .rush, .sample,
    ]
    public static let meaning = "an order's type"
}

/// What a party is in a document (EDIFACT 3035).
public struct PartyRole: OpenCode {
    public let rawValue: String

    /// A role by its code.
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let buyer: PartyRole = "buyer"
    public static let supplier: PartyRole = "supplier"
    public static let deliveryParty: PartyRole = "delivery-party"
    public static let invoicee: PartyRole = "invoicee"
    public static let orderingParty: PartyRole = "ordering-party"
    public static let consignee: PartyRole = "consignee"
    public static let ultimateConsignee: PartyRole = "ultimate-consignee"
    public static let payer: PartyRole = "payer"
    public static let payee: PartyRole = "payee"
    public static let carrier: PartyRole = "carrier"
    public static let freightForwarder: PartyRole = "freight-forwarder"
    public static let shipFrom: PartyRole = "ship-from"
    public static let manufacturer: PartyRole = "manufacturer"
    public static let documentSender: PartyRole = "document-sender"
    public static let documentRecipient: PartyRole = "document-recipient"
    public static let known: [PartyRole] = [
        .buyer, .supplier, .deliveryParty, .invoicee, .orderingParty, .consignee, .ultimateConsignee, .payer, .payee,
        .carrier, .freightForwarder, .shipFrom, .manufacturer, .documentSender, .documentRecipient,
    ]
    public static let meaning = "a party's role"
}

/// What a price is (EDIFACT 5125).
public struct PriceType: OpenCode {
    public let rawValue: String

    /// A price type by its code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// After allowances and charges, without tax.
    public static let net: PriceType = "net"
    /// Before allowances and charges, without tax.
    public static let gross: PriceType = "gross"
    /// After allowances and charges, with tax.
    public static let netWithTax: PriceType = "net-with-tax"
    /// What the consumer pays.
    public static let retail: PriceType = "retail"
    public static let known: [PriceType] = [.net, .gross, .netWithTax, .retail]
    public static let meaning = "a price's type"
}

/// What a reference points at (EDIFACT 1153).
public struct ReferenceKind: OpenCode {
    public let rawValue: String

    /// A kind by its code.
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let order: ReferenceKind = "order"
    public static let contract: ReferenceKind = "contract"
    public static let priceList: ReferenceKind = "price-list"
    public static let promotion: ReferenceKind = "promotion"
    public static let blanketOrder: ReferenceKind = "blanket-order"
    public static let project: ReferenceKind = "project"
    public static let quotation: ReferenceKind = "quotation"
    public static let supplierOrder: ReferenceKind = "supplier-order"
    public static let known: [ReferenceKind] = [
        .order, .contract, .priceList, .promotion, .blanketOrder, .project, .quotation, .supplierOrder,
    ]
    public static let meaning = "a reference's kind"
}
