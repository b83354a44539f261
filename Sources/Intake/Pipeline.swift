public import Diagnostics
public import Rollout
public import Syntax

/// The way of an interchange, top to bottom. Each type below is what one stage hands to the next.
///
///     bytes ──RECEIVE──▶ KeptInterchange    durable before anyone hears yes
///           ──READ─────▶ ReadDocument           PayloadReader: detection, EDIFACT, XML; nested and checked by its shape
///           ──MAP──────▶ UnderstoodDocument     Understanding: canonical document, facts, what nothing read
///           ──ROUTE────▶ RoutedDocument         Routing: order key, site, owner, reason; under the order's row
///           ──DELIVER──▶ DeliveryOutcome        one attempt at one back end; DeliveryResult says what follows
///
/// READ, MAP and ROUTE are pure, so that a replay, a rehearsal and live traffic run the same code.
public enum Pipeline {}

/// An interchange whose bytes are kept: what RECEIVE hands on.
public struct KeptInterchange: Sendable, Hashable {
    public var id: String
    /// The accept number, drawn when the bytes were committed; it orders what one sender sent.
    public var number: Int64
    /// The partner whose key or folder it came by.
    public var sender: String
    public var fileName: String?
    /// The media type, as sent.
    public var contentType: String?
    public var size: Int64
    public var receivedAt: Instant

    /// An interchange by its record.
    public init(
        id: String, number: Int64, sender: String, fileName: String?, contentType: String? = nil, size: Int64,
        receivedAt: Instant
    ) {
        self.id = id
        self.number = number
        self.sender = sender
        self.fileName = fileName
        self.contentType = contentType
        self.size = size
        self.receivedAt = receivedAt
    }
}

/// One message with its envelope: what READ hands on.
public struct ReadDocument: Sendable {
    /// Its place among the documents of the payload, from 1.
    public var position: Int
    public var header: InterchangeHeader
    public var message: Message

    /// A message at its place.
    public init(position: Int, header: InterchangeHeader, message: Message) {
        self.position = position
        self.header = header
        self.message = message
    }
}

/// A document that routing can work with, or the stage where it stopped: what MAP hands on.
public struct UnderstoodDocument: Sendable, Hashable {
    /// What mapping made of it.
    public struct Content: Sendable, Hashable {
        public var facts: DocumentFacts
        /// The canonical document as JSON.
        public var canonical: [UInt8]
        /// The mapping's name, and the hash of what it was compiled from.
        public var mapping: String
        public var mappingHash: String

        /// Content by its parts.
        public init(facts: DocumentFacts, canonical: [UInt8], mapping: String, mappingHash: String) {
            self.facts = facts
            self.canonical = canonical
            self.mapping = mapping
            self.mappingHash = mappingHash
        }
    }

    public enum Outcome: Sendable, Hashable {
        case understood(Content)
        /// It answers something that was sent; with its content, where a mapping made some of it.
        case acknowledges(ReceivedAcknowledgement, Content? = nil)
        case failed(DocumentStage)
    }

    public var position: Int
    /// The envelope that it came in.
    public var interchange: InterchangeHeader
    /// The canonical type, or the message's own name when it was not understood.
    public var type: String
    /// `EDIFACT ORDERS D.96A`.
    public var format: String
    /// The message's reference in its envelope.
    public var reference: String?
    /// The number by which its sender knows it, as far as the syntax has one place for it (EDIFACT: BGM 1004).
    public var number: String?
    /// Where its bytes stand in the payload.
    public var range: Range<Int>
    /// What to put around them to send it alone; nil where its end did not come.
    public var envelope: MessageEnvelope?
    public var test: Bool
    public var outcome: Outcome
    public var diagnostics: [Diagnostic]
    /// How many values of the input no rule read.
    public var unread: Int
    /// What an acknowledgement says of its message: what READ found, and nothing of what came behind.
    public var verdict: MessageReport

    /// A document by its parts.
    public init(
        position: Int, interchange: InterchangeHeader, type: String, format: String, reference: String?,
        number: String? = nil, range: Range<Int>,
        envelope: MessageEnvelope? = nil, test: Bool, outcome: Outcome, diagnostics: [Diagnostic], unread: Int,
        verdict: MessageReport
    ) {
        self.verdict = verdict
        self.position = position
        self.interchange = interchange
        self.number = number
        self.type = type
        self.format = format
        self.reference = reference
        self.range = range
        self.envelope = envelope
        self.test = test
        self.outcome = outcome
        self.diagnostics = diagnostics
        self.unread = unread
    }
}

/// What follows an interchange's last document: its count, and what was wrong with its envelope.
public struct InterchangeSummary: Sendable, Hashable {
    /// How many documents were read; 0 for an interchange that could not be read.
    public var documents: Int
    public var diagnostics: [Diagnostic]
    /// Facts of the first envelope, for search.
    public var envelope: Envelope?

    /// The names of an envelope.
    public struct Envelope: Sendable, Hashable, Codable {
        public var syntax: String
        public var version: String?
        public var sender: String?
        public var receiver: String?
        public var reference: String?
        public var test: Bool

        /// The names that a header says.
        public init(_ header: InterchangeHeader) {
            syntax = header.syntax.rawValue
            version = header.version
            sender = header.sender?.identification
            receiver = header.receiver?.identification
            reference = header.reference
            test = header.test
        }
    }

    /// A summary by its parts.
    public init(documents: Int, diagnostics: [Diagnostic], envelope: Envelope?) {
        self.documents = documents
        self.diagnostics = diagnostics
        self.envelope = envelope
    }
}
