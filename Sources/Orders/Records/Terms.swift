/// Who pays and bears the risk of transport up to where.
public struct DeliveryTerms: Record {
    /// Incoterms code or that of another list.
    public var code: String?
    /// Whose code it is.
    public var scheme: String?
    /// The terms in words.
    public var description: String?
    /// What the terms are about (EDIFACT 4055).
    public var function: String?
    /// Who pays the transport (EDIFACT 4215).
    public var payment: String?
    /// Where the risk passes, in words.
    public var risk: String?
    /// The place that the terms name.
    public var place: Location?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<DeliveryTerms>] = [
        .scalar("code", "Incoterms code or that of another list", \.code),
        .scalar("scheme", "Whose code it is", \.scheme),
        .scalar("description", "The terms in words", \.description),
        .scalar("function", "What the terms are about (EDIFACT 4055)", \.function),
        .scalar("payment", "Who pays the transport (EDIFACT 4215)", \.payment),
        .scalar("risk", "Where the risk passes, in words", \.risk),
        .record("place", "The place that the terms name", \.place),
    ]
}

/// When and how to pay.
public struct PaymentTerms: Record {
    /// What terms these are (EDIFACT 4279): basic, discount.
    public var kind: String?
    /// Code of the terms.
    public var code: String?
    /// The terms in words.
    public var description: String?
    /// What the period counts from (EDIFACT 2475).
    public var event: String?
    /// Before or after the event (EDIFACT 2009).
    public var relation: String?
    /// Unit of the period (EDIFACT 2151): D day, M month.
    public var periodUnit: String?
    /// Length of the period.
    public var period: Int?
    /// To be paid by.
    public var due: BusinessTime?
    /// Discount or penalty in per cent.
    public var percent: ExactDecimal?
    /// What the percentage is (EDIFACT 5245): 12 discount, 15 penalty.
    public var percentKind: String?
    /// Discount or penalty as a sum.
    public var amount: ExactDecimal?
    /// The discount holds until.
    public var discountUntil: BusinessTime?
    /// How to pay (EDIFACT 4461).
    public var means: String?
    /// The account to pay to or from.
    public var account: String?
    /// Further dates.
    public var dates: [NamedDate] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<PaymentTerms>] = [
        .scalar("kind", "What terms these are (EDIFACT 4279): basic, discount", \.kind),
        .scalar("code", "Code of the terms", \.code),
        .scalar("description", "The terms in words", \.description),
        .scalar("event", "What the period counts from (EDIFACT 2475)", \.event),
        .scalar("relation", "Before or after the event (EDIFACT 2009)", \.relation),
        .scalar("periodUnit", "Unit of the period (EDIFACT 2151): D day, M month", \.periodUnit),
        .scalar("period", "Length of the period", \.period),
        .scalar("due", "To be paid by", \.due),
        .scalar("percent", "Discount or penalty in per cent", \.percent),
        .scalar("percentKind", "What the percentage is (EDIFACT 5245): 12 discount, 15 penalty", \.percentKind),
        .scalar("amount", "Discount or penalty as a sum", \.amount),
        .scalar("discountUntil", "The discount holds until", \.discountUntil),
        .scalar("means", "How to pay (EDIFACT 4461)", \.means),
        .scalar("account", "The account to pay to or from", \.account),
        .list("dates", "Further dates", \.dates),
    ]
}

/// A stage of the way that goods take.
public struct Transport: Record {
    /// Which stage (EDIFACT 8051).
    public var stage: String?
    /// How (EDIFACT 8067, UN/ECE Recommendation 19): 1 sea, 2 rail, 3 road, 4 air.
    public var mode: String?
    /// With what (EDIFACT 8179): truck, van.
    public var means: String?
    /// With what, in words.
    public var meansName: String?
    /// Registration or name of the vehicle.
    public var vehicle: String?
    /// Number of the journey.
    public var journey: String?
    /// Who carries.
    public var carrier: Party?
    /// Level of service.
    public var service: String?
    /// Special terms of transport.
    public var specialTerms: String?
    /// Direction (EDIFACT 8101).
    public var direction: String?
    /// Places on the way.
    public var locations: [Location] = []
    /// Times on the way.
    public var dates: [NamedDate] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Transport>] = [
        .scalar("stage", "Which stage (EDIFACT 8051)", \.stage),
        .scalar("mode", "How (EDIFACT 8067, UN/ECE Recommendation 19): 1 sea, 2 rail, 3 road, 4 air", \.mode),
        .scalar("means", "With what (EDIFACT 8179): truck, van", \.means),
        .scalar("meansName", "With what, in words", \.meansName),
        .scalar("vehicle", "Registration or name of the vehicle", \.vehicle),
        .scalar("journey", "Number of the journey", \.journey),
        .record("carrier", "Who carries", \.carrier),
        .scalar("service", "Level of service", \.service),
        .scalar("specialTerms", "Special terms of transport", \.specialTerms),
        .scalar("direction", "Direction (EDIFACT 8101)", \.direction),
        .list("locations", "Places on the way", \.locations),
        .list("dates", "Times on the way", \.dates),
    ]
}

/// The rate between two currencies.
public struct ExchangeRate: Record {
    /// The currency that prices stand in, ISO 4217.
    public var from: String?
    /// The currency of payment or invoice, ISO 4217.
    public var to: String?
    /// How much of the second for one of the first.
    public var rate: ExactDecimal?
    /// What the second currency is for (EDIFACT 6343).
    public var kind: String?
    /// The day of the rate.
    public var date: BusinessTime?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<ExchangeRate>] = [
        .scalar("from", "The currency that prices stand in, ISO 4217", \.from),
        .scalar("to", "The currency of payment or invoice, ISO 4217", \.to),
        .scalar("rate", "How much of the second for one of the first", \.rate),
        .scalar("kind", "What the second currency is for (EDIFACT 6343)", \.kind),
        .scalar("date", "The day of the rate", \.date),
    ]
}
