/// The answer to an order or to a change of it: what the supplier will deliver, when, at what price.
public struct OrderResponse: Record {
    /// The number of the order that is answered.
    public var number: String = ""
    /// The number of the response itself.
    public var documentNumber: String?
    /// When the response was issued.
    public var issued: BusinessTime?
    /// What the document does to the one that was sent before it.
    public var function: DocumentFunction = .original
    /// What becomes of the order as a whole.
    public var status: ResponseStatus?
    /// The status as sent, where it is none of the known.
    public var statusCode: String?
    /// When the order was issued.
    public var orderIssued: BusinessTime?
    /// The version or revision of the order that is answered.
    public var orderVersion: String?
    /// The number of the change that is answered.
    public var changeNumber: String?
    /// The version or revision of the response.
    public var version: String?
    /// True for a test.
    public var test: Bool = false
    /// Kind of order.
    public var type: OrderType?
    /// Kind of document in words, or its name.
    public var name: String?
    /// Why the order is changed or refused, in words.
    public var reason: String?
    /// Why the order is changed or refused (EDIFACT 4295, UBL reason code).
    public var reasonCode: String?
    /// Language of the document, ISO 639.
    public var language: String?
    /// Currency of prices and sums, ISO 4217.
    public var currency: String?
    /// Further currencies and their rates.
    public var exchangeRates: [ExchangeRate] = []
    /// Who buys.
    public var buyer = Party()
    /// Who is to deliver.
    public var supplier = Party()
    /// Who or which place gets the goods.
    public var deliveryParty: Party?
    /// Who gets the invoice.
    public var invoicee: Party?
    /// Who ordered, if not the buyer.
    public var orderingParty: Party?
    /// Who gets the goods in the end.
    public var consignee: Party?
    /// Further parties, by role.
    public var parties: [Party] = []
    /// When goods will arrive and leave.
    public var delivery: Delivery?
    /// When the response holds.
    public var validity: Period?
    /// Further dates.
    public var dates: [NamedDate] = []
    /// References, by kind.
    public var references: [Reference] = []
    /// Delivery terms.
    public var deliveryTerms: DeliveryTerms?
    /// Payment terms.
    public var paymentTerms: [PaymentTerms] = []
    /// Transport.
    public var transport: [Transport] = []
    /// Places.
    public var locations: [Location] = []
    /// Packing of the whole.
    public var packages: [Package] = []
    /// Weight and volume of the whole, by kind.
    public var measurements: [Measurement] = []
    /// Whether the order will be delivered in parts.
    public var partialDelivery: Bool?
    /// The buyer's account or cost centre.
    public var costCentre: String?
    /// Taxes on the whole.
    public var taxes: [Tax] = []
    /// Allowances and charges on the whole.
    public var allowanceCharges: [AllowanceCharge] = []
    /// Texts.
    public var notes: [Note] = []
    /// Lines.
    public var lines: [ResponseLine] = []
    /// Sums as the sender states them.
    public var totals: Totals?
    /// Values beyond the model.
    public var extensions: [Extension] = []
    /// What the transport said around the document.
    public var envelope: Envelope?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<OrderResponse>] = [
        .scalar("number", "The number of the order that is answered", \.number, empty: ""),
        .scalar("documentNumber", "The number of the response itself", \.documentNumber),
        .scalar("issued", "When the response was issued", \.issued),
        .scalar("function", "What the document does to the one that was sent before it", \.function, always: .original),
        .scalar("status", "What becomes of the order as a whole", \.status),
        .scalar("statusCode", "The status as sent, where it is none of the known", \.statusCode),
        .scalar("orderIssued", "When the order was issued", \.orderIssued),
        .scalar("orderVersion", "The version or revision of the order that is answered", \.orderVersion),
        .scalar("changeNumber", "The number of the change that is answered", \.changeNumber),
        .scalar("version", "The version or revision of the response", \.version),
        .scalar("test", "True for a test", \.test, empty: false),
        .scalar("type", "Kind of order", \.type),
        .scalar("name", "Kind of document in words, or its name", \.name),
        .scalar("reason", "Why the order is changed or refused, in words", \.reason),
        .scalar("reasonCode", "Why the order is changed or refused (EDIFACT 4295, UBL reason code)", \.reasonCode),
        .scalar("language", "Language of the document, ISO 639", \.language),
        .scalar("currency", "Currency of prices and sums, ISO 4217", \.currency),
        .list("exchangeRates", "Further currencies and their rates", \.exchangeRates),
        .record("buyer", "Who buys", \.buyer),
        .record("supplier", "Who is to deliver", \.supplier),
        .record("deliveryParty", "Who or which place gets the goods", \.deliveryParty),
        .record("invoicee", "Who gets the invoice", \.invoicee),
        .record("orderingParty", "Who ordered, if not the buyer", \.orderingParty),
        .record("consignee", "Who gets the goods in the end", \.consignee),
        .list("parties", "Further parties, by role", \.parties),
        .record("delivery", "When goods will arrive and leave", \.delivery),
        .record("validity", "When the response holds", \.validity),
        .list("dates", "Further dates", \.dates),
        .list("references", "References, by kind", \.references),
        .record("deliveryTerms", "Delivery terms", \.deliveryTerms),
        .list("paymentTerms", "Payment terms", \.paymentTerms),
        .list("transport", "Transport", \.transport),
        .list("locations", "Places", \.locations),
        .list("packages", "Packing of the whole", \.packages),
        .list("measurements", "Weight and volume of the whole, by kind", \.measurements),
        .scalar("partialDelivery", "Whether the order will be delivered in parts", \.partialDelivery),
        .scalar("costCentre", "The buyer's account or cost centre", \.costCentre),
        .list("taxes", "Taxes on the whole", \.taxes),
        .list("allowanceCharges", "Allowances and charges on the whole", \.allowanceCharges),
        .list("notes", "Texts", \.notes),
        .list("lines", "Lines", \.lines),
        .record("totals", "Sums as the sender states them", \.totals),
        .list("extensions", "Values beyond the model", \.extensions),
        .record("envelope", "What the transport said around the document", \.envelope),
    ]
}
