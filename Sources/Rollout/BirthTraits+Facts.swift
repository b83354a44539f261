extension RoutingSnapshot {
    /// The traits of an order that is born by a document at a site.
    public func traits(of facts: DocumentFacts, buyer: String, site name: String) -> BirthTraits {
        BirthTraits(
            partners: buyer == facts.sender ? [buyer] : [facts.sender, buyer],
            bucket: deliveryName(of: facts).map(DeliveryBuckets.bucket),
            requestedDay: earliestRequested(in: facts, at: name))
    }

    /// What the delivery party is called for ever: its id in the register, else the identifier that is trusted most.
    private func deliveryName(of facts: DocumentFacts) -> String? {
        if let party = party(of: facts.deliveryParty, sender: facts.sender, day: facts.day) { return party.id }
        return facts.deliveryParty.first.map { "\($0.scheme) \($0.value)" }
    }

    /// The earliest day that is requested at a site: by the document as a whole, and by the lines that mean no other site.
    public func earliestRequested(in facts: DocumentFacts, at name: String) -> String? {
        let zone = site(named: name).flatMap { zones?[$0.timeZone] }
        func day(_ request: RequestedDelivery) -> String {
            guard let zone, let instant = request.instant else { return request.day }
            return zone.day(of: instant)
        }
        var requests = facts.requested
        for line in facts.lines where !line.requested.isEmpty {
            if let named = siteAnswer(line.siteFacts, sender: nil).name, named != name { continue }
            requests += line.requested
        }
        return requests.map(day).min()
    }
}
