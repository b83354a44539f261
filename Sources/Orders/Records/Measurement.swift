/// A weight, a dimension or another measure.
public struct Measurement: Record {
    /// What the measure is for (EDIFACT 6311): PD physical dimensions, WT weights.
    public var purpose: String?
    /// What is measured (EDIFACT 6313): AAB gross weight, HT height.
    public var kind: String?
    /// How exact or how to be read it is (EDIFACT 6321).
    public var significance: String?
    /// The measure, exactly as sent.
    public var value: ExactDecimal?
    /// Unit, UN/ECE Recommendation 20.
    public var unit: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Measurement>] = [
        .scalar("purpose", "What the measure is for (EDIFACT 6311): PD physical dimensions, WT weights", \.purpose),
        .scalar("kind", "What is measured (EDIFACT 6313): AAB gross weight, HT height", \.kind),
        .scalar("significance", "How exact or how to be read it is (EDIFACT 6321)", \.significance),
        .scalar("value", "The measure, exactly as sent", \.value),
        .scalar("unit", "Unit, UN/ECE Recommendation 20", \.unit),
    ]
}
