/// What a guard watches while a milestone is in pilot or live.
public enum GuardKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Failed of begun deliveries to new, in percent.
    case failureRate = "failure-rate"
    /// From acceptance to delivery at new, the 95th percentile in seconds.
    case deliveryLatency = "delivery-latency"
    /// Compared fields that differ, in percent.
    case mismatch
    /// The age of the oldest copy that waits, in seconds.
    case copyLag = "copy-lag"
    /// Seconds since new was last heard of.
    case silence
}

extension GuardKind {
    /// Whether its figure is a share, in percent; else it is in seconds.
    public var isShare: Bool { self == .failureRate || self == .mismatch }
}

/// What a tripped guard does.
public enum GuardConsequence: String, Sendable, Hashable, Codable, CaseIterable {
    /// It tells, and no more.
    case notify
    /// Births that would go to new are accepted and acknowledged, and wait.
    case holdBirths = "hold-births"
    /// Births that would go to new go to legacy, while it is healthy and ready.
    case toLegacy = "to-legacy"
}

/// One guard as a milestone sets it.
public struct GuardRule: Sendable, Hashable, Codable {
    public var kind: GuardKind
    /// The figure above which it trips, in the unit of its kind.
    public var limit: Double
    /// How many observations the figure needs before it counts.
    public var minimumSample: Int
    public var consequence: GuardConsequence

    /// A guard by its parts; unless said it holds births.
    public init(
        kind: GuardKind, limit: Double, minimumSample: Int = 1, consequence: GuardConsequence = .holdBirths
    ) {
        self.kind = kind
        self.limit = limit
        self.minimumSample = minimumSample
        self.consequence = consequence
    }
}

/// A guard that tripped and was not armed again: it stays so until a person arms it.
public struct TrippedGuard: Sendable, Hashable, Codable {
    public var kind: GuardKind
    /// What is in effect, which is *hold births* where *to legacy* was asked for and legacy could not take them.
    public var consequence: GuardConsequence
    public var at: Instant
    /// The figure and its limit in words.
    public var words: String

    /// A tripped guard by its parts.
    public init(kind: GuardKind, consequence: GuardConsequence, at: Instant, words: String) {
        self.kind = kind
        self.consequence = consequence
        self.at = at
        self.words = words
    }
}
