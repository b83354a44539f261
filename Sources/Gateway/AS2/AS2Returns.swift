import Channels
import ConfigurationFiles
import Diagnostics
import Intake
import Logging
import Rollout
import Store

/// What a receipt makes of what was sent.
enum AS2Verdict: Sendable {
    case received
    /// The partner did not take it, or took something else.
    case refused(Diagnostic)
    /// It proves nothing: the message is to be sent again.
    case unproven(Diagnostic)

    /// Judges a receipt by what was sent and what the partner's file says.
    init(_ content: AS2Content, of sent: AS2SentRow, _ channel: AS2Channel?) {
        guard let receipt = content.receipt else {
            self = .unproven(Diagnostic("as2.receipt-missing"))
            return
        }
        guard content.isSigned || channel?.receiptIsSigned == false else {
            self = .unproven(Diagnostic("as2.receipt-unsigned"))
            return
        }
        guard receipt.originalMessageID == sent.messageID else {
            self = .unproven(Diagnostic("as2.receipt-foreign", value: receipt.originalMessageID))
            return
        }
        guard receipt.disposition.isPositive else {
            self = .refused(
                Diagnostic("as2.refused", value: receipt.disposition.words, facts: ["partner": sent.partner]))
            return
        }
        guard let mic = receipt.mic else {
            // Of what was not signed some systems say no check.
            self = channel?.sign == .no ? .received : .refused(Diagnostic("as2.mic-missing"))
            return
        }
        let isSame = mic.value == sent.mic && mic.digest.rawValue == sent.digest
        self =
            isSame
            ? .received : .refused(Diagnostic("as2.mic-differs", value: mic.value, facts: ["expected": sent.mic]))
    }
}

/// Matches receipts that come later to what was sent, and looks for those that do not come.
struct AS2Returns: Sendable {
    let database: any Database
    /// Who is who, by the ids of partners.
    let relations: [String: AS2Book.Relation]
    let clock: Clock
    let logger: Logger
    /// Told the interchanges whose documents changed.
    let changed: @Sendable ([String]) -> Void

    private static let page = 200
    /// How long a document whose delivery has no result yet is left alone, in microseconds.
    private static let pause: Int64 = 2_000_000

    /// Takes a receipt that a partner sends by itself.
    func take(
        _ receipt: AS2Receipt, in content: AS2Content, from relation: AS2Book.Relation, _ bytes: AS2ReceiptBytes
    ) async throws {
        let id = receipt.originalMessageID
        guard let sent = try await database.look({ try $0.as2Sent(id) }), sent.partner == relation.partner else {
            throw GatewayError(.notFound, Diagnostic("as2.receipt-unmatched", value: id))
        }
        let verdict = AS2Verdict(content, of: sent, relation.channel)
        if case .unproven(let diagnostic) = verdict { throw GatewayError(.invalid, diagnostic) }
        let now = clock.now()
        let interchanges = try await database.change { transaction -> Set<String> in
            let documents = try transaction.lockOutbound(transaction.deliveriesSent(with: sent.deliveryID))
            guard var row = try transaction.lockAS2Sent(id), ![.received, .refused].contains(row.state) else {
                return []
            }
            row.receipt = bytes
            row.answeredAt = now.microseconds
            row.dueAt = nil
            row.state = .received
            if case .refused(let diagnostic) = verdict {
                row.state = .refused
                row.fault = JSONText.of(diagnostic)
            }
            return try settle(&row, documents, at: now, in: transaction)
        }
        changed(interchanges.sorted())
    }

    /// Fails the documents whose receipts are overdue, and settles what had to wait; whether there may be more.
    func sweep() async throws {
        let now = clock.now()
        let due = try await database.read { try $0.dueAS2Sent(at: now.microseconds, limit: Self.page) }
        guard !due.isEmpty else { return }
        let interchanges = try await database.write { transaction in
            let sent = try due.map { try transaction.deliveriesSent(with: $0.deliveryID) }
            let documents = try transaction.lockOutbound(sent.flatMap(\.self))
            var interchanges: Set<String> = []
            for (found, deliveries) in zip(due, sent).sorted(by: { $0.0.messageID < $1.0.messageID }) {
                guard var row = try transaction.lockAS2Sent(found.messageID),
                    row.dueAt.map({ $0 <= now.microseconds }) == true
                else { continue }
                row.dueAt = nil
                if row.state == .waiting {
                    row.state = .overdue
                    row.fault = JSONText.of(
                        Diagnostic(
                            "as2.overdue", value: row.messageID,
                            facts: ["partner": row.partner, "hours": "\(Double(row.within) / 3_600_000_000)"]))
                }
                let own = documents.filter { deliveries.contains($0.key) }
                interchanges.formUnion(try settle(&row, own, at: now, in: transaction))
            }
            return interchanges
        }
        changed(interchanges.sorted())
    }

    /// Does to the documents of a message what its state asks for, and writes the row; gives the interchanges of those that
    /// changed. Where one has no result of its delivery yet, the message is looked at again.
    private func settle(
        _ row: inout AS2SentRow, _ documents: [UniqueID: DocumentRow], at now: Instant, in transaction: any Transaction
    ) throws -> Set<String> {
        let fault = row.fault.flatMap { JSONText.read(Diagnostic.self, from: $0) }
        if row.state == .refused || row.state == .overdue,
            documents.values.contains(where: { $0.status == .delivering })
        {
            row.dueAt = now.microseconds + Self.pause
        }
        try transaction.updateAS2Sent(row)
        switch row.state {
        case .received:
            let reached = relations[row.partner]?.reached ?? .taken
            let moves = documents.keys.map { SentMove($0, reached, by: Self.source) }
            try AnsweredDocuments(moves, at: now).write(to: transaction)
        case .refused:
            let words = fault.map { Catalogue.english.wording(of: $0).message }
            let errors = JSONText.of(list: [words].compactMap(\.self))
            try transaction.move(
                documents.keys.map { SentMove($0, .refused, errors: errors, by: Self.source) }, at: now.microseconds)
        default: break
        }
        var changed: Set<String> = []
        for (_, found) in documents.sorted(by: { $0.key < $1.key }) {
            var document = found
            let isOverdue = document.status == .failed && document.code == "as2.overdue"
            switch row.state {
            case .received where isOverdue:
                document.status = .delivered
                document.stage = DocumentStage.deliver.rawValue
                document.code = nil
                document.updatedAt = now.microseconds
                try transaction.append([document.event("document.acknowledged", at: now)])
            case .refused where document.status == .delivered || isOverdue,
                .overdue where document.status == .delivered:
                document.fail(
                    fault ?? Diagnostic("as2.refused", value: row.messageID, facts: ["partner": row.partner]), at: now)
                try transaction.append([document.event("document.failed", at: now)])
            case .received:
                changed.insert(document.interchangeID.description)
                continue
            default: continue
            }
            try transaction.updateDocuments([document])
            changed.insert(document.interchangeID.description)
        }
        return changed
    }

    /// What says how far a message has come, as its way names it.
    static let source = "MDN"
}
