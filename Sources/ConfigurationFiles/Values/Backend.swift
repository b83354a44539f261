public import Intake

/// A concrete system that serves a side of a site.
public struct Backend: Sendable, Hashable {
    /// How it is reached.
    public enum Kind: Sendable, Hashable {
        case http(HTTPBackend)
        /// Files are written under a temporary name into this folder, then renamed.
        case folder(path: String)
        case postgres(PostgresBackend)
        case soap(SOAPBackend)
        /// Files are written under a temporary name into a folder on a server, then renamed.
        case fileServer(FileServer)
        /// AS2, to partners.
        case as2(AS2Channel)
        /// A provider's API, to partners.
        case provider(ProviderAccount)
        /// A folder here, from which it fetches its files.
        case mailbox(Mailbox)

        /// Whether it takes files and says nothing of them.
        public var isFolder: Bool {
            switch self {
            case .folder, .fileServer, .mailbox: true
            case .http, .postgres, .soap, .as2, .provider: false
            }
        }

        /// What its answers by HTTP mean; nil for what is no server of documents' own.
        public var answers: AnswerRules? {
            switch self {
            case .http(let settings): settings.answers
            case .postgres, .soap: AnswerRules()
            case .provider(let account): account.api.send?.answers
            case .folder, .fileServer, .as2, .mailbox: nil
            }
        }
    }

    /// What it takes.
    public enum Payload: Sendable, Hashable {
        /// Canonical JSON.
        case canonical
        /// The bytes as received, under the received file name.
        case original
        /// The format that mappings write.
        case mapping(MappedPayload)
        /// What was written for it when it was decided: a partner's channel.
        case written

        /// Whether bytes are written and kept for each delivery.
        public var isWritten: Bool {
            switch self {
            case .mapping, .written: true
            case .canonical, .original: false
            }
        }
    }

    /// How documents are written for a back end.
    public struct MappedPayload: Sendable, Hashable {
        /// The mappings' names, one for each type of document.
        public var mappings: [String]
        /// What the envelope of EDIFACT says.
        public var envelope: WrittenEnvelope
        /// What rules name with `$`.
        public var settings: [String: String]

        /// A payload by its parts.
        public init(
            mappings: [String], envelope: WrittenEnvelope = WrittenEnvelope(), settings: [String: String] = [:]
        ) {
            self.mappings = mappings
            self.envelope = envelope
            self.settings = settings
        }
    }

    /// A range of numbers that a back end draws from.
    public struct NumberRange: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            case sscc
            case despatch
            case invoice
        }

        public var kind: Kind
        /// The first and the last number, as text of equal length.
        public var first: String
        public var last: String

        /// A range by its parts.
        public init(kind: Kind, first: String, last: String) {
            self.kind = kind
            self.first = first
            self.last = last
        }
    }

    public var name: String
    public var kind: Kind
    public var payload: Payload
    public var abilities: BackendAbilities
    /// How many deliveries may be on their way at once.
    public var concurrency: Int
    /// How many deliveries may begin in a second; nil for as many as it takes.
    public var ratePerSecond: Double?
    public var retry: RetrySchedule
    public var breaker: CircuitBreaker.Limits
    /// The numbers that it draws from, as far as its file says.
    public var numbers: [NumberRange] = []
    /// Where it lists the orders that it holds; nil for one that does not.
    public var listing: PagedResource?
    /// Where what it makes is fetched from; nil for one that hands it over.
    public var poll: BackendPoll?
    /// The kinds of codes of which it gets its own, by cross reference.
    public var translates: Set<MasterKind> = []

    /// What is learned of its own codes.
    public var learns = Learning()

    /// Where a back end says its own codes.
    public struct Learning: Sendable, Hashable {
        /// The member of its JSON answers that holds its id of an order: `order.id`; nil for none.
        public var orderMember: String?
        /// Whether its order responses say what it calls the items.
        public var items = false

        /// Nothing is learned.
        public init() {}
    }

    /// Whether bytes are written and kept for each delivery.
    public var isWritten: Bool { payload.isWritten || payload == .canonical && !translates.isEmpty }

    /// A back end by its parts.
    public init(
        name: String, kind: Kind, payload: Payload = .canonical, abilities: BackendAbilities = BackendAbilities(),
        concurrency: Int = 4, ratePerSecond: Double? = nil, retry: RetrySchedule = RetrySchedule(),
        breaker: CircuitBreaker.Limits = CircuitBreaker.Limits()
    ) {
        self.name = name
        self.kind = kind
        self.payload = payload
        self.abilities = abilities
        self.concurrency = concurrency
        self.ratePerSecond = ratePerSecond
        self.retry = retry
        self.breaker = breaker
    }
}

/// What a back end gives page by page, by HTTP GET: the orders that it holds, the documents that it made.
public struct PagedResource: Sendable, Hashable {
    /// The URL; it may hold a token.
    public var url: Secret
    /// The URL as people may see it.
    public var shownURL: String
    public var headers: [HTTPBackend.Header]
    /// How many orders or documents a page may have.
    public var page: Int
    /// How long connecting may take, in seconds.
    public var connectSeconds: Double
    /// How long a page may take, in seconds.
    public var timeoutSeconds: Double

    /// A resource by its parts.
    public init(
        url: Secret, shownURL: String, headers: [HTTPBackend.Header] = [], page: Int = 500,
        connectSeconds: Double = 5, timeoutSeconds: Double = 60
    ) {
        self.url = url
        self.shownURL = shownURL
        self.headers = headers
        self.page = page
        self.connectSeconds = connectSeconds
        self.timeoutSeconds = timeoutSeconds
    }
}

/// A back end that takes each document by one HTTP POST.
public struct HTTPBackend: Sendable, Hashable {
    /// A header line of every request.
    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: Secret

        /// A header by name and value.
        public init(_ name: String, _ value: Secret) {
            self.name = name
            self.value = value
        }
    }

    /// Where documents are posted; it may hold a token.
    public var url: Secret
    /// The URL as people may see it: as it stands in the file, without secrets.
    public var shownURL: String
    public var headers: [Header]
    /// The header that carries the idempotency key.
    public var keyHeader: String
    /// How long connecting may take, in seconds.
    public var connectSeconds: Double
    /// How long the whole exchange may take, in seconds.
    public var timeoutSeconds: Double
    public var answers: AnswerRules

    /// An HTTP back end by its parts.
    public init(
        url: Secret, shownURL: String, headers: [Header] = [], keyHeader: String = "Idempotency-Key",
        connectSeconds: Double = 5, timeoutSeconds: Double = 30, answers: AnswerRules = AnswerRules()
    ) {
        self.url = url
        self.shownURL = shownURL
        self.headers = headers
        self.keyHeader = keyHeader
        self.connectSeconds = connectSeconds
        self.timeoutSeconds = timeoutSeconds
        self.answers = answers
    }
}
