import Foundation
import Synchronization

/// The provider of `deploy/channels/provider-apis.md`: a real HTTP server with a box of messages, receipts and what was sent.
public final class HarbourProvider: Sendable {
    struct Message: Sendable {
        var id: String
        var text: String
    }

    struct State {
        var messages: [Message] = []
        var confirmed: [String] = []
        var fetched: [String] = []
        var lists = 0
        var sent: [(reference: String, to: String, text: String)] = []
        var questions = 0
        var answer: (@Sendable (Call) -> RecordingBackend.Behaviour?)?
        var keepsConfirmed = false
    }

    /// A request as the tests tell it apart.
    public struct Call: Sendable {
        public enum Kind: Sendable { case list, fetch, confirm, send, ask }
        public var kind: Kind
        /// The message's id, of a fetch; the receipt, of a confirmation.
        public var id = ""
        public var query: [String: String] = [:]
        /// How many of its kind came before.
        public var earlier = 0
    }

    private let state = Mutex(State())
    private let counts = Mutex<[Call.Kind: Int]>([:])
    private let server: RecordingBackend
    public let key = "k-\(UUID().uuidString)"
    public var url: String { "http://127.0.0.1:\(server.port)/v2" }

    public init() throws {
        server = try RecordingBackend()
        server.behave { [weak self] request in self?.answer(request) ?? .closeUnread }
    }

    /// Ends the server.
    public func stop() { server.stop() }

    /// Puts a message into its box.
    public func put(_ id: String, _ text: String) { state.withLock { $0.messages.append(Message(id: id, text: text)) } }
    /// It lists what was confirmed, too, from now on.
    public func keepConfirmed() { state.withLock { $0.keepsConfirmed = true } }
    /// Answers something else, where the closure says so.
    public func answer(_ answer: (@Sendable (Call) -> RecordingBackend.Behaviour?)?) {
        state.withLock { $0.answer = answer }
    }

    public var confirmed: [String] { state.withLock { $0.confirmed } }
    public var fetched: [String] { state.withLock { $0.fetched } }
    public var lists: Int { state.withLock { $0.lists } }
    public var questions: Int { state.withLock { $0.questions } }
    public var sent: [(reference: String, to: String, text: String)] { state.withLock { $0.sent } }

    private func answer(_ request: HTTPMessage) -> RecordingBackend.Behaviour {
        guard request.headers["authorization"] == "Bearer \(key)" else {
            return .tell(401, "{\"error\":{\"code\":\"auth\"}}")
        }
        let target = String(request.startLine.split(separator: " ")[1])
        let parts = URLComponents(string: target)
        let query = Dictionary(
            (parts?.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
        let path = (parts?.path ?? "").split(separator: "/").map(String.init)
        guard path.starts(with: ["v2", "boxes", "4711"]), path.count >= 4 else { return .tell(404, "{}") }
        let body = (try? JSONSerialization.jsonObject(with: Data(request.body))) as? [String: Any] ?? [:]
        var call = Call(kind: .list, query: query)
        switch (request.startLine.hasPrefix("GET"), path[3], path.count) {
        case (true, "messages", 4): call.kind = .list
        case (true, "messages", 5): (call.kind, call.id) = (.fetch, path[4])
        case (false, "receipts", 4): (call.kind, call.id) = (.confirm, body["receipt"] as? String ?? "")
        case (false, "messages", 4): call.kind = .send
        case (true, "sent", 4): call.kind = .ask
        default: return .tell(404, "{}")
        }
        let kind = call.kind
        call.earlier = counts.withLock { counts in
            defer { counts[kind, default: 0] += 1 }
            return counts[kind, default: 0]
        }
        let other = state.withLock { $0.answer }
        // What it does is done before the answer is lost.
        if let told = other?(call) {
            if case .raw = told { _ = usual(call, body) }
            return told
        }
        return usual(call, body)
    }

    private func usual(_ call: Call, _ body: [String: Any]) -> RecordingBackend.Behaviour {
        state.withLock { state in
            switch call.kind {
            case .list:
                state.lists += 1
                let open = state.messages.filter { state.keepsConfirmed || !state.confirmed.contains("r-" + $0.id) }
                let start = call.query["after"].flatMap { Int($0) } ?? 0
                let page = open.dropFirst(start).prefix(Int(call.query["limit"] ?? "") ?? 1)
                let items =
                    page.map { "{\"id\":\"\($0.id)\",\"direction\":\"in\",\"receipt\":\"r-\($0.id)\"}" }
                    + ["{\"id\":\"own\",\"direction\":\"out\",\"receipt\":\"x\"}"]
                let next = start + page.count < open.count ? "\"\(start + page.count)\"" : "null"
                return .tell(200, "{\"data\":{\"messages\":[\(items.joined(separator: ","))],\"next\":\(next)}}")
            case .fetch:
                state.fetched.append(call.id)
                guard let message = state.messages.first(where: { $0.id == call.id }) else { return .tell(404, "{}") }
                let content = Data(message.text.utf8).base64EncodedString()
                return .tell(200, "{\"name\":\"\(message.id).edi\",\"content\":\"\(content)\"}")
            case .confirm:
                state.confirmed.append(call.id)
                return .tell(200, "{}")
            case .send:
                let content = Data(base64Encoded: body["content"] as? String ?? "") ?? Data()
                state.sent.append(
                    (
                        body["reference"] as? String ?? "", body["to"] as? String ?? "",
                        String(decoding: content, as: UTF8.self)
                    ))
                return .tell(200, "{\"status\":\"queued\"}")
            case .ask:
                state.questions += 1
                let found = state.sent.filter { $0.reference == call.query["reference"] }.map { _ in "{\"a\":1}" }
                return .tell(200, "{\"data\":{\"messages\":[\(found.joined(separator: ","))]}}")
            }
        }
    }
}
