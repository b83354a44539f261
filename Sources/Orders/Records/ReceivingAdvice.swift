/// What the buyer received, accepted and refused of a delivery.
public struct ReceivingAdvice: Record {
    /// The receiving advice's number.
    public var number: String = ""
    /// When it was issued.
    public var issued: BusinessTime?
    /// What the document does to the one that was sent before it.
    public var function: DocumentFunction = .original
    /// Whether the goods are accepted (EDIFACT 4405 or 1225, UBL status code).
    public var status: String?
    /// The order, where all lines belong to one.
    public var order: OrderReference?
    /// The number of the despatch advice or delivery note.
    public var despatchNumber: String?
    /// When that was issued.
    public var despatchIssued: BusinessTime?
    /// Number of the shipment or consignment.
    public var shipmentNumber: String?
    /// When the goods arrived.
    public var received: BusinessTime?
    /// The version or revision of the receiving advice.
    public var version: String?
    /// True for a test.
    public var test: Bool = false
    /// Kind of receiving advice (EDIFACT 1001).
    public var type: String?
    /// Kind of document in words, or its name.
    public var name: String?
    /// Language of the document, ISO 639.
    public var language: String?
    /// Currency of prices and sums, ISO 4217.
    public var currency: String?
    /// Further currencies and their rates.
    public var exchangeRates: [ExchangeRate] = []
    /// Who buys.
    public var buyer = Party()
    /// Who delivered.
    public var supplier = Party()
    /// Who or which place got the goods.
    public var deliveryParty: Party?
    /// The place that the goods left from.
    public var shipFrom: Party?
    /// Who gets the goods in the end.
    public var consignee: Party?
    /// Who carried the goods.
    public var carrier: Party?
    /// Further parties, by role.
    public var parties: [Party] = []
    /// Further dates.
    public var dates: [NamedDate] = []
    /// References, by kind.
    public var references: [Reference] = []
    /// Transport.
    public var transport: [Transport] = []
    /// Places.
    public var locations: [Location] = []
    /// Weight and volume of the whole, by kind.
    public var measurements: [Measurement] = []
    /// How many packs of which type, of the whole.
    public var packaging: [Package] = []
    /// Texts.
    public var notes: [Note] = []
    /// The units that arrived, with their lines.
    public var packages: [ReceivedUnit] = []
    /// Lines that stand in no unit.
    public var lines: [ReceivingLine] = []
    /// Sums as the sender states them.
    public var totals: Totals?
    /// Values beyond the model.
    public var extensions: [Extension] = []
    /// What the transport said around the document.
    public var envelope: Envelope?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<ReceivingAdvice>] = [
        .scalar("number", "The receiving advice's number", \.number, empty: ""),
        .scalar("issued", "When it was issued", \.issued),
        .scalar("function", "What the document does to the one that was sent before it", \.function, always: .original),
        .scalar("status", "Whether the goods are accepted (EDIFACT 4405 or 1225, UBL status code)", \.status),
        .record("order", "The order, where all lines belong to one", \.order),
        .scalar("despatchNumber", "The number of the despatch advice or delivery note", \.despatchNumber),
        .scalar("despatchIssued", "When that was issued", \.despatchIssued),
        .scalar("shipmentNumber", "Number of the shipment or consignment", \.shipmentNumber),
        .scalar("received", "When the goods arrived", \.received),
        .scalar("version", "The version or revision of the receiving advice", \.version),
        .scalar("test", "True for a test", \.test, empty: false),
        .scalar("type", "Kind of receiving advice (EDIFACT 1001)", \.type),
        .scalar("name", "Kind of document in words, or its name", \.name),
        .scalar("language", "Language of the document, ISO 639", \.language),
        .scalar("currency", "Currency of prices and sums, ISO 4217", \.currency),
        .list("exchangeRates", "Further currencies and their rates", \.exchangeRates),
        .record("buyer", "Who buys", \.buyer),
        .record("supplier", "Who delivered", \.supplier),
        .record("deliveryParty", "Who or which place got the goods", \.deliveryParty),
        .record("shipFrom", "The place that the goods left from", \.shipFrom),
        .record("consignee", "Who gets the goods in the end", \.consignee),
        .record("carrier", "Who carried the goods", \.carrier),
        .list("parties", "Further parties, by role", \.parties),
        .list("dates", "Further dates", \.dates),
        .list("references", "References, by kind", \.references),
        .list("transport", "Transport", \.transport),
        .list("locations", "Places", \.locations),
        .list("measurements", "Weight and volume of the whole, by kind", \.measurements),
        .list("packaging", "How many packs of which type, of the whole", \.packaging),
        .list("notes", "Texts", \.notes),
        .list("packages", "The units that arrived, with their lines", \.packages),
        .list("lines", "Lines that stand in no unit", \.lines),
        .record("totals", "Sums as the sender states them", \.totals),
        .list("extensions", "Values beyond the model", \.extensions),
        .record("envelope", "What the transport said around the document", \.envelope),
    ]
}

/// A pallet, a carton or another unit that arrived, with what was in it.
public struct ReceivedUnit: Record {
    /// Serial Shipping Container Code.
    public var sscc: SSCC?
    /// Further numbers of the unit.
    public var ids: [Identifier] = []
    /// How many such units, where they have no numbers of their own.
    public var count: ExactDecimal?
    /// Level of packing (EDIFACT 7075): inner, outer.
    public var level: String?
    /// Type of pack (EDIFACT 7065, UN/ECE Recommendation 21).
    public var type: String?
    /// Type of pack in words.
    public var description: String?
    /// In what state it arrived (EDIFACT 4405 or words).
    public var condition: String?
    /// What was not as advised.
    public var discrepancies: [Discrepancy] = []
    /// Weight and dimensions, by kind.
    public var measurements: [Measurement] = []
    /// Units in this one.
    public var packages: [ReceivedUnit] = []
    /// Lines in this unit.
    public var lines: [ReceivingLine] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<ReceivedUnit>] = [
        .scalar("sscc", "Serial Shipping Container Code", \.sscc),
        .list("ids", "Further numbers of the unit", \.ids),
        .scalar("count", "How many such units, where they have no numbers of their own", \.count),
        .scalar("level", "Level of packing (EDIFACT 7075): inner, outer", \.level),
        .scalar("type", "Type of pack (EDIFACT 7065, UN/ECE Recommendation 21)", \.type),
        .scalar("description", "Type of pack in words", \.description),
        .scalar("condition", "In what state it arrived (EDIFACT 4405 or words)", \.condition),
        .list("discrepancies", "What was not as advised", \.discrepancies),
        .list("measurements", "Weight and dimensions, by kind", \.measurements),
        .list("packages", "Units in this one", \.packages),
        .list("lines", "Lines in this unit", \.lines),
    ]
}
