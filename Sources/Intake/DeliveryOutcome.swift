/// How one attempt ended.
public enum DeliveryOutcome: Sendable, Hashable {
    /// The back end has it; it may have had it before.
    case done(Answer)
    /// The back end refuses this content; trying again changes nothing.
    case refused(Answer)
    /// It did not arrive, or the back end could not take it now: try again later. Counts against the back end.
    case failed(Answer)
    /// It may have arrived.
    case unknown(Answer)

    /// What was heard, in short, for people.
    public struct Answer: Sendable, Hashable, Codable {
        /// An HTTP status, where there is one.
        public var status: Int?
        public var detail: String
        /// The back end's wish for the next try, in seconds.
        public var retryAfter: Double?

        /// An answer in short.
        public init(status: Int? = nil, detail: String, retryAfter: Double? = nil) {
            self.status = status
            self.detail = detail
            self.retryAfter = retryAfter
        }
    }

    public var answer: Answer {
        switch self {
        case .done(let answer), .refused(let answer), .failed(let answer), .unknown(let answer): answer
        }
    }
}

/// What an HTTP back end's statuses mean, as its configuration declares.
///
/// 401, 403, 404, 405, 408, 425, 429 and 5xx say something about the back end, not about the document: they are tried
/// again. 502 and 504 come from what stands between and gave up waiting: the back end may have taken the document.
/// Other 4xx refuse the content unless configured otherwise.
public struct AnswerRules: Sendable, Hashable, Codable {
    public var success: Set<Int>
    /// Statuses that say "I have this key already".
    public var duplicate: Set<Int>
    public var retry: Set<Int>
    /// Statuses after which nobody knows whether the document was taken.
    public var unknown: Set<Int>

    public static let backendFaults: Set<Int> = [401, 403, 404, 405, 408, 425, 429]

    /// Rules; without any, 2xx is success and 409 is a duplicate.
    public init(
        success: Set<Int> = Set(200...299), duplicate: Set<Int> = [409], retry: Set<Int> = backendFaults,
        unknown: Set<Int> = [502, 504]
    ) {
        self.success = success
        self.duplicate = duplicate
        self.retry = retry
        self.unknown = unknown
    }

    /// What an answer means.
    public func outcome(status: Int, detail: String, retryAfter: Double?) -> DeliveryOutcome {
        let answer = DeliveryOutcome.Answer(status: status, detail: detail, retryAfter: retryAfter)
        if success.contains(status) || duplicate.contains(status) { return .done(answer) }
        if unknown.contains(status) { return .unknown(answer) }
        if retry.contains(status) || status >= 500 || status < 400 { return .failed(answer) }
        return .refused(answer)
    }
}

/// What a back end can do, as its configuration declares.
public struct BackendAbilities: Sendable, Hashable, Codable {
    /// It executes one idempotency key once, however often it comes.
    public var honoursKey: Bool
    /// How long it remembers a key, in hours; nil for ever.
    public var keyMemoryHours: Double?
    /// How long after an attempt's end its bytes may still take effect, in seconds.
    public var settlingSeconds: Double
    /// What it takes beside documents that it is to act on, and tells from those.
    public var takes: Set<TakenCopy> = []

    /// What a back end may take beside its documents.
    public enum TakenCopy: String, Sendable, Hashable, Codable, CaseIterable {
        /// What it works from, or must hear of, while another side owns.
        case copies
        /// What it would need if orders came back to it.
        case standby
        /// What it answers and does not act on, while another side owns.
        case shadow
        /// Calls that let go of an order, and that take one over.
        case transfers
    }

    /// Abilities; without any, a back end is taken to honour nothing.
    public init(honoursKey: Bool = false, keyMemoryHours: Double? = nil, settlingSeconds: Double = 60) {
        self.honoursKey = honoursKey
        self.keyMemoryHours = keyMemoryHours
        self.settlingSeconds = settlingSeconds
    }
}
