import Diagnostics
import Intake
import Rollout
import Store

/// Sends again what a run named: the documents of an order that the other side lacks, or has otherwise, as the copies that it
/// gets anyway. Nothing goes to an owner, whose side is the truth, and nothing is deleted.
struct Repairing {
    let run: VerificationRow
    let backends: [Side: String]
    let writers: PayloadWriters
    let snapshot: RoutingSnapshot
    let transaction: any Transaction
    let now: Instant

    /// What becomes of a finding.
    enum Outcome {
        case sent([DeliveryRow], [PayloadToKeep])
        /// It was sent for this run before.
        case before
        case skipped(String)
    }

    func outcome(of finding: VerificationFindingRow, _ order: LockedOrder) throws -> Outcome {
        guard let side = Side(rawValue: finding.side) else { return .skipped("something of it was on its way") }
        if finding.kind == .extra { return .skipped("what is too many is told, and never deleted") }
        if finding.repairedAt != nil { return .before }
        let state = OrderState(order)
        guard case .onBoth(let owner, let purpose) = snapshot.standing(of: state, at: run.site, now: now) else {
            return .skipped("it need not be on both sides any more")
        }
        guard side != owner else {
            return .skipped("\(side.rawValue) owns it: what its owner lacks, people enter there")
        }
        guard let backend = backends[side], snapshot.backend(site: run.site, side: side) == backend else {
            return .skipped("the site has another back end by now")
        }
        if let reason = try hindrance(order, backend) { return .skipped(reason) }
        return try send(order.order.key, to: backend, DeliveryPurpose(purpose))
    }

    /// Why nothing can go there now.
    private func hindrance(_ order: LockedOrder, _ backend: String) throws -> String? {
        if let hold = order.order.hold { return "its key is held: \(hold)" }
        if try transaction.standingFence(around: backend) != nil { return "\(backend) stands behind a fence" }
        let open = try transaction.unfinishedDeliveries(ofOrder: order.order.key).first { $0.backend == backend }
        return open.map { "a delivery of it to \(backend) is \($0.state.rawValue)" }
    }

    private func send(_ key: String, to backend: String, _ purpose: DeliveryPurpose) throws -> Outcome {
        let function = snapshot.function(for: DocumentKind.order.rawValue)?.name
        let documents = try transaction.backfillDocuments(ofOrder: key).filter { $0.function == function }
        guard !documents.isEmpty else { return .skipped("the gateway has no document of it") }
        let copies = documents.map { copy(of: $0.primary, to: backend, purpose) }
        guard try transaction.madeDeliveries(copies.map(\.idempotencyKey)).isEmpty else { return .before }
        var payloads: [PayloadToKeep] = []
        for copy in copies where writers.isNeeded(for: backend) {
            let canonical = try transaction.payload(of: copy.documentID, version: copy.payloadVersion)?.canonical ?? []
            let content = try writers.content(canonical, for: copy, at: now, in: transaction)
            let received = Instant(microseconds: try transaction.document(copy.documentID)?.receivedAt ?? copy.madeAt)
            do throws(PayloadFault) {
                if let payload = try writers.payload(of: content, for: copy, receivedAt: received) {
                    payloads.append(payload)
                }
            } catch {
                let first = error.diagnostics.first { $0.severity == .error }
                return .skipped(first.map { Catalogue.english.wording(of: $0).message } ?? "it cannot be written")
            }
        }
        return .sent(copies, payloads)
    }

    /// A copy in the place of the document in its key; the run in its idempotency key makes the back end take it once more, once.
    private func copy(of primary: DeliveryRow, to backend: String, _ purpose: DeliveryPurpose) -> DeliveryRow {
        DeliveryRow(
            id: UniqueID(at: now.microseconds), documentID: primary.documentID,
            payloadVersion: primary.payloadVersion, backend: backend, purpose: purpose, orderKey: primary.orderKey,
            sender: primary.sender, interchangeID: primary.interchangeID,
            interchangeNumber: primary.interchangeNumber, position: primary.position, isBirth: primary.isBirth,
            after: primary.id, dueAt: now.microseconds,
            idempotencyKey: "\(primary.documentID)-\(primary.payloadVersion)-\(backend)-\(purpose.rawValue)"
                + DeliveryRow.repairMark + run.id.description,
            madeAt: now.microseconds)
    }
}

extension DeliveryRow {
    /// What stands before the run in the idempotency key of what is sent again.
    fileprivate static let repairMark = "-repair-"

    /// The verification for which it is sent again; nil for any other delivery.
    var repairOf: String? {
        idempotencyKey.firstRange(of: Self.repairMark).map { String(idempotencyKey[$0.upperBound...]) }
    }
}
