import Diagnostics
import Digests
import Intake
import Rollout
import Store

extension InterchangeView {
    /// The view of a row, with its documents where they were asked for.
    init(
        _ row: InterchangeRow, documents: [DocumentRow]? = nil, acknowledgements: [AcknowledgementView]? = nil,
        events: [EventRow]? = nil
    ) {
        let isCounted = row.processedAt != nil
        self.init(
            id: row.id.description, number: row.number, status: row.status.rawValue, sender: row.sender,
            channel: row.channel, fileName: row.fileName, contentType: row.contentType, size: row.size,
            sha256: Hexadecimal.string(row.sha256), receivedAt: Instant(microseconds: row.receivedAt).iso8601,
            processedAt: row.processedAt.map { Instant(microseconds: $0).iso8601 },
            documentCount: isCounted ? Int(row.documents) : nil, diagnostics: Self.reports(row.diagnostics),
            documents: documents.map { $0.map { DocumentView($0) } }, acknowledgements: acknowledgements,
            actions: events.map { $0.map(ActionView.init) },
            links: [
                "self": "/v1/interchanges/\(row.id)", "raw": "/v1/interchanges/\(row.id)/raw",
                "documents": "/v1/documents?interchange=\(row.id)",
                "acknowledgements": "/v1/interchanges/\(row.id)/acknowledgements",
            ])
    }

    static func reports(_ text: String) -> [DiagnosticReport] {
        (JSONText.read([Diagnostic].self, from: text) ?? []).map { DiagnosticReport($0) }
    }
}

extension DocumentView {
    /// The view of a row, with its deliveries where they were asked for.
    init(_ row: DocumentRow, waitsFor: WaitingView? = nil, deliveries: [DeliveryView]? = nil) {
        self.init(
            id: row.id.description, interchange: row.interchangeID.description,
            position: Int(row.place.payloadPosition),
            part: row.place.part, type: row.type, format: row.format, reference: row.reference, sender: row.sender,
            orderKey: row.orderKey,
            orderNumber: row.orderNumber, status: row.status.rawValue, stage: row.stage, function: row.function,
            site: row.site, side: row.decision?.side, backend: row.decision?.backend, reason: row.decision?.reason,
            test: row.isTest, epoch: row.decision?.epoch, payloadVersion: Int(row.payloadVersion),
            mapping: row.mapping, receivedAt: Instant(microseconds: row.receivedAt).iso8601,
            updatedAt: Instant(microseconds: row.updatedAt).iso8601,
            diagnostics: InterchangeView.reports(row.diagnostics) + Self.ofDelivery(row), waitsFor: waitsFor,
            deliveries: deliveries)
    }

    /// What its back end's answer came to; the answer itself stands at the attempt.
    private static func ofDelivery(_ row: DocumentRow) -> [DiagnosticReport] {
        guard row.stage == DocumentStage.deliver.rawValue, let code = row.code else { return [] }
        return [DiagnosticReport(Diagnostic(Code(rawValue: code), value: row.decision?.backend))]
    }
}

extension ActionView {
    /// The view of an event that a person caused.
    init(_ event: EventRow) {
        let facts = JSONText.read([String: String].self, from: event.data) ?? [:]
        self.init(
            at: Instant(microseconds: event.at).iso8601,
            action: event.kind.split(separator: ".").last.map(String.init) ?? event.kind, by: facts["by"] ?? "",
            reason: facts["reason"].flatMap { $0.isEmpty ? nil : $0 })
    }
}

extension DeliveryView {
    /// The view of a delivery with its attempts.
    init(
        _ row: DeliveryRow, attempts: [AttemptRow], clearings: [Clearing], sent: SentInterchangeRow?, way: WayView?,
        mailbox: MailboxView? = nil
    ) {
        self.init(
            id: row.id.description, backend: row.backend, purpose: row.purpose.rawValue, state: row.state.rawValue,
            idempotencyKey: row.idempotencyKey, payloadVersion: Int(row.payloadVersion),
            onRejection: row.onRejection == .hold ? nil : row.onRejection.rawValue,
            dueAt: row.state == .waiting ? Instant(microseconds: row.dueAt).iso8601 : nil,
            // Its number is drawn when it is written; it is sent with its first attempt.
            sent: attempts.isEmpty ? nil : sent.map(SentView.init), way: way, mailbox: mailbox,
            attempts: attempts.map { AttemptView($0, clearings: clearings) })
    }
}

extension MailboxView {
    /// The view of a file at a moment.
    init(_ row: MailboxFileRow, at now: Instant) {
        let isLate = row.fetchedAt == nil && row.dueAt <= now.microseconds
        self.init(
            state: row.fetchedAt != nil ? "fetched" : isLate ? "overdue" : "put", file: row.name,
            putAt: Instant(microseconds: row.putAt).iso8601,
            dueAt: row.fetchedAt == nil ? Instant(microseconds: row.dueAt).iso8601 : nil,
            fetchedAt: row.fetchedAt.map { Instant(microseconds: $0).iso8601 })
    }
}

extension WayView {
    /// The way of a document to its partner.
    init(_ row: SentDocumentRow, _ stages: [SentStageRow]) {
        self.init(
            stage: row.stage?.rawValue,
            batch: row.payloadID == row.deliveryID || row.messageReference == nil ? nil : row.payloadID.description,
            message: row.messageReference, closes: row.closes.rawValue, closed: row.isClosed,
            dueAt: row.dueAt.map { Instant(microseconds: $0).iso8601 },
            stages: stages.map { stage in
                Stage(
                    stage: stage.stage.rawValue, at: Instant(microseconds: stage.at).iso8601, by: stage.source,
                    document: stage.answeredBy?.description,
                    errors: JSONText.read([String].self, from: stage.errors) ?? [])
            })
    }
}

extension Transaction {
    /// How far a delivery to a partner has come; nil for any other.
    func way(ofDelivery delivery: UniqueID) throws -> WayView? {
        try sentDocument(ofDelivery: delivery).map { WayView($0, try sentStages(ofDelivery: delivery)) }
    }
}

extension SentView {
    /// The view of what was sent.
    init(_ row: SentInterchangeRow) {
        self.init(
            controlNumber: row.reference, status: row.status.rawValue,
            errors: JSONText.read([String].self, from: row.errors) ?? [],
            answeredAt: row.answeredAt.map { Instant(microseconds: $0).iso8601 },
            answeredBy: row.answeredBy?.description)
    }
}

extension AttemptView {
    /// The view of an attempt.
    init(_ row: AttemptRow) {
        let answer = row.detail.flatMap { JSONText.read(AttemptDetail.self, from: $0) }
        self.init(
            number: Int(row.number), beganAt: Instant(microseconds: row.beganAt).iso8601,
            endedAt: row.endedAt.map { Instant(microseconds: $0).iso8601 }, outcome: row.outcome?.rawValue,
            status: answer?.status, detail: answer?.detail)
    }
}

/// What is kept of an attempt's answer.
struct AttemptDetail: Codable {
    var status: Int?
    var detail: String
}
