public import Diagnostics
import Rollout

/// What a move would do, and what stands in its way.
public struct MilestonePlanView: Sendable, Codable, Hashable {
    public struct Gate: Sendable, Codable, Hashable {
        public var gate: String
        /// `pass`, `fail` or `inconclusive`.
        public var verdict: String
        public var figure: Double?
        public var limit: Double?
        /// What figure and limit are in: `%`, `s`, `min`, `h`, `d`; absent where they count things.
        public var unit: String?
        public var explanation: String
        /// What a person does about it, one action each; absent for one that passes.
        public var remedies: [String]?
    }

    public struct Integration: Sendable, Codable, Hashable {
        /// `order-intake@north new to legacy`.
        public var flow: String
        public var purpose: String
        /// Why, each a sentence.
        public var because: [String]
    }

    /// What a reverse would make of the open orders that new owns.
    public struct Reverse: Sendable, Codable, Hashable {
        /// `stay`, `hand-back` or `quarantine`, and what was approved.
        public var policy: String
        public var approved: String
        /// The open orders that new owns through the milestone.
        public var orders: Int
        /// The first of their keys.
        public var first: [String]
        /// How many transfers to legacy would begin, how many of them in a minute, and about how many minutes that takes; absent
        /// where none would.
        public var transfers: Int?
        public var perMinute: Int?
        public var minutes: Int?
        /// Until when legacy is kept ready for births and orders; absent for as long as the milestone is unfinished.
        public var legacyReadyUntil: String?
    }

    /// What a reverse away from dead back ends would fence and take.
    public struct Quarantine: Sendable, Codable, Hashable {
        /// The back ends that would get releases only.
        public var fences: [String]
        /// All sites that they serve, those of other milestones too.
        public var sites: [String]
        /// The open orders whose keys would be held.
        public var orders: Int
        /// What else waits for these back ends, and would wait for the fence: milestones with births there now.
        public var waiting: [String]
    }

    /// The births that would have changed side, of those of the last days.
    public struct Births: Sendable, Codable, Hashable {
        public var cell: String
        /// The births that were looked at, and over how many days they came: up to 7, fewer where more than 5,000 documents came
        /// meanwhile.
        public var births: Int
        public var days: Double
        /// How many of them would have been born at another side, and how many that is in a day.
        public var moving: Int
        public var perDay: Double
        /// Where these would go.
        public var to: String
    }

    public struct OpenOrders: Sendable, Codable, Hashable {
        public var cell: String
        public var side: String
        public var orders: Int
    }

    public var milestone: String
    public var action: String
    public var from: String
    /// The stage that was asked for, or the next one where none was.
    public var asked: String
    /// The stage that it would go to; absent where the move is refused.
    public var to: String?
    /// Names this plan: a move that names another one is refused.
    public var version: String
    public var gates: [Gate] = []
    /// Whom its pilot takes, where it would go to pilot, and its cut by day of delivery where there is one.
    public var pilot: String?
    public var cut: String?
    /// The births that change side, by cell; empty where none would, or none was seen.
    public var births: [Births] = []
    public var openOrders: [OpenOrders] = []
    /// The temporary integrations that the move would start and stop.
    public var starts: [Integration] = []
    public var stops: [Integration] = []
    /// How many open orders would be gone through for what new lacks; absent where nothing is back-filled.
    public var backfill: Int?
    /// Absent for a move that is no reverse.
    public var reverse: Reverse?
    /// Absent where nothing is fenced.
    public var quarantine: Quarantine?
    public var warnings: [DiagnosticReport] = []
    /// Why the move would be refused now; absent where it would not.
    public var refusal: DiagnosticReport?

    init(milestone: String, action: String, from: String, asked: String, version: String) {
        self.milestone = milestone
        self.action = action
        self.from = from
        self.asked = asked
        self.version = version
    }
}

extension MilestonePlanView.Gate {
    init(_ result: GateResult, of milestone: String) {
        self.init(
            gate: result.gate.rawValue, verdict: result.verdict.rawValue, figure: result.figure, limit: result.limit,
            unit: result.unit, explanation: result.explanation,
            remedies: result.verdict == .pass ? nil : result.remedies(for: milestone))
    }
}

extension MilestonePlanView.Integration {
    init(_ integration: DerivedIntegration) {
        self.init(
            flow: integration.flow.description, purpose: integration.purpose.rawValue,
            because: integration.needs.map(\.words))
    }
}
