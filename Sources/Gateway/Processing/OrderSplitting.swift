import Diagnostics
import Intake
import Orders
import Rollout
import Store

/// Makes one document for each site of a document whose lines mean several, where the configuration says `split: lines`.
///
/// Each part is routed as a document of its own, of an order of its own under the common key with the site behind it, so
/// that everything that happens to orders happens to each part by itself. What is known of the whole orders is read before
/// any row is locked, since it says which rows there are; ``confirm()`` sees behind the locks that it still holds.
struct OrderSplitting {
    private let snapshot: RoutingSnapshot
    private let understanding: @Sendable (String) -> Understanding
    private let transaction: any Transaction
    private let read: [OrderKey: KnownOrder]
    /// With what the documents of this transaction add.
    private var known: [OrderKey: KnownOrder]

    init(
        _ documents: [PendingDocument], by snapshot: RoutingSnapshot,
        _ understanding: @escaping @Sendable (String) -> Understanding, in transaction: any Transaction
    ) throws {
        self.snapshot = snapshot
        self.understanding = understanding
        self.transaction = transaction
        let keys = snapshot.split == .lines ? Set(documents.flatMap(\.keys).map(\.whole)).sorted() : []
        read = keys.isEmpty ? [:] : try transaction.knownOrders(keys)
        known = read
    }

    /// Whether documents can be split at all.
    var isAtWork: Bool { snapshot.split == .lines }

    /// Makes sure that nobody split, or made, one of the orders while their rows were not locked yet.
    func confirm() throws {
        guard !read.isEmpty, try transaction.knownOrders(read.keys.sorted()) != read else { return }
        throw StoreError(.serialization, code: "order-parts", message: "an order has just been split")
    }

    /// The document as it is, held, or its parts.
    mutating func split(_ document: PendingDocument) throws -> [PendingDocument] {
        if case .orders(let emitted) = document.emitted { return [try splitting(document, emitted)] }
        if !document.others.isEmpty { return [naming(document)] }
        guard case .order(let order) = document.resolution, case .understood(let content) = document.understood.outcome,
            isAtWork || content.facts.lines.contains(where: { !$0.siteFacts.isEmpty })
        else { return [document] }
        let known = known[order.key] ?? .unborn([])
        var facts = content.facts
        var canonical: CanonicalDocument?
        if case .split = known {
            canonical = CanonicalDocument.read(json: content.canonical).document
            let asked = understanding(document.interchange.sender).siteFacts
            facts.lines = canonical.map { DocumentFacts.lines(of: $0, siteFacts: asked) } ?? facts.lines
        }
        var document = document
        switch snapshot.resolveSplit(facts, known: known) {
        case .decided: break
        case .hold(let diagnostic): document.hold(diagnostic, for: order.key)
        case .whole(let order):
            document.resolution = .order(order)
            if content.facts.action == .original, case .unborn = known { self.known[order.key] = .whole }
        case .parts(let orders):
            guard let whole = canonical ?? CanonicalDocument.read(json: content.canonical).document else { break }
            switch SplitDocument.parts(of: whole, among: orders) {
            case .failure(let diagnostic): document.hold(diagnostic, for: order.key)
            case .success(let parts):
                learn(parts, of: order.key, isBirth: content.facts.action == .original)
                let numbers = self.known[order.key]?.parts.map(\.number) ?? []
                return parts.map { self.document($0, of: document, content, numbers) }
            }
        }
        return [document]
    }

    private mutating func learn(_ parts: [SplitDocument], of key: OrderKey, isBirth: Bool) {
        var all = Dictionary(
            (known[key]?.parts ?? []).map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        for part in parts { all[part.order.part.number] = part.order.part }
        let sorted = all.values.sorted { $0.number < $1.number }
        if case .split = known[key] {
            known[key] = .split(sorted)
        } else {
            known[key] = isBirth ? .split(sorted) : .unborn(sorted)
        }
    }

    private func document(
        _ part: SplitDocument, of whole: PendingDocument, _ content: UnderstoodDocument.Content, _ numbers: [Int]
    ) -> PendingDocument {
        let understanding = understanding(whole.interchange.sender)
        let facts = understanding.facts(
            of: part.document, id: "", sender: whole.interchange.sender, day: whole.interchange.receivedAt.day,
            test: content.facts.test)
        var content = content
        content.facts = facts
        content.canonical = part.document.jsonBytes
        return whole.part(part.order, content: content, among: numbers)
    }

    /// A document that names several orders stays whole, and names every part of those that were split.
    private func naming(_ document: PendingDocument) -> PendingDocument {
        guard case .order(let first) = document.resolution else { return document }
        let orders = ([first] + document.others).flatMap { order -> [ResolvedOrder] in
            guard case .split(let parts) = known[order.key] else { return [order] }
            return parts.map { ResolvedOrder(part: $0, buyer: order.buyer) }
        }
        guard let first = orders.first else { return document }
        var document = document
        document.resolution = .order(first)
        document.others = Array(orders.dropFirst())
        return document
    }

    /// A back end's document of a split order speaks of the parts that are its own, unless it says which.
    private func splitting(_ document: PendingDocument, _ emitted: EmittedDocument) throws -> PendingDocument {
        guard emitted.orders.contains(where: { known[$0.key]?.parts.isEmpty == false }) else { return document }
        var emitted = emitted
        emitted.orders = try emitted.orders.flatMap { order -> [ResolvedOrder] in
            guard case .split(let parts) = known[order.key] else { return [order] }
            let own = try parts.filter { part in
                try transaction.itineraries(of: part.key.text).contains { $0.backend == emitted.document.backend }
            }
            return (own.isEmpty ? parts : own).map { ResolvedOrder(part: $0, buyer: order.buyer) }
        }.sorted { $0.key < $1.key }
        var document = document
        document.emitted = .orders(emitted)
        return document
    }
}
