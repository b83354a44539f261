/// Where an order should be found at a site, by what is settled for it.
public enum OrderStanding: Sendable, Hashable {
    /// Both sides should hold the same of it: its owner, and the other one as long as it gets copies of that purpose.
    case onBoth(owner: Side, purpose: CopyPurpose)
    /// Its owner alone needs it; what the other side may have from earlier is not looked at.
    case atOwner(Side)
    /// It is another site's, closed, or not born: nobody is asked for it.
    case uncounted
}

extension RoutingSnapshot {
    /// Where an order should be found at a site now: by the copies that its documents get, but for those in the shadow, of which
    /// a side keeps nothing.
    public func standing(of order: OrderState, at site: String, now: Instant) -> OrderStanding {
        compiled.standing(of: order, at: site, now: now)
    }
}

extension CompiledSnapshot {
    func standing(of order: OrderState, at site: String, now: Instant) -> OrderStanding {
        guard order.site == site, !order.isClosed, let place = self.site(named: site),
            let function = function(for: DocumentKind.order.rawValue),
            let entry = order.entry(for: functions[function].name),
            entry.backend == backend(at: place, entry.side)
        else { return .uncounted }
        let other = copies(of: function, at: entry.side, order: order, now: now).first { route in
            route.side == entry.side.other && (route.purpose == .derived || route.purpose == .standby)
        }
        return other.map { .onBoth(owner: entry.side, purpose: $0.purpose) } ?? .atOwner(entry.side)
    }
}

extension RoutingSnapshot {
    /// The order key of what a back end names by itself; nil where its buyer is not known, or it has no number.
    public func key(of facts: DocumentFacts) -> OrderKey? {
        guard let buyer = party(of: facts.buyer, sender: facts.sender, day: facts.day) else { return nil }
        let number = buyer.keyRule.normalised(facts.orderNumber)
        guard !number.isEmpty else { return nil }
        guard buyer.keyRule.includesSupplier else { return OrderKey(buyer: buyer.id, number: number, supplier: nil) }
        return party(of: facts.supplier, sender: facts.sender, day: facts.day).map {
            OrderKey(buyer: buyer.id, number: number, supplier: $0.id)
        }
    }

    /// Whether an order that nobody knows may be a site's: the rules name it, or no single one.
    public func maySite(_ site: String, have facts: DocumentFacts) -> Bool {
        let buyer = party(of: facts.buyer, sender: facts.sender, day: facts.day)
        switch siteAnswer(facts.siteFacts, sender: buyer?.id) {
        case .site(let name), .senderSite(let name): return name == site
        default: return true
        }
    }
}
