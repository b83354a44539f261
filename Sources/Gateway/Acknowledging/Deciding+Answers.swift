import Diagnostics
import Intake
import Orders
import Rollout
import Store
import Syntax

/// What partners answer to what was sent to them.
extension Deciding {
    /// Keeps what a mapping made of an answer.
    mutating func keep(
        _ content: UnderstoodDocument.Content, of document: PendingDocument, _ row: inout DocumentRow,
        _ edit: PayloadEdit?
    ) {
        row.payloadVersion = document.version
        row.mapping = content.mapping
        row.mappingHash = StoredHash.bytes(content.mappingHash)
        rows.add(
            PayloadRow(
                documentID: row.id, version: row.payloadVersion, canonical: content.canonical, original: edit?.bytes,
                author: edit?.bytes == nil ? nil : edit?.author, reason: edit?.bytes == nil ? nil : edit?.reason,
                at: now.microseconds))
    }

    /// Takes what answers something that was sent; what it matches nothing of is said in the document.
    mutating func take(_ received: ReceivedAcknowledgement, _ document: DocumentRow, isNew: Bool) throws {
        var row = document
        row.status = .delivered
        row.stage = DocumentStage.route.rawValue
        switch try answers.match(received, of: row.id, from: row.sender) {
        case .answer(let found):
            rows.add(found)
            row.code = nil
            row.decision = decided("answers \(found.words)")
        case .none(let diagnostic):
            add(diagnostic, to: &row)
            row.decision = decided("answers nothing that was sent")
        }
        save(row, isNew: isNew)
        addEvent("document.acknowledgement", row)
    }

    private var answers: AnswerMatching {
        AnswerMatching(transaction: transaction, parties: version.snapshot.parties)
    }

    /// What a partner's document says of what was sent to it, beside what it is itself: a receiving advice names the despatch
    /// advice whose goods have come.
    mutating func noteAnswer(
        _ content: UnderstoodDocument.Content, of document: PendingDocument, _ row: DocumentRow
    ) throws {
        guard row.type == CanonicalDocument.DocumentType.receivingAdvice.rawValue,
            BackendSender.backend(of: row.sender) == nil,
            case .receivingAdvice(let advice) = CanonicalDocument.read(json: content.canonical).document,
            let received = ReceivedAcknowledgement(
                advice, kind: row.type, syntax: document.understood.interchange.syntax),
            case .answer(let found) = try answers.match(received, of: row.id, from: row.sender)
        else { return }
        rows.add(found)
    }
}
