import Intake
import Rollout
import Store

/// What mappings wrote of documents before they are decided, so that the deciding transaction need not write it while it
/// holds its locks.
///
/// It is a guess at the owners and decides nothing: what is not in here when a delivery is made (an order owned elsewhere,
/// a document that was woken or is replayed, a snapshot that has just changed, one for a back end that gets its own codes) is written then. Either way the bytes are
/// the same, since they follow from the document and its place alone.
struct PreparedPayloads: Sendable {
    private struct Key: Hashable {
        var document: UniqueID
        var backend: String
    }

    private var payloads: [Key: Result<WrittenPayload, PayloadFault>] = [:]

    /// How many there are.
    var count: Int { payloads.count }

    mutating func add(_ payload: Result<WrittenPayload, PayloadFault>, of document: UniqueID, for backend: String) {
        payloads[Key(document: document, backend: backend)] = payload
    }

    mutating func merge(_ other: PreparedPayloads) { payloads.merge(other.payloads) { first, _ in first } }

    /// What was written for a delivery, or why nothing could be; nil when nothing was tried. Only a document's first
    /// version is written beforehand.
    subscript(delivery: DeliveryRow) -> Result<WrittenPayload, PayloadFault>? {
        guard delivery.payloadVersion == 1 else { return nil }
        return payloads[Key(document: delivery.documentID, backend: delivery.backend)]
    }
}

/// Writes the payloads of documents that were just read, for the back ends that may come to own them.
struct PayloadPreparation: Sendable {
    let writers: PayloadWriters
    let routing: RoutingState

    /// The payloads of some documents of an interchange. Computes for as long as mapping takes.
    func payloads(of documents: [UnderstoodDocument], in interchange: KeptInterchange) -> PreparedPayloads {
        var prepared = PreparedPayloads()
        guard !writers.isIdle, let id = UniqueID(interchange.id) else { return prepared }
        let snapshot = routing.version.snapshot
        for document in documents {
            guard case .understood(let content) = document.outcome else { continue }
            let origin = PayloadOrigin(
                number: interchange.number, position: Int64(document.position), version: 1,
                receivedAt: interchange.receivedAt)
            for backend in Self.possibleOwners(of: content.facts, by: snapshot)
            where !writers.translates(for: backend) {
                guard let written = writers.write(content.canonical, for: backend, from: origin) else { continue }
                prepared.add(written, of: UniqueID(documentAt: document.position, of: id), for: backend)
            }
        }
        return prepared
    }

    /// The back ends of the site that a document names, whichever side owns; the test back end of a test.
    private static func possibleOwners(of facts: DocumentFacts, by snapshot: RoutingSnapshot) -> Set<String> {
        switch snapshot.resolve(facts) {
        case .order(let order):
            guard let name = order.site.name else { return [] }
            return Set(snapshot.site(named: name)?.backends.values.map(\.self) ?? [])
        case .decided(.deliver(let route)): return [route.backend]
        case .decided: return []
        }
    }
}
