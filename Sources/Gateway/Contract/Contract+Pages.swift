import ConfigurationFiles
import Diagnostics
import Intake
import Rollout

extension ContractTest {
    /// How many pages are read at most.
    private static let mostPages = 500

    private var window: (from: Int64, to: Int64) {
        // Clocks differ a little.
        (began.adding(seconds: -300).microseconds, Clock.system.now().adding(seconds: 300).microseconds)
    }

    func listingWindow() async -> ContractFinding {
        guard lister.lists(backend.name) else { return unseen(.listingWindow, "it lists no orders") }
        let (from, to) = window
        let hour: Int64 = 3_600_000_000
        let sent = "the orders changed since \(Instant(microseconds: from).iso8601), and those of the hour before"
        let present = await walk(from, to, page: nil)
        let past = await walk(from - hour, from, page: nil)
        guard case .success(let present) = present, case .success(let past) = past else {
            return ContractFinding(
                .listingWindow, .broken, sent: sent, came: Self.fault(present) ?? Self.fault(past) ?? "")
        }
        let own = present.filter { $0.key == orderKey("A") }
        let isRight = own.count == 1 && !past.contains { $0.key == orderKey("A") }
        return ContractFinding(
            .listingWindow, isRight ? .kept : .broken, sent: sent,
            came: "\(present.count) orders, \(own.count) of them \(orderKey("A")); before \(past.count)")
    }

    func listingPages() async -> ContractFinding {
        guard lister.lists(backend.name) else { return unseen(.listingPages, "it lists no orders") }
        let (from, to) = window
        let sent = "the same window by limit=1"
        switch await walk(from, to, page: 1) {
        case .failure(let fault): return ContractFinding(.listingPages, .broken, sent: sent, came: fault.words)
        case .success(let orders):
            let own = orders.compactMap(\.key).filter { $0.hasPrefix("milepost-kit/KIT-\(run)") }
            let isRight = own.count > 1 && Set(own).count == own.count
            return ContractFinding(
                .listingPages, isRight ? .kept : .broken, sent: sent,
                came: "\(orders.count) pages with \(Set(own).count) orders of this run, \(own.count) times")
        }
    }

    func listingOneOrder() async -> ContractFinding {
        let sent = "\(orderKey("A")) by its key, by its id, and a key that nobody knows"
        var came: [String] = []
        var isRight = true
        switch await listed("A") {
        case .nowhere: return unseen(.listingOneOrder, "it lists no orders")
        case .fault(let words): return ContractFinding(.listingOneOrder, .broken, sent: sent, came: words)
        case .orders(let orders):
            came.append(orders.map(\.words).joined(separator: ", "))
            guard let one = orders.first, orders.count == 1 else {
                return ContractFinding(.listingOneOrder, .broken, sent: sent, came: "\(orders.count) orders")
            }
            for (found, count) in [(await found([], ids: [one.id]), 1), (await listed("nobody"), 0)] {
                guard case .orders(let orders) = found else {
                    if case .fault(let words) = found { came.append(words) }
                    isRight = false
                    continue
                }
                came.append("\(orders.count) orders")
                isRight = isRight && orders.count == count && orders.allSatisfy { $0.id == one.id && $0.key == one.key }
            }
        }
        return ContractFinding(
            .listingOneOrder, isRight ? .kept : .broken, sent: sent, came: came.joined(separator: "; "))
    }

    struct PageFault: Error {
        var words: String
    }

    private static func fault(_ result: Result<[ListedOrder], PageFault>) -> String? {
        if case .failure(let fault) = result { fault.words } else { nil }
    }

    /// All orders of a window.
    private func walk(_ from: Int64, _ to: Int64, page: Int?) async -> Result<[ListedOrder], PageFault> {
        var asked = backend
        if let page { asked.listing?.page = page }
        let lister = OrderLister(BackendBook([asked]))
        let result = await walk(lister, from, to)
        await lister.shutdown()
        return result
    }

    private func walk(_ lister: OrderLister, _ from: Int64, _ to: Int64) async -> Result<[ListedOrder], PageFault> {
        var orders: [ListedOrder] = []
        var cursor: String?
        for _ in 0..<Self.mostPages {
            switch await lister.page(of: backend.name, from: from, to: to, after: cursor) {
            case .later(let words, _): return .failure(PageFault(words: words))
            case .fault(let diagnostic):
                return .failure(PageFault(words: Catalogue.english.wording(of: diagnostic).message))
            case .page(let page):
                orders += page.orders
                guard let next = page.next else { return .success(orders) }
                if next == cursor { return .failure(PageFault(words: "the same next again: \(next)")) }
                cursor = next
            }
        }
        return .failure(PageFault(words: "more than \(Self.mostPages) pages"))
    }

