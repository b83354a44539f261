/// One line of an order response: what becomes of a line of the order.
public struct ResponseLine: Record {
    /// Number of the line in the response.
    public var number: String = ""
    /// Number of the line in the order, as the buyer sent it.
    public var orderLine: String?
    /// What becomes of the line.
    public var status: ResponseLineStatus?
    /// The status as sent, where it is none of the known.
    public var statusCode: String?
    /// Why the line is changed or refused, in words.
    public var reason: String?
    /// Why the line is changed or refused (EDIFACT 4295, UBL reason code).
    public var reasonCode: String?
    /// What was ordered.
    public var item = Item()
    /// What is delivered instead.
    public var substitute: Item?
    /// Ordered quantity.
    public var orderedQuantity: Quantity?
    /// Quantity that is confirmed, without what is backordered.
    public var quantity: Quantity?
    /// Delivered without charge, on top.
    public var freeQuantity: Quantity?
    /// Consumer units in one traded unit.
    public var packQuantity: Quantity?
    /// Further quantities, by kind.
    public var quantities: [Quantity] = []
    /// What becomes of which part of the line.
    public var confirmations: [Confirmation] = []
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
    /// When the line will arrive and leave, in place of the document's dates.
    public var delivery: Delivery?
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
    /// Whether the line will be delivered in parts.
    public var partialDelivery: Bool?
    /// The buyer's account or cost centre.
    public var costCentre: String?
    /// References, by kind.
    public var references: [Reference] = []
    /// Texts.
    public var notes: [Note] = []
    /// Lines that this line is made of.
    public var subLines: [ResponseLine] = []
    /// Values beyond the model.
    public var extensions: [Extension] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<ResponseLine>] = [
        .scalar("number", "Number of the line in the response", \.number, empty: ""),
        .scalar("orderLine", "Number of the line in the order, as the buyer sent it", \.orderLine),
        .scalar("status", "What becomes of the line", \.status),
        .scalar("statusCode", "The status as sent, where it is none of the known", \.statusCode),
        .scalar("reason", "Why the line is changed or refused, in words", \.reason),
        .scalar("reasonCode", "Why the line is changed or refused (EDIFACT 4295, UBL reason code)", \.reasonCode),
        .record("item", "What was ordered", \.item),
        .record("substitute", "What is delivered instead", \.substitute),
        .record("orderedQuantity", "Ordered quantity", \.orderedQuantity),
        .record("quantity", "Quantity that is confirmed, without what is backordered", \.quantity),
        .record("freeQuantity", "Delivered without charge, on top", \.freeQuantity),
        .record("packQuantity", "Consumer units in one traded unit", \.packQuantity),
        .list("quantities", "Further quantities, by kind", \.quantities),
        .list("confirmations", "What becomes of which part of the line", \.confirmations),
        .list("prices", "Prices, by type", \.prices),
        .scalar("amount", "Net amount of the line, without tax", \.amount),
        .list("amounts", "Further amounts, by kind", \.amounts),
        .list("taxes", "Taxes", \.taxes),
        .list("allowanceCharges", "Allowances and charges", \.allowanceCharges),
        .record("delivery", "When the line will arrive and leave, in place of the document's dates", \.delivery),
        .record("validity", "When the line or its price holds", \.validity),
        .list("dates", "Further dates", \.dates),
        .list("parties", "Parties of this line, by role", \.parties),
        .list("locations", "Places of this line", \.locations),
        .list("packages", "Packing", \.packages),
        .list("measurements", "Weight, dimensions and other measures, by kind", \.measurements),
        .record("deliveryTerms", "Delivery terms of this line", \.deliveryTerms),
        .list("paymentTerms", "Payment terms of this line", \.paymentTerms),
        .list("transport", "Transport of this line", \.transport),
        .scalar("partialDelivery", "Whether the line will be delivered in parts", \.partialDelivery),
        .scalar("costCentre", "The buyer's account or cost centre", \.costCentre),
        .list("references", "References, by kind", \.references),
        .list("notes", "Texts", \.notes),
        .list("subLines", "Lines that this line is made of", \.subLines),
        .list("extensions", "Values beyond the model", \.extensions),
    ]
}

/// What becomes of a part of an order's line: how much comes when, or why it does not.
public struct Confirmation: Record {
    /// What becomes of this part.
    public var status: ResponseLineStatus?
    /// The status as sent, where it is none of the known.
    public var statusCode: String?
    /// How much of the line.
    public var quantity: Quantity?
    /// Delivery promised for.
    public var date: BusinessTime?
    /// Not delivered before.
    public var earliest: BusinessTime?
    /// Not delivered after.
    public var latest: BusinessTime?
    /// Shipment planned for.
    public var shipment: BusinessTime?
    /// Prices of this part, by type.
    public var prices: [Price] = []
    /// The item that comes, if another one than the line says.
    public var item: Item?
    /// Why, in words.
    public var reason: String?
    /// Why (EDIFACT 4295, UBL reason code).
    public var reasonCode: String?
    /// Who or which place gets it.
    public var party: Party?
    /// References, by kind.
    public var references: [Reference] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Confirmation>] = [
        .scalar("status", "What becomes of this part", \.status),
        .scalar("statusCode", "The status as sent, where it is none of the known", \.statusCode),
        .record("quantity", "How much of the line", \.quantity),
        .scalar("date", "Delivery promised for", \.date),
        .scalar("earliest", "Not delivered before", \.earliest),
        .scalar("latest", "Not delivered after", \.latest),
        .scalar("shipment", "Shipment planned for", \.shipment),
        .list("prices", "Prices of this part, by type", \.prices),
        .record("item", "The item that comes, if another one than the line says", \.item),
        .scalar("reason", "Why, in words", \.reason),
        .scalar("reasonCode", "Why (EDIFACT 4295, UBL reason code)", \.reasonCode),
        .record("party", "Who or which place gets it", \.party),
        .list("references", "References, by kind", \.references),
    ]
}
