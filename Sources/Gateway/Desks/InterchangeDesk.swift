import Diagnostics
import Intake
import Rollout
import Store

/// What support does with an interchange of which nothing could be read: reprocess it once its partner's profile or a
/// mapping is right, or discard it. What could be read is replayed document by document, at the ``ReplayDesk``.
public struct InterchangeDesk: Sendable {
    let database: any Database
    let processor: Processor
    let outcomes: Outcomes
    let waiters: Waiters
    let audit: AuditTrail
    let clock: Clock

    /// Reads the bytes again as they were received, by today's configuration. The interchange keeps its accept number, so
    /// its documents stand where they would have stood.
    ///
    /// - Parameter waiting: For how long the answer waits until its documents are settled.
    public func reprocess(
        _ id: String, reason: String? = nil, waiting: Duration = .zero, caller: Caller
    ) async throws -> InterchangeView {
        let row = try await settle(id, .reprocess, reason, caller) { try $0.reopenInterchange($1.number) }
        processor.recover()
        return try await outcomes.outcome(of: row.id.description, waiting: waiting)
    }

    /// Takes it out for good: it counts as discarded from now on.
    public func discard(_ id: String, reason: String?, caller: Caller) async throws -> InterchangeView {
        let now = clock.now().microseconds
        let row = try await settle(id, .discard, reason, caller) { try $0.discardInterchange($1.number, at: now) }
        waiters.wake([row.id.description])
        return try await outcomes.outcome(of: row.id.description, waiting: .zero)
    }

    /// Changes an unreadable interchange, with its record. The statement itself says whether the interchange still is what
    /// it was read as, so that of two people only the first one acts.
    private func settle(
        _ text: String, _ action: ReplayAction, _ reason: String?, _ caller: Caller,
        change: @escaping @Sendable (any Transaction, InterchangeRow) throws -> Bool
    ) async throws -> InterchangeRow {
        try caller.require(.replay)
        return try await GatewayError.translating {
            try await database.write { transaction in
                guard let id = UniqueID(text), let row = try transaction.interchange(id) else {
                    throw GatewayError.unknown("intake.interchange-unknown", text)
                }
                try action.check(interchange: row.status.rawValue, reason: reason)
                guard try change(transaction, row) else {
                    throw StoreError(.serialization, code: "interchange", message: "it has just been changed")
                }
                try record(action, row, reason, caller, in: transaction)
                return row
            }
        }
    }

    private func record(
        _ action: ReplayAction, _ row: InterchangeRow, _ reason: String?, _ caller: Caller,
        in transaction: any Transaction
    ) throws {
        let kind = "interchange.\(action.rawValue)"
        let facts = ["by": caller.name, "reason": reason ?? "", "was": row.status.rawValue]
        try transaction.append([
            EventRow(
                at: clock.now().microseconds, kind: kind, subject: row.id.description,
                data: JSONText.of(facts) ?? "{}")
        ])
        try audit.append(
            kind, subject: row.id.description, by: caller, before: row.status.rawValue, reason: reason,
            in: transaction)
    }
}
