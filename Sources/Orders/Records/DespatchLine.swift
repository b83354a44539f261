/// One line of a despatch advice: an item of an order, as much of it as stands in one unit.
public struct DespatchLine: Record {
    /// Number of the line in the despatch advice.
    public var number: String = ""
    /// The order and its line.
    public var order: OrderReference?
    /// What is delivered.
    public var item = Item()
    /// What was ordered, if another item is delivered.
    public var ordered: Item?
    /// Despatched quantity.
    public var quantity: Quantity?
    /// Ordered quantity.
    public var orderedQuantity: Quantity?
    /// Delivered without charge, on top.
    public var freeQuantity: Quantity?
    /// Consumer units in one traded unit.
    public var packQuantity: Quantity?
    /// Still to come.
    public var outstandingQuantity: Quantity?
    /// Why something is still to come, in words.
    public var outstandingReason: String?
    /// What the goods really weigh, where that is paid.
    public var weight: Quantity?
    /// Further quantities, by kind.
    public var quantities: [Quantity] = []
    /// Batches, with their dates and numbers.
    public var batches: [Batch] = []
    /// Prices, by type.
    public var prices: [Price] = []
    /// Net amount of the line, without tax.
    public var amount: ExactDecimal?
    /// Further amounts, by kind.
    public var amounts: [Amount] = []
    /// Taxes.
    public var taxes: [Tax] = []
    /// Deposits and other charges.
    public var allowanceCharges: [AllowanceCharge] = []
    /// Dates of this line.
    public var delivery: Delivery?
    /// Further dates.
    public var dates: [NamedDate] = []
    /// Parties of this line, by role.
    public var parties: [Party] = []
    /// Places of this line.
    public var locations: [Location] = []
    /// How the line is packed, where no unit says so.
    public var packages: [Package] = []
    /// Weight, dimensions and other measures, by kind.
    public var measurements: [Measurement] = []
    /// References, by kind.
    public var references: [Reference] = []
    /// Texts.
    public var notes: [Note] = []
    /// Lines that this line is made of.
    public var subLines: [DespatchLine] = []
    /// Values beyond the model.
    public var extensions: [Extension] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<DespatchLine>] = [
        .scalar("number", "Number of the line in the despatch advice", \.number, empty: ""),
        .record("order", "The order and its line", \.order),
        .record("item", "What is delivered", \.item),
        .record("ordered", "What was ordered, if another item is delivered", \.ordered),
        .record("quantity", "Despatched quantity", \.quantity),
        .record("orderedQuantity", "Ordered quantity", \.orderedQuantity),
        .record("freeQuantity", "Delivered without charge, on top", \.freeQuantity),
        .record("packQuantity", "Consumer units in one traded unit", \.packQuantity),
        .record("outstandingQuantity", "Still to come", \.outstandingQuantity),
        .scalar("outstandingReason", "Why something is still to come, in words", \.outstandingReason),
        .record("weight", "What the goods really weigh, where that is paid", \.weight),
        .list("quantities", "Further quantities, by kind", \.quantities),
        .list("batches", "Batches, with their dates and numbers", \.batches),
        .list("prices", "Prices, by type", \.prices),
        .scalar("amount", "Net amount of the line, without tax", \.amount),
        .list("amounts", "Further amounts, by kind", \.amounts),
        .list("taxes", "Taxes", \.taxes),
        .list("allowanceCharges", "Deposits and other charges", \.allowanceCharges),
        .record("delivery", "Dates of this line", \.delivery),
        .list("dates", "Further dates", \.dates),
        .list("parties", "Parties of this line, by role", \.parties),
        .list("locations", "Places of this line", \.locations),
        .list("packages", "How the line is packed, where no unit says so", \.packages),
        .list("measurements", "Weight, dimensions and other measures, by kind", \.measurements),
        .list("references", "References, by kind", \.references),
        .list("notes", "Texts", \.notes),
        .list("subLines", "Lines that this line is made of", \.subLines),
        .list("extensions", "Values beyond the model", \.extensions),
    ]
}

/// A batch of an item: what can be traced and called back together.
public struct Batch: Record {
    /// Batch or lot number.
    public var number: String?
    /// How much of the line.
    public var quantity: Quantity?
    /// Best before.
    public var bestBefore: BusinessTime?
    /// To be used by.
    public var expires: BusinessTime?
    /// Produced on.
    public var produced: BusinessTime?
    /// Packed on.
    public var packed: BusinessTime?
    /// Country of origin, ISO 3166-1 alpha-2.
    public var countryOfOrigin: String?
    /// Serial numbers.
    public var serials: [String] = []
    /// Marking codes of single packs, as the law of some countries asks for.
    public var marks: [String] = []
    /// Certificates and declarations.
    public var certificates: [Reference] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Batch>] = [
        .scalar("number", "Batch or lot number", \.number),
        .record("quantity", "How much of the line", \.quantity),
        .scalar("bestBefore", "Best before", \.bestBefore),
        .scalar("expires", "To be used by", \.expires),
        .scalar("produced", "Produced on", \.produced),
        .scalar("packed", "Packed on", \.packed),
        .scalar("countryOfOrigin", "Country of origin, ISO 3166-1 alpha-2", \.countryOfOrigin),
        .scalars("serials", "Serial numbers", \.serials),
        .scalars("marks", "Marking codes of single packs, as the law of some countries asks for", \.marks),
        .list("certificates", "Certificates and declarations", \.certificates),
    ]
}
