import ConfigurationFiles
import Intake
import Store
import Rollout

/// Calls back ends about an order that changes its owner: the old one lets go, the new one takes over. A call goes where
/// documents go, told apart by its purpose (`release`, `activate`).
struct TransferCaller: Sendable {
    private let backends: BackendBook
    private let senders: [String: DeliverySender]

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
            uniqueKeysWithValues: backends.all.filter {
                $0.abilities.takes.contains(.transfers) && $0.kind.answers != nil
            }.map { backend in
                var calling = backend
                calling.concurrency = 4
                return (backend.name, DeliverySender(calling, waiting: 64))
            })
    }

    /// The back ends that are called; the others are asked by people.
    func isCalled(_ backend: String) -> Bool { senders[backend] != nil }

    /// Makes one attempt at a call.
    func make(_ call: Call) async -> Answer {
        let name = call.backend
        guard let sender = senders[name] else { return .absent("\(name) takes no calls") }
        let sent = await sender.send(
            Consignment(
                bytes: body(of: call), fileName: call.step.rawValue, contentType: "application/json",
                idempotencyKey: call.key,
                label: Consignment.Label(
                    orders: ConsignmentBuilder.escaped(call.order.text), purpose: call.step.rawValue)))
        let words = Self.words(of: sent.outcome, name)
        switch sent.outcome {
        case .done: return .done(cursor: Self.cursor(in: sent.answer?.body ?? []))
        case .refused: return .refused(words)
        case .failed: return .absent(words)
        case .unknown: return .unknown(words)
        }
    }

    /// Ends the threads.
    func shutdown() async {
        for sender in senders.values { await sender.shutdown() }
    }

    /// What was heard, in short: a status says enough.
    private static func words(of outcome: DeliveryOutcome, _ name: String) -> String {
        if let status = outcome.answer.status { return "HTTP \(status)" }
        return switch outcome {
        case .failed: "\(name) could not be reached"
        case .unknown: "\(name) did not answer"
        case .done, .refused: outcome.answer.detail
        }
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
