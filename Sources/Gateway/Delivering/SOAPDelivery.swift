import Channels
import ConfigurationFiles
import Diagnostics
import Digests
import Foundation
import Intake
import Rollout
import Store
import XMLFormat

/// Hands documents to a back end by SOAP calls.
struct SOAPDelivery: Sendable {
    private let settings: SOAPBackend
    private let honoursKey: Bool
    private let sender: HTTPSender
    private let clock: Clock

    init(_ settings: SOAPBackend, _ sender: HTTPSender, honoursKey: Bool, clock: Clock) {
        self.clock = clock
        self.settings = settings
        self.sender = sender
        self.honoursKey = honoursKey
    }

    /// Makes one call, and says how that ended.
    func send(_ consignment: Consignment) async -> SentConsignment {
        let facts = Self.facts(of: consignment)
        let body: [UInt8]
        do throws(Diagnostic) {
            let token = settings.token.map { SOAPEnvelope.UsernameToken($0, at: clock.now()) }
            body = SOAPEnvelope(version: settings.version, token: token).bytes(
                body: try settings.body.filled(consignment.bytes, facts))
        } catch {
            return .refused(Catalogue.english.wording(of: error).message)
        }
        let http = settings.http
        switch await sender.send(
            OutgoingRequest(
                url: http.url.reveal(), headers: headers(of: consignment, facts), body: body,
                connectTimeout: .seconds(http.connectSeconds), timeout: .seconds(http.timeoutSeconds),
                mayBeRepeated: honoursKey))
        {
        case .answered(let answer): return heard(answer)
        case .notSent(let diagnostic): return SentConsignment(.failed(DeliverySender.answer(diagnostic)))
        case .unknown(let diagnostic): return SentConsignment(.unknown(DeliverySender.answer(diagnostic)))
        }
    }

    private func heard(_ answer: Answer) -> SentConsignment {
        let said: SOAPAnswer = answer.bodyIsCut ? .other : SOAPAnswer(answer.body)
        var detail = DeliverySender.excerpt(answer)
        if case .fault(let fault) = said {
            detail = "HTTP \(answer.status): \(fault.codes.joined(separator: ".")): \(fault.reason)"
        }
        let outcome = settings.answers.outcome(
            of: said, status: answer.status, detail: DeliverySender.plain(detail),
            retryAfter: answer.header("Retry-After").flatMap(Double.init))
        return SentConsignment(
            outcome,
            answer: BackendAnswer(
                status: answer.status, contentType: answer.header("Content-Type"), body: answer.body,
                isWhole: !answer.bodyIsCut && !settings.answers.isDuplicate(said)))
    }

    private func headers(of consignment: Consignment, _ facts: [String: String]) -> [OutgoingRequest.Header] {
        // What stands in a header is escaped like a URL's parts are.
        let action = settings.action.filled(plainly: facts.mapValues(ConsignmentBuilder.escaped))
        var headers = settings.http.headers.map { OutgoingRequest.Header($0.name, $0.value.reveal()) }
        headers.append(.init(settings.http.keyHeader, consignment.idempotencyKey))
        headers.append(.init("Content-Type", settings.version.contentType(action: action)))
        if let (name, value) = settings.version.actionHeader(action) { headers.append(.init(name, value)) }
        // The body is an envelope, and no attachment.
        return headers
            + consignment.headers.filter { $0.name != "Content-Disposition" }.map {
                OutgoingRequest.Header($0.name, $0.value)
            }
    }

    private static func facts(of consignment: Consignment) -> [String: String] {
        let label = consignment.label
        return [
            "key": consignment.idempotencyKey, "orderKey": label.orders, "purpose": label.purpose,
            "type": label.type ?? "", "documentID": label.document ?? "", "fileName": consignment.fileName,
            "contentType": consignment.contentType, "repair": label.repair ?? "",
        ]
    }

    /// Ends the thread.
    func shutdown() async { await sender.shutdown() }
}

extension SOAPEnvelope.UsernameToken {
    /// The token of a call that is made at a moment: each has a nonce of its own.
    fileprivate init(_ token: SOAPBackend.Token, at now: Instant) {
        guard token.isDigest else {
            self.init(username: token.username, password: token.password.reveal())
            return
        }
        let nonce = Digests.randomBytes(16)
        let created = Instant(microseconds: now.microseconds / 1_000_000 * 1_000_000).iso8601
        // Profile 1.1, 3.1: Base64 (SHA-1 (nonce + created + password)).
        let digest = Digests.sha1(nonce + Array(created.utf8) + Array(token.password.reveal().utf8))
        self.init(
            username: token.username,
            proof: .digest(
                Data(digest).base64EncodedString(), nonce: Data(nonce).base64EncodedString(), created: created))
    }
}
