public import Intake
public import Orders

/// How a partner gets what back ends say of its orders.
public struct Outbound: Sendable, Hashable {
    /// The form of a document.
    public enum Form: Sendable, Hashable {
        /// As the partner sent its order: the mapping that read it says which one answers.
        case asSent
        /// By one mapping, whatever the order came in.
        case mapping(Backend.MappedPayload)
    }

    /// The way there. Its name is ``channelName(of:)`` of the partner.
    public var channel: Backend
    /// The documents that the partner takes, each in its form.
    public var documents: [CanonicalDocument.DocumentType: Form]
    /// Within how many seconds of its handing over a document is to be closed by what the partner answers; nil where nothing is
    /// waited for.
    public var acknowledgedWithin: Double?
    /// The stage that closes a document; nil for the first that any answer brings.
    public var closes: SentStage?

    /// The kinds of codes of which the partner gets its own, by cross reference.
    public var translates: Set<MasterKind> = []
    /// What becomes of a document with an item for which the partner's code is not known.
    public var unknownItems = Partner.UnknownItems.pass

    /// The kinds of codes that a partner has of its own.
    public static let translatable: [MasterKind] = [.item, .customer, .site, .unit]

    /// How documents are gathered that go in one interchange; nil where each goes alone.
    public var batch: Batch?

    /// When a batch closes: with so many documents, or so many seconds after its first.
    public struct Batch: Sendable, Hashable {
        public var documents: Int
        public var within: Double

        /// A batch of so many documents at most.
        public init(documents: Int, within: Double) {
            self.documents = documents
            self.within = within
        }
    }

    /// A way by its parts.
    public init(
        channel: Backend, documents: [CanonicalDocument.DocumentType: Form], acknowledgedWithin: Double? = nil,
        closes: SentStage? = nil, batch: Batch? = nil
    ) {
        self.batch = batch
        self.acknowledgedWithin = acknowledgedWithin
        self.closes = closes
        self.channel = channel
        self.documents = documents
    }

    /// The stage that closes a document: the one that is said, else any answer where one is waited for, else the channel's own:
    /// what is in a mailbox is with its partner once it is fetched.
    public var closingStage: SentStage {
        if let closes { return closes }
        if acknowledgedWithin != nil { return .taken }
        if case .mailbox = channel.kind { return .withPartner }
        return .handedOver
    }

    private static let prefix = "partner:"

    /// The name under which deliveries go to a partner, among the names of back ends; none of these has a colon.
    public static func channelName(of partner: String) -> String { prefix + partner }

    /// The partner of a channel; nil for a back end.
    public static func partner(of channel: String) -> String? {
        channel.hasPrefix(prefix) ? String(channel.dropFirst(prefix.utf8.count)) : nil
    }
}
