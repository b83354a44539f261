import Diagnostics
import Intake
import Rollout
import Store

/// What partners' acknowledgements make of the documents that were sent to them: what is refused has failed, what was
/// overdue and is accepted has arrived.
struct AnsweredDocuments {
    private let answers: [UniqueID: SentAnswer]
    private let now: Instant

    init(_ answers: [SentAnswer], at now: Instant) {
        // The newest answer counts; a mere receipt says nothing against a verdict.
        self.answers = answers.reduce(into: [:]) { newest, answer in
            guard let delivery = answer.delivery, answer.status != .received || newest[delivery] == nil else { return }
            newest[delivery] = answer
        }
        self.now = now
    }

    /// Writes them, before the answers themselves.
    func write(to transaction: any Transaction) throws {
        guard !answers.isEmpty else { return }
        let documents = try transaction.lockOutbound(Array(answers.keys))
        for (delivery, document) in documents.sorted(by: { $0.key < $1.key }) {
            guard let answer = answers[delivery] else { continue }
            var row = document
            if answer.status == .refused {
                guard row.status == .delivered || row.isUnanswered else { continue }
                let errors = JSONText.read([String].self, from: answer.errors) ?? []
                row.fail(
                    Diagnostic(
                        "acknowledge.refused", value: answer.reference,
                        facts: [
                            "partner": answer.pair.partner,
                            "errors": errors.isEmpty ? "it says no more" : errors.joined(separator: "; "),
                        ]), at: now)
                try transaction.append([row.event("document.failed", at: now)])
            } else {
                guard row.isUnanswered else { continue }
                row.status = .delivered
                row.stage = DocumentStage.deliver.rawValue
                row.code = nil
                row.updatedAt = now.microseconds
                try transaction.append([row.event("document.acknowledged", at: now)])
            }
            try transaction.updateDocuments([row])
        }
    }
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
                guard let now = try transaction.sent(ofDelivery: sent.deliveryID), now.dueAt == sent.dueAt else {
                    continue
                }
                try transaction.stopExpecting(sent.deliveryID)
                guard var row = documents[sent.deliveryID], row.status == .delivered else { continue }
                let hours = Double(sent.answerWithin ?? 0) / 3_600_000_000
                row.fail(
                    Diagnostic(
                        "acknowledge.overdue", value: sent.reference,
                        facts: ["partner": sent.pair.partner, "hours": "\(hours)"]), at: clock.now())
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
