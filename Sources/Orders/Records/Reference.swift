/// A document or number that the sender points at.
public struct Reference: Record {
    /// What the reference is.
    public var kind: ReferenceKind?
    /// Type of the document referred to, as sent.
    public var type: String?
    /// The number.
    public var value: String?
    /// The line in the document referred to.
    public var line: String?
    /// The version referred to.
    public var version: String?
    /// When the document referred to was issued.
    public var issued: BusinessTime?
    /// What the document is, in words.
    public var description: String?
    /// Where the document is to be found.
    public var uri: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Reference>] = [
        .scalar("kind", "What the reference is", \.kind),
        .scalar("type", "Type of the document referred to, as sent", \.type),
        .scalar("value", "The number", \.value),
        .scalar("line", "The line in the document referred to", \.line),
        .scalar("version", "The version referred to", \.version),
        .scalar("issued", "When the document referred to was issued", \.issued),
        .scalar("description", "What the document is, in words", \.description),
        .scalar("uri", "Where the document is to be found", \.uri),
    ]
}

/// The order, and its line, that a line of a later document belongs to.
public struct OrderReference: Record {
    /// The order's number.
    public var number: String?
    /// When the order was issued.
    public var issued: BusinessTime?
    /// Number of the line in the order, as the buyer sent it.
    public var line: String?
    /// The order's version.
    public var version: String?
    /// The supplier's own number of the order.
    public var supplierNumber: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<OrderReference>] = [
        .scalar("number", "The order's number", \.number),
        .scalar("issued", "When the order was issued", \.issued),
        .scalar("line", "Number of the line in the order, as the buyer sent it", \.line),
        .scalar("version", "The order's version", \.version),
        .scalar("supplierNumber", "The supplier's own number of the order", \.supplierNumber),
    ]
}
