import Foundation
import HTTPTypes
import Hummingbird
import Intake
import Logging
import NIOCore
import Rollout
import ServiceLifecycle
import Synchronization
import Syntax

/// A trading partner's EDI system for the demonstration: a real HTTP server that takes what is sent to it, and acknowledges
/// it as EDI systems do, by CONTRL, on its own way in.
final class DemoPartner: Sendable {
    /// A document that it got.
    struct Received: Sendable {
        var type: String
        var order: String
        var text: String
    }

    private struct State {
        var received: [Received] = []
        var client: GatewayClient?
        var acknowledgements = 0
    }

    let name: String
    private let state = Mutex(State())

    init(name: String) { self.name = name }

    var received: [Received] { state.withLock { $0.received } }

    /// Tells it how it reaches the gateway.
    func connect(_ client: GatewayClient) { state.withLock { $0.client = client } }

    /// Its server, on a free port of this machine.
    func server(logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol {
        let router = Router()
        router.post("/in") { request, _ in try await self.take(request) }
        return Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) }, logger: logger)
    }

    private func take(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let bytes = Array(body.readableBytesView)
        func header(_ name: String) -> String {
            let value = HTTPField.Name(name).flatMap { request.headers[$0] } ?? ""
            return value.removingPercentEncoding ?? value
        }
        let document = Received(
            type: header("X-Milepost-Type"), order: header("X-Milepost-Order-Key"),
            text: String(decoding: bytes, as: UTF8.self))
        let (client, number) = state.withLock { state in
            state.received.append(document)
            state.acknowledgements += 1
            return (state.client, state.acknowledgements)
        }
        // Behind the answer, as a system does it that reads what it got when it has the time.
        if let client { Task { try await Self.acknowledge(bytes, number: number, to: client) } }
        return Response(status: .ok)
    }

    /// Reads an interchange and sends back what its reading found.
    private static func acknowledge(_ bytes: [UInt8], number: Int, to client: GatewayClient) async throws {
        var report: InterchangeReport?
        var answers: [[UInt8]] = []
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange(let header): report = InterchangeReport(header: header)
            case .group(let group): report?.take(.group(group))
            case .message(let message):
                guard let header = report?.header else { return }
                let nested = MessageShapes.standard.nest(message, syntax: header.syntax).message
                report?.take(MessageReport(of: nested, in: header))
            case .end(let diagnostics):
                report?.take(.end(diagnostics))
                let moment = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
                if let report, let answer = try? Acknowledging().answer(to: report, number: number, at: moment) {
                    answers.append(answer)
                }
            }
        }
        var reader = PayloadReader(profile: ReadingProfile(), formats: MessageShapes.standard.formats)
        try reader.read(bytes[...], take)
        try reader.finish(take)
        for answer in answers {
            _ = try await client.ask(
                "POST", ["v1", "interchanges"], [("wait", "10")], headers: [("X-File-Name", "contrl.edi")],
                body: answer)
        }
    }
}
