/// The transfer of one order from one back end to another.
public struct TransferRow: Sendable, Hashable {
    /// Where it stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It begins when its bulk lets it.
        case waiting
        case running
        /// It goes on when a person says what happened.
        case person
        /// The order has its new owner.
        case done
        /// The order keeps its owner.
        case kept
    }

    /// Its id, which is the key of its calls.
    public var id: UniqueID
    /// The order.
    public var orderKey: String
    /// The bulk that it belongs to; nil for one of its own.
    public var bulk: UniqueID?
    /// The back end that owns the order.
    public var from: String
    /// The back end that is to own it.
    public var to: String
    /// The side of that back end.
    public var side: String
    /// Where it stands.
    public var state: State
    /// Its steps, JSON.
    public var journal: String
    /// What a person should know: what it waits for, or why the order keeps its owner.
    public var note: String?
    /// When it goes on, in microseconds.
    public var dueAt: Int64
    /// Who asked for it.
    public var madeBy: String
    /// Why.
    public var reason: String
    /// When it was asked for, in microseconds.
    public var madeAt: Int64
    /// When it last went on, in microseconds.
    public var updatedAt: Int64

    /// A transfer to make.
    public init(
        id: UniqueID, orderKey: String, bulk: UniqueID?, from: String, to: String, side: String, state: State,
        journal: String, dueAt: Int64, madeBy: String, reason: String, madeAt: Int64
    ) {
        self.id = id
        self.orderKey = orderKey
        self.bulk = bulk
        self.from = from
        self.to = to
        self.side = side
        self.state = state
        self.journal = journal
        self.dueAt = dueAt
        self.madeBy = madeBy
        self.reason = reason
        self.madeAt = madeAt
        updatedAt = madeAt
    }
}

extension TransferRow: TableRow {
    static let table = "transfers"
    static let columnNames = [
        "id", "order_key", "bulk", "from_backend", "to_backend", "side", "state", "journal", "note", "due_at",
        "made_by",
        "reason", "made_at", "updated_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        orderKey = try columns.text()
        bulk = try columns.optionalID()
        from = try columns.text()
        to = try columns.text()
        side = try columns.text()
        state = try columns.name()
        journal = try columns.text()
        note = try columns.optionalText()
        dueAt = try columns.integer()
        madeBy = try columns.text()
        reason = try columns.text()
        madeAt = try columns.integer()
        updatedAt = try columns.integer()
    }

    var values: [Value] {
        [
            Value(id), .text(orderKey), Value(bulk), .text(from), .text(to), .text(side), Value(state), .text(journal),
            Value(note), .integer(dueAt), .text(madeBy), .text(reason), .integer(madeAt), .integer(updatedAt),
        ]
    }
}

/// Many transfers at a rate.
public struct BulkTransferRow: Sendable, Hashable {
    /// Its id.
    public var id: UniqueID
    /// The milestone whose orders it takes.
    public var milestone: String
    /// The side that is to own them.
    public var side: String
    /// How many begin in a minute at most.
    public var perMinute: Int64
    /// Whether none begins.
    public var isPaused: Bool
    /// When the next one may begin, in microseconds.
    public var nextAt: Int64
    /// Who asked for it.
    public var madeBy: String
    /// Why.
    public var reason: String
    /// When, in microseconds.
    public var madeAt: Int64

    /// A bulk to make.
    public init(
        id: UniqueID, milestone: String, side: String, perMinute: Int64, madeBy: String, reason: String, madeAt: Int64
    ) {
        self.id = id
        self.milestone = milestone
        self.side = side
        self.perMinute = perMinute
        isPaused = false
        nextAt = madeAt
        self.madeBy = madeBy
        self.reason = reason
        self.madeAt = madeAt
    }
}

extension BulkTransferRow: TableRow {
    static let table = "bulk_transfers"
    static let columnNames = [
        "id", "milestone", "side", "per_minute", "paused", "next_at", "made_by", "reason", "made_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        milestone = try columns.text()
        side = try columns.text()
        perMinute = try columns.integer()
        isPaused = try columns.integer() == 1
        nextAt = try columns.integer()
        madeBy = try columns.text()
        reason = try columns.text()
        madeAt = try columns.integer()
    }

    var values: [Value] {
        [
            Value(id), .text(milestone), .text(side), .integer(perMinute), .integer(isPaused ? 1 : 0),
            .integer(nextAt), .text(madeBy), .text(reason), .integer(madeAt),
        ]
    }
}
