import Diagnostics
import Intake
public import Rollout
import Store

/// The fences around dead back ends, and the orders that people enter elsewhere meanwhile.
public struct FenceDesk: Sendable {
    let database: any Database
    let backends: BackendBook
    let steps: FenceSteps
    let runner: FenceRunner
    let waker: Waker

    /// The statuses of documents that were on their way to the fenced back end, or arrived there.
    private static let entered: Set<DocumentStatus> = [.delivering, .delivered, .failed, .unknown]

    /// How long what was noted as ids may be.
    private static let longestIDs = 200

    /// All fences, the newest first.
    public func list(caller: Caller) async throws -> [FenceView] {
        try caller.require(.view)
        return try await database.look { transaction in
            try transaction.fences(limit: 100).map { FenceView($0, try transaction.fencedOrderCounts(of: $0.id)) }
        }
    }

    /// One fence.
    public func show(_ id: String, caller: Caller) async throws -> FenceView {
        try caller.require(.view)
        return try await database.look { transaction in
            let fence = try find(id, in: transaction)
            return FenceView(fence, try transaction.fencedOrderCounts(of: fence.id))
        }
    }

    /// The orders of a fence by key, a page at a time: those of one step, or all. Each with what there is to enter it from.
    public func orders(
        of id: String, at step: FencedOrder.Step? = nil, after key: String = "", limit: Int, caller: Caller
    ) async throws -> [FencedOrderView] {
        try caller.require(.view)
        return try await database.look { transaction in
            let fence = try find(id, in: transaction)
            return try transaction.fencedOrders(
                of: fence.id, at: step.map { [$0] } ?? [], after: key, limit: limit
            ).map { try view($0, in: transaction) }
        }
    }

    /// A person has entered a quarantined order at the other back end: it owns the order from now on, and what waited for it
    /// goes there.
    ///
    /// - Parameter ids: under which ids it was entered.
    /// - Throws: ``GatewayError`` with `route.order-not-fenced`, `route.not-quarantined` or `route.entered-as-form`.
    public func enter(_ order: String, as ids: String, reason: String?, caller: Caller) async throws -> FencedOrderView
    {
        try caller.require(.replay)
        let ids = try Self.checked(ids)
        let row = try await steps.change(order, "order.enter", as: ids, reason: reason, caller: caller) {
            row, place in
            let taken = row
            guard row.take(.entered) else { throw Self.refusal("route.not-quarantined", taken) }
            (row.enteredAs, row.enteredBy, row.enteredAt) = (ids, caller.name, place.now.microseconds)
            try Entering(place: place, row: row).enter(as: ids, by: caller)
        }
        return try await settled(row)
    }

    /// Leaves an order with the fenced back end: nobody entered it elsewhere, or what was entered is cancelled there since
    /// the fenced one does not release it.
    ///
    /// - Throws: ``GatewayError`` with `route.order-not-fenced`, `route.not-to-return` or `route.return-open`.
    public func giveBack(_ order: String, reason: String?, caller: Caller) async throws -> FencedOrderView {
        try caller.require(.moveMilestones)
        let reason = try GatewayError.required(reason)
        let row = try await steps.change(order, "order.return", as: nil, reason: reason, caller: caller) {
            row, place in
            let taken = row
            if row.take(.kept) {
                try place.transaction.setHold(nil, on: [row.orderKey], at: place.now.microseconds)
            } else {
                guard row.take(.cancelled) else { throw Self.refusal("route.not-to-return", taken) }
                try Entering(place: place, row: row).giveBack(
                    honoursKeys: backends.honouringKeys.contains(row.backend), by: caller)
            }
        }
        return try await settled(row)
    }

    /// Says what became of the release of an order, where the fenced back end is not asked by itself or did not answer.
    ///
    /// - Throws: ``GatewayError`` with `route.order-not-fenced`, `route.release-not-asked`, or `route.release-early` while an
    ///   earlier attempt can still arrive behind it.
    public func confirm(
        _ order: String, _ finding: TransferDesk.Finding, reason: String?, caller: Caller
    ) async throws -> FencedOrderView {
        try caller.require(.moveMilestones)
        let reason = try GatewayError.required(reason)
        let row = try await steps.change(order, "order.release", as: finding.rawValue, reason: reason, caller: caller) {
            row, place in
            let taken = row
            if let until = try steps.arrives(row, in: place.transaction) {
                throw Self.refusal("route.release-early", taken, ["until": until.iso8601])
            }
            guard row.take(finding.event) else { throw Self.refusal("route.release-not-asked", taken) }
            if finding == .refused { row.note = FenceRunner.cancel(row) }
        }
        return try await settled(row)
    }

    // MARK: Parts

    private func settled(_ row: FencedOrderRow) async throws -> FencedOrderView {
        _ = try await GatewayError.translating { try await waker.wake(among: [row.orderKey]) }
        runner.wake()
        return try await database.look { try view(row, in: $0) }
    }

    private static func checked(_ ids: String) throws -> String {
        let trimmed = ids.drop { $0.isWhitespace }
        let isClean = !trimmed.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard !trimmed.isEmpty, trimmed.count <= longestIDs, isClean else {
            throw GatewayError(
                .invalid,
                Diagnostic("route.entered-as-form", value: ids, facts: ["most": String(longestIDs)]))
        }
        return String(trimmed)
    }

    private static func refusal(_ code: Code, _ row: FencedOrderRow, _ facts: [String: String] = [:]) -> GatewayError {
        let own = ["backend": row.backend, "other": row.otherBackend, "step": row.step.rawValue]
        return GatewayError(.conflict, Diagnostic(code, value: row.orderKey, facts: own.merging(facts) { $1 }))
    }

    private func find(_ id: String, in transaction: any Transaction) throws -> FenceRow {
        guard let key = UniqueID(id), let row = try transaction.fence(key) else {
            throw GatewayError.unknown("route.fence-unknown", id)
        }
        return row
    }

    private func view(_ row: FencedOrderRow, in transaction: any Transaction) throws -> FencedOrderView {
        // What waits goes there by itself, once the order is entered.
        let documents = try transaction.documents(ofOrder: row.orderKey).filter { Self.entered.contains($0.status) }
        var view = FencedOrderView(row)
        view.documents = documents.map(\.id.description)
        for document in documents {
            let hasCopy = try transaction.deliveries(ofDocument: document.id).contains {
                $0.backend == row.otherBackend && [.standby, .copy].contains($0.purpose) && $0.state == .delivered
            }
            if hasCopy { view.copy = document.id.description }
        }
        return view
    }
}

extension TransferDesk.Finding {
    fileprivate var event: FencedOrder.Event {
        switch self {
        case .done: .released
        case .refused: .refused
        case .absent: .absent
        }
    }
}
