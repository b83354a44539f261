extension RoutingSnapshot {
    /// The temporary integrations that must run at an instant: the union over open orders and over what births would be
    /// bound to now, and the standby and shadow flows of stages. Nothing else, and nothing less: a copy that a decision
    /// makes is in it, and each is there for an order, a birth or a stage that is named.
    public func integrations(open: [OpenItineraries], now: Instant) -> [DerivedIntegration] {
        compiled.integrations(open: open, now: now)
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
}

extension CompiledSnapshot {
    func integrations(open: [OpenItineraries], now: Instant) -> [DerivedIntegration] {
        var found: [IntegrationKey: [IntegrationNeed]] = [:]
        for group in open where group.count > 0 {
            guard let site = site(named: group.site) else { continue }
            let order = OrderSides(site: site, bound: sides(group.bound), traits: group.traits)
            for (key, reason) in derivedFlows(of: order, now: now) {
                found[key, default: []].append(
                    .itineraries(sides: group.bound, count: group.count, reason))
            }
        }
        for (place, site) in snapshot.sites.enumerated() where site.hasTwoBackends {
            for birth in births(at: place, now: now) {
                for (key, reason) in derivedFlows(of: birth, now: now) {
                    let need = IntegrationNeed.births(sides: names(of: birth.bound), reason)
                    if found[key]?.contains(need) != true { found[key, default: []].append(need) }
                }
            }
            for (key, reason) in stageFlows(at: place) { found[key, default: []].append(.stage(reason)) }
        }
        return found.map { DerivedIntegration(flow: $0.key.flow, purpose: $0.key.purpose, needs: $0.value) }
            .sorted { ($0.flow, $0.purpose.rawValue) < ($1.flow, $1.purpose.rawValue) }
    }

    /// The flows that one kind of order needs: of each function that is bound, to where somebody works from it or must
    /// hear of it. A function that is not bound has no documents yet; its flow begins with its first one.
    private func derivedFlows(of order: OrderSides, now: Instant) -> [(IntegrationKey, CopyReason)] {
        guard snapshot.sites[order.site].hasTwoBackends else { return [] }
        return functions.indices.compactMap { function in
            guard let side = order.bound[function],
                let reason = derivedReason(of: function, at: side.other, order: order, now: now)
            else { return nil }
            let flow = flow(function, at: order.site, from: side)
            return (IntegrationKey(flow: flow, purpose: .derived), reason)
        }
    }

    private func stageFlows(at site: Int) -> [(IntegrationKey, CopyReason)] {
        functions.indices.flatMap { function in
            Side.allCases.compactMap { side in
                stageCopy(of: function, at: side, site: site).map { copy in
                    let flow = flow(function, at: site, from: side)
                    return (IntegrationKey(flow: flow, purpose: copy.purpose), copy.reason)
                }
            }
        }
    }

    private func flow(_ function: Int, at site: Int, from side: Side) -> Flow {
        Flow(function: functions[function].name, site: snapshot.sites[site].name, from: side)
    }

    private func names(of bound: BoundSides) -> [String: Side] {
        var named: [String: Side] = [:]
        for (place, side) in bound.enumerated() { if let side { named[functions[place].name] = side } }
        return named
    }

    /// Every kind of birth that the present milestones of a site tell apart, with the sides that it would be bound to:
    /// one on either side of each limit that a milestone draws.
    private func births(at site: Int, now: Instant) -> [OrderSides] {
        let name = snapshot.sites[site].name
        let own = snapshot.milestones.filter { milestone in
            milestone.stage.movesBirths && milestone.cells.contains { $0.site == name }
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
        }.map { OrderSides(site: site, bound: birthSides(at: site, traits: $0, now: now), traits: $0) }
    }

    /// The sides that a birth would be bound to.
    private func birthSides(at site: Int, traits: BirthTraits, now: Instant) -> BoundSides {
        let asked = FirstBinding(site: site, traits: traits, epoch: 0, now: now, bound: unbound)
        var sides = unbound
        for function in boundAtBirth { sides[function] = asked.answer(in: self, for: function).side }
        return sides
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
