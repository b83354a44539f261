import Rollout
import Store

/// The transfer of one order.
public struct TransferView: Sendable, Codable, Hashable {
    public var id: String
    public var order: String
    public var bulk: String?
    public var from: String
    public var to: String
    /// `waiting`, `running`, `person`, `done`, `kept`.
    public var state: String
    /// Where it is: `holding`, `superseding`, `releasing`, `reading`, `writing`, `activating`, `lifting`…
    public var step: String
    /// What it waits for, what a person is asked, or why the order keeps its owner.
    public var note: String?
    public var madeBy: String
    public var reason: String
    public var madeAt: String
    public var updatedAt: String

    init(_ row: TransferRow) {
        id = row.id.description
        order = row.orderKey
        bulk = row.bulk?.description
        from = row.from
        to = row.to
        state = row.state.rawValue
        step = row.machine?.step.name ?? "unreadable"
        note = row.note
        madeBy = row.madeBy
        reason = row.reason
        madeAt = Instant(microseconds: row.madeAt).iso8601
        updatedAt = Instant(microseconds: row.updatedAt).iso8601
    }
}

/// What came of letting new owners be asked again.
public struct RetriedTransfers: Sendable, Codable, Hashable {
    /// Transfers that go on.
    public var retried: Int
    /// Those that were left: they ask what became of a call, or ask no more.
    public var left: Int
}

/// Many transfers, with how far they are.
public struct BulkTransferView: Sendable, Codable, Hashable {
    public var id: String
    public var milestone: String
    public var toSide: String
    public var perMinute: Int
    public var isPaused: Bool
    public var waiting: Int
    public var running: Int
    /// Those that go on when a person says what happened.
    public var person: Int
    public var done: Int
    public var kept: Int
    public var madeBy: String
    public var reason: String
    public var madeAt: String

    init(_ row: BulkTransferRow, _ counts: [TransferRow.State: Int]) {
        id = row.id.description
        milestone = row.milestone
        toSide = row.side
        perMinute = Int(row.perMinute)
        isPaused = row.isPaused
        waiting = counts[.waiting] ?? 0
        running = counts[.running] ?? 0
        person = counts[.person] ?? 0
        done = counts[.done] ?? 0
        kept = counts[.kept] ?? 0
        madeBy = row.madeBy
        reason = row.reason
        madeAt = Instant(microseconds: row.madeAt).iso8601
    }
}

extension Transfer.Step {
    /// The word for people.
    fileprivate var name: String {
        switch self {
        case .holding: "holding"
        case .superseding: "superseding"
        case .releasing: "releasing"
        case .reading: "reading"
        case .writing: "writing"
        case .activating: "activating"
        case .activationRefused: "activation-refused"
        case .lifting: "lifting"
        case .returning: "returning"
        case .done: "done"
        case .kept: "kept"
        }
    }
}
