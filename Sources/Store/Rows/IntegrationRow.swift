public import Intake

/// The life of one temporary integration: one flow with one purpose, from the first need to its retirement.
public struct IntegrationRow: Sendable, Hashable {
    public var id: UniqueID
    public var site: String
    public var function: String
    /// `derived`, `standby` or `shadow`.
    public var purpose: String
    /// The side that it comes from; it goes to the other one.
    public var fromSide: String
    /// The back ends of both sides, as they were last.
    public var fromBackend: String?
    public var toBackend: String?
    /// `running`, `ending` or `retired`.
    public var state: String
    /// Why it was last needed, a JSON list of sentences.
    public var reasons: String
    /// How many open orders needed it when it was last looked at.
    public var openOrders: Int64
    /// How many documents were made for it, and how many of them were there within a second, and within a minute.
    public var documents: Int64 = 0
    public var withinSecond: Int64 = 0
    public var withinMinute: Int64 = 0
    /// When it was first needed, when its last was gone, and when the row last changed, in microseconds.
    public var beganAt: Int64
    public var retiredAt: Int64?
    public var updatedAt: Int64

    /// A life that begins.
    public init(
        id: UniqueID, site: String, function: String, purpose: String, fromSide: String, fromBackend: String?,
        toBackend: String?, reasons: String, openOrders: Int64, beganAt: Int64
    ) {
        self.id = id
        self.site = site
        self.function = function
        self.purpose = purpose
        self.fromSide = fromSide
        self.fromBackend = fromBackend
        self.toBackend = toBackend
        state = "running"
        self.reasons = reasons
        self.openOrders = openOrders
        self.beganAt = beganAt
        updatedAt = beganAt
    }
}

extension IntegrationRow: TableRow {
    static let table = "integrations"
    static let columnNames = [
        "id", "site", "function", "purpose", "from_side", "from_backend", "to_backend", "state", "reasons",
        "open_orders", "documents", "within_second", "within_minute", "began_at", "retired_at", "updated_at",
    ]

    var values: [Value] {
        [
            Value(id), .text(site), .text(function), .text(purpose), .text(fromSide), Value(fromBackend),
            Value(toBackend), .text(state), .text(reasons), .integer(openOrders), .integer(documents),
            .integer(withinSecond), .integer(withinMinute), .integer(beganAt), Value(retiredAt), .integer(updatedAt),
        ]
    }

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        site = try columns.text()
        function = try columns.text()
        purpose = try columns.text()
        fromSide = try columns.text()
        fromBackend = try columns.optionalText()
        toBackend = try columns.optionalText()
        state = try columns.text()
        reasons = try columns.text()
        openOrders = try columns.integer()
        documents = try columns.integer()
        withinSecond = try columns.integer()
        withinMinute = try columns.integer()
        beganAt = try columns.integer()
        retiredAt = try columns.optionalInteger()
        updatedAt = try columns.integer()
    }
}

/// Copies of one kind that went to one back end.
public struct CopyCount: Sendable, Hashable {
    public var site: String
    public var function: String
    public var purpose: DeliveryPurpose
    public var backend: String
    public var documents: Int64
    /// How many were there within a second, and within a minute, of being made.
    public var withinSecond: Int64
    public var withinMinute: Int64

    /// A count by its parts.
    public init(
        site: String, function: String, purpose: DeliveryPurpose, backend: String, documents: Int64,
        withinSecond: Int64, withinMinute: Int64
    ) {
        self.site = site
        self.function = function
        self.purpose = purpose
        self.backend = backend
        self.documents = documents
        self.withinSecond = withinSecond
        self.withinMinute = withinMinute
    }
}

/// Copies of one kind that one back end is still to get.
public struct CopyQueue: Sendable, Hashable {
    public var site: String
    public var function: String
    public var purpose: DeliveryPurpose
    /// Those on their way, and those that failed or of which nobody knows.
    public var waiting: Int64
    public var failed: Int64
    /// When the oldest of them was made, in microseconds.
    public var oldestAt: Int64
}
