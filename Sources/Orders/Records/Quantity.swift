/// A quantity with its unit.
public struct Quantity: Record {
    /// What is counted or measured where no field says so (EDIFACT 6063, 6311 or 6313).
    public var kind: String?
    /// How many, exactly as sent.
    public var value: ExactDecimal?
    /// Unit, UN/ECE Recommendation 20; absent when none was sent.
    public var unit: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Quantity>] = [
        .scalar("kind", "What is counted or measured where no field says so (EDIFACT 6063, 6311 or 6313)", \.kind),
        .scalar("value", "How many, exactly as sent", \.value),
        .scalar("unit", "Unit, UN/ECE Recommendation 20; absent when none was sent", \.unit),
    ]
}
