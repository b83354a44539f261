public import Diagnostics

/// An interchange as answers show it.
public struct InterchangeView: Sendable, Codable, Hashable {
    public var id: String
    /// The accept number, which orders what one sender sent.
    public var number: Int64
    /// accepted, processing, processed, unreadable or discarded.
    public var status: String
    public var sender: String
    public var channel: String
    public var fileName: String?
    public var contentType: String?
    public var size: Int64
    public var sha256: String
    public var receivedAt: String
    public var processedAt: String?
    /// How many documents it holds; nil until they are counted.
    public var documentCount: Int?
    public var diagnostics: [DiagnosticReport]
    /// Only where one interchange is asked for.
    public var documents: [DocumentView]?
    /// What was answered to it; only where one interchange is asked for.
    public var acknowledgements: [AcknowledgementView]?
    /// What people did to it as a whole, oldest first; only where one interchange is asked for.
    public var actions: [ActionView]?
    public var links: [String: String]
}

/// What a person did, and why.
public struct ActionView: Sendable, Codable, Hashable {
    public var at: String
    /// reprocess or discard.
    public var action: String
    public var by: String
    public var reason: String?
}

/// One page of a list.
public struct Page<Item: Sendable & Codable & Hashable>: Sendable, Codable, Hashable {
    public var items: [Item]
    /// What to ask for next; nil at the end.
    public var next: String?

    /// A page and where the next one starts.
    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}
