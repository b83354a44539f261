/// What is expected of an order, by when.
public struct ExpectationRow: Sendable, Hashable {
    public var orderKey: String
    /// The type of the document that is to come; empty of an order that is not born.
    public var type: String
    /// The document of the order's birth.
    public var documentID: UniqueID?
    /// By when it is due, in microseconds.
    public var dueAt: Int64
    /// The problem in which it stands, once it is late.
    public var problem: UniqueID?

    /// An expectation by its parts.
    public init(orderKey: String, type: String, documentID: UniqueID?, dueAt: Int64) {
        self.orderKey = orderKey
        self.type = type
        self.documentID = documentID
        self.dueAt = dueAt
    }
}

extension ExpectationRow: TableRow {
    static let table = "expectations"
    static let columnNames = ["order_key", "type", "document_id", "due_at", "problem"]

    var values: [Value] {
        [.text(orderKey), .text(type), Value(documentID), .integer(dueAt), Value(problem)]
    }

    init(_ row: Row) throws {
        var columns = row.columns
        orderKey = try columns.text()
        type = try columns.text()
        documentID = try columns.optionalID()
        dueAt = try columns.integer()
        problem = try columns.optionalID()
    }
}

/// Behind which order what is expected is looked for next.
public struct ExpectationPlace: Sendable, Hashable {
    public var madeAt: Int64
    public var orderKey: String

    /// A place by its parts.
    public init(madeAt: Int64, orderKey: String) {
        self.madeAt = madeAt
        self.orderKey = orderKey
    }
}
