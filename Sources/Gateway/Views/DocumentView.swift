public import Diagnostics

/// A document as answers show it.
public struct DocumentView: Sendable, Codable, Hashable {
    public var id: String
    public var interchange: String
    /// Its place in the interchange, from 1.
    public var position: Int
    /// Which part of its order it is for, from 1, where its lines are for several sites and it was split.
    public var part: Int?
    /// The canonical type (`order`), or the message's own name where it could not be read that far.
    public var type: String
    /// The format that it came in: `EDIFACT ORDERS D.96A`.
    public var format: String?
    public var reference: String?
    public var sender: String
    public var orderKey: String?
    public var orderNumber: String?
    public var status: String
    /// The stage at which it stopped, when it did.
    public var stage: String?
    public var function: String?
    public var site: String?
    public var side: String?
    public var backend: String?
    /// Why it goes where it goes, in words.
    public var reason: String?
    public var test: Bool
    public var epoch: Int64?
    public var payloadVersion: Int
    public var mapping: String?
    /// ISO 8601, UTC.
    public var receivedAt: String
    public var updatedAt: String
    public var diagnostics: [DiagnosticReport]
    /// What must be done before it can go; only where one document is asked for, and in the outcome of an interchange.
    public var waitsFor: WaitingView?
    /// Only where one document is asked for.
    public var deliveries: [DeliveryView]?
}

/// A delivery as answers show it.
public struct DeliveryView: Sendable, Codable, Hashable {
    public var id: String
    public var backend: String
    public var purpose: String
    public var state: String
    public var idempotencyKey: String
    public var payloadVersion: Int
    /// What becomes of later documents of its order once it is rejected for good, `continue` or `cascade`; nil where they wait.
    public var onRejection: String?
    public var dueAt: String?
    /// The control number that it was sent under, and what its receiver answered; nil where its payload bears none.
    public var sent: SentView?
    /// How far it has come, of a delivery to a partner; nil until it is written.
    public var way: WayView?
    /// The file in a mailbox; nil until it is put.
    public var mailbox: MailboxView?
    public var attempts: [AttemptView]
}

/// A file that was put into a mailbox.
public struct MailboxView: Sendable, Codable, Hashable {
    /// put, overdue or fetched.
    public var state: String
    public var file: String
    public var putAt: String
    /// Until when it is to be fetched; nil once it is.
    public var dueAt: String?
    /// When it was seen to be gone.
    public var fetchedAt: String?
}

/// How far a document has come on its way to a partner.
public struct WayView: Sendable, Codable, Hashable {
    /// The furthest stage that was reached: handed-over, taken, checked, with-partner, read, accepted or refused.
    public var stage: String?
    /// The interchange that it shares with other documents, of one that goes in a batch.
    public var batch: String?
    /// The reference of its message there.
    public var message: String?
    /// The stage that closes it.
    public var closes: String
    /// Whether it has come so far, or is refused.
    public var closed: Bool
    /// Until when it is to be closed; nil where nothing is waited for.
    public var dueAt: String?
    /// The stages, in the order in which they were heard of.
    public var stages: [Stage]

    /// One stage that was reached.
    public struct Stage: Sendable, Codable, Hashable {
        public var stage: String
        /// When it was heard of.
        public var at: String
        /// By what: channel, person, or the type of the message that says it.
        public var by: String
        /// The document that says it.
        public var document: String?
        /// What is found wrong there.
        public var errors: [String]
    }
}

/// What was sent under a control number, and what its receiver answered.
public struct SentView: Sendable, Codable, Hashable {
    public var controlNumber: String
    /// sent, received, accepted, accepted-with-errors, accepted-in-part or refused.
    public var status: String
    /// What the receiver finds wrong, in its codes.
    public var errors: [String]
    public var answeredAt: String?
    /// The document that answered.
    public var answeredBy: String?
}

/// One attempt of a delivery.
public struct AttemptView: Sendable, Codable, Hashable {
    public var number: Int
    public var beganAt: String
    public var endedAt: String?
    /// done, refused, failed, unknown; nil while it is under way.
    public var outcome: String?
    /// What a person found of an unknown outcome since: listed or absent.
    public var cleared: String?
    public var status: Int?
    public var detail: String?
}

/// One thing that happened.
public struct EventView: Sendable, Codable, Hashable {
    public var at: String
    public var kind: String
    public var words: String
}
