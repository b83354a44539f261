import Foundation
import Store
import Synchronization
import TestPeers

/// What a back end for tests holds: it keeps the orders that it is given, and lists them as the gateway asks.
final class OrderBook: Sendable {
    struct Entry: Sendable {
        var key: String?
        var id: String
        var changed: Int64
        var order: String

        var json: String {
            let key = key.map { "\"key\":\"\($0)\"," } ?? ""
            return "{\(key)\"id\":\"\(id)\",\"changed\":\"\(OrderBook.moment(changed))\",\"order\":\(order)}"
        }
    }

    private struct State {
        var entries: [Entry] = []
        var isTaking = true
        var listings: [[String: [String]]] = []
        var answer: (@Sendable ([String: [String]]) -> RecordingBackend.Behaviour?)?
    }

    private let name: String
    private let state = Mutex(State())

    /// The book of a back end, which takes and lists from now on.
    init(_ name: String, of backend: RecordingBackend) {
        self.name = name
        backend.behave { [self] in behaviour($0) }
    }

    var entries: [Entry] { state.withLock { $0.entries } }
    /// What was asked of its listing.
    var listings: [[String: [String]]] { state.withLock { $0.listings } }

    /// Changes what it holds.
    func change(_ body: (inout [Entry]) -> Void) { state.withLock { body(&$0.entries) } }
    /// Lets it take documents, or answer 503 to them.
    func take(_ isTaking: Bool) { state.withLock { $0.isTaking = isTaking } }
    /// Lets it answer questions in another way, where that gives an answer.
    func answer(_ body: (@Sendable ([String: [String]]) -> RecordingBackend.Behaviour?)?) {
        state.withLock { $0.answer = body }
    }

    /// Holds orders of some numbers that nobody delivered, of one content.
    func fill(_ count: Int, order: String = #"{"document":"order","number":"X"}"#) {
        let now = Int64(Date().timeIntervalSince1970 * 1e6) - 60_000_000
        change { entries in
            entries += (0..<count).map {
                Entry(key: "northwind/F-\(10_000 + $0)", id: "\(name)-F\($0)", changed: now + Int64($0), order: order)
            }
        }
    }

    private func behaviour(_ request: HTTPMessage) -> RecordingBackend.Behaviour {
        guard request.startLine.hasPrefix("GET ") else { return took(request) }
        let query = Self.query(request.startLine)
        let special = state.withLock { state in
            state.listings.append(query)
            return state.answer
        }
        return special?(query) ?? .tell(200, listing(query))
    }

    private func took(_ request: HTTPMessage) -> RecordingBackend.Behaviour {
        guard state.withLock({ $0.isTaking }) else { return .answer(503) }
        let key = request.headers["x-milepost-order-key"]?.removingPercentEncoding ?? ""
        guard request.headers["x-milepost-type"] == "order", request.headers["x-milepost-purpose"] != "shadow" else {
            return .accept
        }
        let now = Int64(Date().timeIntervalSince1970 * 1e6)
        change { entries in
            let place = entries.firstIndex { $0.key == key }
            let entry = Entry(
                key: key, id: place.map { entries[$0].id } ?? "\(name)-\(entries.count + 1)", changed: now,
                order: request.text)
            if let place { entries[place] = entry } else { entries.append(entry) }
        }
        return .accept
    }

    /// A page by the place of the last entry, or the entries that are asked for.
    func listing(_ query: [String: [String]]) -> String {
        let entries = entries
        if query["id"] != nil || query["key"] != nil {
            let found = entries.filter { entry in
                query["id"]?.contains(entry.id) == true || entry.key.map { query["key"]?.contains($0) == true } == true
            }
            return Self.page(found, next: nil)
        }
        let (from, to) = (query["from"]?.first ?? "", query["to"]?.first ?? "")
        let inside = entries.filter { from <= Self.moment($0.changed) && Self.moment($0.changed) < to }
        let start = Int(query["after"]?.first ?? "0") ?? 0
        let end = min(start + (Int(query["limit"]?.first ?? "500") ?? 500), inside.count)
        return Self.page(Array(inside[min(start, end)..<end]), next: end < inside.count ? String(end) : nil)
    }

    static func page(_ entries: [Entry], next: String?) -> String {
        let items = entries.map(\.json).joined(separator: ",")
        return "{\"orders\":[\(items)]\(next.map { ",\"next\":\"\($0)\"" } ?? "")}"
    }

    static func moment(_ microseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(microseconds / 1_000_000)).formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: false).dateTimeSeparator(.standard)
        ).replacing("Z", with: "") + ".\(String(microseconds % 1_000_000 + 1_000_000).dropFirst())Z"
    }

    private static func query(_ startLine: String) -> [String: [String]] {
        let path = startLine.split(separator: " ").dropFirst().first ?? ""
        var query: [String: [String]] = [:]
        for part in (path.split(separator: "?").dropFirst().first ?? "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1)
            query[String(pair[0]), default: []].append(String(pair.last ?? "").removingPercentEncoding ?? "")
        }
        return query
    }
}
