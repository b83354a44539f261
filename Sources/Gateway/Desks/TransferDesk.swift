import Diagnostics
public import Rollout
import Store

/// Gives open orders from one back end to the other: one, or those of a milestone at a rate.
public struct TransferDesk: Sendable {
    let database: any Database
    let routing: RoutingState
    let backends: BackendBook
    let runner: TransferRunner
    let audit: AuditTrail
    let clock: Clock

    /// How many orders one transaction takes into a bulk.
    private static let page = 500

    /// Transfers one order.
    ///
    /// - Throws: ``GatewayError`` with `route.transfer-needless` or `route.transfer-running`.
    public func start(_ order: String, to side: Side, reason: String?, caller: Caller) async throws -> TransferView {
        try caller.require(.moveMilestones)
        let reason = try GatewayError.required(reason)
        let row = try await GatewayError.translating {
            try await database.write { transaction in
                let order = try transaction.key(typed: order, in: routing.version.snapshot, day: clock.now().day)
                guard let row = try transfer(of: order, to: side, bulk: nil, reason, caller, in: transaction) else {
                    throw GatewayError(
                        .conflict, Diagnostic("route.transfer-needless", value: order, facts: ["side": side.rawValue]))
                }
                guard try transaction.insertTransfer(row) else {
                    throw GatewayError(.conflict, Diagnostic("route.transfer-running", value: order))
                }
                try audit.append(
                    "order.transfer", subject: order, by: caller, before: row.from, after: row.to, reason: reason,
                    in: transaction)
                return row
            }
        }
        runner.wake()
        return TransferView(row)
    }

    /// Transfers the open orders of a milestone's cells to a side, at a rate.
    public func start(
        milestone name: String, to side: Side, perMinute: Int, reason: String?, caller: Caller
    ) async throws -> BulkTransferView {
        try caller.require(.moveMilestones)
        let bulk = try await begin(milestone: name, to: side, perMinute: perMinute, reason: reason, by: caller)
        return try await show(bulk: bulk.description, caller: caller)
    }

    /// Begins a bulk, for someone who may, or as part of a reverse.
    func begin(
        milestone name: String, to side: Side, perMinute: Int, reason: String?, by caller: Caller
    ) async throws -> UniqueID {
        let reason = try GatewayError.required(reason)
        let now = clock.now().microseconds
        let bulk = BulkTransferRow(
            id: UniqueID(at: now), milestone: name, side: side.rawValue, perMinute: Int64(perMinute),
            madeBy: caller.name, reason: reason, madeAt: now)
        let cells = try await GatewayError.translating {
            try await database.write { transaction in
                let milestone = try transaction.routingInForce().snapshot.milestoneToMove(name)
                try transaction.insertBulkTransfer(bulk)
                try audit.append(
                    "milestone.transfer", subject: name, by: caller, after: side.rawValue, reason: reason,
                    in: transaction)
                return milestone.cells
            }
        }
        for cell in cells { try await gather(cell, into: bulk, to: side, caller) }
        runner.wake()
        return bulk.id
    }

    private func gather(_ cell: Cell, into bulk: BulkTransferRow, to side: Side, _ caller: Caller) async throws {
        var last = ""
        while true {
            let after = last
            let keys = try await GatewayError.translating {
                try await database.write { transaction in
                    let keys = try transaction.openOrders(
                        function: cell.function, site: cell.site, side: side.other.rawValue, after: after,
                        limit: Self.page)
                    for key in keys {
                        let row = try transfer(of: key, to: side, bulk: bulk.id, bulk.reason, caller, in: transaction)
                        if let row { _ = try transaction.insertTransfer(row) }
                    }
                    return keys
                }
            }
            guard keys.count == Self.page, let end = keys.last else { return }
            last = end
        }
    }

