import Intake
import Rollout
import Store

/// Rows for tests: short to write, with everything that a test does not name set to something plain.
enum Make {
    static let now: Int64 = 1_700_000_000_000_000
    static let day: Int64 = 86_400_000_000

    static func id() -> UniqueID { UniqueID(at: now) }

    static func received(
        _ sender: String = "P1", key: String? = nil, _ text: String = "payload", at: Int64 = now
    ) -> ReceivedInterchange {
        ReceivedInterchange(
            id: id(), sender: sender, channel: "http", fileName: "orders.edi", contentType: "text/plain",
            idempotencyKey: key, bytes: Array(text.utf8), receivedAt: at)
    }

    static func document(
        in interchange: Acceptance, position: Int64 = 0, sender: String = "P1", key: String? = "K1",
        status: DocumentStatus = .delivering, isTest: Bool = false, at: Int64 = now
    ) -> DocumentRow {
        DocumentRow(
            id: id(), interchangeID: interchange.id, interchangeNumber: interchange.number, position: position,
            sender: sender, type: "order", format: "ORDERS D.96A", reference: "REF\(position)", orderKey: key,
            orderNumber: key.map { "PO-\($0)" }, function: "order-intake", site: "north", status: status,
            stage: "route",
            isTest: isTest, receivedAt: at, updatedAt: at)
    }

    static func delivery(
        of document: DocumentRow, to backend: String = "B1", purpose: DeliveryPurpose = .primary, isBirth: Bool = false,
        bundle: UniqueID? = nil, step: String? = nil, after: UniqueID? = nil, dueAt: Int64 = now
    ) -> DeliveryRow {
        let id = id()
        return DeliveryRow(
            id: id, documentID: document.id, backend: backend, purpose: purpose,
            orderKey: document.orderKey ?? document.id.description, sender: document.sender,
            interchangeID: document.interchangeID, interchangeNumber: document.interchangeNumber,
            position: document.position, isBirth: isBirth, bundle: bundle, step: step, after: after, dueAt: dueAt,
            idempotencyKey: id.description, madeAt: now)
    }
}

extension Transaction {
    /// Accepts one payload and ends its reading with these documents.
    func process(
        _ received: ReceivedInterchange = Make.received(), keys: [String?] = ["K1"],
        status: DocumentStatus = .delivering
    ) throws -> [DocumentRow] {
        let acceptance = try accept([received])[0]
        let documents = keys.enumerated().map { position, key in
            Make.document(
                in: acceptance, position: Int64(position), sender: received.sender, key: key, status: status,
                at: received.receivedAt)
        }
        try insertDocuments(documents)
        _ = try finishProcessing(acceptance.number, documents: documents.count, at: received.receivedAt)
        return documents
    }

    /// Accepts and processes payloads of one document each, with a delivery each.
    func deliveries(
        keys: [String], to backend: String = "B1", purpose: DeliveryPurpose = .primary
    ) throws -> [DeliveryRow] {
        let rows = try keys.map { try process(keys: [$0])[0] }.map {
            Make.delivery(of: $0, to: backend, purpose: purpose)
        }
        try insertDeliveries(rows)
        return rows
    }

    /// Claims in the name of a node.
    func claim(
        _ backend: String = "B1", lane: DeliveryLane = .acting, node: UniqueID = Make.id(), now: Int64 = Make.now,
        limit: Int = 100, isProbe: Bool = false
    ) throws -> [ClaimedDelivery] {
        try claimDeliveries(
            backend: backend, lane: lane, node: node, now: now, leaseUntil: now + 60_000_000, limit: limit,
            isProbe: isProbe, newID: Make.id)
    }

    /// Records one result.
    func end(
        _ claimed: ClaimedDelivery, _ outcome: AttemptOutcome, _ next: AttemptResult.Next = .fail, code: String? = nil
    ) throws -> ResultEffect {
        try recordResults(
            [
                AttemptResult(
                    attemptID: claimed.attempt.id, deliveryID: claimed.delivery.id, outcome: outcome, next: next,
                    code: code, detail: "{}")
            ], at: Make.now + 1)[0]
    }
}
