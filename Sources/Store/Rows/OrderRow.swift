public import Rollout

/// Whether an order may still get documents without a thought.
public enum OrderLife: String, Sendable, Hashable, CaseIterable {
    /// It lives.
    case open
    /// It is done; a later document reopens it.
    case closed
}

/// One order: the row that guards its owners. It is made at its key's first document and never deleted.
public struct OrderRow: Sendable, Hashable {
    /// The order key.
    public var key: String
    /// The site, resolved at birth and kept.
    public var site: String?
    /// Open or closed.
    public var state: OrderLife
    /// Why its documents wait for a person; nil when they do not.
    public var hold: String?
    /// How it came to be; nil until it is born.
    public var origin: OrderOrigin?
    /// The document of its birth.
    public var bornDocument: UniqueID?
    /// The hash of its birth's content.
    public var birthHash: [UInt8]?
    /// What of its birth decides the sides of functions that bind later, JSON; nil when it was not kept.
    public var traits: String?
    /// When the row was made, in microseconds.
    public var madeAt: Int64
    /// When the row last changed, in microseconds.
    public var updatedAt: Int64

    /// An order row.
    public init(
        key: String, site: String? = nil, state: OrderLife = .open, hold: String? = nil,
        origin: OrderOrigin? = nil, bornDocument: UniqueID? = nil, birthHash: [UInt8]? = nil, traits: String? = nil,
        madeAt: Int64,
        updatedAt: Int64
    ) {
        self.key = key
        self.site = site
        self.state = state
        self.hold = hold
        self.origin = origin
        self.bornDocument = bornDocument
        self.birthHash = birthHash
        self.traits = traits
        self.madeAt = madeAt
        self.updatedAt = updatedAt
    }
}

extension OrderRow: TableRow {
    static let table = "orders"
    static let columnNames = [
        "key", "site", "state", "hold", "origin", "born_document", "birth_hash", "traits", "made_at", "updated_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        key = try columns.text()
        site = try columns.optionalText()
        state = try columns.name()
        hold = try columns.optionalText()
        origin = try columns.optionalName()
        bornDocument = try columns.optionalID()
        birthHash = try columns.optionalBytes()
        traits = try columns.optionalText()
        madeAt = try columns.integer()
        updatedAt = try columns.integer()
    }

    var values: [Value] {
        [
            .text(key), Value(site), Value(state), Value(hold), Value(origin), Value(bornDocument), Value(birthHash),
            Value(traits), .integer(madeAt), .integer(updatedAt),
        ]
    }
}
