import Diagnostics
import Digests
import Foundation
import Intake
import Rollout
import Store

extension InterchangeView {
    /// An interchange as it stands in the store; with its documents where they are asked for.
    init(_ row: InterchangeRow, documents: [DocumentView]? = nil) {
        let id = row.id.description
        self.init(
            id: id, number: row.number, status: row.status == .processing ? "accepted" : row.status.rawValue,
            sender: row.sender, channel: row.channel, fileName: row.fileName, contentType: row.contentType,
            size: row.size, sha256: Hexadecimal.string(row.sha256),
            receivedAt: Instant(microseconds: row.receivedAt).iso8601,
            processedAt: row.processedAt.map { Instant(microseconds: $0).iso8601 },
            documentCount: row.processedAt == nil ? nil : Int(row.documents),
            diagnostics: StoredJSON.reports(row.diagnostics), documents: documents,
            links: [
                "self": "/v1/interchanges/\(id)", "raw": "/v1/interchanges/\(id)/raw",
                "documents": "/v1/documents?interchange=\(id)",
            ])
    }
}

extension DocumentView {
    /// A document as it stands in the store; with its deliveries where they are asked for.
    init(_ row: DocumentRow, deliveries: [DeliveryView]? = nil) {
        let stopped: Set<DocumentStatus> = [.failed, .held, .parked, .unknown]
        self.init(
            id: row.id.description, interchange: row.interchangeID.description, position: Int(row.position),
            type: row.type, format: row.format, reference: row.reference, sender: row.sender, orderKey: row.orderKey,
            orderNumber: row.orderNumber, status: row.status.rawValue,
            stage: stopped.contains(row.status) ? row.stage : nil, function: row.function, site: row.site,
            side: row.decision?.side, backend: row.decision?.backend, reason: row.decision?.reason, test: row.isTest,
            epoch: row.decision?.epoch, payloadVersion: Int(row.payloadVersion), mapping: row.mapping,
            receivedAt: Instant(microseconds: row.receivedAt).iso8601,
            updatedAt: Instant(microseconds: row.updatedAt).iso8601,
            diagnostics: StoredJSON.reports(row.diagnostics), deliveries: deliveries)
    }
}

extension DeliveryView {
    init(_ row: DeliveryRow, attempts: [AttemptRow]) {
        self.init(
            id: row.id.description, backend: row.backend, purpose: row.purpose.rawValue, state: row.state.rawValue,
            idempotencyKey: row.idempotencyKey, payloadVersion: Int(row.payloadVersion),
            dueAt: row.state == .waiting ? Instant(microseconds: row.dueAt).iso8601 : nil,
            attempts: attempts.map(AttemptView.init))
    }
}

extension AttemptView {
    init(_ row: AttemptRow) {
        let answer = row.detail.flatMap { StoredJSON.read(DeliveryOutcome.Answer.self, $0) }
        self.init(
            number: Int(row.number), beganAt: Instant(microseconds: row.beganAt).iso8601,
            endedAt: row.endedAt.map { Instant(microseconds: $0).iso8601 }, outcome: row.outcome?.rawValue,
            status: answer?.status, detail: answer?.detail)
    }
}

/// What the store keeps as JSON, read back. Something that cannot be read shows as absent: a list must not fail because
/// one old row is damaged.
enum StoredJSON {
    static func read<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }

    static func reports(_ text: String) -> [DiagnosticReport] {
        text == "[]" ? [] : (read([Diagnostic].self, text) ?? []).map { DiagnosticReport($0) }
    }
}