    // MARK: What it made

    /// A source of pages of one document each; nil where none is polled.
    private var source: PollSource? {
        var asked = backend
        switch asked.poll {
        case .http(var resource, let seconds):
            resource.page = 1
            asked.poll = .http(resource, everySeconds: seconds)
        case .postgres(var poll, let seconds):
            poll.page = 1
            asked.poll = .postgres(poll, everySeconds: seconds)
        case .folder, .fileServer, nil: return nil
        }
        return PollSource(asked)
    }

    func pollPages() async -> ContractFinding {
        guard let source else { return unseen(.pollPages, "it is not polled") }
        let finding = await pages(source)
        await source.shutdown()
        return finding
    }

    private func pages(_ source: PollSource) async -> ContractFinding {
        let sent = "what it made by limit=1, 20 pages at most"
        var ids: [String?] = []
        var cursors: [String] = []
        while ids.count < 20 {
            switch await source.page(behind: cursors.last) {
            case .later(let words, _): return ContractFinding(.pollPages, .broken, sent: sent, came: words)
            case .fault(let diagnostic):
                let words = Catalogue.english.wording(of: diagnostic).message
                return ContractFinding(.pollPages, .broken, sent: sent, came: words)
            case .page(let page):
                guard let document = page.documents.first, let cursor = page.cursor else {
                    return ids.isEmpty
                        ? unseen(.pollPages, "it has made nothing yet")
                        : ContractFinding(.pollPages, .kept, sent: sent, came: "\(ids.count) documents")
                }
                guard !ids.contains(document.id), !cursors.contains(cursor) else {
                    return ContractFinding(
                        .pollPages, .broken, sent: sent, came: "\(document.id ?? "no id") behind \(cursor) again")
                }
                ids.append(document.id)
                cursors.append(cursor)
            }
        }
        return ContractFinding(.pollPages, .kept, sent: sent, came: "\(ids.count) documents")
    }

    func pollCursorAgain() async -> ContractFinding {
        guard let source else { return unseen(.pollCursorAgain, "it is not polled") }
        var came: [String] = []
        var isRight = true
        for _ in 0..<2 {
            switch await source.page(behind: nil) {
            case .page(let page): came.append(page.documents.map { $0.id ?? "no id" }.joined(separator: ", "))
            case .later(let words, _):
                came.append(words)
                isRight = false
            case .fault(let diagnostic):
                came.append(Catalogue.english.wording(of: diagnostic).message)
                isRight = false
            }
        }
        await source.shutdown()
        if isRight, came.allSatisfy(\.isEmpty) { return unseen(.pollCursorAgain, "it has made nothing yet") }
        return ContractFinding(
            .pollCursorAgain, isRight && came[0] == came[1] ? .kept : .broken, sent: "the first page, twice",
            came: came.joined(separator: "; "))
    }

    func copyMakesNothing() async -> ContractFinding {
        guard let source else { return unseen(.copyMakesNothing, "it is not polled") }
        guard backend.abilities.takes.contains(.copies) else {
            return unseen(.copyMakesNothing, "it does not take copies")
        }
        let finding = await madeOfCopies(source)
        await source.shutdown()
        return finding
    }

    private func madeOfCopies(_ source: PollSource) async -> ContractFinding {
        let copy = number("copy")
        let sent = "order \(copy) as a copy before this; what it made, \(Self.mostPages) documents at most"
        var own = 0
        var cursor: String?
        for _ in 0..<Self.mostPages {
            guard case .page(let page) = await source.page(behind: cursor), let document = page.documents.first else {
                break
            }
            let text = String(decoding: document.bytes, as: UTF8.self)
            guard !text.contains("\"\(copy)\"") else {
                return ContractFinding(
                    .copyMakesNothing, .broken, sent: sent, came: "\(document.id ?? "a document") names \(copy)")
            }
            own += text.contains("KIT-\(run)-") ? 1 : 0
            cursor = page.cursor
        }
        return own == 0
            ? unseen(.copyMakesNothing, "it has made nothing of this run's orders yet")
            : ContractFinding(.copyMakesNothing, .kept, sent: sent, came: "\(own) documents, of its own orders alone")
    }
}
