/// What is ordered.
public struct Item: Record {
    /// Global Trade Item Number of the ordered unit.
    public var gtin: GTIN?
    /// The buyer's item number.
    public var buyerCode: String?
    /// The supplier's item number.
    public var supplierCode: String?
    /// The manufacturer's part number.
    public var manufacturerCode: String?
    /// Further item numbers; the scheme says whose.
    public var ids: [Identifier] = []
    /// Numbers of items that may be delivered instead.
    public var substitutes: [Identifier] = []
    /// Short name.
    public var name: String?
    /// Description as sent, its pieces joined.
    public var description: String?
    /// Variant: promotional variant, version.
    public var variant: String?
    /// Brand.
    public var brand: String?
    /// Model.
    public var model: String?
    /// Batch or lot number.
    public var batch: String?
    /// Serial numbers.
    public var serials: [String] = []
    /// Best before.
    public var bestBefore: BusinessTime?
    /// Country of origin, ISO 3166-1 alpha-2.
    public var countryOfOrigin: String?
    /// Classes of the item.
    public var classifications: [Classification] = []
    /// Properties: colour, size.
    public var properties: [Property] = []
    /// Dangerous goods: class, UN number.
    public var hazards: [Property] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Item>] = [
        .scalar("gtin", "Global Trade Item Number of the ordered unit", \.gtin),
        .scalar("buyerCode", "The buyer's item number", \.buyerCode),
        .scalar("supplierCode", "The supplier's item number", \.supplierCode),
        .scalar("manufacturerCode", "The manufacturer's part number", \.manufacturerCode),
        .list("ids", "Further item numbers; the scheme says whose", \.ids),
        .list("substitutes", "Numbers of items that may be delivered instead", \.substitutes),
        .scalar("name", "Short name", \.name),
        .scalar("description", "Description as sent, its pieces joined", \.description),
        .scalar("variant", "Variant: promotional variant, version", \.variant),
        .scalar("brand", "Brand", \.brand),
        .scalar("model", "Model", \.model),
        .scalar("batch", "Batch or lot number", \.batch),
        .scalars("serials", "Serial numbers", \.serials),
        .scalar("bestBefore", "Best before", \.bestBefore),
        .scalar("countryOfOrigin", "Country of origin, ISO 3166-1 alpha-2", \.countryOfOrigin),
        .list("classifications", "Classes of the item", \.classifications),
        .list("properties", "Properties: colour, size", \.properties),
        .list("hazards", "Dangerous goods: class, UN number", \.hazards),
    ]
}

/// A class of an item in a classification.
public struct Classification: Record {
    /// The classification: UNSPSC, CPV, GPC, customs tariff.
    public var scheme: String?
    /// The classification's version.
    public var version: String?
    /// The class.
    public var code: String?
    /// The class in words.
    public var name: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Classification>] = [
        .scalar("scheme", "The classification: UNSPSC, CPV, GPC, customs tariff", \.scheme),
        .scalar("version", "The classification's version", \.version),
        .scalar("code", "The class", \.code),
        .scalar("name", "The class in words", \.name),
    ]
}

/// A named property of an item.
public struct Property: Record {
    /// The property.
    public var name: String?
    /// The value's code.
    public var code: String?
    /// The value in words.
    public var value: String?
    /// The value as a number with its unit.
    public var quantity: Quantity?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Property>] = [
        .scalar("name", "The property", \.name),
        .scalar("code", "The value's code", \.code),
        .scalar("value", "The value in words", \.value),
        .record("quantity", "The value as a number with its unit", \.quantity),
    ]
}
