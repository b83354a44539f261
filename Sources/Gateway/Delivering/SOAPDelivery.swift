import Channels
import ConfigurationFiles
import Diagnostics
import Intake
import Store
import XMLFormat

/// Hands documents to a back end by SOAP calls.
struct SOAPDelivery: Sendable {
    private let settings: SOAPBackend
    private let honoursKey: Bool
    private let sender: HTTPSender

    init(_ settings: SOAPBackend, _ sender: HTTPSender, honoursKey: Bool) {
        self.settings = settings
        self.sender = sender
        self.honoursKey = honoursKey
    }

    /// Makes one call, and says how that ended.
    func send(_ consignment: Consignment) async -> SentConsignment {
        let facts = Self.facts(of: consignment)
        let body: [UInt8]
        do throws(Diagnostic) {
            let token = settings.token.map {
                SOAPEnvelope.UsernameToken(username: $0.username, password: $0.password.reveal())
            }
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
