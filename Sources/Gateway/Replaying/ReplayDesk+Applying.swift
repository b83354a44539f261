import ConfigurationFiles
import Diagnostics
import Intake
import Rollout
import Store

/// The steps of the actions, each in a transaction that holds the routing lock and nothing else yet.
extension ReplayDesk {
    /// Does something with one document, and gives what it set going.
    ///
    /// - Parameter reread: the document as it was understood before the transaction, for what begins at READ.
    /// - Throws: ``GatewayError`` or a diagnostic that says why it cannot be done now; the caller undoes what was written then.
    func apply(
        _ work: ReplayWork, to id: UniqueID, reread: RereadDocument? = nil, in transaction: any Transaction,
        by version: RoutingState.Version
    ) throws -> DecidedBatch {
        guard let row = try transaction.document(id) else { throw Self.unknown(id.description) }
        switch work.action {
        case .retry: return try retry(row, work, reread, in: transaction, by: version)
        case .reprocess, .edit:
            let deliveries = try transaction.deliveries(ofDocument: row.id)
            try Self.refuseCascaded(row, deliveries, in: transaction)
            let batch = try decideAgain(row, work, reread, in: transaction, by: version)
            guard try transaction.document(id)?.status == .delivering else { return batch }
            let now = clock.now().microseconds
            for head in deliveries where head.state == .failed && head.purpose.isOwn {
                _ = try transaction.retryCascaded(behind: head, dueAt: now, at: now)
            }
            return batch
        case .discard:
            if row.status == .delivered, let batch = try copies(of: row, work, in: transaction, by: version) {
                return batch
            }
            return try discard(row, work, in: transaction, by: version)
        case .resend: return try resend(row, work, in: transaction, by: version)
        case .sendAsNew: return try sendAsNew(row, work, in: transaction, by: version)
        case .reroute: return try reroute(row, work, in: transaction, by: version)
        }
    }

    private func retry(
        _ row: DocumentRow, _ work: ReplayWork, _ reread: RereadDocument?, in transaction: any Transaction,
        by version: RoutingState.Version
    ) throws -> DecidedBatch {
        if work.anyway { _ = try GatewayError.required(work.reason) }
        if row.status == .delivered, let batch = try copies(of: row, work, in: transaction, by: version) {
            return batch
        }
        if row.status == .failed, row.stage == DocumentStage.acknowledge.rawValue, !work.anyway {
            var again = work
            again.action = .resend
            again.reason = work.reason ?? "retried"
            return try resend(row, again, in: transaction, by: version)
        }
        let isAtBackend = row.status == .failed && row.stage == DocumentStage.deliver.rawValue
        guard isAtBackend || row.status == .delivering else {
            return try decideAgain(row, work, reread, in: transaction, by: version)
        }
        return try retryDeliveries(row, work, in: transaction, by: version)
    }

    private func retryDeliveries(
        _ row: DocumentRow, _ work: ReplayWork, in transaction: any Transaction, by version: RoutingState.Version
    ) throws -> DecidedBatch {
        try Self.lock(row, in: transaction, at: clock.now())
        let current = try Self.current(row.id, work, in: transaction)
        let deliveries = try transaction.deliveries(ofDocument: row.id)
        let now = clock.now().microseconds
        let failed = try Self.bundled(deliveries, in: transaction).filter { $0.state == .failed }
        try Self.refuseCascaded(current, deliveries, in: transaction)
        let newer = try failed.lazy.filter { $0.onRejection == .continue && $0.purpose.isOwn }.compactMap {
            try transaction.overtaker(of: $0)
        }.first
        if let newer, !work.anyway {
            throw Diagnostic(
                "intake.replay-behind-newer", value: row.id.description,
                facts: ["newer": newer.id.description, "number": newer.reference ?? newer.type])
        }
        let forgotten = try failed.first { try isForgotten($0, in: transaction) }
        if let forgotten, !work.anyway {
            let hours = decider.backends[forgotten.backend]?.abilities.keyMemoryHours ?? 0
            throw Diagnostic(
                "intake.replay-past-memory", value: row.id.description,
                facts: ["backend": forgotten.backend, "hours": String(Int(hours))])
        }
        if work.anyway, forgotten == nil, newer == nil {
            throw Diagnostic("intake.anyway-needless", facts: ["status": current.status.rawValue])
        }
        _ = try transaction.retryDeliveries(failed.map(\.id), dueAt: now, at: now)
        _ = try transaction.rescheduleDeliveries(
            deliveries.filter { $0.state == .waiting }.map(\.id), dueAt: now, at: now)
        for head in failed where head.purpose.isOwn {
            _ = try transaction.retryCascaded(behind: head, dueAt: now, at: now)
        }
        var more = newer.map { ["anyway": "behind document \($0.id) of its order"] } ?? [:]
        if let forgotten { more["anyway"] = "\(forgotten.backend) has forgotten its key by now" }
        try record(work, current, more, in: transaction)
        return Self.batch(current, deliveries, version)
    }

