/// One line of an invoice.
public struct InvoiceLine: Record {
    /// Number of the line in the invoice.
    public var number: String = ""
    /// The order and its line.
    public var order: OrderReference?
    /// The despatch advice or delivery note.
    public var despatchNumber: String?
    /// Number of the line in it.
    public var despatchLine: String?
    /// What is invoiced.
    public var item = Item()
    /// Invoiced quantity.
    public var quantity: Quantity?
    /// Delivered quantity.
    public var deliveredQuantity: Quantity?
    /// Delivered without charge, on top.
    public var freeQuantity: Quantity?
    /// Consumer units in one traded unit.
    public var packQuantity: Quantity?
    /// What the goods really weigh, where that is paid.
    public var weight: Quantity?
    /// Further quantities, by kind.
    public var quantities: [Quantity] = []
    /// Prices, by type.
    public var prices: [Price] = []
    /// Net amount of the line, without tax.
    public var amount: ExactDecimal?
    /// Amount of the line, with tax.
    public var amountWithTax: ExactDecimal?
    /// Further amounts, by kind.
    public var amounts: [Amount] = []
    /// Taxes.
    public var taxes: [Tax] = []
    /// Allowances and charges.
    public var allowanceCharges: [AllowanceCharge] = []
    /// The time that is invoiced.
    public var period: Period?
    /// When the goods were delivered.
    public var delivered: BusinessTime?
    /// Further dates.
    public var dates: [NamedDate] = []
    /// Batches, with their dates and numbers.
    public var batches: [Batch] = []
    /// Parties of this line, by role.
    public var parties: [Party] = []
    /// Places of this line.
    public var locations: [Location] = []
    /// Packing.
    public var packages: [Package] = []
    /// Weight, dimensions and other measures, by kind.
    public var measurements: [Measurement] = []
    /// The buyer's account or cost centre.
    public var costCentre: String?
    /// References, by kind.
    public var references: [Reference] = []
    /// Texts.
    public var notes: [Note] = []
    /// Lines that this line is made of.
    public var subLines: [InvoiceLine] = []
    /// Values beyond the model.
    public var extensions: [Extension] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<InvoiceLine>] = [
        .scalar("number", "Number of the line in the invoice", \.number, empty: ""),
        .record("order", "The order and its line", \.order),
        .scalar("despatchNumber", "The despatch advice or delivery note", \.despatchNumber),
        .scalar("despatchLine", "Number of the line in it", \.despatchLine),
        .record("item", "What is invoiced", \.item),
        .record("quantity", "Invoiced quantity", \.quantity),
        .record("deliveredQuantity", "Delivered quantity", \.deliveredQuantity),
        .record("freeQuantity", "Delivered without charge, on top", \.freeQuantity),
        .record("packQuantity", "Consumer units in one traded unit", \.packQuantity),
        .record("weight", "What the goods really weigh, where that is paid", \.weight),
        .list("quantities", "Further quantities, by kind", \.quantities),
        .list("prices", "Prices, by type", \.prices),
        .scalar("amount", "Net amount of the line, without tax", \.amount),
        .scalar("amountWithTax", "Amount of the line, with tax", \.amountWithTax),
        .list("amounts", "Further amounts, by kind", \.amounts),
        .list("taxes", "Taxes", \.taxes),
        .list("allowanceCharges", "Allowances and charges", \.allowanceCharges),
        .record("period", "The time that is invoiced", \.period),
        .scalar("delivered", "When the goods were delivered", \.delivered),
        .list("dates", "Further dates", \.dates),
        .list("batches", "Batches, with their dates and numbers", \.batches),
        .list("parties", "Parties of this line, by role", \.parties),
        .list("locations", "Places of this line", \.locations),
        .list("packages", "Packing", \.packages),
        .list("measurements", "Weight, dimensions and other measures, by kind", \.measurements),
        .scalar("costCentre", "The buyer's account or cost centre", \.costCentre),
        .list("references", "References, by kind", \.references),
        .list("notes", "Texts", \.notes),
        .list("subLines", "Lines that this line is made of", \.subLines),
        .list("extensions", "Values beyond the model", \.extensions),
    ]
}
