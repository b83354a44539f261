public import Diagnostics
import Rollout
import Store

/// Takes orders back from a back end that never took them: after a reverse, or when new is dead.
public struct RecallDesk: Sendable {
    let database: any Database
    let decider: Decider
    let audit: AuditTrail
    let decided: @Sendable (DecidedBatch) -> Void

    /// How many orders one call looks at.
    static let page = 100

    /// Recalls one order: it is born again by present routing.
    public func recall(_ key: String, reason: String?, caller: Caller) async throws {
        try caller.require(.moveMilestones)
        let reason = try GatewayError.required(reason)
        let batch = try await GatewayError.translating {
            try await decider.recall(key, author: caller.name, reason: reason) { transaction, backends in
                try audit.append(
                    "order.recall", subject: key, by: caller, before: backends.joined(separator: ", "),
                    reason: reason, in: transaction)
            }
        }
        decided(batch)
    }

    /// Recalls what can be recalled of the open orders that new owns in a milestone's cells, a page of keys at a time.
    ///
    /// - Returns: What became of those of this page, and behind which key to go on; nil at the end.
    public func recall(
        milestone name: String, after key: String, reason: String?, caller: Caller
    ) async throws -> RecallView {
        try caller.require(.moveMilestones)
        let reason = try GatewayError.required(reason)
        let keys = try await GatewayError.translating {
            try await database.read { transaction in
                let milestone = try transaction.routingInForce().snapshot.milestoneToMove(name)
                return try milestone.cells.flatMap { cell in
                    try transaction.openOrders(
                        function: cell.function, site: cell.site, side: Side.new.rawValue, after: key, limit: Self.page)
                }
            }
        }
        let page = Set(keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(Self.page)
        var view = RecallView(next: page.count == Self.page ? page.last : nil)
        for key in page {
            do {
                try await recall(key, reason: reason, caller: caller)
                view.recalled.append(key)
            } catch let error as GatewayError where error.kind == .conflict {
                view.kept.append(.init(order: key, because: DiagnosticReport(error.diagnostic)))
            }
        }
        return view
    }
}

/// What became of orders that were to be recalled.
public struct RecallView: Sendable, Codable, Hashable {
    /// An order that stays with its owner.
    public struct Kept: Sendable, Codable, Hashable {
        public var order: String
        public var because: DiagnosticReport
    }

    public var recalled: [String] = []
    public var kept: [Kept] = []
    /// Behind which key to go on; absent at the end.
    public var next: String?

    init(next: String?) { self.next = next }
}
