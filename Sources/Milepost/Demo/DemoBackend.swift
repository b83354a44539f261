import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Orders
import ServiceLifecycle
import Synchronization

/// A small order system for the demonstration: a real HTTP server that keeps what it gets, executes one key once, answers what
/// it made of it, and can be told to be down or to refuse. What it gets in the shadow of another one it answers alike, and
/// keeps nothing of it.
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
        /// What it answered, by key: a repeated one is answered alike.
        var answers: [String: String] = [:]
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
                if let answer = state.answers[taken.key] { return Self.json(answer) }
                let answer = Self.says(of: taken, number: "\(name)-\(state.answers.count + 1)")
                state.answers[taken.key] = answer
                if taken.purpose != "shadow" { state.taken.append(taken) }
                return Self.json(answer)
            }
        }
    }

    private func listing() -> Response {
        var table = TextTable(["order", "document", "file", "bytes", "key"], numbers: [3])
        for item in taken { table.add([item.order, item.type, item.file, String(item.bytes), item.key]) }
        return Self.answer(.ok, table.lines(on: .output).joined(separator: "\n") + "\n")
    }

    /// What it made of a document: the number is its own.
    private static func says(of taken: Taken, number: String) -> String {
        let members: [(String, JSONValue)] = [
            ("order", .string(taken.order)), ("document", .string(taken.type)), ("state", .string("confirmed")),
            ("number", .string(number)),
        ]
        return String(decoding: JSONValue.object(members.map { (key: $0.0, value: $0.1) }).bytes, as: UTF8.self)
    }

    private static func json(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private static func answer(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
