import Foundation
import Synchronization
import TestPeers

/// What a back end made and gives page by page behind a cursor: a real HTTP server.
final class Outbox: Sendable {
    /// A document as it is given.
    struct Document: Sendable {
        var id: String
        /// A member of the document in JSON: `"document": {…}`, `"text": "…"`.
        var member: String
    }

    private struct State {
        var documents: [Document] = []
        var answer: (@Sendable (Int) -> RecordingBackend.Behaviour?)?
        var reads = 0
    }

    private let state = Mutex(State())
    private let server: RecordingBackend
    var url: String { server.url }

    init() throws {
        server = try RecordingBackend()
        server.behave { [weak self] request in
            guard let self else { return .closeUnread }
            let (read, documents, answer) = state.withLock { state in
                state.reads += 1
                return (state.reads, state.documents, state.answer)
            }
            if let told = answer?(read) { return told }
            let query = URLComponents(string: String(request.startLine.split(separator: " ")[1]))?.queryItems ?? []
            func number(_ name: String) -> Int? { query.first { $0.name == name }?.value.flatMap { Int($0) } }
            let start = number("after") ?? 0
            let page = documents.dropFirst(start).prefix(number("limit") ?? 0)
            let items = page.map { "{\"id\":\"\($0.id)\",\($0.member)}" }.joined(separator: ",")
            let cursor = page.isEmpty ? "" : ",\"cursor\":\"\(start + page.count)\""
            return .tell(200, "{\"documents\":[\(items)]\(cursor)}")
        }
    }

    var reads: Int { state.withLock { $0.reads } }

    /// Makes one more document.
    func make(_ id: String, _ canonical: String) {
        state.withLock { $0.documents.append(Document(id: id, member: "\"document\":\(canonical)")) }
    }

    /// Answers something else to a read of a number, where the closure says so.
    func answer(_ answer: (@Sendable (Int) -> RecordingBackend.Behaviour?)?) {
        state.withLock { $0.answer = answer }
    }

    func stop() { server.stop() }
}
