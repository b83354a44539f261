import Channels
import ConfigurationFiles
import Diagnostics
import Intake
import Store

/// How an attempt ended, with what was answered where something was.
struct SentConsignment: Sendable {
    var outcome: DeliveryOutcome
    var answer: BackendAnswer?
    /// The file that was put into a mailbox.
    var put: (mailbox: Mailbox, name: String)?

    init(_ outcome: DeliveryOutcome, answer: BackendAnswer? = nil) {
        self.outcome = outcome
        self.answer = answer
    }

    /// What was never sent, since it cannot be written, or is gone: that is a refusal.
    static func refused(_ detail: String) -> SentConsignment {
        SentConsignment(.refused(.init(detail: detail)), answer: BackendAnswer(body: Array(detail.utf8)))
    }
}

/// Makes one attempt at a back end and says how it ended. It never tries twice.
struct DeliverySender: Sendable {
    private enum Way: Sendable {
        case http(HTTPSender, HTTPBackend)
        case folder(FolderSender)
        case postgres(PostgresDelivery)
        case soap(SOAPDelivery)
        case fileServer(FileServerSender)
        case as2(AS2Delivery)
        case provider(ProviderDelivery)
        case mailbox(FolderSender, Mailbox)
    }

    private let backend: Backend
    private let way: Way

    /// The bytes of an answer that are kept at most.
    private static let longestAnswer = 1 << 20

    /// A sender to a back end, which keeps so many requests waiting for their turn at most.
    ///
    /// - Parameter as2: what sends by AS2; nil where nothing does.
    init(
        _ backend: Backend, waiting: Int, clock: Clock = .system,
        as2: ((AS2Channel, HTTPSender) -> AS2Delivery?)? = nil
    ) {
        self.backend = backend
        let limits = HTTPSender.Limits(
            inFlight: backend.concurrency, waiting: max(1, waiting), answerBody: Self.longestAnswer)
        switch backend.kind {
        case .http(let settings): way = .http(HTTPSender(limits: limits), settings)
        case .soap(let settings):
            way = .soap(
                SOAPDelivery(
                    settings, HTTPSender(limits: limits), honoursKey: backend.abilities.honoursKey, clock: clock))
        case .folder(let path):
            way = .folder(FolderSender(folder: path))
        case .mailbox(let mailbox): way = .mailbox(FolderSender(folder: mailbox.out), mailbox)
        case .as2(let channel):
            guard let delivery = as2?(channel, HTTPSender(limits: limits)) else {
                preconditionFailure("\(backend.name) is sent to by AS2 and has no partner")
            }
            way = .as2(delivery)
        case .provider(let account):
            guard
                let delivery = ProviderDelivery(
                    account, lanes: backend.concurrency, waiting: max(1, waiting),
                    honoursKey: backend.abilities.honoursKey)
            else { preconditionFailure("\(backend.name) is sent to by a provider that takes nothing") }
            way = .provider(delivery)
        case .postgres(let settings):
            way = .postgres(PostgresDelivery(settings, connections: backend.concurrency, waiting: waiting))
        case .fileServer(let server):
            way = .fileServer(
                FileServerSender(
                    FileServerTarget(server), connections: backend.concurrency, waiting: max(1, waiting) * 2))
        }
    }

    /// Sends a consignment.
    func send(_ consignment: Consignment) async -> SentConsignment {
        switch way {
        case .http(let sender, let settings): await post(consignment, by: sender, settings)
        case .postgres(let delivery): await delivery.send(consignment)
        case .soap(let delivery): await delivery.send(consignment)
        case .as2(let delivery): await delivery.send(consignment)
        case .provider(let delivery): await delivery.send(consignment)
        case .folder(let sender):
            // A folder says nothing of what it holds.
            SentConsignment(
                Self.outcome(await sender.send(consignment.bytes, name: consignment.fileName)),
                answer: BackendAnswer(body: [], isWhole: false))
        case .mailbox(let sender, let mailbox): await put(consignment, into: mailbox, by: sender)
        case .fileServer(let sender):
            SentConsignment(
                Self.outcome(
                    await sender.send(
                        consignment.bytes, name: consignment.fileName, delivery: consignment.idempotencyKey)),
                answer: BackendAnswer(body: [], isWhole: false))
        }
    }