    /// Transfers, the newest first.
    ///
    /// - Parameters:
    ///   - state: those that stand there alone, as ``TransferView/state`` names it.
    ///   - bulk: those of a bulk alone.
    public func list(
        in state: String? = nil, bulk: String? = nil, before cursor: String?, limit: Int, caller: Caller
    ) async throws -> [TransferView] {
        try caller.require(.view)
        let standing = state.flatMap(TransferRow.State.init)
        if let state, standing == nil {
            let known = TransferRow.State.allCases.map(\.rawValue).joined(separator: ", ")
            throw GatewayError(
                .invalid,
                Diagnostic("api.parameter-invalid", value: state, facts: ["name": "state", "expected": known]))
        }
        return try await database.look { transaction in
            let bulk = try bulk.map { try find(bulk: $0, in: transaction).id }
            let before = try PageCursor.row(cursor, transaction.transfer)
            return try transaction.transfers(
                in: standing, ofBulk: bulk, before: before.map { ($0.madeAt, $0.id) }, limit: limit
            ).map { TransferView($0) }
        }
    }

    /// Lets the new owners be asked again that refused to take over, once the cause is mended: of the transfers that are named, of
    /// a bulk, or of all that ask.
    ///
    /// Those that wait for what became of a call are left: that one knows by looking there, and says with ``confirm``.
    public func retry(
        _ ids: [String], bulk: String?, reason: String?, caller: Caller
    ) async throws -> RetriedTransfers {
        try caller.require(.moveMilestones)
        let reason = try GatewayError.required(reason)
        var view = RetriedTransfers(retried: 0, left: 0)
        if !ids.isEmpty {
            let rows = try await database.look { transaction in try ids.map { try find($0, in: transaction) } }
            try await retry(rows, &view, reason, caller)
        } else {
            let bulk = try await database.look { transaction in
                try bulk.map { try find(bulk: $0, in: transaction).id }
            }
            var last: UniqueID?
            while true {
                let after = last
                let rows = try await database.look {
                    try $0.askingTransfers(ofBulk: bulk, after: after, limit: Self.page)
                }
                try await retry(rows, &view, reason, caller)
                guard rows.count == Self.page else { break }
                last = rows.last?.id
            }
        }
        runner.wake()
        return view
    }

    private func retry(
        _ rows: [TransferRow], _ view: inout RetriedTransfers, _ reason: String, _ caller: Caller
    ) async throws {
        let now = clock.now().microseconds
        let retried = try await GatewayError.translating {
            try await database.write { transaction in
                var retried = 0
                for id in rows.map(\.id) {
                    guard var row = try transaction.transfer(id), row.state == .person,
                        row.machine?.step == .activationRefused
                    else { continue }
                    row.note = nil
                    row.take(.retry)
                    row.dueAt = now
                    guard try transaction.journal(row, node: nil, at: now) else { continue }
                    try audit.append(
                        "transfer.retry", subject: id.description, by: caller, reason: reason, in: transaction)
                    retried += 1
                }
                return retried
            }
        }
        view.retried += retried
        view.left += rows.count - retried
    }

    /// One transfer.
    public func show(_ id: String, caller: Caller) async throws -> TransferView {
        try caller.require(.view)
        return try await database.look { TransferView(try find(id, in: $0)) }
    }

    /// Bulks with their progress, the newest first.
    public func bulks(caller: Caller) async throws -> [BulkTransferView] {
        try caller.require(.view)
        return try await database.look { transaction in
            try transaction.bulkTransfers(limit: 100).map {
                BulkTransferView($0, try transaction.transferCounts(ofBulk: $0.id))
            }
        }
    }

    /// One bulk with its progress.
    public func show(bulk id: String, caller: Caller) async throws -> BulkTransferView {
        try caller.require(.view)
        return try await database.look { transaction in
            let row = try find(bulk: id, in: transaction)
            return BulkTransferView(row, try transaction.transferCounts(ofBulk: row.id))
        }
    }

    /// Lets no more transfers of a bulk begin, or lets them begin again. Those under way go on.
    public func pause(bulk id: String, _ paused: Bool, caller: Caller) async throws -> BulkTransferView {
        try caller.require(.moveMilestones)
        try await GatewayError.translating {
            try await database.write { transaction in
                guard let key = UniqueID(id), try transaction.pauseBulkTransfer(key, paused) else {
                    throw GatewayError.unknown("route.transfer-unknown", id)
                }
                try audit.append(
                    paused ? "transfers.pause" : "transfers.resume", subject: id, by: caller, in: transaction)
            }
        }
        runner.wake()
        return try await show(bulk: id, caller: caller)
    }

