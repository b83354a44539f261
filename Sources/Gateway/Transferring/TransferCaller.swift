import Channels
import ConfigurationFiles
import Foundation
import Intake
import Rollout

/// Calls back ends about an order that changes its owner: the old one lets go, the new one takes over. A call is a POST where
/// documents go, told apart by `X-Milepost-Purpose` (`release`, `activate`).
struct TransferCaller: Sendable {
    private let backends: BackendBook
    private let senders: [String: HTTPSender]

    /// One call of a back end.
    struct Call: Sendable {
        var step: CallStep
        var backend: String
        var order: OrderKey
        /// What the call belongs to, and the key under which it takes effect once.
        var id: String
        var key: String
        /// The documents that the new owner has as copies, and that take effect now.
        var documents: [String] = []
    }

    /// What a call came to.
    enum Answer: Sendable, Hashable {
        /// It let go; it had sent everything up to a cursor, where it has one.
        case done(cursor: String)
        case refused(String)
        /// It did not arrive.
        case absent(String)
        /// It may have arrived.
        case unknown(String)
    }

    init(_ backends: BackendBook) {
        self.backends = backends
        senders = Dictionary(
            uniqueKeysWithValues: backends.all.filter { $0.abilities.takes.contains(.transfers) }.map {
                ($0.name, HTTPSender(limits: HTTPSender.Limits(inFlight: 4, waiting: 64)))
            })
    }

    /// The back ends that are called; the others are asked by people.
    func isCalled(_ backend: String) -> Bool {
        guard case .http = backends[backend]?.kind else { return false }
        return senders[backend] != nil
    }

    /// Makes one attempt at a call.
    func make(_ call: Call) async -> Answer {
        let name = call.backend
        guard let backend = backends[name], let sender = senders[name], case .http(let settings) = backend.kind else {
            return .absent("\(name) takes no calls")
        }
        let outcome = await sender.send(
            OutgoingRequest(
                url: settings.url.reveal(), headers: headers(of: call, settings),
                body: body(of: call), connectTimeout: .seconds(settings.connectSeconds),
                timeout: .seconds(settings.timeoutSeconds), mayBeRepeated: backend.abilities.honoursKey))
        switch outcome {
        case .notSent: return .absent("\(name) could not be reached")
        case .unknown: return .unknown("\(name) did not answer")
        case .answered(let answer):
            let words = "HTTP \(answer.status)"
            switch settings.answers.outcome(status: answer.status, detail: words, retryAfter: nil) {
            case .done: return .done(cursor: Self.cursor(in: answer.body))
            case .refused: return .refused(words)
            case .failed: return .absent(words)
            case .unknown: return .unknown(words)
            }
        }
    }

    /// Ends the threads.
    func shutdown() async {
        for sender in senders.values { await sender.shutdown() }
    }

    private func headers(of call: Call, _ settings: HTTPBackend) -> [OutgoingRequest.Header] {
        settings.headers.map { OutgoingRequest.Header($0.name, $0.value.reveal()) } + [
            .init(settings.keyHeader, call.key), .init("Content-Type", "application/json"),
            .init("X-Milepost-Purpose", call.step.rawValue),
            .init(
                "X-Milepost-Order-Key",
                call.order.text.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? ""),
        ]
    }

    private struct Body: Encodable {
        var transfer: String
        var step: String
        var order: String
        var documents: [String]?
    }

    private func body(of call: Call) -> [UInt8] {
        let body = Body(
            transfer: call.id, step: call.step.rawValue, order: call.order.text,
            documents: call.step == .activate ? call.documents : nil)
        return Array((JSONText.of(body) ?? "{}").utf8)
    }

    private struct CursorBody: Decodable {
        var cursor: String?
    }

    private static func cursor(in body: [UInt8]) -> String {
        JSONText.read(CursorBody.self, from: String(decoding: body, as: UTF8.self))?.cursor ?? ""
    }
}
