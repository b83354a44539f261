import Channels
import ConfigurationFiles
import Diagnostics
import Dispatch
import Logging
import Rollout
import Store
import Synchronization

/// Takes messages of AS2 in: payloads are opened and kept, receipts are matched to what was sent.
///
/// A positive receipt is written in the transaction that accepts the payload, and leaves behind its COMMIT. Whatever comes
/// again under a Message-ID that was accepted gets the same receipt, byte for byte.
public final class AS2Desk: Sendable {
    private let book: AS2Book
    private let submissions: Submissions
    private let database: any Database
    private let returns: AS2Returns
    private let clock: Clock
    private let logger: Logger
    private let due: @Sendable () -> Void
    private let threads = DispatchQueue(label: "milepost as2", attributes: .concurrent)
    private let inHand = Mutex(0)

    /// How many receipts may wait to be sent to one partner.
    private static let mostWaiting = 1_000

    /// - Parameter due: told when a receipt is to be sent.
    init(
        book: AS2Book, submissions: Submissions, database: any Database, returns: AS2Returns, clock: Clock,
        logger: Logger, due: @escaping @Sendable () -> Void
    ) {
        self.book = book
        self.submissions = submissions
        self.database = database
        self.returns = returns
        self.clock = clock
        self.logger = logger
        self.due = due
    }

    /// The largest message, in bytes.
    public var largest: Int { book.station.largest }

    /// Makes room for a message of a size while `body` takes it in; what does not fit is to come again later.
    public func withRoom<Result>(for size: Int, _ body: () async throws -> Result) async throws -> Result {
        let isFree = inHand.withLock { bytes in
            guard bytes == 0 || bytes + size <= 4 * largest else { return false }
            bytes += size
            return true
        }
        guard isFree else { throw GatewayError(.unavailable, Diagnostic("intake.busy")) }
        defer { inHand.withLock { $0 -= size } }
        return try await body()
    }

    /// Takes a message in.
    ///
    /// - Throws: ``GatewayError`` for what gets no receipt: a sender that nobody knows, a store that cannot be written.
    public func receive(_ request: AS2Request) async throws -> AS2Answer {
        let headers = request.headers
        let incoming = try incoming(headers)
        let content: AS2Content
        do {
            content = try await open(request.body, headers, incoming)
            if let receipt = content.receipt {
                try await returns.take(
                    receipt, in: content, from: incoming.relation, AS2ReceiptBytes(headers, request.body))
                return AS2Answer()
            }
            return try await keep(content, of: request, incoming)
        } catch let fault as AS2Fault {
            return try await refuse(incoming, fault)
        }
    }

    // MARK: Reading

