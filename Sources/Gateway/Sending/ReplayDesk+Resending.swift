import Diagnostics
import Intake
import Rollout
import Store

/// What a partner lost, or never acknowledged: the same bytes once more.
extension ReplayDesk {
    /// Sends what went to the partner again: the same bytes, the same control number, the same document number.
    public func resend(_ id: String, reason: String?, caller: Caller) async throws -> DocumentView {
        let (document, row) = try await find(id, .resend, caller)
        try await GatewayError.translating {
            try await database.write { transaction in
                try Self.lock(row, in: transaction, at: clock.now())
                let now = clock.now()
                let sent = try transaction.deliveries(ofDocument: document).filter { $0.purpose == .outbound }
                // Their results may be written at this moment.
                _ = try transaction.lockOutbound(sent.map(\.id))
                var current = try Self.current(document, .resend, reason, in: transaction)
                let arrived = try transaction.deliveries(ofDocument: document).last {
                    $0.purpose == .outbound && $0.state == .delivered
                }
                guard let arrived, try transaction.writtenPayload(of: arrived.id) != nil else {
                    throw Diagnostic("intake.resend-nothing", value: id)
                }
                let next = UniqueID(at: now.microseconds)
                try transaction.insertDeliveries([
                    DeliveryRow(
                        id: next, documentID: document, payloadVersion: arrived.payloadVersion,
                        backend: arrived.backend, purpose: .outbound, orderKey: arrived.orderKey,
                        sender: arrived.sender, interchangeID: arrived.interchangeID,
                        interchangeNumber: arrived.interchangeNumber, position: arrived.position,
                        isBirth: arrived.isBirth, dueAt: now.microseconds,
                        // The receiver is to take it again.
                        idempotencyKey:
                            "\(document)-\(arrived.payloadVersion)-\(arrived.backend)-outbound-\(sent.count + 1)",
                        madeAt: now.microseconds)
                ])
                try transaction.resend(arrived.id, as: next, at: now.microseconds)
                current.status = .delivering
                current.stage = DocumentStage.deliver.rawValue
                current.code = nil
                current.updatedAt = now.microseconds
                try transaction.updateDocuments([current])
                try record(.resend, current, reason, caller, in: transaction)
            }
        }
        return try await settle(document)
    }
}
