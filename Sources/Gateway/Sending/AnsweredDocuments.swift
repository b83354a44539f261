import Diagnostics
import Intake
import Rollout
import Store

/// What the stages that documents have reached at partners make of them, whoever reports these: what is refused has failed,
/// what was overdue and has come as far as it is to come has arrived.
struct AnsweredDocuments {
    private let moves: [SentMove]
    private let now: Instant

    init(_ moves: [SentMove], at now: Instant) {
        self.moves = moves
        self.now = now
    }

    /// Notes the stages and moves the documents.
    func write(to transaction: any Transaction) throws {
        guard !moves.isEmpty else { return }
        let documents = try transaction.lockOutbound(moves.map(\.delivery))
        let sent = try transaction.move(moves.filter { documents[$0.delivery] != nil }, at: now.microseconds)
        for (delivery, document) in documents.sorted(by: { $0.key < $1.key }) {
            // What an older delivery of it came to is of no account any more.
            guard let sent = sent[delivery], sent.isNewest else { continue }
            var row = document
            if sent.stage == .refused {
                guard row.status == .delivered || row.isUnanswered else { continue }
                row.fail(refusal(of: sent, try transaction.sent(ofDelivery: delivery)?.reference), at: now)
                try transaction.append([row.event("document.failed", at: now)])
            } else {
                guard row.isUnanswered, sent.isClosed else { continue }
                row.status = .delivered
                row.stage = DocumentStage.deliver.rawValue
                row.code = nil
                row.updatedAt = now.microseconds
                try transaction.append([row.event("document.acknowledged", at: now)])
            }
            try transaction.updateDocuments([row])
        }
    }

    private func refusal(of sent: SentDocumentRow, _ reference: String?) -> Diagnostic {
        let refusal = moves.last { $0.delivery == sent.deliveryID && $0.stage == .refused }
        let errors = refusal.flatMap { JSONText.read([String].self, from: $0.errors) } ?? []
        return Diagnostic(
            "acknowledge.refused", value: sent.named(reference),
            facts: [
                "partner": sent.partner, "kind": refusal?.source ?? "answer",
                "errors": errors.isEmpty ? "it says no more" : errors.joined(separator: "; "),
            ])
    }
}

extension SentDocumentRow {
    /// By what its receiver knows it: its control number, else its own.
    fileprivate func named(_ reference: String?) -> String { reference ?? number ?? documentID.description }
}

/// Looks for what partners should have acknowledged by now.
struct OverdueAnswers: Sendable {
    let database: any Database
    let clock: Clock

    private static let page = 200

    /// Fails the documents to which an answer is overdue, visibly; gives their interchanges.
    func fail() async throws -> Set<String> {
        let now = clock.now()
        let due = try await database.read { try $0.overdueAnswers(at: now.microseconds, limit: Self.page) }
        guard !due.isEmpty else { return [] }
        return try await database.write { transaction in
            let documents = try transaction.lockOutbound(due.map(\.deliveryID))
            var interchanges: Set<String> = []
            for sent in due {
                // It may have been answered since.
                guard try transaction.sentDocument(ofDelivery: sent.deliveryID)?.dueAt == sent.dueAt else { continue }
                try transaction.stopExpecting(sent.deliveryID)
                guard var row = documents[sent.deliveryID], row.status == .delivered else { continue }
                let hours = Double(sent.answerWithin ?? 0) / 3_600_000_000
                row.fail(
                    Diagnostic(
                        "acknowledge.overdue",
                        value: sent.named(try transaction.sent(ofDelivery: sent.deliveryID)?.reference),
                        facts: [
                            "partner": sent.partner, "hours": "\(hours)", "stage": sent.closes.rawValue,
                            "reached": sent.stage?.rawValue ?? "none",
                        ]), at: clock.now())
                try transaction.updateDocuments([row])
                try transaction.append([row.event("document.failed", at: clock.now())])
                interchanges.insert(row.interchangeID.description)
            }
            return interchanges
        }
    }
}

extension DocumentRow {
    /// Whether it failed since its receiver did not answer.
    fileprivate var isUnanswered: Bool { status == .failed && code == "acknowledge.overdue" }

    mutating func fail(_ diagnostic: Diagnostic, at now: Instant) {
        status = .failed
        stage = DocumentStage.acknowledge.rawValue
        code = diagnostic.code.rawValue
        let kept = JSONText.read([Diagnostic].self, from: diagnostics) ?? []
        diagnostics = JSONText.of(kept + [diagnostic]) ?? diagnostics
        updatedAt = now.microseconds
    }

    func event(_ kind: String, at now: Instant) -> EventRow {
        EventRow(
            at: now.microseconds, kind: kind, subject: id.description,
            data: JSONText.object(["code": .init(code), "status": .text(status.rawValue)]))
    }
}
