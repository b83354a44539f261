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
    /// What a back end's document belongs to.
    var emitted: EmittedDocument.Reading?

    init(_ understood: UnderstoodDocument, of interchange: KeptInterchange, in snapshot: RoutingSnapshot) {
        let interchangeID = UniqueID(interchange.id) ?? UniqueID(at: 0)
        id = UniqueID(documentAt: understood.position, of: interchangeID)
        self.interchange = interchange
        self.understood = understood
        if case .understood(var content) = understood.outcome {
            content.facts.document = id.description
            content.facts.place = DocumentPlace(number: interchange.number, position: Int64(understood.position))
            self.understood.outcome = .understood(content)
            if let backend = BackendSender.backend(of: interchange.sender) {
                emitted = Self.emitted(content, from: backend, at: interchange.receivedAt, in: snapshot)
            } else {
                resolution = snapshot.resolve(content.facts)
            }
        }
    }

    private static func emitted(
        _ content: UnderstoodDocument.Content, from backend: String, at received: Instant, in snapshot: RoutingSnapshot
    ) -> EmittedDocument.Reading {
        guard let document = CanonicalDocument.read(json: content.canonical).document else {
            preconditionFailure("a document that was understood is canonical")
        }
        return EmittedDocument.reading(
            document, facts: content.facts, from: backend, acceptedAt: received, in: snapshot)
    }

    /// Makes it a stored document that is decided again.
    mutating func stands(for row: DocumentRow) {
        id = row.id
        guard case .understood(var content) = understood.outcome else { return }
        content.facts.document = row.id.description
        content.facts.place = row.place
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

    /// The order under which it is kept; of several that a back end's document names the first.
    var key: OrderKey? { keys.first }

    /// Every order that it names.
    var keys: [OrderKey] {
        if case .order(let order) = resolution { return [order.key] }
        if case .orders(let document) = emitted { return document.orders.map(\.key) }
        return []
    }

    /// Whether routing can say anything of it.
    var isResolved: Bool { resolution != nil || emitted != nil }
}