    private func incoming(_ headers: MIMEHeaders) throws -> AS2Incoming {
        func name(_ field: String) throws -> String {
            guard let value = headers[field], let name = AS2Name.read(value) else {
                throw GatewayError(
                    .invalid, Diagnostic("as2.field-missing", value: headers[field], facts: ["name": field]))
            }
            return name
        }
        let (from, to) = (try name("AS2-From"), try name("AS2-To"))
        guard let id = headers["Message-ID"], (1...255).contains(id.utf8.count),
            id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw GatewayError(
                .invalid, Diagnostic("as2.field-missing", value: headers["Message-ID"], facts: ["name": "Message-ID"]))
        }
        // Some quote the names in their receipts twice.
        guard let relation = book.relation(from: from, to: to) ?? twiceQuoted(from, to) else {
            logger.notice("nobody knows who sends by AS2", metadata: ["from": "\(from)", "to": "\(to)"])
            throw GatewayError(.forbidden, Diagnostic("as2.relation-unknown", value: from, facts: ["own": to]))
        }
        let request = AS2ReceiptRequest(headers)
        if let url = request?.url {
            let host = AS2Book.host(of: url)
            guard url.hasPrefix("http://") || url.hasPrefix("https://"), let host, relation.receiptHosts.contains(host)
            else {
                throw GatewayError(.invalid, Diagnostic("as2.receipt-url", value: url))
            }
        }
        return AS2Incoming(
            relation: relation, messageID: AS2Receipt.bracketed(id), request: request,
            now: clock.now())
    }

    private func twiceQuoted(_ from: String, _ to: String) -> AS2Book.Relation? {
        guard let from = AS2Name.read(from), let to = AS2Name.read(to) else { return nil }
        return book.relation(from: from, to: to)
    }

    private func open(_ body: [UInt8], _ headers: MIMEHeaders, _ incoming: AS2Incoming) async throws -> AS2Content {
        let opening = AS2Opening(
            incoming.relation.trust, pairs: book.pairs.map(\.item), limit: incoming.relation.largest,
            now: incoming.seconds)
        return try await withCheckedThrowingContinuation { continuation in
            threads.async {
                continuation.resume(
                    with: Result { () throws -> AS2Content in
                        if let fault = incoming.request?.fault(allowed: incoming.relation.trust.digests) { throw fault }
                        return try opening.open(headers, body, asking: incoming.request)
                    })
            }
        }
    }

    // MARK: Accepting

    private func keep(_ content: AS2Content, of request: AS2Request, _ incoming: AS2Incoming) async throws -> AS2Answer
    {
        let receipt = try receipt(to: incoming, .processed, mic: content.mic)
        var message = ReceivedAS2(messageID: incoming.messageID, fields: request.keptFields, body: request.body)
        message.receipt = receipt
        message.later = incoming.later(receipt)
        var submission = Submission(
            sender: incoming.relation.partner, channel: "as2", fileName: content.fileName,
            contentType: content.contentType, idempotencyKey: "as2:\(incoming.messageID)", bytes: content.bytes)
        submission.as2 = message
        let accepted: Receipt
        do {
            accepted = try await submissions.submit(submission)
        } catch let error as GatewayError where error.kind != .unavailable {
            throw AS2Fault(.unexpectedProcessingError, error.diagnostic)
        }
        var answer = AS2Answer()
        if accepted.repeated {
            answer = try await again(accepted, receipt, incoming)
        } else if incoming.request?.url == nil, let receipt {
            answer = AS2Answer(receipt)
        }
        if message.later != nil { due() }
        answer.accepted = (accepted, content.bytes.count)
        return answer
    }

    /// The answer to what was accepted before: the receipt of then, where it was asked for one.
    private func again(_ accepted: Receipt, _ receipt: AS2ReceiptBytes?, _ incoming: AS2Incoming) async throws
        -> AS2Answer
    {
        guard let receipt, let id = UniqueID(accepted.id) else { return AS2Answer() }
        let stored = try await database.change { transaction in
            try transaction.keepAS2Receipt(receipt, of: id)
            let stored = try transaction.as2Message(of: id)?.receipt ?? receipt
            if let later = incoming.later(stored) { try Self.note(later, in: transaction) }
            return stored
        }
        return incoming.request?.url == nil ? AS2Answer(stored) : AS2Answer()
    }

    // MARK: Refusing

    private func refuse(_ incoming: AS2Incoming, _ fault: AS2Fault) async throws -> AS2Answer {
        logger.warning(
            "a message of AS2 is refused",
            metadata: [
                "partner": "\(incoming.relation.partner)", "message": "\(incoming.messageID)",
                "code": "\(fault.diagnostic.code)", "disposition": "\(fault.disposition.words)",
            ])
        guard let receipt = try receipt(to: incoming, fault.disposition, about: fault.diagnostic) else {
            throw GatewayError(.invalid, fault.diagnostic)
        }
        guard let later = incoming.later(receipt) else { return AS2Answer(receipt) }
        try await database.change { try Self.note(later, in: $0) }
        due()
        return AS2Answer()
    }

    private static func note(_ later: AS2ReceiptRow, in transaction: any Transaction) throws {
        guard try transaction.waitingAS2Receipts(of: later.partner) < Int64(mostWaiting) else {
            throw StoreError(.overloaded, code: "as2-receipts")
        }
        try transaction.insertAS2Receipts([later])
    }

    // MARK: Receipts

    /// The receipt that a message asks for; nil where it asks for none.
    private func receipt(
        to incoming: AS2Incoming, _ disposition: AS2Disposition, mic: AS2MIC? = nil, about diagnostic: Diagnostic? = nil
    ) throws -> AS2ReceiptBytes? {
        guard let request = incoming.request else { return nil }
        let profile = incoming.relation.profile
        let text =
            diagnostic.map { Catalogue.english.wording(of: $0).message } ?? "The message has been received and kept."
        let receipt = AS2Receipt(
            originalMessageID: incoming.messageID, recipient: profile.ownName, disposition: disposition, mic: mic,
            text: text)
        let pair = request.isSigned ? book.signingPair(at: incoming.seconds) : nil
        if request.isSigned, pair == nil, disposition.isPositive {
            throw GatewayError(.unavailable, Diagnostic("as2.own-certificate", value: profile.ownName))
        }
        let message: AS2Message
        do throws(Diagnostic) {
            message = try receipt.message(
                signedBy: pair, request.digest(allowed: incoming.relation.trust.digests), boundary: AS2Packing.boundary)
        } catch {
            throw GatewayError(.unavailable, error)
        }
        return AS2ReceiptBytes(
            message,
            AS2Fields.of(
                from: profile.ownName, to: profile.name, messageID: AS2Fields.newID(at: incoming.now),
                at: incoming.seconds)
                + [.init("Subject", "Receipt")])
    }
}

/// A message whose sender is known.
struct AS2Incoming: Sendable {
    var relation: AS2Book.Relation
    /// With its angle brackets.
    var messageID: String
    var request: AS2ReceiptRequest?
    var now: Instant

    var seconds: Int64 { now.microseconds / 1_000_000 }

    /// A receipt to be sent apart from the answer; nil where it is to stand in the answer.
    func later(_ receipt: AS2ReceiptBytes?) -> AS2ReceiptRow? {
        guard let url = request?.url, let receipt else { return nil }
        return AS2ReceiptRow(
            id: UniqueID(at: now.microseconds), partner: relation.partner, messageID: messageID, url: url,
            bytes: receipt,
            madeAt: now.microseconds)
    }
}

/// The header fields that every message of AS2 has (RFC 4130, 6).
enum AS2Fields {
    static func of(from: String, to: String, messageID: String, at seconds: Int64) -> [MIMEHeaders.Field] {
        [
            .init("AS2-Version", "1.1"), .init("AS2-From", AS2Name.written(from)), .init("AS2-To", AS2Name.written(to)),
            .init("Message-ID", messageID), .init("Date", CalendarSeconds.field(seconds)), .init("MIME-Version", "1.0"),
        ]
    }

    /// A Message-ID that nobody has used.
    static func newID(at now: Instant) -> String { "<\(UniqueID(at: now.microseconds))@milepost>" }
}
