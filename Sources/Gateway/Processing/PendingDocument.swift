import Intake
import Rollout
import Store

/// A document of the batch with the order that it resolves to.
struct PendingDocument {
    var id: UniqueID
    /// The version of its payload that this decision makes.
    var version: Int64 = 1
    var interchange: KeptInterchange
    var understood: UnderstoodDocument
    var resolution: Resolution?

    init(_ understood: UnderstoodDocument, of interchange: KeptInterchange, in snapshot: RoutingSnapshot) {
        let interchangeID = UniqueID(interchange.id) ?? UniqueID(at: 0)
        id = UniqueID(documentAt: understood.position, of: interchangeID)
        self.interchange = interchange
        self.understood = understood
        if case .understood(var content) = understood.outcome {
            content.facts.document = id.description
            content.facts.place = DocumentPlace(number: interchange.number, position: Int64(understood.position))
            self.understood.outcome = .understood(content)
            resolution = snapshot.resolve(content.facts)
        }
    }

    /// Makes it a stored document that is decided again.
    mutating func stands(for row: DocumentRow) {
        id = row.id
        guard case .understood(var content) = understood.outcome else { return }
        content.facts.document = row.id.description
        content.facts.place = row.place
        understood.outcome = .understood(content)
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

    var key: OrderKey? {
        if case .order(let order) = resolution { return order.key }
        return nil
    }
}
