import ConfigurationFiles
import Diagnostics
import Intake
import Rollout
import Store
import Syntax

/// What a mapping wrote for a delivery, with the places of its control number.
struct PayloadToKeep {
    var row: WrittenPayloadRow
    /// The back end that it goes to.
    var receiver: String
    var unnumbered: UnnumberedInterchange?
    /// Characters that the target's set does not hold and that were written otherwise; its document says so.
    var transliterations: [Diagnostic]
    /// What answers of a partner find it by; nil for what goes to a back end.
    var sent: SentDocumentRow?
    /// How it is gathered with others; nil for what goes alone.
    var batch: Outbound.Batch?
    /// Whether it has joined a batch, which gets its number when it is written.
    var isBatched = false
    /// The least control number.
    var numbersFrom: Int64 = 1

    /// A delivery's payload as it was written.
    init(_ written: WrittenPayload, of delivery: DeliveryRow) {
        row = WrittenPayloadRow(
            deliveryID: delivery.id, bytes: written.bytes, contentType: written.contentType,
            fileExtension: written.fileExtension)
        receiver = delivery.backend
        unnumbered = written.unnumbered
        transliterations = written.diagnostics.filter { $0.code.rawValue.hasSuffix("-transliterated") }
    }
}

/// The payloads of the deliveries that one transaction makes. Those of a syntax with control numbers are noted as sent
/// under theirs, what goes to partners under the document's number as well, so that an answer finds them.
struct PayloadsToKeep {
    private let payloads: [(payload: PayloadToKeep, ticket: Int?)]

    init(_ payloads: [PayloadToKeep], numbering: inout Numbering) {
        var ticketed: [(PayloadToKeep, Int?)] = []
        for payload in payloads {
            ticketed.append(
                (
                    payload,
                    payload.isBatched ? nil : payload.unnumbered.map { numbering.add($0, from: payload.numbersFrom) }
                ))
        }
        self.payloads = ticketed
    }

    /// Keeps payloads in a transaction that numbers nothing else.
    static func keep(_ payloads: [PayloadToKeep], in transaction: any Transaction, at now: Instant) throws {
        guard !payloads.isEmpty else { return }
        var numbering = Numbering()
        let kept = PayloadsToKeep(payloads, numbering: &numbering)
        try kept.write(numbering.draw(in: transaction), to: transaction, at: now)
    }

    /// Keeps them with the numbers that were drawn.
    func write(_ numbered: [Numbering.Numbered], to transaction: any Transaction, at now: Instant) throws {
        guard !payloads.isEmpty else { return }
        var rows: [WrittenPayloadRow] = []
        var sent: [SentInterchangeRow] = []
        var documents: [SentDocumentRow] = []
        for (payload, ticket) in payloads {
            var row = payload.row
            if let ticket {
                row.bytes = numbered[ticket].bytes
                sent.append(
                    SentInterchangeRow(
                        pair: numbered[ticket].pair, reference: String(numbered[ticket].number),
                        groupReference: numbered[ticket].groups.map { String($0.lowerBound) }, kind: "payload",
                        receiver: payload.receiver, deliveryID: row.deliveryID, sentAt: now.microseconds))
            }
            if var document = payload.sent {
                document.groupReference = ticket.flatMap { numbered[$0].groups }.map { String($0.lowerBound) }
                documents.append(document)
            }
            rows.append(row)
        }
        try transaction.insertWrittenPayloads(rows)
        if !sent.isEmpty { try transaction.insertSent(sent) }
        if !documents.isEmpty { try transaction.insertSentDocuments(documents) }
    }
}
