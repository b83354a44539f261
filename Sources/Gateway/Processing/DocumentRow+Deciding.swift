import Diagnostics
import Intake
import Rollout
import Store

/// Bytes that a person corrected.
struct PayloadEdit: Sendable {
    var bytes: [UInt8]?
    var author: String
    var reason: String?
}

extension DocumentRow {
    /// The row of a document that was understood, or not, keeping what is stored of it.
    init(_ document: PendingDocument, stored: DocumentRow?, at now: Instant) {
        let understood = document.understood
        self.init(
            id: stored?.id ?? document.id, interchangeID: UniqueID(document.interchange.id) ?? document.id,
            interchangeNumber: document.interchange.number,
            position: document.part == nil ? stored?.position ?? document.position : document.position,

            sender: document.interchange.sender, type: understood.type, format: understood.format,
            reference: understood.reference, orderKey: stored?.orderKey, status: .accepted,
            stage: DocumentStage.map.rawValue, payloadVersion: stored?.payloadVersion ?? 1,
            byteOffset: stored?.byteOffset ?? Int64(understood.range.lowerBound),
            byteLength: stored?.byteLength ?? Int64(understood.range.count),
            envelope: stored.map(\.envelope) ?? understood.envelope, isTest: understood.test,
            diagnostics: JSONText.of(list: understood.diagnostics),
            receivedAt: document.interchange.receivedAt.microseconds, updatedAt: now.microseconds)
        guard case .understood(let content) = understood.outcome else { return }
        orderNumber = content.facts.orderNumber
        mapping = content.mapping
        mappingHash = StoredHash.bytes(content.mappingHash)
        contentHash = StoredHash.bytes(content.facts.contentHash)
        facts = content.facts.kept
    }
}
