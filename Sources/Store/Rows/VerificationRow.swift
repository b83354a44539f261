/// A run that compares what the two back ends of a site hold, order by order.
public struct VerificationRow: Sendable, Hashable {
    /// Where it stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case running
        case done
        /// It ended before its end: its fault says why.
        case failed
        case cancelled
    }

    /// What it is at while it runs.
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        /// It reads both listings.
        case listing
        /// It goes through the orders by key.
        case comparing
        /// It looks again at those that both sides do not have alike.
        case settling
    }

    /// How many orders of each kind there are.
    public struct Counts: Sendable, Hashable {
        /// Orders that should be on both sides and were compared: the sum of the next three, of those missing at a side and
        /// not of those that are there without need.
        public var compared: Int64 = 0
        /// Those of which both sides hold the same.
        public var alike: Int64 = 0
        /// Those of which they do not.
        public var different: Int64 = 0
        /// Those that a side lacks.
        public var missing: Int64 = 0
        /// Orders that a side has and nobody gave it.
        public var extra: Int64 = 0
        /// Orders of which something was on its way, so that nothing is said of them.
        public var underway: Int64 = 0

        /// Of nothing.
        public init() {}

        /// What nothing explains.
        public var faulty: Int64 { different + missing + extra }
    }

    /// Its id.
    public var id: UniqueID
    /// The site.
    public var site: String
    /// The window: what was changed at a back end from here on, in microseconds.
    public var from: Int64
    /// Before this moment.
    public var to: Int64
    /// Where it stands.
    public var state: State
    /// What it is at.
    public var phase: Phase
    /// Behind which order key it goes on.
    public var cursor: String
    /// What may differ, and what tells items apart, JSON.
    public var rules: String
    /// Until when it waits for what is on its way, in microseconds; nil before it looks again.
    public var settleUntil: Int64?
    /// What it counted so far.
    public var counts: Counts
    /// Why it failed, a diagnostic in JSON.
    public var fault: String?
    /// What it waits for, in words.
    public var note: String?
    /// When it goes on, in microseconds.
    public var dueAt: Int64
    /// Whether none of its listed orders is kept any more.
    public var isSwept: Bool
    /// Who asked for it.
    public var madeBy: String
    /// When, in microseconds.
    public var madeAt: Int64
    /// When it last went on, in microseconds.
    public var updatedAt: Int64
    /// When it ended, in microseconds.
    public var finishedAt: Int64?

    /// A run to make.
    public init(id: UniqueID, site: String, from: Int64, to: Int64, rules: String, madeBy: String, madeAt: Int64) {
        self.id = id
        self.site = site
        self.from = from
        self.to = to
        (state, phase, cursor) = (.running, .listing, "")
        self.rules = rules
        counts = Counts()
        (dueAt, isSwept) = (madeAt, false)
        self.madeBy = madeBy
        self.madeAt = madeAt
        updatedAt = madeAt
    }
}

extension VerificationRow: TableRow {
    static let table = "verifications"
    static let columnNames = [
        "id", "site", "from_at", "to_at", "rules", "made_by", "made_at", "state", "phase", "cursor", "settle_until",
        "compared", "alike", "different", "missing", "extra", "underway", "fault", "note", "due_at", "swept",
        "updated_at", "finished_at",
    ]
    /// The columns from which on a run changes as it goes on.
    static let firstChanging = 7

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        site = try columns.text()
        from = try columns.integer()
        to = try columns.integer()
        rules = try columns.text()
        madeBy = try columns.text()
        madeAt = try columns.integer()
        state = try columns.name()
        phase = try columns.name()
        cursor = try columns.text()
        settleUntil = try columns.optionalInteger()
        counts = Counts()
        counts.compared = try columns.integer()
        counts.alike = try columns.integer()
        counts.different = try columns.integer()
        counts.missing = try columns.integer()
        counts.extra = try columns.integer()
        counts.underway = try columns.integer()
        fault = try columns.optionalText()
        note = try columns.optionalText()
        dueAt = try columns.integer()
        isSwept = try columns.flag()
        updatedAt = try columns.integer()
        finishedAt = try columns.optionalInteger()
    }

    var values: [Value] {
        [
            Value(id), .text(site), .integer(from), .integer(to), .text(rules), .text(madeBy), .integer(madeAt),
            Value(state), Value(phase), .text(cursor), Value(settleUntil), .integer(counts.compared),
            .integer(counts.alike), .integer(counts.different), .integer(counts.missing), .integer(counts.extra),
            .integer(counts.underway), Value(fault), Value(note), .integer(dueAt), Value(isSwept),
            .integer(updatedAt), Value(finishedAt),
        ]
    }
}

/// How far a run has read what one side lists.
public struct VerificationSideRow: Sendable, Hashable {
    /// The run.
    public var run: UniqueID
    /// `legacy` or `new`.
    public var side: String
    /// The back end.
    public var backend: String
    /// Behind which cursor it goes on; nil at the begin.
    public var cursor: String?
    /// The cursor of an earlier page: a listing that comes back to it goes round in a circle.
    public var anchor: String?
    /// Pages that were read.
    public var pages: Int64
    /// How many of the last ones were empty.
    public var emptyPages: Int64
    /// Orders that were listed.
    public var listed: Int64
    /// Whether it has ended.
    public var isDone: Bool
    /// How often it failed in a row.
    public var failures: Int64
    /// Since when, in microseconds.
    public var failingSince: Int64?
    /// When it goes on, in microseconds.
    public var dueAt: Int64

    /// A listing to read.
    public init(run: UniqueID, side: String, backend: String, dueAt: Int64) {
        self.run = run
        self.side = side
        self.backend = backend
        (pages, emptyPages, listed, isDone, failures) = (0, 0, 0, false, 0)
        self.dueAt = dueAt
    }
}

extension VerificationSideRow: TableRow {
    static let table = "verification_sides"
    static let columnNames = [
        "run", "side", "backend", "cursor", "anchor", "pages", "empty_pages", "listed", "done", "failures",
        "failing_since", "due_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        run = try columns.id()
        side = try columns.text()
        backend = try columns.text()
        cursor = try columns.optionalText()
        anchor = try columns.optionalText()
        pages = try columns.integer()
        emptyPages = try columns.integer()
        listed = try columns.integer()
        isDone = try columns.flag()
        failures = try columns.integer()
        failingSince = try columns.optionalInteger()
        dueAt = try columns.integer()
    }

    var values: [Value] {
        [
            Value(run), .text(side), .text(backend), Value(cursor), Value(anchor), .integer(pages),
            .integer(emptyPages), .integer(listed), Value(isDone), .integer(failures), Value(failingSince),
            .integer(dueAt),
        ]
    }
}
