import Intake
import Mapping
import Orders
import Rollout
import Store

/// Reads what is stored again, by today's mapping and configuration: for documents that are woken, compared or replayed.
struct Rereading: Sendable {
    /// The understanding for a sender's documents.
    let understanding: @Sendable (String) -> Understanding
    /// The side that a back end serves, if it is one alone.
    var side: @Sendable (String) -> Side? = { _ in nil }

    /// A document that waits for its order, ready to be routed.
    func parked(
        _ id: UniqueID, by snapshot: RoutingSnapshot, in transaction: any Transaction
    ) throws -> (row: DocumentRow, waiting: WaitingDocument)? {
        guard let row = try transaction.document(id),
            let payload = try transaction.payload(of: id, version: row.payloadVersion),
            let document = CanonicalDocument.read(json: payload.canonical).document
        else { return nil }
        let received = Instant(microseconds: row.receivedAt)
        var facts = understanding(row.sender).facts(
            of: document, id: id.description, sender: row.sender, day: received.day, test: row.isTest)
        facts.place = row.place
        if let backend = BackendSender.backend(of: row.sender) {
            let keys = try transaction.statedOrders(of: document, from: backend, side: side(backend), at: received)
            let reading = EmittedDocument.reading(
                document, facts: facts, from: backend, keys: keys, acceptedAt: received, in: snapshot)
            guard case .orders(var emitted) = reading else { return nil }
            emitted.orders = try parts(of: emitted.orders, for: row, in: transaction)
            return (row, .emitted(emitted))
        }
        let resolved = snapshot.resolveOrders(facts)
        guard case .order(let order) = resolved.resolution.part(row.orderPart) else { return nil }
        let orders =
            resolved.others.isEmpty ? [order] : try parts(of: [order] + resolved.others, for: row, in: transaction)
        let routable = RoutableDocument(
            facts: facts, order: orders[0], others: Array(orders.dropFirst()), acceptedAt: received)
        return (row, .received(routable))
    }

    /// The orders that a stored document names, each that was split by the parts under which the document is kept.
    private func parts(
        of orders: [ResolvedOrder], for row: DocumentRow, in transaction: any Transaction
    ) throws -> [ResolvedOrder] {
        let kept = [row.orderKey].compactMap(\.self) + (try transaction.furtherOrders(ofDocument: row.id))
        let parts = kept.compactMap(OrderKey.init(part:))
        return orders.flatMap { order in
            let own = parts.filter { $0 == order.key || $0.whole == order.key }
            return own.isEmpty
                ? [order] : own.map { ResolvedOrder(key: $0, buyer: order.buyer, site: order.site) }
        }
    }

    /// The hash of a stored document's content as today's mapping reads it; nil when it cannot be read any more.
    func contentHash(of row: DocumentRow, in transaction: any Transaction) throws -> String? {
        guard let understood = try understood(row, in: transaction),
            case .understood(let content) = understood.outcome
        else { return nil }
        return content.facts.contentHash
    }

    /// A stored document, understood again from its bytes.
    func understood(_ row: DocumentRow, in transaction: any Transaction) throws -> UnderstoodDocument? {
        let understanding = understanding(row.sender)
        return try read(row, by: understanding, in: transaction).map {
            understanding.understand($0, sender: row.sender, day: Instant(microseconds: row.receivedAt).day)
        }
    }

    /// Stored documents, understood again ahead of the transaction that decides them. Those of one interchange are found in one
    /// pass over its bytes; what cannot be found is left out.
    func understood(_ ids: [UniqueID], in transaction: any Transaction) throws -> [UniqueID: RereadDocument] {
        var found: [UniqueID: RereadDocument] = [:]
        var together: [UniqueID: [DocumentRow]] = [:]
        func take(_ read: ReadDocument, for row: DocumentRow, by understanding: Understanding) {
            let day = Instant(microseconds: row.receivedAt).day
            found[row.id] = RereadDocument(
                understood: understanding.understand(read, sender: row.sender, day: day), version: row.payloadVersion)
        }
        for id in ids {
            guard let row = try transaction.document(id) else { continue }
            guard try transaction.payload(of: id, version: row.payloadVersion)?.original != nil else {
                together[row.interchangeID, default: []].append(row)
                continue
            }
            let understanding = understanding(row.sender)
            if let read = try read(row, by: understanding, in: transaction) { take(read, for: row, by: understanding) }
        }
        for (interchange, rows) in together {
            guard let first = rows.first else { continue }
            let understanding = understanding(first.sender)
            let places = Dictionary(grouping: rows, by: { Int($0.place.payloadPosition) })
            var piece: Int64 = 0
            let pieces = AnyIterator {
                defer { piece += 1 }
                return try? transaction.interchangePiece(piece, of: interchange)
            }
            _ = try DocumentFinder(understanding: understanding).each(in: pieces) { read in
                for row in places[read.position] ?? [] { take(read, for: row, by: understanding) }
            }
        }
        return found
    }

    /// Where the values of a document come from, as today's mapping reads it; none where it does not.
    func origins(of row: DocumentRow, in transaction: any Transaction) throws -> [ValueOrigin] {
        let understanding = understanding(row.sender)
        guard let mapping = row.mapping.flatMap({ understanding.mappings[$0] }),
            let read = try read(row, by: understanding, in: transaction)
        else { return [] }
        return understanding.explain(read, by: mapping)?.origins ?? []
    }

    /// A stored document, read again from its bytes: those of its newest version, or the interchange's own.
    func read(
        _ row: DocumentRow, by understanding: Understanding, in transaction: any Transaction
    ) throws -> ReadDocument? {
        let edited = try transaction.payload(of: row.id, version: row.payloadVersion)?.original
        let finder = DocumentFinder(understanding: understanding)
        if let edited { return try finder.document(at: 1, in: [edited].makeIterator()) }
        var piece: Int64 = 0
        return try finder.document(
            at: Int(row.place.payloadPosition),
            in: AnyIterator {
                defer { piece += 1 }
                return try? transaction.interchangePiece(piece, of: row.interchangeID)
            })
    }
}

/// A stored document as it was understood again, ahead of the transaction that decides it.
struct RereadDocument: Sendable {
    var understood: UnderstoodDocument
    /// The version of the payload that was read.
    var version: Int64

    /// Whether a document still has the bytes that were read.
    func fits(_ row: DocumentRow) -> Bool { row.payloadVersion == version }
}

extension DocumentRow {
    /// The key of the part of a split order that it is for.
    var orderPart: OrderKey? { orderKey.flatMap(OrderKey.init(part:)) }
}

/// Finds documents in a payload; the others are only read past.
struct DocumentFinder {
    let understanding: Understanding

    /// The document at a place; nil where there is none.
    func document(at position: Int, in pieces: some IteratorProtocol<[UInt8]>) throws -> ReadDocument? {
        var found: ReadDocument?
        _ = try each(in: pieces) { if $0.position == position { found = $0 } }
        return found
    }

    /// Hands out every document, and counts them.
    func each(in pieces: some IteratorProtocol<[UInt8]>, _ take: (ReadDocument) -> Void) throws -> Int {
        var reader = PayloadReader(profile: understanding.profile, formats: understanding.shapes.formats)
        var collector = MessageCollector()
        func handOut() {
            _ = collector.takeOutline()
            for document in collector.takeDocuments() { take(document) }
        }
        var pieces = pieces
        while let piece = pieces.next() {
            try reader.read(piece[...]) { collector.take($0) }
            handOut()
        }
        try reader.finish { collector.take($0) }
        handOut()
        return collector.count
    }
}
