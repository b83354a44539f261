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
                to: sent.message.target, pair: sent.pair, reference: sent.message.reference,
                status: sent.message.status(by: received.status), errors: JSONText.of(list: received.errors),
                document: document, delivery: sent.message.delivery))
    }

    /// What was sent, whatever it is.
    private enum Sent {
        case payload(SentInterchangeRow)
        case acknowledgement(AcknowledgementRow)

        var reference: String {
            switch self {
            case .payload(let row): row.reference
            case .acknowledgement(let row): row.controlNumber
            }
        }

        var delivery: UniqueID? {
            if case .payload(let row) = self { return row.deliveryID }
            return nil
        }

        var target: SentAnswer.Target {
            switch self {
            case .payload: .payload
            case .acknowledgement(let row): .acknowledgement(interchange: row.interchangeNumber, position: row.position)
            }
        }

        /// What an answer makes of it. What a mapping wrote is one message: none of it is accepted when that one is refused.
        func status(by answer: SentStatus) -> SentStatus {
            if case .payload = self, answer == .partial { return .refused }
            return answer
        }
    }

    private func sent(
        _ received: ReceivedAcknowledgement
    ) throws -> (message: Sent, pair: ControlNumberPair, partner: EnvelopeParty)? {
        for parties in received.parties {
            let pair = ControlNumberPair(
                syntax: received.syntax.rawValue, own: parties.own.name, partner: parties.partner.name)
            if let message = try sent(received.target, pair) { return (message, pair, parties.partner) }
        }
        return nil
    }

    private func sent(_ target: ReceivedAcknowledgement.Target, _ pair: ControlNumberPair) throws -> Sent? {
        switch target {
        case .interchange(let reference): return try sent(reference, pair)
        case .group(let reference):
            guard let number = Int64(reference) else { return nil }
            if let row = try transaction.sent(pair, groupReference: String(number)) { return .payload(row) }
            return try transaction.acknowledgement(pair, group: number).map { .acknowledgement($0) }
        case .anyOf(let references):
            for reference in references {
                if let message = try sent(reference, pair) { return message }
            }
            return nil
        }
    }

    /// What went out under a control reference. Those of X12 have zeros in front, which not everyone repeats.
    private func sent(_ reference: String, _ pair: ControlNumberPair) throws -> Sent? {
        let number = pair.syntax == SyntaxName.x12.rawValue ? Int64(reference) : nil
        if let row = try transaction.sent(pair, reference: number.map { String($0) } ?? reference) {
            return .payload(row)
        }
        let padded = number.map { Acknowledgement.controlNumber($0, in: .x12) }
        return try transaction.acknowledgement(pair, controlNumber: padded ?? reference).map { .acknowledgement($0) }
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
