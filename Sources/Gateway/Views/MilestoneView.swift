public import Diagnostics
import Rollout
import Store

/// A milestone with its stage, what it waits for and its history.
public struct MilestoneView: Sendable, Codable, Hashable {
    public struct Move: Sendable, Codable, Hashable {
        /// What was asked for; absent for a move that was made before it was kept.
        public var action: String?
        /// What more it was, in words: the policy of a reverse, the pilot before and after it grew, the guard that was armed.
        public var details: String?
        public var from: String
        public var to: String
        public var actor: String
        public var reason: String?
        /// The gates that were passed although they did not pass.
        public var overrides: [Override]?
        /// For a move that someone on duty made alone: whether an approver has countersigned it.
        public var glass: Glass?
        /// How many orders it took from back ends that are dead; absent where it fenced none.
        public var quarantined: Int?
        public var epoch: Int64
        public var at: String
    }

    /// A gate that was passed although it did not pass: shown for good.
    public struct Override: Sendable, Codable, Hashable {
        public var gate: String
        /// `fail` or `inconclusive`.
        public var verdict: String
        /// What the gate said then, with its figure and limit.
        public var explanation: String
        public var by: String
        public var reason: String
        public var at: String
    }

    /// An item of the check list.
    public struct Item: Sendable, Codable, Hashable {
        public var name: String
        public var role: String
        public var signedBy: String?
    }

    /// A guard that watches it.
    public struct Guard: Sendable, Codable, Hashable {
        public var `guard`: String
        public var limit: Double
        /// What the limit is in: `%` or `s`.
        public var unit: String
        /// What it does when it trips; once it has tripped, what is in effect.
        public var consequence: String
        /// The figure and its limit in words; absent while it is armed.
        public var tripped: String?
        public var trippedAt: String?
    }

    /// A move that someone on duty made alone.
    public struct Glass: Sendable, Codable, Hashable {
        public var epoch: Int64
        public var actor: String
        public var reason: String
        /// Until when it must be countersigned.
        public var due: String
        /// Absent while nobody has countersigned it.
        public var countersignedBy: String?
        public var countersignedAt: String?
    }

    /// A move that is to run later, or did not.
    public struct Scheduled: Sendable, Codable, Hashable {
        public var id: String
        public var action: String
        public var to: String?
        public var at: String
        /// `waiting`, `done`, `suspended`, `withdrawn`.
        public var state: String
        public var madeBy: String
        /// Why it did not run.
        public var refusal: DiagnosticReport?
    }

    public var name: String
    public var title: String?
    public var stage: String
    public var since: String?
    /// `function@site` each.
    public var cells: [String]
    /// The stages that it may go to now.
    public var next: [String]
    public var isPaused = false
    /// The hash of its definition, which an approval holds for; absent where its file is gone.
    public var definition: String?
    public var author: String?
    /// Who approved the present definition; absent while nobody has.
    public var approvedBy: String?
    /// Whom its pilot takes.
    public var pilot: String?
    /// The first day of requested delivery that it takes; absent where births go by arrival.
    public var cut: String?
    public var checklist: [Item]?
    public var guards: [Guard]?
    public var toCountersign: [Glass] = []
    public var scheduled: [Scheduled] = []
    /// The fences that stand around its back ends of new.
    public var fences: [FenceView]?
    public var history: [Move]

    init(
        name: String, title: String?, stage: String, since: String?, cells: [String], next: [String], history: [Move]
    ) {
        self.name = name
        self.title = title
        self.stage = stage
        self.since = since
        self.cells = cells
        self.next = next
        self.history = history
    }
}

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
        /// What a person does about it; absent for one that passes.
        public var remedy: String?
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

    public struct OpenOrders: Sendable, Codable, Hashable {
        public var cell: String
        public var side: String
        public var orders: Int
    }

    public var milestone: String
    public var action: String
    public var from: String
    /// The stage that it would go to; absent where the move is refused.
    public var to: String?
    /// Names this plan: a move that names another one is refused.
    public var version: String
    public var gates: [Gate] = []
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

    init(milestone: String, action: String, from: String, version: String) {
        self.milestone = milestone
        self.action = action
        self.from = from
        self.version = version
    }
}

extension MilestoneView.Move {
    /// A move of the history, with what became of it where someone on duty made it alone.
    init(_ row: MilestoneMoveRow, _ glass: [BrokenGlassRow]) {
        let record = JSONText.read(MoveRecord.self, from: row.plan)
        let overrides = record?.overrides.map(MilestoneView.Override.init) ?? []
        self.init(
            action: row.action.isEmpty ? nil : row.action, details: record?.details, from: row.from, to: row.to,
            actor: row.actor, reason: row.reason.isEmpty ? nil : row.reason,
            overrides: overrides.isEmpty ? nil : overrides,
            glass: glass.first { $0.epoch == row.epoch }.map(MilestoneView.Glass.init),
            quarantined: record?.quarantine?.orders, epoch: row.epoch, at: Instant(microseconds: row.at).iso8601)
    }
}

extension MilestoneView.Override {
    init(_ override: GateOverride) {
        self.init(
            gate: override.gate.rawValue, verdict: override.result.verdict.rawValue,
            explanation: override.result.explanation, by: override.by, reason: override.reason,
            at: override.at.iso8601)
    }
}

extension MilestoneView.Guard {
    init(_ rule: GuardRule, in milestone: StagedMilestone) {
        let tripped = milestone.tripped?.first { $0.kind == rule.kind }
        self.init(
            guard: rule.kind.rawValue, limit: rule.limit, unit: rule.kind.unit,
            consequence: (tripped?.consequence ?? rule.consequence).rawValue, tripped: tripped?.words,
            trippedAt: tripped?.at.iso8601)
    }
}

extension MilestoneView.Glass {
    init(_ row: BrokenGlassRow) {
        let glass = BreakGlass(row)
        self.init(
            epoch: row.epoch, actor: row.actor, reason: row.reason, due: glass.due.iso8601,
            countersignedBy: glass.countersignedBy, countersignedAt: glass.countersignedAt?.iso8601)
    }
}

extension MilestoneView.Scheduled {
    init(_ row: ScheduledMoveRow) {
        let move = JSONText.read(ScheduledMove.self, from: row.move)
        var target: String?
        if case .advance(let stage) = move?.request.wish { target = stage.rawValue }
        if case .reverse(let stage, _) = move?.request.wish { target = stage.rawValue }
        self.init(
            id: row.id.description, action: move?.request.wish.name ?? "unknown", to: target,
            at: Instant(microseconds: row.at).iso8601, state: row.state.rawValue, madeBy: row.madeBy,
            refusal: row.outcome.flatMap { JSONText.read(Diagnostic.self, from: $0) }.map { DiagnosticReport($0) })
    }
}

extension MilestonePlanView.Gate {
    init(_ result: GateResult, of milestone: String) {
        self.init(
            gate: result.gate.rawValue, verdict: result.verdict.rawValue, figure: result.figure, limit: result.limit,
            unit: result.unit, explanation: result.explanation, remedy: result.remedy(for: milestone))
    }
}

extension MilestonePlanView.Integration {
    init(_ integration: DerivedIntegration) {
        self.init(
            flow: integration.flow.description, purpose: integration.purpose.rawValue,
            because: integration.needs.map(\.words))
    }
}
