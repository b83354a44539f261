import Intake
import Orders
import Rollout
import Store

/// Reads what is stored again, by today's mapping and configuration: for documents that are woken, compared or replayed.
struct Rereading: Sendable {
    /// The understanding for a sender's documents.
    let understanding: @Sendable (String) -> Understanding

    /// A document that waits for its order, ready to be routed.
    func parked(
        _ id: UniqueID, by snapshot: RoutingSnapshot, in transaction: any Transaction
    ) throws -> (row: DocumentRow, routable: RoutableDocument)? {
        guard let row = try transaction.document(id),
            let payload = try transaction.payload(of: id, version: row.payloadVersion),
            let document = CanonicalDocument.read(json: payload.canonical).document
        else { return nil }
        let received = Instant(microseconds: row.receivedAt)
        var facts = understanding(row.sender).facts(
            of: document, id: id.description, sender: row.sender, day: received.day, test: row.isTest)
        facts.place = row.place
        guard case .order(let order) = snapshot.resolve(facts) else { return nil }
        return (row, RoutableDocument(facts: facts, order: order, acceptedAt: received))
    }

    /// The hash of a stored document's content as today's mapping reads it; nil when it cannot be read any more.
    func contentHash(of row: DocumentRow, in transaction: any Transaction) throws -> String? {
        guard let understood = try understood(row, in: transaction),
            case .understood(let content) = understood.outcome
        else { return nil }
        return content.facts.contentHash
    }

    /// A stored document, understood again from its bytes: those of its newest version, or the interchange's own.
    func understood(_ row: DocumentRow, in transaction: any Transaction) throws -> UnderstoodDocument? {
        let edited = try transaction.payload(of: row.id, version: row.payloadVersion)?.original
        let reader = DocumentFinder(
            position: edited == nil ? Int(row.position) : 1, understanding: understanding(row.sender),
            sender: row.sender, day: Instant(microseconds: row.receivedAt).day)
        if let edited { return try reader.find(in: [edited].makeIterator()) }
        var piece: Int64 = 0
        return try reader.find(
            in: AnyIterator {
                defer { piece += 1 }
                return try? transaction.interchangePiece(piece, of: row.interchangeID)
            })
    }
}

/// Finds one document in a payload and understands it; the others are only read past.
struct DocumentFinder {
    let position: Int
    let understanding: Understanding
    let sender: String
    let day: String

    func find(in pieces: some IteratorProtocol<[UInt8]>) throws -> UnderstoodDocument? {
        try all(in: pieces, only: position).documents.first
    }

    /// All documents of a payload, or the one at a place, with the number of documents there are.
    func all(
        in pieces: some IteratorProtocol<[UInt8]>, only wanted: Int? = nil
    ) throws -> (documents: [UnderstoodDocument], count: Int) {
        var reader = PayloadReader(profile: understanding.profile, formats: understanding.shapes.formats)
        var collector = MessageCollector()
        var found: [UnderstoodDocument] = []
        func take() {
            _ = collector.takeOutline()
            for document in collector.takeDocuments() where wanted == nil || document.position == wanted {
                found.append(understanding.understand(document, sender: sender, day: day))
            }
        }
        var pieces = pieces
        while let piece = pieces.next() {
            try reader.read(piece[...]) { collector.take($0) }
            take()
        }
        try reader.finish { collector.take($0) }
        take()
        return (found, collector.count)
    }
}
