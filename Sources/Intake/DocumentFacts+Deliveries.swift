public import Orders
public import Rollout

extension DocumentFacts {
    /// Adds what the pilot and the cut by delivery date ask for: whom the goods go to, and when.
    mutating func addDeliveries(of canonical: CanonicalDocument, siteFacts: [String]) {
        guard let document = canonical.content as? any OrderDocument else { return }
        if let party = document.deliveryParty { deliveryParty = Self.identifiers(of: party) }
        requested = Self.requests(document.delivery?.requested ?? document.delivery?.earliest)
        let asksLines = siteFacts.contains { $0.hasPrefix(Self.ofLines) }
        guard asksLines || document.lines.contains(where: \.mayGoElsewhere) else { return }
        let all = Self.lines(of: document, siteFacts: siteFacts)
        lines = all.contains { !$0.siteFacts.isEmpty } ? all : all.filter { !$0.requested.isEmpty }
    }

    /// What every line and delivery of an order, its change or its cancellation says of sites and deliveries; empty for any
    /// other document.
    public static func lines(of canonical: CanonicalDocument, siteFacts: [String]) -> [LineFacts] {
        canonical.orderContent.map { lines(of: $0, siteFacts: siteFacts) } ?? []
    }

    private static func lines(of document: any OrderDocument, siteFacts: [String]) -> [LineFacts] {
        var all: [LineFacts] = []
        for (place, line) in document.lines.enumerated() {
            let own = Self.siteFacts(of: line, among: siteFacts)
            let asked = requests(line.delivery?.requested ?? line.delivery?.earliest)
            all.append(LineFacts(number: line.number, siteFacts: own, requested: asked, line: place))
            for (number, delivery) in line.deliveries.enumerated() {
                let facts = Self.siteFacts(of: delivery.destination, among: siteFacts)
                all.append(
                    LineFacts(
                        number: line.number, siteFacts: own.merging(facts) { $1 },
                        requested: requests(delivery.date ?? delivery.earliest), line: place, delivery: number))
            }
        }
        return all
    }

    private static func requests(_ time: BusinessTime?) -> [RequestedDelivery] {
        guard let time else { return [] }
        let instant = time.instantSeconds.map { Instant(microseconds: Int64($0) * 1_000_000) }
        return [RequestedDelivery(day: time.date.canonicalText, instant: instant)]
    }

    private static let ofLines = "lines."

    /// What a line says by itself: of its own delivery party, and what rules ask of lines.
    private static func siteFacts(of line: Line, among names: [String]) -> [String: [String]] {
        let party = line.parties.first { $0.role == .deliveryParty }
        var values = siteFacts(of: party, among: names)
        for name in names where name.hasPrefix(ofLines) {
            values[name] = line.values(at: String(name.dropFirst(ofLines.utf8.count)))
        }
        return values
    }

    /// What a line or delivery says in the place of the document's delivery party.
    private static func siteFacts(of party: Party?, among names: [String]) -> [String: [String]] {
        guard let party else { return [:] }
        var values: [String: [String]] = [:]
        for name in names where name.hasPrefix("deliveryParty.") {
            let found = party.values(at: String(name.dropFirst("deliveryParty.".utf8.count)))
            if !found.isEmpty { values[name] = found }
        }
        return values
    }
}

extension Line {
    /// Whether it says anything by itself of where and when it is to be delivered.
    fileprivate var mayGoElsewhere: Bool { delivery != nil || !deliveries.isEmpty || !parties.isEmpty }
}

extension LineDelivery {
    /// Whom it goes to: its party, else the place that is named in its stead.
    fileprivate var destination: Party? {
        if let party { return party }
        guard let location else { return nil }
        var place = Party()
        let number = GLN(rawValue: location)
        guard !number.hasValidCheckDigit else {
            place.gln = number
            return place
        }
        var code = Identifier()
        code.value = location
        place.ids = [code]
        return place
    }
}
