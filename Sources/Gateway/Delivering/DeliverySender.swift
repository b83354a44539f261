import Channels
import ConfigurationFiles
import Diagnostics
import Intake

/// Makes one attempt at a back end and says how it ended. It never tries twice.
struct DeliverySender: Sendable {
    private enum Way: Sendable {
        case http(HTTPSender, HTTPBackend)
        case folder(FolderSender)
    }

    private let backend: Backend
    private let way: Way

    /// A sender to a back end, which keeps so many requests waiting for their turn at most.
    init(_ backend: Backend, waiting: Int) {
        self.backend = backend
        switch backend.kind {
        case .http(let settings):
            let limits = HTTPSender.Limits(inFlight: backend.concurrency, waiting: max(1, waiting))
            way = .http(HTTPSender(limits: limits), settings)
        case .folder(let path):
            way = .folder(FolderSender(folder: path))
        }
    }

    /// Sends a consignment.
    func send(_ consignment: Consignment) async -> DeliveryOutcome {
        switch way {
        case .http(let sender, let settings): await post(consignment, by: sender, settings)
        case .folder(let sender): Self.outcome(await sender.send(consignment.bytes, name: consignment.fileName))
        }
    }

    /// Ends the threads; attempts under way end as unknown.
    func shutdown() async {
        if case .http(let sender, _) = way { await sender.shutdown() }
    }

    private func post(
        _ consignment: Consignment, by sender: HTTPSender, _ settings: HTTPBackend
    ) async -> DeliveryOutcome {
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
            return settings.answers.outcome(
                status: answer.status, detail: Self.excerpt(answer),
                retryAfter: answer.header("Retry-After").flatMap(Double.init))
        case .notSent(let diagnostic): return .failed(Self.answer(diagnostic))
        case .unknown(let diagnostic): return .unknown(Self.answer(diagnostic))
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

    private static func answer(_ diagnostic: Diagnostic) -> DeliveryOutcome.Answer {
        .init(detail: Catalogue.english.wording(of: diagnostic).message)
    }

    /// The beginning of an answer's body, for people; control characters become blanks.
    private static func excerpt(_ answer: Answer) -> String {
        let text = String(decoding: answer.body.prefix(500), as: UTF8.self)
        let clean = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
        return "HTTP \(answer.status)" + (clean.isEmpty ? "" : ": " + String(clean))
    }
}
