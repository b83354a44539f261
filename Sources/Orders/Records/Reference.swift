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
