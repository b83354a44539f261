import Channels
import ConfigurationFiles
import Diagnostics
import Digests
import Intake
import Rollout
import Store

/// Sends payloads to a partner by AS2. A payload keeps its Message-ID however often it is sent, by which the partner knows it.
struct AS2Delivery: Sendable {
    let channel: AS2Channel
    let relation: AS2Book.Relation
    let book: AS2Book
    let sender: HTTPSender
    let database: any Database
    let clock: Clock

    /// Makes one attempt, and says how that ended.
    func send(_ consignment: Consignment) async -> SentConsignment {
        guard let delivery = consignment.deliveryID else { return .refused("only documents go out by AS2") }
        let now = clock.now().microseconds / 1_000_000
        let packed: (message: AS2Message, mic: AS2MIC)
        do throws(Diagnostic) {
            packed = try packing(at: now).pack(
                consignment.bytes, contentType: consignment.contentType, fileName: consignment.fileName,
                boundary: AS2Packing.boundary)
        } catch {
            return SentConsignment(.failed(DeliverySender.answer(error)))
        }
        let id = Self.messageID(consignment)
        var row = AS2SentRow(
            messageID: id, partner: relation.partner, deliveryID: delivery, mic: packed.mic.value,
            digest: packed.mic.digest.rawValue, within: Int64(channel.receiptWithin * 1_000_000),
            sentAt: clock.now().microseconds)
        do {
            row = try await noted(row)
        } catch {
            return SentConsignment(.failed(.init(detail: "what is sent could not be noted in the store")))
        }
        // A receipt may have come while the answer to an earlier attempt was lost.
        if row.state == .received { return SentConsignment(.done(.init(detail: "its receipt has come"))) }
        return await post(packed.message, row, packed.mic, at: now)
    }

    private func packing(at now: Int64) throws(Diagnostic) -> AS2Packing {
        var packing = AS2Packing(compression: AS2Packing.Compression(rawValue: channel.compress.rawValue) ?? .never)
        if let digest = AS2Digest(spelled: channel.sign.rawValue) {
            guard let pair = book.signingPair(at: now) else {
                throw Diagnostic("as2.own-certificate", value: relation.profile.ownName)
            }
            packing.signature = (pair, digest)
        }
        if let cipher = AS2Cipher(rawValue: channel.encrypt.rawValue) {
            guard let certificate = AS2Book.Dated.current(relation.certificates, at: now) else {
                throw Diagnostic("as2.partner-certificate", value: relation.partner)
            }
            packing.encryption = (certificate, cipher)
        }
        return packing
    }

    private func post(_ message: AS2Message, _ row: AS2SentRow, _ mic: AS2MIC, at now: Int64) async -> SentConsignment {
        let fields =
            AS2Fields.of(from: relation.profile.ownName, to: relation.profile.name, messageID: row.messageID, at: now)
            + [.init("Subject", "EDI")] + receiptFields(mic.digest) + message.headers.fields
        let http = channel.http
        let outcome = await sender.send(
            OutgoingRequest(
                url: http.url.reveal(),
                headers: http.headers.map { .init($0.name, $0.value.reveal()) }
                    + fields.map { .init($0.name, $0.value) },
                body: message.body, connectTimeout: .seconds(http.connectSeconds),
                timeout: .seconds(http.timeoutSeconds),
                mayBeRepeated: true))
        switch outcome {
        case .answered(let answer):
            guard (200...299).contains(answer.status) else {
                return SentConsignment(
                    AnswerRules(duplicate: []).outcome(
                        status: answer.status, detail: DeliverySender.excerpt(answer),
                        retryAfter: answer.header("Retry-After").flatMap(Double.init)))
            }
            return await heard(answer, row, at: now)
        case .notSent(let diagnostic): return SentConsignment(.failed(DeliverySender.answer(diagnostic)))
        case .unknown(let diagnostic): return SentConsignment(.unknown(DeliverySender.answer(diagnostic)))
        }
    }

    /// What asks for a receipt (RFC 4130, 7.3).
    private func receiptFields(_ digest: AS2Digest) -> [MIMEHeaders.Field] {
        guard channel.receipt != .none else { return [] }
        var fields = [MIMEHeaders.Field("Disposition-Notification-To", AS2Name.written(relation.profile.ownName))]
        if channel.receiptIsSigned {
            fields.append(
                .init(
                    "Disposition-Notification-Options",
                    "signed-receipt-protocol=required, pkcs7-signature; signed-receipt-micalg=optional, \(digest.spelled)"
                ))
        }
        if channel.receipt == .async, let url = book.station.url {
            fields.append(.init("Receipt-Delivery-Option", url))
        }
        return fields
    }