    /// Ends the threads; attempts under way end as unknown.
    func shutdown() async {
        switch way {
        case .http(let sender, _): await sender.shutdown()
        case .postgres(let delivery): await delivery.shutdown()
        case .soap(let delivery): await delivery.shutdown()
        case .fileServer(let sender): await sender.shutdown()
        case .as2(let delivery): await delivery.sender.shutdown()
        case .provider(let delivery): await delivery.shutdown()
        case .folder, .mailbox: break
        }
    }

    private func put(
        _ consignment: Consignment, into mailbox: Mailbox, by sender: FolderSender
    ) async -> SentConsignment {
        let outcome = await sender.send(consignment.bytes, name: consignment.fileName)
        var sent = SentConsignment(Self.outcome(outcome), answer: BackendAnswer(body: [], isWhole: false))
        if case .delivered(let name, _) = outcome { sent.put = (mailbox, name) }
        return sent
    }

    private func post(
        _ consignment: Consignment, by sender: HTTPSender, _ settings: HTTPBackend
    ) async -> SentConsignment {
        var headers = settings.headers.map { OutgoingRequest.Header($0.name, $0.value.reveal()) }
        headers.append(.init(settings.keyHeader, consignment.idempotencyKey))
        headers.append(.init("Content-Type", consignment.contentType))
        headers += consignment.headers.map { OutgoingRequest.Header($0.name, $0.value) }
        let outcome = await sender.send(
            OutgoingRequest(
                url: settings.url.reveal(), headers: headers, body: consignment.bytes,
                connectTimeout: .seconds(settings.connectSeconds), timeout: .seconds(settings.timeoutSeconds),
                mayBeRepeated: backend.abilities.honoursKey))
        switch outcome {
        case .answered(let answer):
            let outcome = settings.answers.outcome(
                status: answer.status, detail: Self.excerpt(answer),
                retryAfter: answer.header("Retry-After").flatMap(Double.init))
            // Who knew the document already need not say again what became of it.
            let isWhole = !settings.answers.duplicate.contains(answer.status)
            return SentConsignment(
                outcome,
                answer: BackendAnswer(
                    status: answer.status, contentType: answer.header("Content-Type"), body: answer.body,
                    isWhole: isWhole))
        case .notSent(let diagnostic): return SentConsignment(.failed(Self.answer(diagnostic)))
        case .unknown(let diagnostic): return SentConsignment(.unknown(Self.answer(diagnostic)))
        }
    }

    private static func outcome(_ outcome: FolderOutcome) -> DeliveryOutcome {
        switch outcome {
        case .delivered(let name, let isRenamed):
            .done(.init(detail: isRenamed ? "written as \(name), since the name was taken" : "written as \(name)"))
        case .notSent(let diagnostic): .failed(answer(diagnostic))
        case .unknown(let diagnostic): .unknown(answer(diagnostic))
        }
    }

    static func answer(_ diagnostic: Diagnostic) -> DeliveryOutcome.Answer {
        .init(detail: Catalogue.english.wording(of: diagnostic).message)
    }

    /// The beginning of an answer's body, for people; control characters become blanks.
    static func excerpt(_ answer: Answer) -> String {
        let text = plain(String(decoding: answer.body.prefix(500), as: UTF8.self))
        return "HTTP \(answer.status)" + (text.isEmpty ? "" : ": " + text)
    }

    /// A text of at most 500 characters without controls.
    static func plain(_ text: String) -> String {
        String(text.unicodeScalars.prefix(500).map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
    }
}
