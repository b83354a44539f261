public import Calendars
public import Directories
public import Intake
public import Orders
public import Rollout
public import Syntax

/// Who sends or receives, with what we know of its ways.
public struct Partner: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case buyer
        case supplier
        /// An EDI operator, who passes on what others wrote.
        case provider
    }

    /// What a wrong check digit in a GLN or GTIN is.
    public enum CheckDigits: String, Sendable, Hashable, CaseIterable {
        case error
        case warning
        case accept
    }

    /// How far the partner's connection has come.
    public enum Stage: String, Sendable, Hashable, CaseIterable {
        /// All it sends counts as a test.
        case test
        case production
    }

    /// What becomes of a document with an item that the back end it goes to does not know.
    public enum UnknownItems: String, Sendable, Hashable, CaseIterable {
        /// It fails.
        case refuse
        /// It waits for a person.
        case hold
        /// It goes on with the code as it is, and says so.
        case pass
    }

    /// The name in the party register, for ever; part of the order key.
    public var id: String
    public var title: String?
    public var kind: Kind
    public var identifiers: [RegisteredParty.Alias]
    public var orderKey: OrderKeyRule
    public var sameKey: SameKeyPolicy
    public var testBackend: String?
    public var checkDigits: CheckDigits
    /// How much other faults of the content of what it sends weigh.
    public var faults: FaultWeights
    /// The character set of what it sends, whatever the envelope claims.
    public var charset: Charset?
    /// The kind of files that it sends, where their bytes do not tell: the name of a document with `csv:`, `fixed:` or
    /// `json:` in a shape.
    public var format: String?
    /// The largest interchange that it may send, in bytes; nil for the installation's.
    public var largestInterchange: Int?
    public var stage: Stage
    /// What is agreed with it about messages beyond their directories, applied in this order.
    public var directory: [Overlay]
    /// What is answered to what it sends.
    public var acknowledgements: AcknowledgementProfile
    /// How it gets what back ends say of its orders; nil for a partner that gets nothing.
    public var outbound: Outbound?
    /// Who it is in AS2; nil for a partner that does not use it.
    public var as2: AS2Partner?
    /// By when it sends something on its working days; nil where nothing is said of it.
    public var silence: SilenceRule?
    /// What back ends are to say of its orders, and by when.
    public var expects: [CanonicalDocument.DocumentType: ExpectationRule] = [:]
    /// What becomes of items that a back end does not know.
    public var unknownItems = UnknownItems.hold

    /// A partner by its parts.
    public init(
        id: String, title: String? = nil, kind: Kind = .buyer, identifiers: [RegisteredParty.Alias] = [],
        orderKey: OrderKeyRule = OrderKeyRule(), sameKey: SameKeyPolicy = .hold, testBackend: String? = nil,
        checkDigits: CheckDigits = .warning, faults: FaultWeights = FaultWeights(), charset: Charset? = nil,
        format: String? = nil, largestInterchange: Int? = nil,
        stage: Stage = .production, directory: [Overlay] = [],
        acknowledgements: AcknowledgementProfile = AcknowledgementProfile()
    ) {
        self.acknowledgements = acknowledgements
        self.id = id
        self.title = title
        self.kind = kind
        self.identifiers = identifiers
        self.orderKey = orderKey
        self.sameKey = sameKey
        self.testBackend = testBackend
        self.checkDigits = checkDigits
        self.faults = faults
        self.format = format
        self.charset = charset
        self.largestInterchange = largestInterchange
        self.stage = stage
        self.directory = directory
    }

    /// The partner as routing knows it.
    public var registered: RegisteredParty {
        RegisteredParty(
            id: id, aliases: identifiers, keyRule: orderKey, sameKeyPolicy: sameKey, testBackend: testBackend,
            sendsForOthers: kind == .provider)
    }
}
