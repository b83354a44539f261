import ConfigurationFiles
import Diagnostics
import Rollout

/// Asks back ends for the orders that they hold: page by page for a window, or some orders by name.
struct OrderLister: Sendable {
    private let backends: BackendBook
    private let reading: PageReading

    /// What became of a request.
    enum Reply: Sendable {
        case page(ListedPage)
        /// It may be asked again: why, and after how many seconds at the least.
        case later(String, seconds: Double?)
        /// It is not as agreed.
        case fault(Diagnostic)
    }

    init(_ backends: BackendBook) {
        self.backends = backends
        reading = PageReading(mostBytes: ListedPage.mostBytes)
    }

    /// Whether a back end lists anything.
    func lists(_ backend: String) -> Bool { backends[backend]?.listing != nil }

    /// A page of what was changed in a window.
    func page(of backend: String, from: Int64, to: Int64, after cursor: String?) async -> Reply {
        guard let listing = backends[backend]?.listing else { return Self.undeclared(backend) }
        var query = [
            ("from", Instant(microseconds: from).iso8601), ("to", Instant(microseconds: to).iso8601),
            ("limit", String(listing.page)),
        ]
        if let cursor { query.append(("after", cursor)) }
        let answer = await ask(listing, of: backend, query)
        guard case .page(let page) = answer else { return answer }
        return Self.fault(of: page, backend, from..<to, limit: listing.page).map(Reply.fault) ?? answer
    }

    /// Some orders, by their keys or by the back end's own ids, whenever they were changed.
    func orders(_ keys: [String], ids: [String], at backend: String) async -> Reply {
        guard let listing = backends[backend]?.listing else { return Self.undeclared(backend) }
        if keys.isEmpty, ids.isEmpty { return .page(ListedPage()) }
        return await ask(listing, of: backend, ids.map { ("id", $0) } + keys.map { ("key", $0) })
    }

    /// Ends the thread.
    func shutdown() async { await reading.shutdown() }

    private func ask(_ listing: PagedResource, of backend: String, _ query: [(String, String)]) async -> Reply {
        switch await reading.get(listing, query) {
        case .later(let words, let seconds): return .later(words, seconds: seconds)
        case .refused(let status):
            return .fault(Diagnostic("verify.listing-refused", value: String(status), facts: ["backend": backend]))
        case .large:
            return .fault(
                Diagnostic("verify.listing-large", value: String(ListedPage.mostBytes), facts: ["backend": backend]))
        case .body(let body):
            do throws(Diagnostic) { return .page(try ListedPage(body, of: backend)) } catch { return .fault(error) }
        }
    }

    /// What of a page was not asked for.
    private static func fault(
        of page: ListedPage, _ backend: String, _ window: Range<Int64>, limit: Int
    ) -> Diagnostic? {
        if page.orders.count > limit {
            return Diagnostic(
                "verify.listing-many", value: String(page.orders.count),
                facts: ["backend": backend, "limit": String(limit)])
        }
        return page.orders.first { !window.contains($0.changed.microseconds) }.map { order in
            Diagnostic(
                "verify.listing-outside", value: order.key ?? order.id,
                facts: ["backend": backend, "changed": order.changed.iso8601])
        }
    }

    private static func undeclared(_ backend: String) -> Reply {
        .fault(Diagnostic("verify.listing-undeclared", value: backend, facts: ["site": "?"]))
    }
}

extension ListedPage {
    /// No orders, and no further page.
    fileprivate init() { (orders, next) = ([], nil) }
}
