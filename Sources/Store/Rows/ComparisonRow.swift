public import Intake

/// A document of which the answers of two back ends are compared: its owner's, and that of a copy.
public struct ComparisonRow: Sendable, Hashable {
    /// How far it is.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// An answer is still to come.
        case waiting
        /// Both are there.
        case due
        /// They were compared.
        case done
    }

    /// The copy's delivery.
    public var id: UniqueID
    /// The primary delivery.
    public var ownerDelivery: UniqueID
    /// The milestone for which it is compared.
    public var milestone: String
    /// Why the other side answers: `shadow` or `standby`.
    public var purpose: DeliveryPurpose
    /// The document.
    public var documentID: UniqueID
    /// The order's key.
    public var orderKey: String
    /// How far it is.
    public var state: State
    /// When the owner answered, in microseconds.
    public var ownerAt: Int64?
    /// When the other side answered, in microseconds.
    public var copyAt: Int64?
    /// When the document was decided, in microseconds.
    public var madeAt: Int64
    /// When the answers were compared, in microseconds.
    public var comparedAt: Int64?
    /// The hash of the rules that they were compared by.
    public var rules: String?
    /// The fields that counted.
    public var fields: Int64
    /// Those of them that differ.
    public var differing: Int64
    /// Those that differ and may.
    public var ignored: Int64

    /// A comparison that waits for both answers.
    public init(
        id: UniqueID, ownerDelivery: UniqueID, milestone: String, purpose: DeliveryPurpose, documentID: UniqueID,
        orderKey: String, madeAt: Int64
    ) {
        self.id = id
        self.ownerDelivery = ownerDelivery
        self.milestone = milestone
        self.purpose = purpose
        self.documentID = documentID
        self.orderKey = orderKey
        self.madeAt = madeAt
        state = .waiting
        (fields, differing, ignored) = (0, 0, 0)
    }
}

extension ComparisonRow: TableRow {
    static let table = "comparisons"
    static let columnNames = [
        "id", "owner_delivery", "milestone", "purpose", "document_id", "order_key", "state", "owner_at", "copy_at",
        "made_at", "compared_at", "rules", "fields", "differing", "ignored",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        ownerDelivery = try columns.id()
        milestone = try columns.text()
        purpose = try columns.name()
        documentID = try columns.id()
        orderKey = try columns.text()
        state = try columns.name()
        ownerAt = try columns.optionalInteger()
        copyAt = try columns.optionalInteger()
        madeAt = try columns.integer()
        comparedAt = try columns.optionalInteger()
        rules = try columns.optionalText()
        fields = try columns.integer()
        differing = try columns.integer()
        ignored = try columns.integer()
    }

    var values: [Value] {
        [
            Value(id), Value(ownerDelivery), .text(milestone), Value(purpose), Value(documentID), .text(orderKey),
            Value(state), Value(ownerAt), Value(copyAt), .integer(madeAt), Value(comparedAt), Value(rules),
            .integer(fields), .integer(differing), .integer(ignored),
        ]
    }
}

/// A field of which the two sides say different things of one document.
public struct FieldDifferenceRow: Sendable, Hashable {
    /// The field, whichever item it stands in: `lines[].quantity`.
    public var field: String
    /// Where it stands: `lines[2].quantity`.
    public var place: String
    /// What the owner says, JSON; nil for nothing.
    public var owner: String?
    /// What the other side says, JSON; nil for nothing.
    public var other: String?

    /// A difference by its parts.
    public init(field: String, place: String, owner: String?, other: String?) {
        self.field = field
        self.place = place
        self.owner = owner
        self.other = other
    }
}

/// How the comparisons of a milestone stand.
public struct ComparisonFigures: Sendable, Hashable {
    /// Documents that were compared.
    public var documents: Int64 = 0
    /// Those of which every field that counts is the same.
    public var matching: Int64 = 0
    /// The fields that counted.
    public var fields: Int64 = 0
    /// Those that differ.
    public var differing: Int64 = 0
    /// Those that differ and may.
    public var ignored: Int64 = 0
    /// When the newest was compared, in microseconds.
    public var newest: Int64?
    /// Documents of which an answer is still to come.
    public var waiting: Int64 = 0
}

/// A field by how many documents it differs in.
public struct FieldFigure: Sendable, Hashable {
    /// The field: `lines[].quantity`.
    public let field: String
    /// How many documents.
    public let documents: Int64
    /// The newest comparison with such a difference.
    public let example: UniqueID
}
