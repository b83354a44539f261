/// The side of one bound function of an order.
public struct ItineraryRow: Sendable, Hashable {
    /// The order key.
    public var orderKey: String
    /// The bound function.
    public var function: String
    /// The side it is bound to.
    public var side: String
    /// The back end of that side.
    public var backend: String
    /// The document that bound it; nil for an import or a transfer.
    public var boundBy: UniqueID?
    /// The epoch at which it was bound.
    public var epoch: Int64
    /// When it was bound, in microseconds.
    public var at: Int64

    /// A bound function.
    public init(
        orderKey: String, function: String, side: String, backend: String, boundBy: UniqueID? = nil,
        epoch: Int64, at: Int64
    ) {
        self.orderKey = orderKey
        self.function = function
        self.side = side
        self.backend = backend
        self.boundBy = boundBy
        self.epoch = epoch
        self.at = at
    }
}

extension ItineraryRow: TableRow {
    static let table = "itineraries"
    static let columnNames = ["order_key", "function", "side", "backend", "bound_by", "epoch", "at"]

    init(_ row: Row) throws {
        var columns = row.columns
        try self.init(&columns)
    }

    init(_ columns: inout Columns) throws {
        orderKey = try columns.text()
        function = try columns.text()
        side = try columns.text()
        backend = try columns.text()
        boundBy = try columns.optionalID()
        epoch = try columns.integer()
        at = try columns.integer()
    }

    var values: [Value] {
        [
            .text(orderKey), .text(function), .text(side), .text(backend), Value(boundBy), .integer(epoch),
            .integer(at),
        ]
    }
}

/// An itinerary entry as it once was written, and why.
public struct ItineraryChange: Sendable, Hashable {
    /// What was written.
    public let row: ItineraryRow
    /// Why.
    public let reason: String
}
