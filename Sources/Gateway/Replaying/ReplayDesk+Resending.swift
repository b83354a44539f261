import Diagnostics
import Intake
import Rollout
import Store

/// The same bytes once more: what a partner lost or never acknowledged, and what a back end lost although it knows the key.
extension ReplayDesk {
    /// Sends what went to the partner again: the same bytes, the same control number, the same document number.
    func resend(
        _ row: DocumentRow, _ work: ReplayWork, in transaction: any Transaction, by version: RoutingState.Version
    ) throws -> DecidedBatch {
        try Self.lock(row, in: transaction, at: clock.now())
        let sent = try transaction.deliveries(ofDocument: row.id).filter { $0.purpose == .outbound }
        // Their results may be written at this moment.
        _ = try transaction.lockOutbound(sent.map(\.id))
        let current = try Self.current(row.id, work, in: transaction)
        let arrived = try transaction.deliveries(ofDocument: row.id).last {
            $0.purpose == .outbound && $0.state == .delivered
        }
        guard let arrived, try transaction.writtenPayload(of: arrived.id) != nil else {
            throw Diagnostic("intake.resend-nothing", value: row.id.description)
        }
        // The receiver is to take it again.
        let next = again(arrived, among: sent.count)
        try transaction.insertDeliveries([next])
        try transaction.resend(arrived.id, as: next.id, at: next.madeAt)
        return try set(going: current, next, work, in: transaction, by: version)
    }

    /// Sends what a back end has once more, as it was, under a new key: only an approver says that it may be there twice.
    func sendAsNew(
        _ row: DocumentRow, _ work: ReplayWork, in transaction: any Transaction, by version: RoutingState.Version
    ) throws -> DecidedBatch {
        let locked = try transaction.lockOrders([row.orderKey].compactMap { $0 }, at: clock.now().microseconds)
        let current = try Self.current(row.id, work, in: transaction)
        let own = try transaction.deliveries(ofDocument: row.id).filter { $0.purpose == .primary && $0.step == nil }
        guard let arrived = own.last(where: { $0.state == .delivered }) else {
            throw Diagnostic("intake.send-new-nothing", value: row.id.description)
        }
        let owner = current.orderKey.flatMap { locked.orders[$0] }?.itineraries.first {
            $0.function == current.function
        }
        if let owner, owner.backend != arrived.backend {
            throw Diagnostic(
                "intake.send-new-moved", value: row.id.description,
                facts: ["backend": arrived.backend, "owner": owner.backend])
        }
        let next = again(arrived, among: own.count)
        try transaction.insertDeliveries([next])
        return try set(going: current, next, work, ["key": next.idempotencyKey], in: transaction, by: version)
    }

    /// A delivery like one that arrived, under the next key.
    private func again(_ arrived: DeliveryRow, among count: Int) -> DeliveryRow {
        let now = clock.now().microseconds
        let key = "\(arrived.documentID)-\(arrived.payloadVersion)-\(arrived.backend)-\(arrived.purpose.rawValue)"
        return DeliveryRow(
            id: UniqueID(at: now), documentID: arrived.documentID, payloadVersion: arrived.payloadVersion,
            backend: arrived.backend, purpose: arrived.purpose, orderKey: arrived.orderKey, sender: arrived.sender,
            interchangeID: arrived.interchangeID, interchangeNumber: arrived.interchangeNumber,
            position: arrived.position, isBirth: arrived.isBirth, dueAt: now, idempotencyKey: "\(key)-\(count + 1)",
            madeAt: now)
    }

    private func set(
        going row: DocumentRow, _ next: DeliveryRow, _ work: ReplayWork, _ more: [String: String] = [:],
        in transaction: any Transaction, by version: RoutingState.Version
    ) throws -> DecidedBatch {
        var row = row
        row.status = .delivering
        row.stage = DocumentStage.deliver.rawValue
        row.code = nil
        row.updatedAt = next.madeAt
        try transaction.updateDocuments([row])
        try record(work, row, more, in: transaction)
        return Self.batch(row, [next], version)
    }
}
