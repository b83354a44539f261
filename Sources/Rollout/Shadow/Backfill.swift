extension RoutingSnapshot {
    /// The copies that an open order's documents of a function would get if they came now, but for observers: what a back-fill
    /// sends of those that came before there was anybody to copy them to. Empty where the order has no side for it.
    public func backfill(of function: String, for order: OrderState, now: Instant) -> [CopyRoute] {
        compiled.backfill(of: function, for: order, now: now)
    }

    /// The back ends that answer in the shadow while a milestone is in shadow, by name: the new ones of the sites at which it
    /// decides a function whose documents come in.
    public func shadowBackends(of milestone: StagedMilestone) -> [String] {
        compiled.shadowBackends(of: milestone.name)
    }

    /// Those of them that take no documents in the shadow.
    public func takingNoShadow(of milestone: StagedMilestone) -> [String] {
        shadowBackends(of: milestone).filter { takes?[$0].map { !$0.contains(.shadow) } ?? false }
    }

    /// Whether a milestone is in shadow at a site, so that open orders there are back-filled.
    public func isShadowed(site: String) -> Bool {
        milestones.contains { $0.stage == .shadow && $0.cells.contains { $0.site == site } }
    }

    /// Whether answers are compared now, or may still come of what was sent while they were.
    public var comparesAnswers: Bool { milestones.contains { $0.stage > .planned && !$0.stage.isFinished } }
}

extension CompiledSnapshot {
    func shadowBackends(of milestone: String) -> [String] {
        let shadowed = snapshot.sites.indices.filter { site in
            snapshot.sites[site].hasTwoBackends
                && functions.indices.contains { function in
                    functions[function].isInbound
                        && decidingCell(function, at: site).milestone.map { snapshot.milestones[$0].name } == milestone
                }
        }
        return Set(shadowed.compactMap { backend(at: $0, .new) }).sorted()
    }

    func backfill(of function: String, for order: OrderState, now: Instant) -> [CopyRoute] {
        guard let place = self.function(named: function), let entry = order.entry(for: function)
        else { return [] }
        return copies(of: place, at: entry.side, order: order, now: now).filter {
            $0.purpose == .derived || $0.purpose == .shadow
        }
    }
}
