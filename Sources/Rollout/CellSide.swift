/// What a cell gives an order that is not bound there yet.
public struct CellSide: Sendable, Hashable {
    public var side: Side
    public var reason: SideReason
    /// The milestone and the guard that make it wait; nil when it goes on.
    public var waitsFor: TrippedGuard?

    /// A side with its reason.
    public init(_ side: Side, _ reason: SideReason, waitsFor: TrippedGuard? = nil) {
        self.side = side
        self.reason = reason
        self.waitsFor = waitsFor
    }
}

extension RoutingSnapshot {
    /// The side that is stored for a cell: its configured one at first, new once its milestone completed.
    public func storedSide(of cell: Cell) -> Side {
        storedSides[cell] ?? site(named: cell.site)?.configuredSide ?? .legacy
    }

    /// The side that a birth, or a first document, gets in a cell at an instant.
    ///
    /// `traits` are those of the order; nil where they are not known, as for an order that was imported: it is in no
    /// pilot, and counts as arriving now.
    public func side(of cell: Cell, for traits: BirthTraits?, at now: Instant) -> CellSide {
        if let kept = kept.value, let site = kept.site(named: cell.site),
            let function = kept.function(named: cell.function)
        {
            return side(in: kept.cell(function, at: site), for: traits, at: now)
        }
        let place = milestones.firstIndex { !$0.stage.isFinished && $0.cells.contains(cell) }
        let compiled = CompiledCell(
            cell: cell, stored: storedSide(of: cell), isCompleted: storedSides[cell] != nil, milestone: place,
            deciding: 0)
        return side(in: compiled, for: traits, at: now)
    }

    /// The side that a cell gives every order; nil where that depends on the order, or on the hour.
    func sameSide(in cell: CompiledCell) -> CellSide? {
        guard let place = cell.milestone, milestones[place].stage.movesBirths else {
            return side(in: cell, for: nil, at: Instant(microseconds: 0))
        }
        let milestone = milestones[place]
        guard milestone.stage != .pilot, milestone.cutDay == nil, milestone.tripped == nil else { return nil }
        return CellSide(.new, .moved(milestone: milestone.name, stage: milestone.stage))
    }

    func side(in cell: CompiledCell, for traits: BirthTraits?, at now: Instant) -> CellSide {
        if let same = cell.same { return same }
        guard let place = cell.milestone else { return CellSide(cell.stored, cell.storedReason) }
        let milestone = milestones[place]
        guard milestone.stage.movesBirths else {
            return CellSide(cell.stored, .notYet(milestone: milestone.name, stage: milestone.stage))
        }
        let chosen = milestone.chooses(traits)
        guard chosen.isTaken else { return CellSide(cell.stored, chosen.reason) }
        return guarded(milestone, reason: chosen.reason, at: now)
    }

    /// What becomes of an order that a milestone sends to new, under the guards that tripped.
    private func guarded(_ milestone: StagedMilestone, reason: SideReason, at now: Instant) -> CellSide {
        guard milestone.stage.hasStandby, let guards = milestone.tripped,
            let tripped = guards.first(where: { $0.consequence == .holdBirths })
                ?? guards.first(where: { $0.consequence == .toLegacy })
        else { return CellSide(.new, reason) }
        if tripped.consequence == .toLegacy, milestone.legacyIsReady(at: now) {
            return CellSide(.legacy, .guarded(milestone: milestone.name, kind: tripped.kind))
        }
        return CellSide(.new, .waits(milestone: milestone.name, kind: tripped.kind), waitsFor: tripped)
    }
}

extension StagedMilestone {
    /// Whether a milestone that moves births takes an order, and why.
    func chooses(_ traits: BirthTraits?) -> (isTaken: Bool, reason: SideReason) {
        var reason = SideReason.moved(milestone: name, stage: stage)
        if stage == .pilot {
            let member = pilotMember(traits)
            guard member.isTaken else { return member }
            reason = member.reason
        }
        guard let from = cutDay, let requested = traits?.requestedDay else { return (true, reason) }
        guard requested >= from else {
            return (false, .beforeCut(milestone: name, from: from, requested: requested))
        }
        if stage == .live { reason = .fromCut(milestone: name, from: from, requested: requested) }
        return (true, reason)
    }

    private func pilotMember(_ traits: BirthTraits?) -> (isTaken: Bool, reason: SideReason) {
        switch pilot {
        case .partners(let partners):
            guard let partner = traits?.partners.first(where: partners.contains) else {
                return (false, .notInPilot(milestone: name))
            }
            return (true, .inPilot(milestone: name, partner: partner))
        case .deliveryParties(let percent):
            guard let bucket = traits?.bucket, DeliveryBuckets.takes(bucket, percent: percent) else {
                return (false, .notInShare(milestone: name, percent: percent, named: traits?.bucket != nil))
            }
            return (true, .inShare(milestone: name, percent: percent))
        case nil:
            return (false, .notInPilot(milestone: name))
        }
    }
}
