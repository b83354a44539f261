/// Sums as the sender states them, in the document's currency.
public struct Totals: Record {
    /// How many lines.
    public var lineCount: Int?
    /// Sum of the ordered quantities.
    public var quantity: ExactDecimal?
    /// Sum of the lines' amounts, without tax.
    public var lines: ExactDecimal?
    /// Sum of the document's allowances.
    public var allowances: ExactDecimal?
    /// Sum of the document's charges.
    public var charges: ExactDecimal?
    /// Without tax, after allowances and charges.
    public var net: ExactDecimal?
    /// Sum of the taxes.
    public var tax: ExactDecimal?
    /// With tax.
    public var gross: ExactDecimal?
    /// Already paid.
    public var prepaid: ExactDecimal?
    /// Rounding of the sum to pay.
    public var rounding: ExactDecimal?
    /// To pay.
    public var payable: ExactDecimal?
    /// Further sums.
    public var amounts: [Amount] = []
    /// Further control totals.
    public var counts: [Quantity] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Totals>] = [
        .scalar("lineCount", "How many lines", \.lineCount),
        .scalar("quantity", "Sum of the ordered quantities", \.quantity),
        .scalar("lines", "Sum of the lines' amounts, without tax", \.lines),
        .scalar("allowances", "Sum of the document's allowances", \.allowances),
        .scalar("charges", "Sum of the document's charges", \.charges),
        .scalar("net", "Without tax, after allowances and charges", \.net),
        .scalar("tax", "Sum of the taxes", \.tax),
        .scalar("gross", "With tax", \.gross),
        .scalar("prepaid", "Already paid", \.prepaid),
        .scalar("rounding", "Rounding of the sum to pay", \.rounding),
        .scalar("payable", "To pay", \.payable),
        .list("amounts", "Further sums", \.amounts),
        .list("counts", "Further control totals", \.counts),
    ]
}