    /// Whether an attempt that has no definite end may have brought a delivery to a back end that has forgotten its key by now.
    private func isForgotten(_ delivery: DeliveryRow, in transaction: any Transaction) throws -> Bool {
        guard let abilities = decider.backends[delivery.backend]?.abilities, abilities.keyMemoryHours != nil else {
            return false
        }
        let open = try transaction.attempts(ofDelivery: delivery.id).first {
            $0.outcome == nil || $0.outcome == .unknown
        }
        guard let open else { return false }
        return !DeliveryResult.mayRepeat(
            firstAttempt: Instant(microseconds: open.beganAt), now: clock.now(), abilities: abilities)
    }

    private func decideAgain(
        _ row: DocumentRow, _ work: ReplayWork, _ reread: RereadDocument?, in transaction: any Transaction,
        by version: RoutingState.Version
    ) throws -> DecidedBatch {
        let more = work.anyway ? ["anyway": "behind newer documents of its order"] : [:]
        return try decider.decideAgain(
            row.id, edit: work.edit, anyway: work.anyway, reread: work.bytes == nil ? reread : nil, in: transaction,
            by: version
        ) { current in
            try work.action.check(
                status: current.status, backend: current.decision?.backend, reason: work.reason)
            guard !work.anyway || current.status == .held && current.code == "route.overtaken" else {
                throw Diagnostic("intake.anyway-needless", facts: ["status": current.status.rawValue])
            }
        } also: { transaction, current in
            try record(work, current, more, in: transaction)
        }
    }

    private func discard(
        _ row: DocumentRow, _ work: ReplayWork, in transaction: any Transaction, by version: RoutingState.Version
    ) throws -> DecidedBatch {
        try Self.lock(row, in: transaction, at: clock.now())
        let current = try Self.current(row.id, work, in: transaction)
        let deliveries = try transaction.deliveries(ofDocument: row.id)
        let now = clock.now()
        try Decider.supersede(current, in: transaction, at: now)
        // It may have arrived before its deliveries were locked.
        _ = try Self.current(row.id, work, in: transaction)
        _ = try transaction.moveDocuments(
            [row.id], from: [current.status], to: .discarded, stage: current.stage, code: current.code,
            at: now.microseconds)
        try transaction.forgetBirth(row.id, at: now.microseconds)
        // What was taken out before it went takes its order's later documents along, where its function says so.
        _ = try transaction.cascade(
            from: deliveries.filter { $0.state.blocksSuccessors }, at: now.microseconds)
        try record(work, current, in: transaction)
        return Self.batch(current, deliveries, version)
    }

    // MARK: Parts

    /// The order's row first, as everyone takes it who touches an order.
    static func lock(_ row: DocumentRow, in transaction: any Transaction, at now: Instant) throws {
        _ = try transaction.lockOrders([row.orderKey].compactMap { $0 }, at: now.microseconds)
    }

    /// The document as it stands under the lock, if the action is legal for it.
    static func current(
        _ id: UniqueID, _ work: ReplayWork, in transaction: any Transaction
    ) throws -> DocumentRow {
        guard let row = try transaction.document(id) else { throw unknown(id.description) }
        try work.action.check(status: row.status, backend: row.decision?.backend, reason: work.reason)
        if work.action != .discard { try transaction.refuseQuarantined(row) }
        return row
    }

    /// Refuses what failed because a document of its order before it was rejected, while that one stands.
    private static func refuseCascaded(
        _ row: DocumentRow, _ deliveries: [DeliveryRow], in transaction: any Transaction
    ) throws {
        guard row.status == .failed, row.stage == DocumentStage.deliver.rawValue else { return }
        for delivery in deliveries where delivery.state == .failed && delivery.purpose.isOwn {
            guard let head = try transaction.cascadingHead(of: delivery) else { continue }
            throw Diagnostic(
                "intake.replay-behind-rejected", value: row.id.description,
                facts: ["head": head.id.description, "number": head.reference ?? head.type])
        }
    }

    /// What is told to those who deliver, and to those who wait for the document.
    static func batch(
        _ row: DocumentRow, _ deliveries: [DeliveryRow], _ version: RoutingState.Version
    ) -> DecidedBatch {
        DecidedBatch(
            backends: Set(deliveries.map(\.backend)), interchanges: [row.interchangeID.description], version: version)
    }

    /// The failed members of a bundle are tried again together, since they go out as one payload.
    private static func bundled(
        _ deliveries: [DeliveryRow], in transaction: any Transaction
    ) throws -> [DeliveryRow] {
        try deliveries.flatMap { delivery in
            try delivery.bundle.map { try transaction.deliveries(ofBundle: $0) } ?? [delivery]
        }
    }
}
