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
        /// The same by the clocks of the milestone's site, with their zone.
        public var local: String?
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
            at: Instant(microseconds: row.at).iso8601, local: move.map { "\($0.time) \($0.zone)" },
            state: row.state.rawValue, madeBy: row.madeBy,
            refusal: row.outcome.flatMap { JSONText.read(Diagnostic.self, from: $0) }.map { DiagnosticReport($0) })
    }
}
