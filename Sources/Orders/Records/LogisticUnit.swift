/// A pallet, a carton or another unit that goods travel in, with what is in it.
public struct LogisticUnit: Record {
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
    /// Who bears its cost, whether it returns (EDIFACT 7073).
    public var terms: String?
    /// The pack as an item, where it has a number of its own.
    public var item: Item?
    /// How it is marked (EDIFACT 4233).
    public var marking: String?
    /// Marks and numbers on it.
    public var marks: [String] = []
    /// Weight and dimensions, by kind.
    public var measurements: [Measurement] = []
    /// How it is to be handled.
    public var handling: [Note] = []
    /// Dates of what is in it.
    public var dates: [NamedDate] = []
    /// Parties of this unit, by role.
    public var parties: [Party] = []
    /// References, by kind.
    public var references: [Reference] = []
    /// Deposits and other charges.
    public var allowanceCharges: [AllowanceCharge] = []
    /// Units in this one.
    public var packages: [LogisticUnit] = []
    /// Lines in this unit.
    public var lines: [DespatchLine] = []
    /// Values beyond the model.
    public var extensions: [Extension] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<LogisticUnit>] = [
        .scalar("sscc", "Serial Shipping Container Code", \.sscc),
        .list("ids", "Further numbers of the unit", \.ids),
        .scalar("count", "How many such units, where they have no numbers of their own", \.count),
        .scalar("level", "Level of packing (EDIFACT 7075): inner, outer", \.level),
        .scalar("type", "Type of pack (EDIFACT 7065, UN/ECE Recommendation 21)", \.type),
        .scalar("description", "Type of pack in words", \.description),
        .scalar("terms", "Who bears its cost, whether it returns (EDIFACT 7073)", \.terms),
        .record("item", "The pack as an item, where it has a number of its own", \.item),
        .scalar("marking", "How it is marked (EDIFACT 4233)", \.marking),
        .scalars("marks", "Marks and numbers on it", \.marks),
        .list("measurements", "Weight and dimensions, by kind", \.measurements),
        .list("handling", "How it is to be handled", \.handling),
        .list("dates", "Dates of what is in it", \.dates),
        .list("parties", "Parties of this unit, by role", \.parties),
        .list("references", "References, by kind", \.references),
        .list("allowanceCharges", "Deposits and other charges", \.allowanceCharges),
        .list("packages", "Units in this one", \.packages),
        .list("lines", "Lines in this unit", \.lines),
        .list("extensions", "Values beyond the model", \.extensions),
    ]
}
