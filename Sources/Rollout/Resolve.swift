import Diagnostics

extension RoutingSnapshot {
    /// The order that a document belongs to, by the party register and the buyer's rule for numbers; or what becomes of
    /// a document that belongs to none. Needs no lock: an order's key never depends on other documents.
    public func resolve(_ facts: DocumentFacts) -> Resolution { compiled.resolve(facts) }

    /// The party that one of the identifiers names on a day: the alias with the latest valid-from that has begun. A code
    /// that only one sender uses is looked up for that sender alone.
    public func party(of identifiers: [PartyIdentifier], sender: String, day: String) -> RegisteredParty? {
        let index = kept.value?.parties ?? PartyIndex(parties)
        return index.place(ofFirst: identifiers, sender: sender, day: day).map { parties[$0] }
    }

    /// The party of an id.
    public func party(named id: String) -> RegisteredParty? {
        guard let kept = kept.value else { return parties.first { $0.id == id } }
        return kept.parties.place(of: id).map { parties[$0] }
    }

    /// What the site rules say of the values of facts; the sender's own site counts only where a sender is given.
    func siteAnswer(_ facts: [String: [String]], sender: String?) -> SiteAnswer {
        var tried: [String] = []
        for rule in siteRules {
            let values = rule.fact == SiteRule.partnerFact ? sender.map { [$0] } ?? [] : facts[rule.fact] ?? []
            let named = rule.sites(of: values)
            if named.count == 1 {
                return rule.fact == SiteRule.partnerFact ? .senderSite(named[0]) : .site(named[0])
            }
            if named.count > 1 {
                return .ambiguous(sites: named, fact: "\(rule.fact) \(values.joined(separator: ", "))")
            }
            tried.append("\(rule.fact) " + (values.isEmpty ? "absent" : values.joined(separator: ", ")))
        }
        return .unknown(tried: tried.isEmpty ? "no site rule is configured" : tried.joined(separator: "; "))
    }
}

extension CompiledSnapshot {
    func resolve(_ facts: DocumentFacts) -> Resolution {
        guard let buyer = party(facts.buyer, of: facts) else {
            return .decided(.hold(buyerUnknown(facts), at: nil))
        }
        guard mayOrder(facts.sender, for: buyer.id) else {
            return .decided(.hold(buyerForeign(facts, buyer: buyer.id), at: nil))
        }
        if facts.test { return .decided(testRoute(facts, buyer: buyer)) }
        let number = buyer.keyRule.normalised(facts.orderNumber)
        guard !number.isEmpty else {
            return .decided(.fail(Diagnostic("route.order-number-missing", value: facts.orderNumber)))
        }
        var supplier: String?
        if buyer.keyRule.includesSupplier {
            guard let known = party(facts.supplier, of: facts) else {
                return .decided(.hold(supplierUnknown(facts, buyer: buyer.id), at: nil))
            }
            supplier = known.id
        }
        let key = OrderKey(buyer: buyer.id, number: number, supplier: supplier)
        return .order(
            ResolvedOrder(key: key, buyer: buyer.id, site: snapshot.siteAnswer(facts.siteFacts, sender: facts.sender)))
    }

    /// Who sends for others says so in its file: else one partner's key could change another one's orders.
    private func mayOrder(_ sender: String, for buyer: String) -> Bool {
        sender == buyer || party(named: sender)?.sendsForOthers == true
    }

    /// A party of the register by its id.
    func party(named id: String) -> RegisteredParty? { parties.place(of: id).map { snapshot.parties[$0] } }

    private func party(_ identifiers: [PartyIdentifier], of facts: DocumentFacts) -> RegisteredParty? {
        parties.place(ofFirst: identifiers, sender: facts.sender, day: facts.day).map { snapshot.parties[$0] }
    }

    private func testRoute(_ facts: DocumentFacts, buyer: RegisteredParty) -> Decision {
        guard let backend = buyer.testBackend else {
            return .fail(Diagnostic("route.test-backend-missing", facts: ["partner": buyer.id]))
        }
        let function = function(for: facts.type).map { functions[$0].name } ?? facts.type
        return .deliver(
            Route(
                key: nil, site: nil, function: function, side: nil, backend: backend,
                reason: .test(partner: buyer.id)))
    }

    func buyerUnknown(_ facts: DocumentFacts) -> Diagnostic {
        let shown = facts.buyer.map { "\($0.scheme) \($0.value)" }.joined(separator: ", ")
        return Diagnostic(
            "route.buyer-unknown", at: Position(path: "buyer"), value: shown.isEmpty ? nil : shown,
            facts: ["buyer": shown.isEmpty ? "no identifier" : shown, "sender": facts.sender, "day": facts.day])
    }

    private func buyerForeign(_ facts: DocumentFacts, buyer: String) -> Diagnostic {
        let shown = facts.buyer.map { "\($0.scheme) \($0.value)" }.joined(separator: ", ")
        return Diagnostic(
            "route.buyer-foreign", at: Position(path: "buyer"), value: shown,
            facts: ["buyer": buyer, "sender": facts.sender])
    }

    private func supplierUnknown(_ facts: DocumentFacts, buyer: String) -> Diagnostic {
        let shown = facts.supplier.map { "\($0.scheme) \($0.value)" }.joined(separator: ", ")
        return Diagnostic(
            "route.supplier-unknown", at: Position(path: "supplier"), value: shown.isEmpty ? nil : shown,
            facts: ["supplier": shown.isEmpty ? "no identifier" : shown, "buyer": buyer])
    }
}

extension SiteRule {
    /// The sites that the values mean, each once.
    fileprivate func sites(of values: [String]) -> [String] {
        if values.count == 1 { return sites[values[0]].map { $0.count == 1 ? $0 : Self.once($0) } ?? [] }
        return Self.once(values.flatMap { sites[$0] ?? [] })
    }

    private static func once(_ names: [String]) -> [String] {
        names.reduce(into: []) { known, name in if !known.contains(name) { known.append(name) } }
    }
}
