/// An order as a side listed it.
public struct ListedOrderRow: Sendable, Hashable {
    /// The order key.
    public var orderKey: String
    /// `legacy` or `new`; `gateway` for an order that neither listed.
    public var side: String
    /// Its id there.
    public var ownID: String
    /// When it was changed there, in microseconds.
    public var changedAt: Int64
    /// What it holds, in one number.
    public var fingerprint: Int64

    /// An order as a side listed it.
    public init(orderKey: String, side: String, ownID: String, changedAt: Int64, fingerprint: Int64) {
        self.orderKey = orderKey
        self.side = side
        self.ownID = ownID
        self.changedAt = changedAt
        self.fingerprint = fingerprint
    }

    init(_ row: Row) throws {
        var columns = row.columns
        orderKey = try columns.text()
        side = try columns.text()
        ownID = try columns.text()
        changedAt = try columns.integer()
        fingerprint = try columns.integer()
    }
}

/// What a run found of one order.
public struct VerificationFindingRow: Sendable, Hashable {
    /// What is the matter.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The side lacks the order.
        case missing
        /// The side has it, and nobody gave it.
        case extra
        /// The side, which is not its owner's, holds something else.
        case different
        /// Something of it was on its way.
        case underway
    }

    /// The run.
    public var run: UniqueID
    /// What is the matter.
    public var kind: Kind
    /// The order.
    public var orderKey: String
    /// The side with which it is the matter.
    public var side: String
    /// Its id there; empty where it is missing.
    public var ownID: String
    /// The side that owns it; nil where nobody does.
    public var owner: String?
    /// What differs, JSON; `[]` where the order is missing, or too many.
    public var fields: String
    /// How many fields differ in all.
    public var differing: Int64
    /// When it was sent again, in microseconds.
    public var repairedAt: Int64?

    /// A finding by its parts.
    public init(
        run: UniqueID, kind: Kind, orderKey: String, side: String, ownID: String = "", owner: String? = nil,
        fields: String = "[]", differing: Int64 = 0
    ) {
        self.run = run
        self.kind = kind
        self.orderKey = orderKey
        self.side = side
        self.ownID = ownID
        self.owner = owner
        self.fields = fields
        self.differing = differing
    }
}

extension VerificationFindingRow: TableRow {
    static let table = "verification_findings"
    static let columnNames = [
        "run", "kind", "order_key", "side", "own_id", "owner", "fields", "differing", "repaired_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        run = try columns.id()
        kind = try columns.name()
        orderKey = try columns.text()
        side = try columns.text()
        ownID = try columns.text()
        owner = try columns.optionalText()
        fields = try columns.text()
        differing = try columns.integer()
        repairedAt = try columns.optionalInteger()
    }

    var values: [Value] {
        [
            Value(run), Value(kind), .text(orderKey), .text(side), .text(ownID), Value(owner), .text(fields),
            .integer(differing), Value(repairedAt),
        ]
    }
}
