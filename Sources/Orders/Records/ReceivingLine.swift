/// One line of a receiving advice: how much of an item arrived, and what became of it.
public struct ReceivingLine: Record {
    /// Number of the line in the receiving advice.
    public var number: String = ""
    /// The order and its line.
    public var order: OrderReference?
    /// Number of the line in the despatch advice.
    public var despatchLine: String?
    /// What arrived.
    public var item = Item()
    /// Received and accepted quantity.
    public var quantity: Quantity?
    /// Quantity that arrived, accepted or not.
    public var receivedQuantity: Quantity?
    /// Quantity that was advised.
    public var despatchedQuantity: Quantity?
    /// Ordered quantity.
    public var orderedQuantity: Quantity?
    /// Consumer units in one traded unit.
    public var packQuantity: Quantity?
    /// Further quantities, by kind.
    public var quantities: [Quantity] = []
    /// What was not as advised.
    public var discrepancies: [Discrepancy] = []
    /// Batches, with their dates and numbers.
    public var batches: [Batch] = []
    /// Prices, by type.
    public var prices: [Price] = []
    /// Net amount of the accepted goods, without tax.
    public var amount: ExactDecimal?
    /// Further amounts, by kind.
    public var amounts: [Amount] = []
    /// Taxes.
    public var taxes: [Tax] = []
    /// Further dates.
    public var dates: [NamedDate] = []
    /// Parties of this line, by role.
    public var parties: [Party] = []
    /// Places of this line.
    public var locations: [Location] = []
    /// Weight, dimensions and other measures, by kind.
    public var measurements: [Measurement] = []
    /// References, by kind.
    public var references: [Reference] = []
    /// Texts.
    public var notes: [Note] = []
    /// Lines that this line is made of.
    public var subLines: [ReceivingLine] = []
    /// Values beyond the model.
    public var extensions: [Extension] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<ReceivingLine>] = [
        .scalar("number", "Number of the line in the receiving advice", \.number, empty: ""),
        .record("order", "The order and its line", \.order),
        .scalar("despatchLine", "Number of the line in the despatch advice", \.despatchLine),
        .record("item", "What arrived", \.item),
        .record("quantity", "Received and accepted quantity", \.quantity),
        .record("receivedQuantity", "Quantity that arrived, accepted or not", \.receivedQuantity),
        .record("despatchedQuantity", "Quantity that was advised", \.despatchedQuantity),
        .record("orderedQuantity", "Ordered quantity", \.orderedQuantity),
        .record("packQuantity", "Consumer units in one traded unit", \.packQuantity),
        .list("quantities", "Further quantities, by kind", \.quantities),
        .list("discrepancies", "What was not as advised", \.discrepancies),
        .list("batches", "Batches, with their dates and numbers", \.batches),
        .list("prices", "Prices, by type", \.prices),
        .scalar("amount", "Net amount of the accepted goods, without tax", \.amount),
        .list("amounts", "Further amounts, by kind", \.amounts),
        .list("taxes", "Taxes", \.taxes),
        .list("dates", "Further dates", \.dates),
        .list("parties", "Parties of this line, by role", \.parties),
        .list("locations", "Places of this line", \.locations),
        .list("measurements", "Weight, dimensions and other measures, by kind", \.measurements),
        .list("references", "References, by kind", \.references),
        .list("notes", "Texts", \.notes),
        .list("subLines", "Lines that this line is made of", \.subLines),
        .list("extensions", "Values beyond the model", \.extensions),
    ]
}

/// A difference between what was advised and what arrived.
public struct Discrepancy: Record {
    /// What the difference is.
    public var kind: DiscrepancyKind?
    /// The difference as sent (EDIFACT 6063, 4221 or 7041, UBL ShortageActionCode or RejectReasonCode).
    public var code: String?
    /// How much.
    public var quantity: Quantity?
    /// Why, in words.
    public var reason: String?
    /// What is to be done (EDIFACT 1229 or words).
    public var action: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Discrepancy>] = [
        .scalar("kind", "What the difference is", \.kind),
        .scalar(
            "code", "The difference as sent (EDIFACT 6063, 4221 or 7041, UBL ShortageActionCode or RejectReasonCode)",
            \.code),
        .record("quantity", "How much", \.quantity),
        .scalar("reason", "Why, in words", \.reason),
        .scalar("action", "What is to be done (EDIFACT 1229 or words)", \.action),
    ]
}
