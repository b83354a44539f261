/// When goods are to arrive and to leave.
public struct Delivery: Record {
    /// Delivery requested at.
    public var requested: BusinessTime?
    /// Not to be delivered before.
    public var earliest: BusinessTime?
    /// Not to be delivered after.
    public var latest: BusinessTime?
    /// Delivery promised for.
    public var promised: BusinessTime?
    /// Shipment requested at.
    public var shipment: BusinessTime?
    /// Not to be shipped before.
    public var earliestShipment: BusinessTime?
    /// Not to be shipped after.
    public var latestShipment: BusinessTime?
    /// To be collected at.
    public var pickup: BusinessTime?
    /// The order lapses if not delivered by.
    public var cancelAfter: BusinessTime?
    /// What to mind on delivery.
    public var instructions: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Delivery>] = [
        .scalar("requested", "Delivery requested at", \.requested),
        .scalar("earliest", "Not to be delivered before", \.earliest),
        .scalar("latest", "Not to be delivered after", \.latest),
        .scalar("promised", "Delivery promised for", \.promised),
        .scalar("shipment", "Shipment requested at", \.shipment),
        .scalar("earliestShipment", "Not to be shipped before", \.earliestShipment),
        .scalar("latestShipment", "Not to be shipped after", \.latestShipment),
        .scalar("pickup", "To be collected at", \.pickup),
        .scalar("cancelAfter", "The order lapses if not delivered by", \.cancelAfter),
        .scalar("instructions", "What to mind on delivery", \.instructions),
    ]
}

/// One of several deliveries of a line: a part of the quantity to a place at a time.
public struct LineDelivery: Record {
    /// Number of the delivery in its line.
    public var number: String?
    /// How much of the line.
    public var quantity: Quantity?
    /// Delivery requested at.
    public var date: BusinessTime?
    /// Not to be delivered before.
    public var earliest: BusinessTime?
    /// Not to be delivered after.
    public var latest: BusinessTime?
    /// Shipment requested at.
    public var shipment: BusinessTime?
    /// Who or which place gets it.
    public var party: Party?
    /// The place where no party is named.
    public var location: String?
    /// How sure it is (EDIFACT 4017): firm, forecast.
    public var status: String?
    /// References of this delivery.
    public var references: [Reference] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<LineDelivery>] = [
        .scalar("number", "Number of the delivery in its line", \.number),
        .record("quantity", "How much of the line", \.quantity),
        .scalar("date", "Delivery requested at", \.date),
        .scalar("earliest", "Not to be delivered before", \.earliest),
        .scalar("latest", "Not to be delivered after", \.latest),
        .scalar("shipment", "Shipment requested at", \.shipment),
        .record("party", "Who or which place gets it", \.party),
        .scalar("location", "The place where no party is named", \.location),
        .scalar("status", "How sure it is (EDIFACT 4017): firm, forecast", \.status),
        .list("references", "References of this delivery", \.references),
    ]
}

/// A place with a part in transport or delivery.
public struct Location: Record {
    /// What happens there (EDIFACT 3227).
    public var kind: String?
    /// Code of the place.
    public var id: String?
    /// Register of the code.
    public var scheme: String?
    /// Name of the place.
    public var name: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Location>] = [
        .scalar("kind", "What happens there (EDIFACT 3227)", \.kind),
        .scalar("id", "Code of the place", \.id),
        .scalar("scheme", "Register of the code", \.scheme),
        .scalar("name", "Name of the place", \.name),
    ]
}