    /// What a person found of a call: it was carried out, refused, or never arrived.
    public enum Finding: String, Sendable, Hashable, CaseIterable {
        case done
        case refused
        case absent
    }

    /// Says what became of the call that a transfer waits for, or lets it be made again.
    public func confirm(
        _ id: String, _ finding: Finding, cursor: String?, reason: String?, caller: Caller
    ) async throws -> TransferView {
        try caller.require(.moveMilestones)
        let reason = try GatewayError.required(reason)
        let row = try await GatewayError.translating {
            let from = try await database.read { try find(id, in: $0).from }
            let reading = OldOwnerReading(database: database, backends: backends)
            let cursor = try await reading.cursor(of: from, said: cursor ?? "")
            return try await database.write { transaction in
                var row = try find(id, in: transaction)
                guard row.state == .person, let event = row.machine?.event(finding, cursor: cursor) else {
                    throw GatewayError(
                        .conflict,
                        Diagnostic("route.transfer-not-asked", value: id, facts: ["state": row.state.rawValue]))
                }
                row.note = nil
                row.take(event)
                row.dueAt = clock.now().microseconds
                _ = try transaction.journal(row, node: nil, at: row.dueAt)
                try audit.append(
                    "transfer.confirm", subject: id, by: caller, after: finding.rawValue, reason: reason,
                    in: transaction)
                return row
            }
        }
        runner.wake()
        return TransferView(row)
    }

    // MARK: Parts

    private func find(_ id: String, in transaction: any Transaction) throws -> TransferRow {
        guard let key = UniqueID(id), let row = try transaction.transfer(key) else {
            throw GatewayError.unknown("route.transfer-unknown", id)
        }
        return row
    }

    private func find(bulk id: String, in transaction: any Transaction) throws -> BulkTransferRow {
        guard let key = UniqueID(id), let row = try transaction.bulkTransfer(key) else {
            throw GatewayError.unknown("route.transfer-unknown", id)
        }
        return row
    }

    /// A transfer of an order to a side; nil for one that has nothing at the other.
    private func transfer(
        of order: String, to side: Side, bulk: UniqueID?, _ reason: String, _ caller: Caller,
        in transaction: any Transaction
    ) throws -> TransferRow? {
        guard let known = try transaction.order(order), let site = known.site else {
            throw GatewayError.unknown("intake.order-unknown", order)
        }
        let bound = try transaction.itineraries(of: order)
        guard let from = bound.first(where: { $0.side == side.other.rawValue })?.backend,
            let to = routing.version.snapshot.backend(site: site, side: side), to != from
        else { return nil }
        guard try transaction.standingFence(around: to) == nil else {
            throw GatewayError(
                .conflict, Diagnostic("route.transfer-fenced", value: order, facts: ["backend": to]))
        }
        let now = clock.now().microseconds
        let id = UniqueID(at: now)
        let machine = Transfer(
            id: id.description, order: OrderKey(text: order), from: from, to: to,
            honoursKeys: backends.honouringKeys.intersection([from, to]))
        return TransferRow(
            id: id, orderKey: order, bulk: bulk, from: from, to: to, side: side.rawValue,
            state: bulk == nil ? .running : .waiting, journal: JSONText.of(machine) ?? "{}", dueAt: now,
            madeBy: caller.name, reason: reason, madeAt: now)
    }
}

extension Transfer {
    /// The event of what a person found at the step where it waits.
    fileprivate func event(_ finding: TransferDesk.Finding, cursor: String) -> Event? {
        switch (step, finding) {
        case (.releasing, .done): .released(cursor: cursor)
        case (.releasing, .refused): .refused(.release)
        case (.releasing(.begun), .absent): .absent(.release)
        case (.reading, .done): .read
        case (.activating, .done), (.activationRefused, .done): .activated
        case (.activating, .refused): .refused(.activate)
        case (.activating(.begun), .absent): .absent(.activate)
        case (.activationRefused, .absent): .retry
        default: nil
        }
    }
}
