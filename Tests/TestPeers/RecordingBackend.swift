import Foundation
import Synchronization

/// A back end for tests: a real HTTP server that keeps what it gets and answers as it is told.
///
/// An *effect* is what a back end does with a document; `honoursKey` makes one effect of any number of requests with
/// one key, as a well-made back end does. What comes in the shadow of another back end (`X-Milepost-Purpose: shadow`) is
/// answered like anything else, and has none.
public final class RecordingBackend: Sendable {
    /// What it does with a request.
    public enum Behaviour: Sendable {
        case accept
        /// It takes the effect, then closes without a word.
        case acceptAndClose
        /// It closes before it has taken anything.
        case closeUnread
        case answer(Int)
        /// It takes the effect, and says so in JSON.
        case reply(String)
        /// It answers a question in JSON, which has no effect.
        case tell(Int, String)
        /// It sends these bytes, whatever they are, and closes.
        case raw([UInt8])
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
        var shadows: [Effect] = []
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
                let isStopped = state.withLock { state in
                    state.connections.append(connection)
                    return state.stopped
                }
                if isStopped { connection.interrupt() }
                let worker = Thread { [self] in serve(connection) }
                worker.stackSize = 1 << 19
                worker.start()
            }
            socket.finish()
        }
        thread.start()
    }

    public var effects: [Effect] { state.withLock { $0.effects } }
    /// What came in the shadow and was answered as if it had been taken, each key once.
    public var shadows: [Effect] { state.withLock { $0.shadows } }
    public var requests: Int { state.withLock { $0.requests } }

    /// Says what it does from now on.
    public func behave(_ behaviour: @escaping @Sendable (HTTPMessage) -> Behaviour) {
        state.withLock { $0.behaviour = behaviour }
    }

    /// Ends the server and its connections.
    public func stop() {
        state.withLock { state in
            state.stopped = true
            // Under the lock, so that no descriptor is meant that was closed meanwhile and is another's by now.
            for connection in state.connections { connection.interrupt() }
        }
        socket.interrupt()
    }

    private func serve(_ connection: Socket) {
        var rest: [UInt8] = []
        defer {
            state.withLock { state in
                state.connections.removeAll { $0 === connection }
                connection.finish()
            }
        }
        while let request = HTTPMessage.read(from: connection, rest: &rest) {
            let behaviour = state.withLock { state in
                state.requests += 1
                return state.behaviour
            }
            switch behaviour(request) {
            case .accept:
                take(request)
                guard (try? connection.send(Self.answer(200))) != nil else { return }
            case .reply(let json):
                take(request)
                guard (try? connection.send(Self.answer(200, json, "application/json"))) != nil else { return }
            case .tell(let status, let json):
                guard (try? connection.send(Self.answer(status, json, "application/json"))) != nil else { return }
            case .acceptAndClose:
                take(request)
                return
            case .raw(let bytes):
                try? connection.send(bytes)
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
            let effect = Effect(key: key, headers: request.headers, body: request.body)
            if request.headers["x-milepost-purpose"] == "shadow" {
                state.shadows.append(effect)
            } else {
                state.effects.append(effect)
            }
        }
    }

    private static func answer(_ status: Int, _ body: String = "ok", _ type: String = "text/plain") -> [UInt8] {
        Array(
            "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\nContent-Type: \(type)\r\n\r\n\(body)".utf8)
    }
}
