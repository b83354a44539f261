import Diagnostics
import Intake
import Rollout
import Store
import Syntax

/// Finds what an incoming acknowledgement answers.
struct AnswerMatching {
    let transaction: any Transaction
    let parties: [RegisteredParty]

    /// The answer to what was sent, or why it is none.
    enum Match {
        case answer(SentAnswer)
        case none(Diagnostic)
    }

    /// What a partner's acknowledgement moves. A partner speaks for the identities in its file, a provider for all.
    func match(_ received: ReceivedAcknowledgement, of document: UniqueID, from sender: String) throws -> Match {
        guard let sent = try sent(received) else {
            return .none(
                Diagnostic(
                    "intake.acknowledgement-unmatched", .warning, value: received.named, facts: ["kind": received.kind])
            )
        }
        let identity = sent.partner.identification
        let speaker = parties.first { $0.id == sender }
        let maySpeak =
            speaker?.sendsForOthers == true || speaker?.aliases.contains { $0.identifier.value == identity } == true
        guard maySpeak else {
            return .none(
                Diagnostic("intake.acknowledgement-foreign", .warning, value: identity, facts: ["sender": sender]))
        }
        return .answer(
            SentAnswer(
                pair: sent.row.pair, reference: sent.row.reference, status: sent.row.status(by: received.status),
                errors: JSONText.of(list: received.errors), document: document))
    }

    private func sent(
        _ received: ReceivedAcknowledgement
    ) throws -> (row: SentInterchangeRow, partner: EnvelopeParty)? {
        for parties in received.parties {
            let pair = ControlNumberPair(
                syntax: received.syntax.rawValue, own: parties.own.name, partner: parties.partner.name)
            if let row = try sent(received.target, pair) { return (row, parties.partner) }
        }
        return nil
    }

    private func sent(_ target: ReceivedAcknowledgement.Target, _ pair: ControlNumberPair) throws -> SentInterchangeRow?
    {
        switch target {
        case .interchange(let reference): return try transaction.sent(pair, reference: reference)
        case .group(let reference): return try transaction.sent(pair, groupReference: reference)
        case .anyOf(let references):
            for reference in references {
                if let row = try transaction.sent(pair, reference: reference) { return row }
            }
            return nil
        }
    }
}

extension SentInterchangeRow {
    /// What an answer makes of it. What a mapping wrote is one message: none of it is accepted when that one is refused.
    fileprivate func status(by answer: SentStatus) -> SentStatus {
        kind == "payload" && answer == .partial ? .refused : answer
    }
}

extension ReceivedAcknowledgement {
    /// What it names, in words.
    fileprivate var named: String {
        switch target {
        case .interchange(let reference), .group(let reference): reference
        case .anyOf(let references): references.joined(separator: ", ")
        }
    }
}
