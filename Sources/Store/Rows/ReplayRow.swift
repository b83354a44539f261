public import Intake

/// Something that is to be done with many documents: planned first, then run.
public struct ReplayRow: Sendable, Hashable {
    /// Where it stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Its documents are being looked up.
        case planning
        /// It is a plan, and does nothing.
        case planned
        case running
        /// A person holds it up.
        case paused
        /// All of it was done.
        case done
        /// Its canary failed: nothing but the canary moved.
        case stopped
        /// A person ended it; what was done stays done.
        case cancelled
        /// It was never started.
        case expired

        /// Whether it has ended.
        public var isEnded: Bool { [.done, .stopped, .cancelled, .expired].contains(self) }
    }

    /// What it is at while it runs.
    public enum Phase: String, Sendable, Hashable {
        /// It sets the canary going.
        case canary
        /// It waits until all of the canary came to their ends.
        case watching
        /// It does what is left.
        case whole
    }

    /// How many documents of each kind there are.
    public struct Counts: Sendable, Hashable {
        /// All that the plan holds: the sum of the next three.
        public var items: Int64 = 0
        /// Those that can go.
        public var ready: Int64 = 0
        /// Those that can be done and still wait behind something.
        public var blocked: Int64 = 0
        /// Those with which it cannot be done.
        public var impossible: Int64 = 0
        /// Those with which it was done.
        public var applied: Int64 = 0
        /// Those that somebody or something else had set going meanwhile.
        public var already: Int64 = 0
        /// Those that were refused when their turn came.
        public var refused: Int64 = 0

        /// Of nothing.
        public init() {}

        /// Those whose turn has come.
        public var done: Int64 { applied + already + refused }
        /// Those whose turn is still to come.
        public var left: Int64 { ready + blocked - done }
    }

    /// Its id.
    public var id: UniqueID
    /// What is done with each document.
    public var action: ReplayAction
    /// The filter as it was said, JSON.
    public var asked: String
    /// Whether a person knows of the risk that the action asks about.
    public var anyway: Bool
    /// What a start has to name.
    public var version: String
    /// The epoch of the routing that planned it.
    public var epoch: Int64
    /// What today's mapping would change, JSON; nil for actions that change nothing.
    public var sample: String?
    /// Where it stands.
    public var state: State
    /// What it is at.
    public var phase: Phase
    /// Who planned it.
    public var madeBy: String
    /// When, in microseconds.
    public var madeAt: Int64
    /// Until when it may be started, in microseconds.
    public var expiresAt: Int64
    /// How many.
    public var counts: Counts
    /// How many documents a second at most; nil for no limit.
    public var rate: Int64?
    /// How many documents go first.
    public var canary: Int64
    /// Why.
    public var reason: String?
    /// Who started it.
    public var startedBy: String?
    /// The role of who started it.
    public var startedRole: String?
    /// When, in microseconds.
    public var startedAt: Int64?
    /// Who ended it; nil where it came to its end by itself.
    public var endedBy: String?
    /// When it ended, in microseconds.
    public var endedAt: Int64?
    /// Why it was stopped, a diagnostic in JSON.
    public var fault: String?
    /// What it waits for, in words.
    public var note: String?
    /// Since when its pace is measured, in microseconds.
    public var markAt: Int64?
    /// How many were done then.
    public var markDone: Int64
    /// When it goes on, in microseconds.
    public var dueAt: Int64
    /// When it last changed, in microseconds.
    public var updatedAt: Int64

    /// A plan to make.
    public init(
        id: UniqueID, action: ReplayAction, asked: String, anyway: Bool, epoch: Int64, madeBy: String, madeAt: Int64,
        expiresAt: Int64
    ) {
        self.id = id
        self.action = action
        self.asked = asked
        self.anyway = anyway
        version = ""
        self.epoch = epoch
        (state, phase) = (.planning, .whole)
        self.madeBy = madeBy
        self.madeAt = madeAt
        self.expiresAt = expiresAt
        counts = Counts()
        (canary, markDone) = (0, 0)
        (dueAt, updatedAt) = (madeAt, madeAt)
    }
}

