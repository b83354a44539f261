/// The price of one unit, or of a basis quantity.
public struct Price: Record {
    /// What the price is: net, gross.
    public var type: PriceType?
    /// The amount, exactly as sent.
    public var value: ExactDecimal?
    /// Currency, ISO 4217; the document's if absent.
    public var currency: String?
    /// The quantity that the price is for; 1 if absent.
    public var basis: ExactDecimal?
    /// Unit of the basis quantity, UN/ECE Recommendation 20.
    public var basisUnit: String?
    /// What the price depends on (EDIFACT 5387): contract, promotional, list.
    public var qualifier: String?
    /// Where the price is from (EDIFACT 5375): CA catalogue, CT contract.
    public var origin: String?
    /// What was taken off the gross price to give this one.
    public var discount: ExactDecimal?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Price>] = [
        .scalar("type", "What the price is: net, gross", \.type),
        .scalar("value", "The amount, exactly as sent", \.value),
        .scalar("currency", "Currency, ISO 4217; the document's if absent", \.currency),
        .scalar("basis", "The quantity that the price is for; 1 if absent", \.basis),
        .scalar("basisUnit", "Unit of the basis quantity, UN/ECE Recommendation 20", \.basisUnit),
        .scalar("qualifier", "What the price depends on (EDIFACT 5387): contract, promotional, list", \.qualifier),
        .scalar("origin", "Where the price is from (EDIFACT 5375): CA catalogue, CT contract", \.origin),
        .scalar("discount", "What was taken off the gross price to give this one", \.discount),
    ]
}

/// A sum of money that the model has no field for.
public struct Amount: Record {
    /// What the sum is (EDIFACT 5025 or the name of the element).
    public var kind: String?
    /// The sum, exactly as sent.
    public var value: ExactDecimal?
    /// Currency, ISO 4217; the document's if absent.
    public var currency: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Amount>] = [
        .scalar("kind", "What the sum is (EDIFACT 5025 or the name of the element)", \.kind),
        .scalar("value", "The sum, exactly as sent", \.value),
        .scalar("currency", "Currency, ISO 4217; the document's if absent", \.currency),
    ]
}

/// A tax on a line or on the document.
public struct Tax: Record {
    /// What tax it is (EDIFACT 5153): VAT, GST.
    public var kind: String?
    /// Category (EDIFACT 5305): S standard rate, Z zero, E exempt.
    public var category: String?
    /// Rate in per cent.
    public var rate: ExactDecimal?
    /// The sum that is taxed.
    public var base: ExactDecimal?
    /// The tax.
    public var amount: ExactDecimal?
    /// Why no tax is due.
    public var exemption: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Tax>] = [
        .scalar("kind", "What tax it is (EDIFACT 5153): VAT, GST", \.kind),
        .scalar("category", "Category (EDIFACT 5305): S standard rate, Z zero, E exempt", \.category),
        .scalar("rate", "Rate in per cent", \.rate),
        .scalar("base", "The sum that is taxed", \.base),
        .scalar("amount", "The tax", \.amount),
        .scalar("exemption", "Why no tax is due", \.exemption),
    ]
}

/// An amount taken off or put on, for the document or a line.
public struct AllowanceCharge: Record {
    /// Off or on.
    public var kind: AllowanceChargeKind?
    /// Order in which several are applied, from 1.
    public var sequence: Int?
    /// What it is for (EDIFACT 7161, UBL reason code).
    public var code: String?
    /// What it is for, in words.
    public var reason: String?
    /// Number of the agreement.
    public var number: String?
    /// How it is settled (EDIFACT 4471).
    public var settlement: String?
    /// Per cent of the base.
    public var percent: ExactDecimal?
    /// The sum that the percentage is of.
    public var base: ExactDecimal?
    /// The amount.
    public var amount: ExactDecimal?
    /// Amount for one unit.
    public var rate: ExactDecimal?
    /// The quantity that it is for, such as free goods.
    public var quantity: Quantity?
    /// Taxes on it.
    public var taxes: [Tax] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<AllowanceCharge>] = [
        .scalar("kind", "Off or on", \.kind),
        .scalar("sequence", "Order in which several are applied, from 1", \.sequence),
        .scalar("code", "What it is for (EDIFACT 7161, UBL reason code)", \.code),
        .scalar("reason", "What it is for, in words", \.reason),
        .scalar("number", "Number of the agreement", \.number),
        .scalar("settlement", "How it is settled (EDIFACT 4471)", \.settlement),
        .scalar("percent", "Per cent of the base", \.percent),
        .scalar("base", "The sum that the percentage is of", \.base),
        .scalar("amount", "The amount", \.amount),
        .scalar("rate", "Amount for one unit", \.rate),
        .record("quantity", "The quantity that it is for, such as free goods", \.quantity),
        .list("taxes", "Taxes on it", \.taxes),
    ]
}
