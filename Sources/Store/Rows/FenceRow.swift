public import Rollout

/// The fence around a back end.
public struct FenceRow: Sendable, Hashable {
    /// Its id.
    public var id: UniqueID
    /// The back end, which gets no delivery.
    public var backend: String
    /// Who set it.
    public var madeBy: String
    /// Why.
    public var reason: String
    /// When, in microseconds.
    public var madeAt: Int64
    /// When it was lifted, in microseconds; nil while it stands.
    public var liftedAt: Int64?

    /// A fence to set.
    public init(id: UniqueID, backend: String, madeBy: String, reason: String, madeAt: Int64) {
        self.id = id
        self.backend = backend
        self.madeBy = madeBy
        self.reason = reason
        self.madeAt = madeAt
    }
}

extension FenceRow: TableRow {
    static let table = "fences"
    static let columnNames = ["id", "backend", "made_by", "reason", "made_at", "lifted_at"]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        backend = try columns.text()
        madeBy = try columns.text()
        reason = try columns.text()
        madeAt = try columns.integer()
        liftedAt = try columns.optionalInteger()
    }

    var values: [Value] {
        [Value(id), .text(backend), .text(madeBy), .text(reason), .integer(madeAt), Value(liftedAt)]
    }
}

/// An order that was taken from a fenced back end.
public struct FencedOrderRow: Sendable, Hashable {
    /// Its id, which is the key of its release.
    public var id: UniqueID
    /// The fence that waits for it.
    public var fence: UniqueID
    /// The order.
    public var orderKey: String
    /// The milestone whose reverse took it.
    public var milestone: String
    /// The fenced back end.
    public var backend: String
    /// The back end at which it is entered.
    public var otherBackend: String
    /// The side of that back end.
    public var otherSide: String
    /// Where it stands.
    public var step: FencedOrder.Step
    /// The functions that were bound to the fenced back end, JSON.
    public var functions: String
    /// The ids under which it was entered.
    public var enteredAs: String?
    /// Who said so.
    public var enteredBy: String?
    /// When, in microseconds.
    public var enteredAt: Int64?
    /// When it turned out that a superseded delivery had arrived at the fenced back end, in microseconds.
    public var arrivedAt: Int64?
    /// What a person should know.
    public var note: String?
    /// Whether a person has to say what became of the release.
    public var asks: Bool
    /// When it goes on, in microseconds.
    public var dueAt: Int64
    /// When it was taken, in microseconds.
    public var madeAt: Int64
    /// When it last went on, in microseconds.
    public var updatedAt: Int64

    /// An order that is taken.
    public init(
        id: UniqueID, fence: UniqueID, orderKey: String, milestone: String, backend: String, otherBackend: String,
        otherSide: String, functions: String, madeAt: Int64
    ) {
        self.id = id
        self.fence = fence
        self.orderKey = orderKey
        self.milestone = milestone
        self.backend = backend
        self.otherBackend = otherBackend
        self.otherSide = otherSide
        step = .quarantined
        self.functions = functions
        asks = false
        dueAt = madeAt
        self.madeAt = madeAt
        updatedAt = madeAt
    }
}

extension FencedOrderRow: TableRow {
    static let table = "fenced_orders"
    static let columnNames = [
        "id", "fence", "order_key", "milestone", "backend", "other_backend", "other_side", "step", "functions",
        "entered_as", "entered_by", "entered_at", "arrived_at", "note", "asks", "due_at", "made_at", "updated_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        fence = try columns.id()
        orderKey = try columns.text()
        milestone = try columns.text()
        backend = try columns.text()
        otherBackend = try columns.text()
        otherSide = try columns.text()
        step = try columns.name()
        functions = try columns.text()
        enteredAs = try columns.optionalText()
        enteredBy = try columns.optionalText()
        enteredAt = try columns.optionalInteger()
        arrivedAt = try columns.optionalInteger()
        note = try columns.optionalText()
        asks = try columns.integer() == 1
        dueAt = try columns.integer()
        madeAt = try columns.integer()
        updatedAt = try columns.integer()
    }

    var values: [Value] {
        [
            Value(id), Value(fence), .text(orderKey), .text(milestone), .text(backend), .text(otherBackend),
            .text(otherSide), Value(step), .text(functions), Value(enteredAs), Value(enteredBy), Value(enteredAt),
            Value(arrivedAt), Value(note), .integer(asks ? 1 : 0), .integer(dueAt), .integer(madeAt),
            .integer(updatedAt),
        ]
    }
}
