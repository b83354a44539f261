/// What a milestone must show before it goes on.
public enum GateKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Failures of its cells that nobody has dealt with.
    case openFailures = "open-failures"
    /// Differences between the answers of both sides, in percent of what was compared.
    case shadowMismatch = "shadow-mismatch"
    /// The age of the oldest copy that waits.
    case copyLag = "copy-lag"
    /// Open orders that the other side lacks, after the back-fill.
    case backfill
    /// Orders that the last reconciliation of both sides found different.
    case reconciliation
    /// The milestones that must have come first.
    case otherMilestones = "other-milestones"
    /// Whether both back ends answer.
    case backendHealth = "backend-health"
    /// Numbers that both sides could draw: SSCC, despatch advices, invoices.
    case numberRanges = "number-ranges"
    /// Documents that cannot be mapped back to legacy, of the newest, written on trial as it takes them.
    case reverseMapping = "reverse-mapping"
    /// How long it is in the present stage.
    case soak
    /// Failed of begun deliveries to new, in percent.
    case failureRate = "failure-rate"
    /// Items of the check list that nobody in their role has signed.
    case checklist
}

/// What a gate says.
public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    case pass
    case fail
    /// It cannot be evaluated, or saw no traffic: that never passes.
    case inconclusive
}

/// One gate at one instant: its figure, its limit, and what follows.
public struct GateResult: Sendable, Hashable, Codable {
    public var gate: GateKind
    /// Nil where there is none.
    public var figure: Double?
    public var limit: Double?
    /// What figure and limit are in: `%`, `s`, `min`, `h`, `d`; nil where they count things.
    public var unit: String?
    public var verdict: Verdict
    /// The sentence for screens: figures with their units.
    public var explanation: String
    /// What a person deals with one by one, by name: sites to verify, items to sign. Nil where there is nothing of the kind.
    public var about: [String]?

    /// A result by its parts.
    public init(
        gate: GateKind, figure: Double?, limit: Double?, unit: String? = nil, verdict: Verdict, explanation: String,
        about: [String]? = nil
    ) {
        self.gate = gate
        self.figure = figure
        self.limit = limit
        self.unit = unit
        self.verdict = verdict
        self.explanation = explanation
        self.about = about
    }
}

/// A gate that did not pass, and was passed all the same.
public struct GateOverride: Sendable, Hashable, Codable {
    public var gate: GateKind
    public var by: String
    public var reason: String
    public var at: Instant
    /// What the gate said then: it is shown for good.
    public var result: GateResult

    /// An override by its parts.
    public init(gate: GateKind, by: String, reason: String, at: Instant, result: GateResult) {
        self.gate = gate
        self.by = by
        self.reason = reason
        self.at = at
        self.result = result
    }
}

/// The limits of the gates of one milestone.
public struct GateLimits: Sendable, Hashable, Codable {
    public var openFailures: Int
    /// In percent of the compared fields.
    public var shadowMismatch: Double
    /// How many documents must have been compared, and how many delivered for a failure rate.
    public var minimumSample: Int
    /// In hours: how old the newest comparison, back-fill and reconciliation may be.
    public var freshness: Double
    /// In seconds.
    public var copyLag: Double
    /// In hours.
    public var soak: Double
    /// In percent of the begun deliveries.
    public var failureRate: Double

    /// Limits by their parts, with the usual ones.
    public init(
        openFailures: Int = 0, shadowMismatch: Double = 0.5, minimumSample: Int = 100, freshness: Double = 24,
        copyLag: Double = 300, soak: Double = 48, failureRate: Double = 1
    ) {
        self.openFailures = openFailures
        self.shadowMismatch = shadowMismatch
        self.minimumSample = minimumSample
        self.freshness = freshness
        self.copyLag = copyLag
        self.soak = soak
        self.failureRate = failureRate
    }
}
