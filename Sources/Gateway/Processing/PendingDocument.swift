import Diagnostics
import Intake
import Orders
import Rollout
import Store

/// A document of the batch with the order that it resolves to.
struct PendingDocument {
    var id: UniqueID
    /// The version of its payload that this decision makes.
    var version: Int64 = 1
    var interchange: KeptInterchange
    var understood: UnderstoodDocument
    /// What a partner's document belongs to; nil for a back end's, and for one that was not understood.
    var resolution: Resolution?
    /// The further orders of a partner's document that names several.
    var others: [ResolvedOrder] = []
    /// What a back end's document belongs to.
    var emitted: EmittedDocument.Reading?
    /// The part of its order that it is for, of a document that was split; see ``OrderSplitting``.
    private(set) var part: OrderPart?
    /// The ids under which this document may have been decided before, whole or in parts.
    private(set) var twins: [UniqueID]
    /// The order of one that is held before it is known what it does there.
    private var heldFor: OrderKey?

    /// - Parameter states: the orders that a back end's document states.
    init(
        _ understood: UnderstoodDocument, of interchange: KeptInterchange, in snapshot: RoutingSnapshot,
        states: (CanonicalDocument, String) throws -> [OrderKey]
    ) rethrows {
        let interchangeID = UniqueID(interchange.id) ?? UniqueID(at: 0)
        id = UniqueID(documentAt: understood.position, of: interchangeID)
        twins = [id]
        self.interchange = interchange
        self.understood = understood
        if case .understood(var content) = understood.outcome {
            content.facts.document = id.description
            content.facts.place = DocumentPlace(number: interchange.number, position: Int64(understood.position))
            self.understood.outcome = .understood(content)
            if let backend = BackendSender.backend(of: interchange.sender) {
                emitted = try Self.emitted(
                    content, from: backend, at: interchange.receivedAt, in: snapshot, states: states)
            } else {
                let resolved = snapshot.resolveOrders(content.facts)
                (resolution, others) = (resolved.resolution, resolved.others)
            }
        }
    }

    private static func emitted(
        _ content: UnderstoodDocument.Content, from backend: String, at received: Instant, in snapshot: RoutingSnapshot,
        states: (CanonicalDocument, String) throws -> [OrderKey]
    ) rethrows -> EmittedDocument.Reading {
        guard let document = CanonicalDocument.read(json: content.canonical).document else {
            preconditionFailure("a document that was understood is canonical")
        }
        return EmittedDocument.reading(
            document, facts: content.facts, from: backend, keys: try states(document, backend), acceptedAt: received,
            in: snapshot)
    }

    /// The document for one part of its order, whose parts have some numbers.
    func part(_ order: SubOrder, content: UnderstoodDocument.Content, among numbers: [Int]) -> PendingDocument {
        let whole = DocumentPlace(number: interchange.number, position: Int64(understood.position))
        let interchangeID = UniqueID(interchange.id) ?? UniqueID(at: 0)
        func id(_ number: Int) -> UniqueID {
            UniqueID(documentAt: Int(whole.part(number).position), of: interchangeID)
        }
        var document = self
        document.part = order.part
        document.id = id(order.part.number)
        document.twins = twins + numbers.map(id)
        var content = content
        content.facts.document = document.id.description
        // One that a person lets go behind newer ones has no place.
        content.facts.place = place == nil ? nil : whole.part(order.part.number)
        document.understood.outcome = .understood(content)
        document.resolution = .order(order.order)
        return document
    }

    /// Holds it for a person, under an order's key.
    mutating func hold(_ diagnostic: Diagnostic, for key: OrderKey) {
        resolution = .decided(.hold(diagnostic, at: nil))
        heldFor = key
    }

    /// Leaves one that is held under the key of the part that it was for.
    mutating func keep(_ key: OrderKey) { if heldFor != nil { heldFor = key } }

    /// Where it stands in its interchange.
    var position: Int64 {
        let whole = DocumentPlace(number: interchange.number, position: Int64(understood.position))
        return (part.map { whole.part($0.number) } ?? whole).position
    }

    /// Makes it a stored document that is decided again.
    mutating func stands(for row: DocumentRow) {
        id = row.id
        guard case .understood(var content) = understood.outcome else { return }
        content.facts.document = row.id.description
        if content.facts.place != nil { content.facts.place = part == nil ? row.place : place }
        understood.outcome = .understood(content)
        if case .orders(var document) = emitted {
            document.document.document = row.id.description
            emitted = .orders(document)
        }
    }

    /// Lets it go behind newer documents of its order, as a person said.
    mutating func forgetPlace() {
        guard case .understood(var content) = understood.outcome else { return }
        content.facts.place = nil
        understood.outcome = .understood(content)
    }

    /// Where it stands in its order; nil where that is of no account.
    var place: DocumentPlace? {
        guard case .understood(let content) = understood.outcome else { return nil }
        return content.facts.place
    }

    /// The order under which it is kept; of several that it names the first.
    var key: OrderKey? { keys.first }

    /// The orders that it names behind the first.
    var furtherKeys: [OrderKey] { part == nil ? Array(keys.dropFirst()) : [] }

    /// Every order whose row it is decided under.
    var keys: [OrderKey] {
        if case .order(let order) = resolution {
            return part == nil ? [order.key] + others.map(\.key) : [order.key, order.key.whole]
        }
        if let heldFor { return [heldFor] }
        if case .orders(let document) = emitted { return document.orders.map(\.key) }
        return []
    }

    /// Whether routing can say anything of it.
    var isResolved: Bool { resolution != nil || emitted != nil }
}
