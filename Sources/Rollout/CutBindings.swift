/// What a cut by requested delivery binds of one open order.
public struct CutBinding: Sendable, Hashable {
    public var order: OrderKey
    public var entries: [ItineraryEntry]
}

extension MilestoneMove {
    /// What a move binds of the open orders, in the move's own transaction: when a milestone with a cut by requested
    /// delivery goes live, its functions that follow the goods are bound by the date of each order that has one; when the
    /// cut ends, so are those that came since. So an order ships from its date's side only, whatever is moved afterwards.
    ///
    /// - Parameters:
    ///   - orders: the open orders of the milestone's sites.
    ///   - snapshot: the snapshot before the move.
    ///   - epoch: the epoch of the snapshot after it.
    public func cutBindings(_ orders: [OrderState], in snapshot: RoutingSnapshot, epoch: Int64) -> [CutBinding] {
        guard bindsByCut else { return [] }
        var cutting = cutBegins ? after : milestone
        cutting.tripped = nil
        let compiled = snapshot.compiled
        return orders.compactMap { order in
            let entries = cutting.entries(of: order, in: compiled, epoch: epoch)
            return entries.isEmpty ? nil : CutBinding(order: order.key, entries: entries)
        }
    }
}

extension MilestoneMove {
    /// Whether the move binds open orders by the date of their delivery: their cut begins or ends with it.
    public var bindsByCut: Bool {
        cutBegins || (milestone.stage == .live && milestone.cutDay != nil && after.stage == .draining)
    }

    private var cutBegins: Bool { after.stage == .live && after.cutDay != nil && milestone.stage != .live }
}

extension StagedMilestone {
    /// The entries that the cut gives an order for what it is not bound for yet.
    fileprivate func entries(of order: OrderState, in compiled: CompiledSnapshot, epoch: Int64) -> [ItineraryEntry] {
        guard let site = order.site.flatMap(compiled.site), order.traits?.requestedDay != nil, !order.itinerary.isEmpty
        else { return [] }
        let taken = chooses(order.traits).isTaken
        var entries: [ItineraryEntry] = []
        for (place, function) in compiled.functions.enumerated() where order.entry(for: function.name) == nil {
            let cell = compiled.decidingCell(place, at: site)
            guard cells.contains(cell.cell) else { continue }
            let side = taken ? Side.new : cell.stored
            guard let backend = compiled.backend(at: site, side) else { continue }
            entries.append(ItineraryEntry(function: function.name, side: side, backend: backend, epoch: epoch))
        }
        return entries
    }
}
