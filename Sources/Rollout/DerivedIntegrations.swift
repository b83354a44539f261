extension RoutingSnapshot {
    /// The temporary integrations that must run at an instant: the union over open orders and over what births would be
    /// bound to now, and the standby and shadow flows of stages. Nothing else, and nothing less: a copy that a decision
    /// makes is in it, and each is there for an order, a birth or a stage that is named.
    public func integrations(open: [OpenItineraries], now: Instant) -> [DerivedIntegration] {
        var found: [IntegrationKey: [IntegrationNeed]] = [:]
        for group in open where group.count > 0 {
            for (key, reason) in derivedFlows(site: group.site, bound: group.bound, traits: group.traits, now: now) {
                found[key, default: []].append(
                    .itineraries(sides: group.bound, count: group.count, reason))
            }
        }
        for site in sites where site.hasTwoBackends {
            for birth in births(at: site.name, now: now) {
                for (key, reason) in derivedFlows(site: site.name, bound: birth.bound, traits: birth.traits, now: now) {
                    let need = IntegrationNeed.births(sides: birth.bound, reason)
                    if found[key]?.contains(need) != true { found[key, default: []].append(need) }
                }
            }
            for (key, reason) in stageFlows(of: site) { found[key, default: []].append(.stage(reason)) }
        }
        return found.map { DerivedIntegration(flow: $0.key.flow, purpose: $0.key.purpose, needs: $0.value) }
            .sorted { ($0.flow, $0.purpose.rawValue) < ($1.flow, $1.purpose.rawValue) }
    }

    /// What changes when this snapshot is followed by another one.
    public func integrationChange(
        to after: RoutingSnapshot, open: [OpenItineraries], now: Instant
    ) -> IntegrationChange {
        let before = integrations(open: open, now: now)
        let then = after.integrations(open: open, now: now)
        let keysBefore = Set(before.map(IntegrationKey.init))
        let keysThen = Set(then.map(IntegrationKey.init))
        return IntegrationChange(
            starts: then.filter { !keysBefore.contains(IntegrationKey($0)) },
            stops: before.filter { !keysThen.contains(IntegrationKey($0)) },
            goesOn: then.filter { keysBefore.contains(IntegrationKey($0)) })
    }

    /// The flows that one kind of order needs: of each function that is bound, to where somebody works from it or must
    /// hear of it. A function that is not bound has no documents yet; its flow begins with its first one.
    private func derivedFlows(
        site name: String, bound: [String: Side], traits: BirthTraits?, now: Instant
    ) -> [(IntegrationKey, CopyReason)] {
        guard site(named: name)?.hasTwoBackends == true else { return [] }
        let order = OrderSides(site: name, bound: bound, traits: traits)
        return functions.compactMap { function in
            guard let side = bound[function.name],
                let reason = derivedReason(of: function, at: side.other, order: order, now: now)
            else { return nil }
            let flow = Flow(function: function.name, site: name, from: side)
            return (IntegrationKey(flow: flow, purpose: .derived), reason)
        }
    }

    private func stageFlows(of site: Site) -> [(IntegrationKey, CopyReason)] {
        functions.flatMap { function in
            Side.allCases.compactMap { side in
                stageCopy(of: function, at: side, site: site).map { copy in
                    let flow = Flow(function: function.name, site: site.name, from: side)
                    return (IntegrationKey(flow: flow, purpose: copy.purpose), copy.reason)
                }
            }
        }
    }

    /// Every kind of birth that the present milestones of a site tell apart, with the sides that it would be bound to:
    /// one on either side of each limit that a milestone draws.
    func births(at site: String, now: Instant) -> [(bound: [String: Side], traits: BirthTraits)] {
        let own = milestones.filter { milestone in
            milestone.stage.movesBirths && milestone.cells.contains { $0.site == site }
        }
        var partners: [[String]] = [[]]
        var buckets: Set<Int?> = [nil, DeliveryBuckets.count - 1]
        var days: Set<String?> = [nil]
        for milestone in own {
            switch milestone.pilot {
            case .partners(let names) where milestone.stage == .pilot: partners += names.map { [$0] }
            case .deliveryParties(let percent) where milestone.stage == .pilot:
                let limit = percent * (DeliveryBuckets.count / 100)
                for bucket in [limit - 1, limit] where 0..<DeliveryBuckets.count ~= bucket { buckets.insert(bucket) }
            default: break
            }
            // The day before the first that is taken: any text that sorts before it does.
            if let day = milestone.cutDay { days.formUnion([day, "0000-00-00"]) }
        }
        return partners.flatMap { partners in
            buckets.flatMap { bucket in
                days.map { BirthTraits(partners: partners, bucket: bucket, requestedDay: $0) }
            }
        }.map { (birthSides(at: site, traits: $0, now: now), $0) }
    }

    /// The sides that a birth would be bound to.
    private func birthSides(at site: String, traits: BirthTraits, now: Instant) -> [String: Side] {
        let asked = FirstBinding(site: site, traits: traits, epoch: 0, now: now)
        return Dictionary(
            functionsBoundAtBirth.map { ($0.name, asked.answer(in: self, for: $0).side) },
            uniquingKeysWith: { first, _ in first })
    }
}

private struct IntegrationKey: Hashable {
    var flow: Flow
    var purpose: CopyPurpose

    init(flow: Flow, purpose: CopyPurpose) {
        self.flow = flow
        self.purpose = purpose
    }

    init(_ integration: DerivedIntegration) { self.init(flow: integration.flow, purpose: integration.purpose) }
}

extension Site {
    /// Whether there is anything to copy between.
    var hasTwoBackends: Bool {
        guard let legacy = backends[.legacy], let new = backends[.new] else { return false }
        return legacy != new
    }
}
