import ConfigurationFiles
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Intake
import Logging
import NIOCore
import Synchronization

/// The back ends of a scenario that is played live: HTTP servers of this machine that answer as the scenario says, execute one
/// key once, and tell what they got.
final class ScenarioServers: ScenarioBackends {
    private struct State {
        var replies: [String: Scenario.Reply] = [:]
        var keys: Set<String> = []
        var received: [String: [String]] = [:]
    }

    private let state = Mutex(State())
    /// What the answers of each back end mean.
    private let rules: [String: AnswerRules]

    /// The HTTP back ends of an installation.
    init(_ backends: [Backend]) {
        rules = Dictionary(
            backends.compactMap { backend in backend.kind.answers.map { (backend.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    var names: [String] { rules.keys.sorted() }

    func answer(_ replies: [String: Scenario.Reply]) { state.withLock { $0.replies.merge(replies) { $1 } } }

    func received(by backend: String) -> [String] { state.withLock { $0.received[backend] ?? [] } }

    /// The server of one of them, on a free port of this machine.
    func server(
        _ name: String, logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        let router = Router()
        router.post("/documents") { request, _ in try await self.take(request, at: name) }
        return Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) }, logger: logger)
    }

    private func take(_ request: Request, at name: String) async throws -> Response {
        _ = try await request.body.collect(upTo: 300 << 20)
        func header(_ field: String) -> String {
            let value = HTTPField.Name(field).flatMap { request.headers[$0] } ?? ""
            return value.removingPercentEncoding ?? value
        }
        // A call about an order has no document, and no type.
        let line = ["X-Milepost-Purpose", "X-Milepost-Type", "X-Milepost-Order-Key"].map(header)
            .filter { !$0.isEmpty }.joined(separator: " ")
        let key = header("Idempotency-Key")
        let reply = state.withLock { state in
            let reply = state.replies[name] ?? Scenario.Reply()
            if takes(reply.status, at: name), state.keys.insert(key).inserted {
                state.received[name, default: []].append(line)
            }
            return reply
        }
        return Response(
            status: .init(code: reply.status), headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: reply.says)))
    }

    /// Whether a back end has what it answers so to, be it that nobody hears of it.
    private func takes(_ status: Int, at name: String) -> Bool {
        switch rules[name]?.outcome(status: status, detail: "", retryAfter: nil) {
        case .done, .unknown: true
        case .refused, .failed, nil: false
        }
    }
}
