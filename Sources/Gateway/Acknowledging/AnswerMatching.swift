import Diagnostics
import Intake
import Orders
import Rollout
import Store
import Syntax

/// Finds what an incoming acknowledgement answers.
struct AnswerMatching {
    let transaction: any Transaction
    let parties: [RegisteredParty]

    /// What an answer moves, or why it is none.
    enum Match {
        case answer(Found)
        case none(Diagnostic)
    }

    /// What an answer moves.
    struct Found {
        /// What was sent under a control number; nil where the answer names none.
        var sent: SentAnswer?
        /// How far documents have come by it.
        var moves: [SentMove]
        /// What it answers, in words.
        var words: String
    }

    /// What a partner's acknowledgement moves: the document of the number that it names, where it names one, else what was
    /// sent under the control number that it names. A partner speaks for the identities in its file, a provider for all.
    func match(_ received: ReceivedAcknowledgement, of document: UniqueID, from sender: String) throws -> Match {
        let numbered = try matchNumber(received, of: document, from: sender)
        if case .answer = numbered { return numbered }
        guard let sent = try sent(received) else { return numbered }
        let identity = sent.partner.identification
        guard speaks(sender, for: identity) else {
            return .none(
                Diagnostic("intake.acknowledgement-foreign", .warning, value: identity, facts: ["sender": sender]))
        }
        let status = try sent.message.status(by: received.status, in: transaction)
        let answer = SentAnswer(
            to: sent.message.target, pair: sent.pair, reference: sent.message.reference,
            status: status, errors: JSONText.of(list: received.errors),
            document: document)
        return .answer(
            Found(
                sent: answer, moves: try moves(sent.message, by: received, of: document, from: sender),
                words: "\(answer.reference) to \(answer.pair.partner): \(answer.status.rawValue)"))
    }

    private func speaks(_ sender: String, for identity: String) -> Bool {
        let speaker = party(sender)
        return speaker?.sendsForOthers == true
            || speaker?.aliases.contains { $0.identifier.value == identity } == true
    }

    private func party(_ id: String) -> RegisteredParty? { parties.first { $0.id == id } }

    /// How far the documents have come that were sent under what is answered.
    private func moves(
        _ sent: Sent, by received: ReceivedAcknowledgement, of document: UniqueID, from sender: String
    ) throws -> [SentMove] {
        guard case .payload(let row) = sent else { return [] }
        var rows = try transaction.sentDocuments(ofPayload: row.deliveryID)
        let isAlone = rows.count == 1
        if case .group(let reference) = received.target, !isAlone {
            rows.removeAll { Int64($0.groupReference ?? "") != Int64(reference) }
        }
        return rows.flatMap { row in
            let reports = received.reports(
                on: isAlone ? nil : row.messageReference, passedOn: passesOn(sender, received, to: row.partner))
            return moves(of: row, by: reports, received, document)
        }
    }

    private func moves(
        of row: SentDocumentRow, by reports: [StageReport], _ received: ReceivedAcknowledgement, _ document: UniqueID
    ) -> [SentMove] {
        reports.map {
            SentMove(
                row.deliveryID, $0.stage, errors: JSONText.of(list: $0.errors), by: received.kind, document: document)
        }
    }

    /// Whether whoever passes messages on to a partner speaks for itself, and not the partner through it.
    private func passesOn(_ sender: String, _ received: ReceivedAcknowledgement, to partner: String) -> Bool {
        guard sender != partner, party(sender)?.sendsForOthers == true else { return false }
        return !isNamed(partner, in: received.issuers)
    }

    private func isNamed(_ partner: String, in identifications: [String]) -> Bool {
        party(partner)?.aliases.contains { identifications.contains($0.identifier.value) } == true
    }

    // MARK: By number

    /// What was sent as a document of the number that is named: to who answers, or to one of those whose messages it passes on.
    /// One number may be that of a response and of an invoice, or go to two partners: then the type, or a party that is
    /// named, must say which.
    private func matchNumber(
        _ received: ReceivedAcknowledgement, of document: UniqueID, from sender: String
    ) throws -> Match {
        let (numbers, type) = received.numbers
        let passesOn = party(sender)?.sendsForOthers == true
        var rows: [SentDocumentRow] = []
        for number in numbers { rows += try transaction.sentDocuments(numbered: number) }
        rows.removeAll { row in
            (row.partner != sender && !passesOn) || type.map { $0.rawValue != row.type } == true
        }
        if Set(rows.map(\.partner)).count > 1 {
            rows.removeAll { !isNamed($0.partner, in: received.named) }
        }
        guard let newest = rows.first else {
            return .none(
                Diagnostic(
                    "intake.acknowledgement-unmatched", .warning, value: received.words, facts: ["kind": received.kind])
            )
        }
        guard rows.allSatisfy({ $0.partner == newest.partner && $0.type == newest.type }) else {
            let found = Set(rows.map { "\($0.type) to \($0.partner)" }).sorted().joined(separator: ", ")
            return .none(
                Diagnostic(
                    "intake.acknowledgement-ambiguous", .warning, value: received.words,
                    facts: ["kind": received.kind, "found": found]))
        }
        let reports = received.reports(
            on: nil, passedOn: self.passesOn(sender, received, to: newest.partner))
        let stages = reports.map(\.stage.rawValue).joined(separator: ", ")
        return .answer(
            Found(
                sent: nil, moves: moves(of: newest, by: reports, received, document),
                words: "\(newest.type) \(newest.number ?? "") to \(newest.partner): \(stages)"))
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

        var target: SentAnswer.Target {
            switch self {
            case .payload: .payload
            case .acknowledgement(let row): .acknowledgement(interchange: row.interchangeNumber, position: row.position)
            }
        }

        /// What an answer makes of it. Of what holds one message none is accepted when that one is refused.
        func status(by answer: SentStatus, in transaction: any Transaction) throws -> SentStatus {
            guard case .payload(let row) = self, answer == .partial else { return answer }
            return try transaction.sentDocuments(ofPayload: row.deliveryID).count > 1 ? .partial : .refused
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
        case .document: return nil
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
    fileprivate var words: String {
        switch target {
        case .interchange(let reference), .group(let reference): reference
        case .anyOf(let references): references.joined(separator: ", ")
        case .document(let number, let type): [type, number].compactMap(\.self).joined(separator: " ")
        }
    }

    /// The numbers that may be those of a document, and its type where one is said that is known.
    fileprivate var numbers: (numbers: [String], type: CanonicalDocument.DocumentType?) {
        switch target {
        case .interchange, .group: ([], nil)
        case .anyOf(let references): (references, nil)
        case .document(let number, let type): ([number], type.flatMap { CanonicalDocument.DocumentType(answered: $0) })
        }
    }
}
