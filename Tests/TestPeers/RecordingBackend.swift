import Foundation
import Synchronization

/// A back end for tests: a real HTTP server that keeps what it gets and answers as it is told.
///
/// An *effect* is what a back end does with a document; `honoursKey` makes one effect of any number of requests with
/// one key, as a well-made back end does.
public final class RecordingBackend: Sendable {
    /// What it does with a request.
    public enum Behaviour: Sendable {
        case accept
        /// It takes the effect, then closes without a word.
        case acceptAndClose
        /// It closes before it has taken anything.
        case closeUnread
        case answer(Int)
    }

    /// One effect that it took.
    public struct Effect: Sendable {
        public var key: String
        public var headers: [String: String]
        public var body: [UInt8]
        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    private struct State {
        var effects: [Effect] = []
        var keys: Set<String> = []
        var requests = 0
        var behaviour: @Sendable (HTTPMessage) -> Behaviour = { _ in .accept }
        var connections: [Socket] = []
        var stopped = false
    }

    private let state = Mutex(State())
    private let socket: Socket
    private let honoursKey: Bool
    public let port: UInt16
    public var url: String { "http://127.0.0.1:\(port)/orders" }

    /// Starts it on loopback.
    public init(port: UInt16 = 0, honoursKey: Bool = true) throws {
        (socket, self.port) = try Socket.listening(port: port)
        self.honoursKey = honoursKey
        let thread = Thread { [self] in
            while let connection = socket.accepted() {
                state.withLock { $0.connections.append(connection) }
                let worker = Thread { [self] in serve(connection) }
                worker.stackSize = 1 << 19
                worker.start()
            }
            socket.finish()
        }
        thread.start()
    }

    public var effects: [Effect] { state.withLock { $0.effects } }
    public var requests: Int { state.withLock { $0.requests } }

    /// Says what it does from now on.
    public func behave(_ behaviour: @escaping @Sendable (HTTPMessage) -> Behaviour) {
        state.withLock { $0.behaviour = behaviour }
    }

    /// Ends the server and its connections.
    public func stop() {
        let connections = state.withLock { state in
            state.stopped = true
            return state.connections
        }
        socket.interrupt()
        for connection in connections { connection.interrupt() }
    }

    private func serve(_ connection: Socket) {
        var rest: [UInt8] = []
        defer { connection.finish() }
        while let request = HTTPMessage.read(from: connection, rest: &rest) {
            let behaviour = state.withLock { state in
                state.requests += 1
                return state.behaviour
            }
            switch behaviour(request) {
            case .accept:
                take(request)
                guard (try? connection.send(Self.answer(200))) != nil else { return }
            case .acceptAndClose:
                take(request)
                return
            case .closeUnread:
                return
            case .answer(let status):
                guard (try? connection.send(Self.answer(status))) != nil else { return }
            }
        }
    }

    private func take(_ request: HTTPMessage) {
        let key = request.headers["idempotency-key"] ?? ""
        state.withLock { state in
            if honoursKey, !state.keys.insert(key).inserted { return }
            state.effects.append(Effect(key: key, headers: request.headers, body: request.body))
        }
    }

    private static func answer(_ status: Int) -> [UInt8] {
        Array("HTTP/1.1 \(status) X\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok".utf8)
    }
}
