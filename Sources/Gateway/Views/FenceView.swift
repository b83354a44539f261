import Rollout
import Store

/// A fence around a back end that was reversed away from while it was dead, with how far its orders are.
public struct FenceView: Sendable, Codable, Hashable {
    public var id: String
    public var backend: String
    /// Whether the back end gets releases only.
    public var stands: Bool
    /// Orders that wait to be entered at the other back end.
    public var quarantined: Int
    /// Orders that were entered, and whose release is not confirmed.
    public var releasing: Int
    /// Orders that the back end did not release: what was entered is to be cancelled.
    public var refused: Int
    /// Orders that were released, returned or recalled.
    public var confirmed: Int
    public var madeBy: String
    public var reason: String
    public var madeAt: String
    public var liftedAt: String?

    init(_ row: FenceRow, _ counts: [FencedOrder.Step: Int]) {
        id = row.id.description
        backend = row.backend
        stands = row.liftedAt == nil
        quarantined = counts[.quarantined] ?? 0
        releasing = (counts[.releaseDue] ?? 0) + (counts[.releaseBegun] ?? 0)
        refused = counts[.refused] ?? 0
        confirmed = counts.filter { $0.key.isConfirmed }.values.reduce(0, +)
        madeBy = row.madeBy
        reason = row.reason
        madeAt = Instant(microseconds: row.madeAt).iso8601
        liftedAt = row.liftedAt.map { Instant(microseconds: $0).iso8601 }
    }
}

/// An order that was taken from a fenced back end.
public struct FencedOrderView: Sendable, Codable, Hashable {
    public var order: String
    public var fence: String
    public var milestone: String
    public var backend: String
    /// The back end at which it is entered.
    public var enterAt: String
    /// `quarantined`, `release-due`, `release-begun`, `refused`, `released`, `returned`, `recalled`.
    public var step: String
    /// The documents that there is to enter it from, in accept order. What came since goes there by itself.
    public var documents: [String] = []
    /// The last of them that the other back end has as a copy.
    public var copy: String?
    public var enteredAs: String?
    public var enteredBy: String?
    public var enteredAt: String?
    /// When it turned out that something of it had arrived at the fenced back end after all.
    public var arrivedAt: String?
    /// Whether a person has to say what became of its release.
    public var asks: Bool
    public var note: String?
    public var madeAt: String
    public var updatedAt: String

    init(_ row: FencedOrderRow) {
        order = row.orderKey
        fence = row.fence.description
        milestone = row.milestone
        backend = row.backend
        enterAt = row.otherBackend
        step = row.step.rawValue
        enteredAs = row.enteredAs
        enteredBy = row.enteredBy
        enteredAt = row.enteredAt.map { Instant(microseconds: $0).iso8601 }
        arrivedAt = row.arrivedAt.map { Instant(microseconds: $0).iso8601 }
        asks = row.asks
        note = row.note
        madeAt = Instant(microseconds: row.madeAt).iso8601
        updatedAt = Instant(microseconds: row.updatedAt).iso8601
    }
}
