extension RoutingSnapshot {
    /// The traits of an order that is born by a document at a site; nil where there is no such site.
    public func traits(of facts: DocumentFacts, buyer: String, site name: String) -> BirthTraits? {
        let compiled = compiled
        return compiled.site(named: name).map { compiled.traits(of: facts, buyer: buyer, site: $0) }
    }
}

extension CompiledSnapshot {
    func traits(of facts: DocumentFacts, buyer: String, site: Int) -> BirthTraits {
        BirthTraits(
            partners: buyer == facts.sender ? [buyer] : [facts.sender, buyer], bucket: deliveryBucket(of: facts),
            requestedDay: earliestRequested(in: facts, at: site))
    }

    /// The bucket of what the delivery party is called for ever: its id in the register, else the identifier that is
    /// trusted most.
    private func deliveryBucket(of facts: DocumentFacts) -> Int? {
        guard let trusted = facts.deliveryParty.first else { return nil }
        if let place = parties.place(ofFirst: facts.deliveryParty, sender: facts.sender, day: facts.day) {
            return DeliveryBuckets.bucket(of: snapshot.parties[place].id)
        }
        return DeliveryBuckets.bucket(of: trusted.scheme, " ", trusted.value)
    }

    /// The earliest day that is requested at a site: by the document as a whole, and by the lines that mean no other site.
    private func earliestRequested(in facts: DocumentFacts, at site: Int) -> String? {
        var earliest: String?
        func consider(_ requests: [RequestedDelivery]) {
            for request in requests {
                let day = day(of: request, at: site)
                if earliest.map({ day < $0 }) ?? true { earliest = day }
            }
        }
        consider(facts.requested)
        for line in facts.lines where !line.requested.isEmpty {
            let named = snapshot.siteAnswer(line.siteFacts, sender: nil).name
            if let named, named != snapshot.sites[site].name { continue }
            consider(line.requested)
        }
        return earliest
    }

    /// The day of a request by the site's calendar, where its moment is known.
    private func day(of request: RequestedDelivery, at site: Int) -> String {
        guard let instant = request.instant, let zone = snapshot.zones?[snapshot.sites[site].timeZone] else {
            return request.day
        }
        return zone.day(of: instant)
    }
}
