import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// A small order system for the demonstration: a real HTTP server that keeps what it gets, executes one key once, and can
/// be told to be down or to refuse.
///
/// `GET /` lists what it has; `POST /mode?is=up|down|refuse` sets how it answers.
final class DemoBackend: Sendable {
    enum Mode: String, Sendable {
        case up
        /// Every request is answered with 503.
        case down
        /// Every document is refused with 422.
        case refuse
    }

    /// A document that it took.
    struct Taken: Sendable {
        var key: String
        var order: String
        var type: String
        var file: String
        var bytes: Int
        /// `primary`, or what kind of copy.
        var purpose: String
    }

    private struct State {
        var mode = Mode.up
        var taken: [Taken] = []
        var keys: Set<String> = []
        var firstAt: ContinuousClock.Instant?
    }

    let name: String
    private let state = Mutex(State())

    init(name: String) { self.name = name }

    var taken: [Taken] { state.withLock { $0.taken } }
    /// When the first document came.
    var firstAt: ContinuousClock.Instant? { state.withLock { $0.firstAt } }

    func set(_ mode: Mode) { state.withLock { $0.mode = mode } }

    /// Its server, on a free port of this machine.
    func server(logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol {
        let router = Router()
        router.get("/") { _, _ in self.listing() }
        router.post("/mode") { request, _ in
            guard let mode = request.uri.queryParameters["is"].flatMap({ Mode(rawValue: String($0)) }) else {
                return Self.answer(.badRequest, "is=up, is=down or is=refuse\n")
            }
            self.set(mode)
            return Self.answer(.ok, "\(self.name) is \(mode.rawValue)\n")
        }
        router.post("/orders") { request, _ in try await self.take(request) }
        return Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) }, logger: logger)
    }

    private func take(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 300 << 20)
        func header(_ name: String) -> String {
            let value = HTTPField.Name(name).flatMap { request.headers[$0] } ?? ""
            return value.removingPercentEncoding ?? value
        }
        let taken = Taken(
            key: header("Idempotency-Key"), order: header("X-Milepost-Order-Key"), type: header("X-Milepost-Type"),
            file: header("X-Milepost-File-Name"), bytes: body.readableBytes,
            purpose: header("X-Milepost-Purpose"))
        return state.withLock { state in
            switch state.mode {
            case .down: return Self.answer(.serviceUnavailable, "\(name) is down for maintenance\n")
            case .refuse: return Self.answer(.unprocessableContent, "\(name) does not know this item\n")
            case .up:
                if state.firstAt == nil { state.firstAt = .now }
                guard state.keys.insert(taken.key).inserted else { return Self.answer(.ok, "known already\n") }
                state.taken.append(taken)
                return Self.answer(.ok, "taken\n")
            }
        }
    }

    private func listing() -> Response {
        var table = TextTable(["order", "document", "file", "bytes", "key"], numbers: [3])
        for item in taken { table.add([item.order, item.type, item.file, String(item.bytes), item.key]) }
        return Self.answer(.ok, table.lines(on: .output).joined(separator: "\n") + "\n")
    }

    private static func answer(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