extension ReplayRow: TableRow {
    static let table = "replays"
    static let columnNames = [
        "id", "action", "asked", "anyway", "epoch", "made_by", "made_at", "expires_at", "version", "sample", "state",
        "phase", "items", "ready", "blocked", "impossible", "applied", "already", "refused", "rate", "canary", "reason",
        "started_by", "started_role", "started_at", "ended_by", "ended_at", "fault", "note", "mark_at", "mark_done",
        "due_at", "updated_at",
    ]
    /// The columns from which on a replay changes.
    static let firstChanging = 8

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        action = try columns.name()
        asked = try columns.text()
        anyway = try columns.flag()
        epoch = try columns.integer()
        madeBy = try columns.text()
        madeAt = try columns.integer()
        expiresAt = try columns.integer()
        version = try columns.text()
        sample = try columns.optionalText()
        state = try columns.name()
        phase = try columns.name()
        counts = Counts()
        counts.items = try columns.integer()
        counts.ready = try columns.integer()
        counts.blocked = try columns.integer()
        counts.impossible = try columns.integer()
        counts.applied = try columns.integer()
        counts.already = try columns.integer()
        counts.refused = try columns.integer()
        rate = try columns.optionalInteger()
        canary = try columns.integer()
        reason = try columns.optionalText()
        startedBy = try columns.optionalText()
        startedRole = try columns.optionalText()
        startedAt = try columns.optionalInteger()
        endedBy = try columns.optionalText()
        endedAt = try columns.optionalInteger()
        fault = try columns.optionalText()
        note = try columns.optionalText()
        markAt = try columns.optionalInteger()
        markDone = try columns.integer()
        dueAt = try columns.integer()
        updatedAt = try columns.integer()
    }

    var values: [Value] {
        [
            Value(id), Value(action), .text(asked), Value(anyway), .integer(epoch), .text(madeBy), .integer(madeAt),
            .integer(expiresAt), .text(version), Value(sample), Value(state), Value(phase), .integer(counts.items),
            .integer(counts.ready), .integer(counts.blocked), .integer(counts.impossible), .integer(counts.applied),
            .integer(counts.already), .integer(counts.refused), Value(rate), .integer(canary), Value(reason),
            Value(startedBy), Value(startedRole), Value(startedAt), Value(endedBy), Value(endedAt), Value(fault),
            Value(note), Value(markAt), .integer(markDone), .integer(dueAt), .integer(updatedAt),
        ]
    }
}

/// One document of a replay.
public struct ReplayItemRow: Sendable, Hashable {
    /// Where it stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case ready
        /// It can be done, and waits behind something then.
        case blocked
        /// The plan found that it cannot be done.
        case impossible
        case applied
        /// Somebody or something else had set it going meanwhile.
        case already
        /// It was refused when its turn came.
        case refused
    }

    /// Its place, from 1, in accept order.
    public let number: Int64
    /// The document.
    public let document: UniqueID
    /// The document's order key.
    public let orderKey: String?
    /// The back end that it was decided for.
    public let backend: String?
    /// The status that the plan found.
    public let plannedAs: DocumentStatus
    /// Whether it goes first.
    public let isCanary: Bool
    /// Where it stands.
    public let state: State
    /// Why it is blocked, impossible or refused.
    public let code: String?
    /// The document behind which it waits.
    public let ahead: UniqueID?
    /// When its turn came, in microseconds.
    public let at: Int64?
}

extension ReplayItemRow {
    static let columns =
        "number, document, order_key, backend, planned_as, canary, state, code, ahead, at"

    init(_ row: Row) throws {
        var columns = row.columns
        number = try columns.integer()
        document = try columns.id()
        orderKey = try columns.optionalText()
        backend = try columns.optionalText()
        plannedAs = try columns.name()
        isCanary = try columns.flag()
        state = try columns.name()
        code = try columns.optionalText()
        ahead = try columns.optionalID()
        at = try columns.optionalInteger()
    }
}
