/// What left for the buyer, how it is packed, and when it will arrive; of one order or several.
public struct DespatchAdvice: Record {
    /// The despatch advice's number.
    public var number: String = ""
    /// When it was issued.
    public var issued: BusinessTime?
    /// What the document does to the one that was sent before it.
    public var function: DocumentFunction = .original
    /// The order, where all lines belong to one.
    public var order: OrderReference?
    /// Number of the shipment or consignment.
    public var shipmentNumber: String?
    /// The version or revision of the despatch advice.
    public var version: String?
    /// True for a test.
    public var test: Bool = false
    /// Kind of despatch advice (EDIFACT 1001, UBL DespatchAdviceTypeCode).
    public var type: String?
    /// Kind of document in words, or its name.
    public var name: String?
    /// Why the document is sent, in words.
    public var reason: String?
    /// Language of the document, ISO 639.
    public var language: String?
    /// Currency of prices and sums, ISO 4217.
    public var currency: String?
    /// Further currencies and their rates.
    public var exchangeRates: [ExchangeRate] = []
    /// Who buys.
    public var buyer = Party()
    /// Who delivers.
    public var supplier = Party()
    /// Who or which place gets the goods.
    public var deliveryParty: Party?
    /// The place that the goods leave from.
    public var shipFrom: Party?
    /// Who gets the goods in the end.
    public var consignee: Party?
    /// Who gets the invoice.
    public var invoicee: Party?
    /// Who carries the goods.
    public var carrier: Party?
    /// Further parties, by role.
    public var parties: [Party] = []
    /// When the goods left or are to leave.
    public var despatched: BusinessTime?
    /// When they are expected to arrive.
    public var estimatedDelivery: BusinessTime?
    /// The dates that were asked for.
    public var delivery: Delivery?
    /// Further dates.
    public var dates: [NamedDate] = []
    /// References, by kind.
    public var references: [Reference] = []
    /// Delivery terms.
    public var deliveryTerms: DeliveryTerms?
    /// Transport.
    public var transport: [Transport] = []
    /// Containers, trailers and other equipment.
    public var equipment: [TransportEquipment] = []
    /// Places.
    public var locations: [Location] = []
    /// Weight and volume of the whole, by kind.
    public var measurements: [Measurement] = []
    /// How many packs of which type, of the whole.
    public var packaging: [Package] = []
    /// Taxes on the whole.
    public var taxes: [Tax] = []
    /// Allowances and charges on the whole.
    public var allowanceCharges: [AllowanceCharge] = []
    /// Texts.
    public var notes: [Note] = []
    /// The units that the goods are packed in, with their lines.
    public var packages: [LogisticUnit] = []
    /// Lines that stand in no unit.
    public var lines: [DespatchLine] = []
    /// Sums as the sender states them.
    public var totals: Totals?
    /// Values beyond the model.
    public var extensions: [Extension] = []
    /// What the transport said around the document.
    public var envelope: Envelope?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<DespatchAdvice>] = [
        .scalar("number", "The despatch advice's number", \.number, empty: ""),
        .scalar("issued", "When it was issued", \.issued),
        .scalar("function", "What the document does to the one that was sent before it", \.function, always: .original),
        .record("order", "The order, where all lines belong to one", \.order),
        .scalar("shipmentNumber", "Number of the shipment or consignment", \.shipmentNumber),
        .scalar("version", "The version or revision of the despatch advice", \.version),
        .scalar("test", "True for a test", \.test, empty: false),
        .scalar("type", "Kind of despatch advice (EDIFACT 1001, UBL DespatchAdviceTypeCode)", \.type),
        .scalar("name", "Kind of document in words, or its name", \.name),
        .scalar("reason", "Why the document is sent, in words", \.reason),
        .scalar("language", "Language of the document, ISO 639", \.language),
        .scalar("currency", "Currency of prices and sums, ISO 4217", \.currency),
        .list("exchangeRates", "Further currencies and their rates", \.exchangeRates),
        .record("buyer", "Who buys", \.buyer),
        .record("supplier", "Who delivers", \.supplier),
        .record("deliveryParty", "Who or which place gets the goods", \.deliveryParty),
        .record("shipFrom", "The place that the goods leave from", \.shipFrom),
        .record("consignee", "Who gets the goods in the end", \.consignee),
        .record("invoicee", "Who gets the invoice", \.invoicee),
        .record("carrier", "Who carries the goods", \.carrier),
        .list("parties", "Further parties, by role", \.parties),
        .scalar("despatched", "When the goods left or are to leave", \.despatched),
        .scalar("estimatedDelivery", "When they are expected to arrive", \.estimatedDelivery),
        .record("delivery", "The dates that were asked for", \.delivery),
        .list("dates", "Further dates", \.dates),
        .list("references", "References, by kind", \.references),
        .record("deliveryTerms", "Delivery terms", \.deliveryTerms),
        .list("transport", "Transport", \.transport),
        .list("equipment", "Containers, trailers and other equipment", \.equipment),
        .list("locations", "Places", \.locations),
        .list("measurements", "Weight and volume of the whole, by kind", \.measurements),
        .list("packaging", "How many packs of which type, of the whole", \.packaging),
        .list("taxes", "Taxes on the whole", \.taxes),
        .list("allowanceCharges", "Allowances and charges on the whole", \.allowanceCharges),
        .list("notes", "Texts", \.notes),
        .list("packages", "The units that the goods are packed in, with their lines", \.packages),
        .list("lines", "Lines that stand in no unit", \.lines),
        .record("totals", "Sums as the sender states them", \.totals),
        .list("extensions", "Values beyond the model", \.extensions),
        .record("envelope", "What the transport said around the document", \.envelope),
    ]
}

/// A container, a trailer or other equipment that goods travel in.
public struct TransportEquipment: Record {
    /// Kind of equipment (EDIFACT 8053): CN container, TE trailer.
    public var kind: String?
    /// Its number.
    public var id: String?
    /// Size and type (EDIFACT 8155, ISO 6346).
    public var type: String?
    /// Numbers of its seals.
    public var seals: [String] = []
    /// Temperature to be kept.
    public var temperature: Quantity?
    /// Weight and volume, by kind.
    public var measurements: [Measurement] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<TransportEquipment>] = [
        .scalar("kind", "Kind of equipment (EDIFACT 8053): CN container, TE trailer", \.kind),
        .scalar("id", "Its number", \.id),
        .scalar("type", "Size and type (EDIFACT 8155, ISO 6346)", \.type),
        .scalars("seals", "Numbers of its seals", \.seals),
        .record("temperature", "Temperature to be kept", \.temperature),
        .list("measurements", "Weight and volume, by kind", \.measurements),
    ]
}
