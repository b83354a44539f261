/// What the transport said around the document. It is no part of the business content.
public struct Envelope: Record {
    /// Who sent the interchange.
    public var sender: Identifier?
    /// Whom it was sent to.
    public var recipient: Identifier?
    /// Number of the interchange.
    public var reference: String?
    /// Number of the message in it.
    public var message: String?
    /// When it was made.
    public var created: BusinessTime?
    /// Whether it is marked as a test.
    public var test: Bool?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Envelope>] = [
        .record("sender", "Who sent the interchange", \.sender),
        .record("recipient", "Whom it was sent to", \.recipient),
        .scalar("reference", "Number of the interchange", \.reference),
        .scalar("message", "Number of the message in it", \.message),
        .scalar("created", "When it was made", \.created),
        .scalar("test", "Whether it is marked as a test", \.test),
    ]
}
