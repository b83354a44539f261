/// How goods are packed, or one pack with its number.
public struct Package: Record {
    /// Serial Shipping Container Code.
    public var sscc: SSCC?
    /// How many packs.
    public var count: ExactDecimal?
    /// Level of packing (EDIFACT 7075): inner, outer.
    public var level: String?
    /// Type of pack (EDIFACT 7065, UN/ECE Recommendation 21).
    public var type: String?
    /// Type of pack in words.
    public var description: String?
    /// Who bears its cost, whether it returns (EDIFACT 7073).
    public var terms: String?
    /// How much is in one pack.
    public var quantity: Quantity?
    /// How it is marked (EDIFACT 4233).
    public var marking: String?
    /// Marks and numbers on it.
    public var marks: [String] = []
    /// Weight and dimensions, by kind.
    public var measurements: [Measurement] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Package>] = [
        .scalar("sscc", "Serial Shipping Container Code", \.sscc),
        .scalar("count", "How many packs", \.count),
        .scalar("level", "Level of packing (EDIFACT 7075): inner, outer", \.level),
        .scalar("type", "Type of pack (EDIFACT 7065, UN/ECE Recommendation 21)", \.type),
        .scalar("description", "Type of pack in words", \.description),
        .scalar("terms", "Who bears its cost, whether it returns (EDIFACT 7073)", \.terms),
        .record("quantity", "How much is in one pack", \.quantity),
        .scalar("marking", "How it is marked (EDIFACT 4233)", \.marking),
        .scalars("marks", "Marks and numbers on it", \.marks),
        .list("measurements", "Weight and dimensions, by kind", \.measurements),
    ]
}
