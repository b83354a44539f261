/// Who approved a definition of a milestone.
public struct MilestoneApprovalRow: Sendable, Hashable {
    /// The milestone.
    public var milestone: String
    /// The hash of the definition.
    public var definitionHash: String
    /// The definition that was approved, JSON.
    public var definition: String
    /// Who approved it.
    public var approvedBy: String
    /// When, in microseconds.
    public var approvedAt: Int64

    /// An approval by its parts.
    public init(milestone: String, definitionHash: String, definition: String, approvedBy: String, approvedAt: Int64) {
        self.milestone = milestone
        self.definitionHash = definitionHash
        self.definition = definition
        self.approvedBy = approvedBy
        self.approvedAt = approvedAt
    }
}

extension MilestoneApprovalRow: TableRow {
    static let table = "milestone_approvals"
    static let columnNames = ["milestone", "definition_hash", "definition", "approved_by", "approved_at"]

    init(_ row: Row) throws {
        var columns = row.columns
        milestone = try columns.text()
        definitionHash = try columns.text()
        definition = try columns.text()
        approvedBy = try columns.text()
        approvedAt = try columns.integer()
    }

    var values: [Value] {
        [.text(milestone), .text(definitionHash), .text(definition), .text(approvedBy), .integer(approvedAt)]
    }
}

/// A signature under an item of a milestone's check list.
public struct MilestoneSignatureRow: Sendable, Hashable {
    /// The milestone.
    public var milestone: String
    /// The item's name.
    public var item: String
    /// The role in which it was signed.
    public var role: String
    /// Who signed.
    public var signedBy: String
    /// What was noted with it; empty for nothing.
    public var note: String
    /// When, in microseconds.
    public var signedAt: Int64

    /// A signature by its parts.
    public init(milestone: String, item: String, role: String, signedBy: String, note: String, signedAt: Int64) {
        self.milestone = milestone
        self.item = item
        self.role = role
        self.signedBy = signedBy
        self.note = note
        self.signedAt = signedAt
    }
}

extension MilestoneSignatureRow: TableRow {
    static let table = "milestone_signatures"
    static let columnNames = ["milestone", "item", "role", "signed_by", "note", "signed_at"]

    init(_ row: Row) throws {
        var columns = row.columns
        milestone = try columns.text()
        item = try columns.text()
        role = try columns.text()
        signedBy = try columns.text()
        note = try columns.text()
        signedAt = try columns.integer()
    }

    var values: [Value] {
        [.text(milestone), .text(item), .text(role), .text(signedBy), .text(note), .integer(signedAt)]
    }
}

/// A move that someone on duty made alone.
public struct BrokenGlassRow: Sendable, Hashable {
    /// The milestone.
    public var milestone: String
    /// The epoch that the move made.
    public var epoch: Int64
    /// Who made it.
    public var actor: String
    /// Why.
    public var reason: String
    /// When, in microseconds.
    public var at: Int64
    /// The approver who signed it; nil while none has.
    public var countersignedBy: String?
    /// When, in microseconds.
    public var countersignedAt: Int64?

    /// A move that nobody has signed yet.
    public init(milestone: String, epoch: Int64, actor: String, reason: String, at: Int64) {
        self.milestone = milestone
        self.epoch = epoch
        self.actor = actor
        self.reason = reason
        self.at = at
    }
}

extension BrokenGlassRow: TableRow {
    static let table = "broken_glass"
    static let columnNames = ["milestone", "epoch", "actor", "reason", "at", "countersigned_by", "countersigned_at"]

    init(_ row: Row) throws {
        var columns = row.columns
        milestone = try columns.text()
        epoch = try columns.integer()
        actor = try columns.text()
        reason = try columns.text()
        at = try columns.integer()
        countersignedBy = try columns.optionalText()
        countersignedAt = try columns.optionalInteger()
    }

    var values: [Value] {
        [
            .text(milestone), .integer(epoch), .text(actor), .text(reason), .integer(at), Value(countersignedBy),
            Value(countersignedAt),
        ]
    }
}

/// A move that is to run later.
public struct ScheduledMoveRow: Sendable, Hashable {
    /// Where it stands.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It runs when its time comes.
        case waiting
        /// It ran.
        case done
        /// Its time came and it did not run; a person looks at why.
        case suspended
        /// A person took it back.
        case withdrawn
    }

    /// Its id.
    public var id: UniqueID
    /// The milestone.
    public var milestone: String
    /// When it is to run, in microseconds.
    public var at: Int64
    /// The move with what it was scheduled against, JSON.
    public var move: String
    /// Where it stands.
    public var state: State
    /// What became of it, JSON; nil while it waits.
    public var outcome: String?
    /// Who scheduled it.
    public var madeBy: String
    /// When, in microseconds.
    public var madeAt: Int64
    /// When it last changed, in microseconds.
    public var updatedAt: Int64

    /// A move that waits.
    public init(id: UniqueID, milestone: String, at: Int64, move: String, madeBy: String, madeAt: Int64) {
        self.id = id
        self.milestone = milestone
        self.at = at
        self.move = move
        state = .waiting
        self.madeBy = madeBy
        self.madeAt = madeAt
        updatedAt = madeAt
    }
}

extension ScheduledMoveRow: TableRow {
    static let table = "scheduled_moves"
    static let columnNames = [
        "id", "milestone", "at", "move", "state", "outcome", "made_by", "made_at", "updated_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        milestone = try columns.text()
        at = try columns.integer()
        move = try columns.text()
        state = try columns.name()
        outcome = try columns.optionalText()
        madeBy = try columns.text()
        madeAt = try columns.integer()
        updatedAt = try columns.integer()
    }

    var values: [Value] {
        [
            Value(id), .text(milestone), .integer(at), .text(move), Value(state), Value(outcome), .text(madeBy),
            .integer(madeAt), .integer(updatedAt),
        ]
    }
}