    // MARK: Answers

    private func heard(_ answer: Answer, _ sent: AS2SentRow, at now: Int64) async -> SentConsignment {
        var row = sent
        switch channel.receipt {
        case .none:
            row.state = .handedOver
            return await ended(
                row, .done(.init(status: answer.status, detail: "handed over; no receipt was asked for")))
        case .async:
            // A receipt that came before this answer stays.
            return await ended(row, .done(.init(status: answer.status, detail: "handed over; its receipt is to come")))
        case .sync: break
        }
        let headers = MIMEHeaders(answer.headers.map { .init($0.name, $0.value) })
        var trust = relation.trust
        (trust.requiresSignature, trust.requiresEncryption) = (false, false)
        let verdict: AS2Verdict
        do throws(AS2Fault) {
            guard !answer.body.isEmpty, !answer.bodyIsCut else {
                throw AS2Fault(.unexpectedProcessingError, Diagnostic("as2.receipt-missing"))
            }
            let content = try AS2Opening(trust, pairs: book.pairs.map(\.item), limit: answer.body.count, now: now).open(
                headers, answer.body)
            verdict = AS2Verdict(content, of: sent, channel)
        } catch {
            verdict = .unproven(error.diagnostic)
        }
        row.receipt = AS2ReceiptBytes(headers, answer.body)
        row.answeredAt = clock.now().microseconds
        switch verdict {
        case .received:
            row.state = .received
            return await ended(row, .done(.init(status: answer.status, detail: "received, as its receipt says")))
        case .refused(let diagnostic):
            let words = DeliveryOutcome.Answer(
                status: answer.status, detail: Catalogue.english.wording(of: diagnostic).message)
            // What its receiver could not do now it may do later.
            if diagnostic.value?.contains(AS2Disposition.Modifier.unexpectedProcessingError.rawValue) == true {
                return SentConsignment(.failed(words))
            }
            row.state = .refused
            row.fault = JSONText.of(diagnostic)
            return await ended(row, .refused(words))
        case .unproven(let diagnostic):
            return SentConsignment(.unknown(DeliverySender.answer(diagnostic)))
        }
    }

    /// Writes what was heard, and gives the outcome; unknown where it cannot be written, since the receipt is the proof.
    private func ended(_ row: AS2SentRow, _ outcome: DeliveryOutcome) async -> SentConsignment {
        let isLater = channel.receipt == .async
        let now = clock.now().microseconds
        do {
            try await database.write { transaction in
                let deliveries = try transaction.deliveriesSent(with: row.deliveryID)
                _ = try transaction.lockOutbound(deliveries)
                guard var current = try transaction.lockAS2Sent(row.messageID) else { return }
                if isLater {
                    guard current.state == .sending else { return }
                    current.state = .waiting
                    current.dueAt = now + current.within
                    return try transaction.updateAS2Sent(current)
                }
                try transaction.updateAS2Sent(row)
                guard row.state == .received else { return }
                let moves = deliveries.map { SentMove($0, relation.reached, by: AS2Returns.source) }
                try AnsweredDocuments(moves, at: Instant(microseconds: now)).write(to: transaction)
            }
            return SentConsignment(outcome)
        } catch {
            return SentConsignment(.unknown(.init(detail: "its receipt could not be kept")))
        }
    }

    /// Notes what is about to be sent, as it is packed now; what a receipt has settled stays as it is. What was refused may
    /// come again under its Message-ID, and is taken then (RFC 4130).
    private func noted(_ row: AS2SentRow) async throws -> AS2SentRow {
        try await database.write { transaction in
            try transaction.insertAS2Sent(row)
            guard let known = try transaction.lockAS2Sent(row.messageID), known != row else { return row }
            guard known.state != .received else { return known }
            try transaction.updateAS2Sent(row)
            return row
        }
    }

    /// The same for every attempt.
    static func messageID(_ consignment: Consignment) -> String {
        "<\(Digests.sha256Hex(consignment.idempotencyKey.utf8).prefix(40))@milepost>"
    }
}
