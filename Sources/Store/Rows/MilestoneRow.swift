/// The stage of a milestone.
public struct MilestoneRow: Sendable, Hashable {
    /// The milestone's id, from its file.
    public var id: String
    /// Its stage.
    public var stage: String
    /// Since when, in microseconds.
    public var since: Int64
    /// The epoch that its last move made.
    public var epoch: Int64

    /// A milestone's stage.
    public init(id: String, stage: String, since: Int64, epoch: Int64) {
        self.id = id
        self.stage = stage
        self.since = since
        self.epoch = epoch
    }
}

extension MilestoneRow: TableRow {
    static let table = "milestones"
    static let columnNames = ["id", "stage", "since", "epoch"]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.text()
        stage = try columns.text()
        since = try columns.integer()
        epoch = try columns.integer()
    }

    var values: [Value] { [.text(id), .text(stage), .integer(since), .integer(epoch)] }
}

/// One move of a milestone, as it stays on record.
public struct MilestoneMoveRow: Sendable, Hashable {
    /// What was asked for (advance, reverse, pause…); empty for a move that was made before it was kept.
    public var action: String
    /// The milestone.
    public var milestone: String
    /// The stage it left.
    public var from: String
    /// The stage it went to.
    public var to: String
    /// Who moved it.
    public var actor: String
    /// Why.
    public var reason: String
    /// The plan that was shown, with its gates' figures, JSON.
    public var plan: String
    /// When, in microseconds.
    public var at: Int64
    /// The epoch that the move made.
    public var epoch: Int64

    /// A move to record.
    public init(
        _ action: String, of milestone: String, from: String, to: String, actor: String, reason: String, plan: String,
        at: Int64,
        epoch: Int64
    ) {
        self.action = action
        self.milestone = milestone
        self.from = from
        self.to = to
        self.actor = actor
        self.reason = reason
        self.plan = plan
        self.at = at
        self.epoch = epoch
    }
}

extension MilestoneMoveRow: TableRow {
    static let table = "milestone_moves"
    static let columnNames = [
        "milestone", "from_stage", "to_stage", "actor", "reason", "plan", "at", "epoch", "action",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        milestone = try columns.text()
        from = try columns.text()
        to = try columns.text()
        actor = try columns.text()
        reason = try columns.text()
        plan = try columns.text()
        at = try columns.integer()
        epoch = try columns.integer()
        action = try columns.text()
    }

    var values: [Value] {
        [
            .text(milestone), .text(from), .text(to), .text(actor), .text(reason), .text(plan), .integer(at),
            .integer(epoch), .text(action),
        ]
    }
}
