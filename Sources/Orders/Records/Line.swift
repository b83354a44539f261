/// One line of an order or of a change.
public struct Line: Record {
    /// Number of the line as sent.
    public var number: String = ""
    /// What happens to the line; absent in an original order.
    public var action: LineAction?
    /// The action as sent, where it is none of the known.
    public var status: String?
    /// What is ordered.
    public var item = Item()
    /// Ordered quantity; in a change the quantity that holds from now on.
    public var quantity: Quantity?
    /// Delivered without charge, on top.
    public var freeQuantity: Quantity?
    /// Consumer units in one traded unit.
    public var packQuantity: Quantity?
    /// Further quantities, by kind.
    public var quantities: [Quantity] = []
    /// Prices, by type.
    public var prices: [Price] = []
    /// Net amount of the line, without tax.
    public var amount: ExactDecimal?
    /// Further amounts, by kind.
    public var amounts: [Amount] = []
    /// Taxes.
    public var taxes: [Tax] = []
    /// Allowances and charges.
    public var allowanceCharges: [AllowanceCharge] = []
    /// Dates of this line, in place of the document's.
    public var delivery: Delivery?
    /// Several deliveries of the line.
    public var deliveries: [LineDelivery] = []
    /// When the line or its price holds.
    public var validity: Period?
    /// Further dates.
    public var dates: [NamedDate] = []
    /// Parties of this line, by role.
    public var parties: [Party] = []
    /// Places of this line.
    public var locations: [Location] = []
    /// Packing.
    public var packages: [Package] = []
    /// Weight, dimensions and other measures, by kind.
    public var measurements: [Measurement] = []
    /// Delivery terms of this line.
    public var deliveryTerms: DeliveryTerms?
    /// Payment terms of this line.
    public var paymentTerms: [PaymentTerms] = []
    /// Transport of this line.
    public var transport: [Transport] = []
    /// Whether the line may be delivered in parts.
    public var partialDelivery: Bool?
    /// Whether another item may be delivered instead.
    public var substitution: Bool?
    /// The buyer's account or cost centre.
    public var costCentre: String?
    /// Code of the buyer's account or cost centre, where it is sent too.
    public var costCode: String?
    /// References, by kind.
    public var references: [Reference] = []
    /// Texts.
    public var notes: [Note] = []
    /// Lines that this line is made of.
    public var subLines: [Line] = []
    /// Values beyond the model.
    public var extensions: [Extension] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Line>] = [
        .scalar("number", "Number of the line as sent", \.number, empty: ""),
        .scalar("action", "What happens to the line; absent in an original order", \.action),
        .scalar("status", "The action as sent, where it is none of the known", \.status),
        .record("item", "What is ordered", \.item),
        .record("quantity", "Ordered quantity; in a change the quantity that holds from now on", \.quantity),
        .record("freeQuantity", "Delivered without charge, on top", \.freeQuantity),
        .record("packQuantity", "Consumer units in one traded unit", \.packQuantity),
        .list("quantities", "Further quantities, by kind", \.quantities),
        .list("prices", "Prices, by type", \.prices),
        .scalar("amount", "Net amount of the line, without tax", \.amount),
        .list("amounts", "Further amounts, by kind", \.amounts),
        .list("taxes", "Taxes", \.taxes),
        .list("allowanceCharges", "Allowances and charges", \.allowanceCharges),
        .record("delivery", "Dates of this line, in place of the document's", \.delivery),
        .list("deliveries", "Several deliveries of the line", \.deliveries),
        .record("validity", "When the line or its price holds", \.validity),
        .list("dates", "Further dates", \.dates),
        .list("parties", "Parties of this line, by role", \.parties),
        .list("locations", "Places of this line", \.locations),
        .list("packages", "Packing", \.packages),
        .list("measurements", "Weight, dimensions and other measures, by kind", \.measurements),
        .record("deliveryTerms", "Delivery terms of this line", \.deliveryTerms),
        .list("paymentTerms", "Payment terms of this line", \.paymentTerms),
        .list("transport", "Transport of this line", \.transport),
        .scalar("partialDelivery", "Whether the line may be delivered in parts", \.partialDelivery),
        .scalar("substitution", "Whether another item may be delivered instead", \.substitution),
        .scalar("costCentre", "The buyer's account or cost centre", \.costCentre),
        .scalar("costCode", "Code of the buyer's account or cost centre, where it is sent too", \.costCode),
        .list("references", "References, by kind", \.references),
        .list("notes", "Texts", \.notes),
        .list("subLines", "Lines that this line is made of", \.subLines),
        .list("extensions", "Values beyond the model", \.extensions),
    ]
}
