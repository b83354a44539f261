import Rollout

/// A large company under way: 500 sites, 50 milestones of ten cells each.
struct Company {
    /// A document of an order, before and after its birth. It is shared, so that no pass pays for copying it.
    final class Document: Sendable {
        let birth: DocumentFacts
        let change: DocumentFacts
        let despatch: BackendDocument
        let resolved: ResolvedOrder
        let unborn: OrderState
        let born: OrderState

        init(
            birth: DocumentFacts, change: DocumentFacts, despatch: BackendDocument, resolved: ResolvedOrder,
            unborn: OrderState, born: OrderState
        ) {
            self.birth = birth
            self.change = change
            self.despatch = despatch
            self.resolved = resolved
            self.unborn = unborn
            self.born = born
        }
    }

    let snapshot: RoutingSnapshot

    init() {
        let sites = (0..<500).map { number in
            Site(
                name: "site-\(number)", timeZone: "Europe/Warsaw",
                backends: [.legacy: "legacy-\(number % 5)", .new: "new-\(number % 7)"])
        }
        let parties = (0..<1_000).map { number in
            RegisteredParty(
                id: "buyer-\(number)",
                aliases: [.init(PartyIdentifier(scheme: "GLN", value: "541234\(1_000_000 + number)"))])
        }
        let names = FunctionDefinition.defaults.map(\.name)
        let milestones = (0..<50).map { number in
            var milestone = StagedMilestone(
                name: "milestone-\(number)",
                cells: (0..<10).map { Cell(function: names[$0 % 5], site: "site-\(number * 2 + $0 / 5)") },
                stage: [Stage.shadow, .pilot, .live, .draining][number % 4], since: nil)
            milestone.pilot = .deliveryParties(percent: 25)
            if number % 8 == 2 { milestone.cut = .requestedDelivery(from: "2026-12-01") }
            return milestone
        }
        let gln = Dictionary(
            uniqueKeysWithValues: sites.enumerated().map { ("\(1_000 + $0.offset)", [$0.element.name]) })
        snapshot = RoutingSnapshot(
            sites: sites, siteRules: [SiteRule(fact: "deliveryParty.gln", sites: gln)], parties: parties,
            milestones: milestones
        ).indexed()
    }

    /// One of many documents: a fifth of them at sites whose milestones are under way.
    func document(_ number: Int) -> Document {
        let site = number % 500
        let buyer = "541234\(1_000_000 + number % 1_000)"
        var birth = DocumentFacts(
            document: "d\(number)", sender: "buyer-\(number % 1_000)", action: .original, type: "order",
            orderNumber: "\(4_700_000 + number)", buyer: [PartyIdentifier(scheme: "GLN", value: buyer)],
            day: "2026-11-20", siteFacts: ["deliveryParty.gln": ["\(1_000 + site)"]], contentHash: "a")
        birth.deliveryParty = [PartyIdentifier(scheme: "GLN", value: "\(1_000 + site)")]
        birth.requested = [RequestedDelivery(day: number % 2 == 0 ? "2026-11-25" : "2026-12-05")]
        var change = birth
        change.action = .change
        change.type = "order-change"
        change.document = "c\(number)"
        guard case .order(let resolved) = snapshot.resolve(birth) else { preconditionFailure("every order has a key") }
        let unborn = OrderState(key: resolved.key)
        guard
            case .deliver(let route) = snapshot.decide(
                birth, resolved, order: unborn, epoch: 1, now: Instant(microseconds: 0))
        else { preconditionFailure("every birth has a way") }
        var born = unborn
        born.site = route.site
        born.origin = .born
        born.since = Instant(microseconds: 0)
        born.birth = .init(document: birth.document, contentHash: "a")
        born.traits = route.traits
        born.itinerary = route.binds
        let despatch = BackendDocument(
            document: "o\(number)", backend: despatchBackend(born), type: "despatch-advice", site: .site("site-\(site)")
        )
        return Document(
            birth: birth, change: change, despatch: despatch, resolved: resolved, unborn: unborn, born: born)
    }

    /// The back end that despatches an order.
    private func despatchBackend(_ order: OrderState) -> String {
        guard let site = order.site else { return "" }
        let side = snapshot.side(
            of: Cell(function: "despatch", site: site), for: order.traits, at: Instant(microseconds: 0)
        ).side
        return snapshot.backend(site: site, side: side) ?? ""
    }
}
