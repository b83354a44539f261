import Channels
import ConfigurationFiles
import Diagnostics
import Rollout

/// Asks back ends for the orders that they hold: page by page for a window, or some orders by name.
struct OrderLister: Sendable {
    private let backends: BackendBook
    private let sender: HTTPSender

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
        sender = HTTPSender(
            limits: HTTPSender.Limits(inFlight: 4, waiting: 64, answerBody: ListedPage.mostBytes))
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
    func shutdown() async { await sender.shutdown() }

    private func ask(_ listing: OrderListing, of backend: String, _ query: [(String, String)]) async -> Reply {
        let base = listing.url.reveal()
        let text = query.map { "\($0.0)=\(Self.escaped($0.1))" }.joined(separator: "&")
        let outcome = await sender.send(
            OutgoingRequest(
                method: "GET", url: base + (base.contains("?") ? "&" : "?") + text,
                headers: listing.headers.map { .init($0.name, $0.value.reveal()) } + [
                    .init("Accept", "application/json")
                ],
                connectTimeout: .seconds(listing.connectSeconds), timeout: .seconds(listing.timeoutSeconds),
                mayBeRepeated: true))
        switch outcome {
        case .notSent(let diagnostic), .unknown(let diagnostic):
            return .later(Catalogue.english.wording(of: diagnostic).message, seconds: nil)
        case .answered(let answer): return Self.read(answer, of: backend)
        }
    }

    private static func read(_ answer: Answer, of backend: String) -> Reply {
        switch answer.status {
        case 200: break
        case 408, 425, 429, 500...599:
            return .later("HTTP \(answer.status)", seconds: answer.header("Retry-After").flatMap(Double.init))
        default:
            return .fault(
                Diagnostic("verify.listing-refused", value: String(answer.status), facts: ["backend": backend]))
        }
        if answer.bodyIsCut {
            return .fault(
                Diagnostic("verify.listing-large", value: String(ListedPage.mostBytes), facts: ["backend": backend]))
        }
        do throws(Diagnostic) { return .page(try ListedPage(answer.body, of: backend)) } catch { return .fault(error) }
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

    /// A value as a query carries it (RFC 3986, 2.3).
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(
            decoding: text.utf8.flatMap { byte -> [UInt8] in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: [byte]
                default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                }
            }, as: UTF8.self)
    }
}

extension ListedPage {
    /// No orders, and no further page.
    fileprivate init() { (orders, next) = ([], nil) }
}
