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
    /// The text as sent.
    public let rawValue: String

    /// A type by its code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `standard`.
    public static let standard: OrderType = "standard"
    /// `blanket`.
    public static let blanket: OrderType = "blanket"
    /// `call-off`.
    public static let callOff: OrderType = "call-off"
    /// `consignment`.
    public static let consignment: OrderType = "consignment"
    /// `promotional`.
    public static let promotional: OrderType = "promotional"
    /// `rush`.
    public static let rush: OrderType = "rush"
    /// `sample`.
    public static let sample: OrderType = "sample"
    /// The codes that the canonical model names.
    public static let known: [OrderType] = [
        .standard, .blanket, .callOff, .consignment, .promotional, .rush, .sample,
    ]
    /// What the codes say.
    public static let meaning = "an order's type"
}

/// What a party is in a document (EDIFACT 3035).
public struct PartyRole: OpenCode {
    /// The text as sent.
    public let rawValue: String

    /// A role by its code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Who buys.
    public static let buyer: PartyRole = "buyer"
    /// Who is to deliver.
    public static let supplier: PartyRole = "supplier"
    /// Who or which place gets the goods.
    public static let deliveryParty: PartyRole = "delivery-party"
    /// Who gets the invoice.
    public static let invoicee: PartyRole = "invoicee"
    /// Who ordered, if not the buyer.
    public static let orderingParty: PartyRole = "ordering-party"
    /// Who gets the goods in the end.
    public static let consignee: PartyRole = "consignee"
    /// `ultimate-consignee`.
    public static let ultimateConsignee: PartyRole = "ultimate-consignee"
    /// `payer`.
    public static let payer: PartyRole = "payer"
    /// `payee`.
    public static let payee: PartyRole = "payee"
    /// `carrier`.
    public static let carrier: PartyRole = "carrier"
    /// `freight-forwarder`.
    public static let freightForwarder: PartyRole = "freight-forwarder"
    /// `ship-from`.
    public static let shipFrom: PartyRole = "ship-from"
    /// `manufacturer`.
    public static let manufacturer: PartyRole = "manufacturer"
    /// `document-sender`.
    public static let documentSender: PartyRole = "document-sender"
    /// `document-recipient`.
    public static let documentRecipient: PartyRole = "document-recipient"
    /// The codes that the canonical model names.
    public static let known: [PartyRole] = [
        .buyer, .supplier, .deliveryParty, .invoicee, .orderingParty, .consignee, .ultimateConsignee, .payer, .payee,
        .carrier, .freightForwarder, .shipFrom, .manufacturer, .documentSender, .documentRecipient,
    ]
    /// What the codes say.
    public static let meaning = "a party's role"
}

/// What a price is (EDIFACT 5125).
public struct PriceType: OpenCode {
    /// The text as sent.
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
    /// The codes that the canonical model names.
    public static let known: [PriceType] = [.net, .gross, .netWithTax, .retail]
    /// What the codes say.
    public static let meaning = "a price's type"
}

/// What a reference points at (EDIFACT 1153).
public struct ReferenceKind: OpenCode {
    /// The text as sent.
    public let rawValue: String

    /// A kind by its code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `order`.
    public static let order: ReferenceKind = "order"
    /// `contract`.
    public static let contract: ReferenceKind = "contract"
    /// `price-list`.
    public static let priceList: ReferenceKind = "price-list"
    /// `promotion`.
    public static let promotion: ReferenceKind = "promotion"
    /// `blanket-order`.
    public static let blanketOrder: ReferenceKind = "blanket-order"
    /// `project`.
    public static let project: ReferenceKind = "project"
    /// `quotation`.
    public static let quotation: ReferenceKind = "quotation"
    /// `supplier-order`.
    public static let supplierOrder: ReferenceKind = "supplier-order"
    /// The codes that the canonical model names.
    public static let known: [ReferenceKind] = [
        .order, .contract, .priceList, .promotion, .blanketOrder, .project, .quotation, .supplierOrder,
    ]
    /// What the codes say.
    public static let meaning = "a reference's kind"
}
