import Diagnostics
import Intake
import Rollout
import Store

/// Copies of a document that has arrived: the back end that was to get one refused it, or it could not be written. Until
/// someone deals with it, it keeps its place in the order's key there, and what comes behind waits.
extension ReplayDesk {
    /// Retries or gives up the failed copies of a delivered document; nil when it has none.
    func copies(
        of document: DocumentRow, _ work: ReplayWork, in transaction: any Transaction, by version: RoutingState.Version
    ) throws -> DecidedBatch? {
        try Self.lock(document, in: transaction, at: clock.now())
        guard let row = try transaction.document(document.id) else { return nil }
        let stuck = try transaction.deliveries(ofDocument: row.id).filter {
            !$0.purpose.isOwn && $0.state == .failed
        }
        guard !stuck.isEmpty else { return nil }
        let now = clock.now().microseconds
        if work.action == .discard {
            // A document that failed is taken out for the same.
            try work.action.check(status: .failed, backend: nil, reason: work.reason)
            _ = try transaction.discardDeliveries(stuck.map(\.id), at: now)
        } else {
            try write(stuck, of: row, in: transaction)
            _ = try transaction.retryDeliveries(stuck.map(\.id), dueAt: now, at: now)
        }
        try record(work, row, ["copies": stuck.map(\.backend).joined(separator: ", ")], in: transaction)
        return Self.batch(row, stuck, version)
    }

    /// Writes what could not be written when the document was decided, by today's mapping.
    private func write(_ copies: [DeliveryRow], of row: DocumentRow, in transaction: any Transaction) throws {
        var payloads: [PayloadToKeep] = []
        for copy in copies where decider.writers.isNeeded(for: copy.backend) {
            guard try transaction.writtenPayload(of: copy.id) == nil else { continue }
            let canonical = try transaction.payload(of: row.id, version: copy.payloadVersion)?.canonical ?? []
            let content = try decider.writers.content(canonical, for: copy, at: clock.now(), in: transaction)
            do throws(PayloadFault) {
                let received = Instant(microseconds: row.receivedAt)
                if let payload = try decider.writers.payload(of: content, for: copy, receivedAt: received) {
                    payloads.append(payload)
                }
            } catch {
                guard let first = error.diagnostics.first(where: { $0.severity == .error }) else { continue }
                throw GatewayError(.conflict, first)
            }
        }
        try PayloadsToKeep.keep(payloads, in: transaction, at: clock.now())
    }
}
