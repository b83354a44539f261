import Orders
import Rollout

extension DocumentFacts {
    /// Adds what the pilot and the cut by delivery date ask for: whom the goods go to, and when.
    mutating func addDeliveries(of canonical: CanonicalDocument, siteFacts: [String]) {
        guard let document = canonical.content as? any OrderDocument else { return }
        if let party = document.deliveryParty { deliveryParty = Self.identifiers(of: party) }
        requested = Self.requests(document.delivery?.requested ?? document.delivery?.earliest)
        for line in document.lines {
            let own = Self.requests(line.delivery?.requested ?? line.delivery?.earliest)
            if !own.isEmpty { lines.append(LineFacts(number: line.number, requested: own)) }
            for delivery in line.deliveries {
                let asked = Self.requests(delivery.date ?? delivery.earliest)
                let facts = Self.siteFacts(of: delivery, among: siteFacts)
                guard !asked.isEmpty || !facts.isEmpty else { continue }
                lines.append(LineFacts(number: line.number, siteFacts: facts, requested: asked))
            }
        }
    }

    private static func requests(_ time: BusinessTime?) -> [RequestedDelivery] {
        guard let time else { return [] }
        let instant = time.instantSeconds.map { Instant(microseconds: Int64($0) * 1_000_000) }
        return [RequestedDelivery(day: time.date.canonicalText, instant: instant)]
    }

    /// What a delivery of a line says in the place of the document's delivery party.
    private static func siteFacts(of delivery: LineDelivery, among names: [String]) -> [String: [String]] {
        guard let party = delivery.party else { return [:] }
        var values: [String: [String]] = [:]
        for name in names where name.hasPrefix("deliveryParty.") {
            let found = party.values(at: String(name.dropFirst("deliveryParty.".utf8.count)))
            if !found.isEmpty { values[name] = found }
        }
        return values
    }
}
