public import Rollout

/// A stored document on its way through a rehearsal.
public struct RehearsedDocument: Sendable, Hashable {
    /// What there is of it to rehearse.
    public enum Content: Sendable, Hashable {
        /// What routing asks.
        case facts(DocumentFacts)
        /// It could not be read or mapped when it came; the code that said why.
        case unread(code: String)
        /// It answers something that was sent, and belongs to no order.
        case acknowledgement
    }

    /// The document's id.
    public var id: String
    public var content: Content
    /// When its interchange was accepted.
    public var acceptedAt: Instant
    /// The side that it went to in truth; nil where it went to none.
    public var side: Side?
    /// The part of a split order that it is for; nil for a document that was not split.
    public var part: OrderKey?
    /// In truth its content was found to be that of its order's birth, by the mapping that read both then.
    public var wasDuplicate: Bool

    /// A document by its parts.
    public init(
        id: String, content: Content, acceptedAt: Instant, side: Side? = nil, part: OrderKey? = nil,
        wasDuplicate: Bool = false
    ) {
        self.id = id
        self.content = content
        self.acceptedAt = acceptedAt
        self.side = side
        self.part = part
        self.wasDuplicate = wasDuplicate
    }
}

/// A delivery that a rehearsal would have made.
public struct RehearsedDelivery: Sendable, Hashable {
    /// The document's id.
    public var document: String
    public var backend: String
    /// The side of the back end; nil for a test back end and an observer.
    public var side: Side?
    /// Nil for the delivery to the document's own back end.
    public var copy: CopyPurpose?
}
