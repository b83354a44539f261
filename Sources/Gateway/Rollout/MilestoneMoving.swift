import Diagnostics
import Rollout
import Store

/// One move in its transaction: the exclusive routing lock first, then everything that it is checked against, then what it
/// writes.
struct MilestoneMoving {
    let book: MilestoneBook
    let audit: AuditTrail
    let now: Instant
    /// Which back ends answer, as it was found before the transaction.
    let health: [String: Bool]
    let transaction: any Transaction

    /// Checks a move as things stand now, and makes it.
    ///
    /// - Returns: What is in force then, and for a reverse what becomes of the orders that new owns.
    func run(
        _ name: String, _ request: MoveRequest, by caller: Caller
    ) throws -> (version: RoutingState.Version, policy: ReversePolicy?) {
        let before = try transaction.lockRoutingInForce()
        let milestone = try before.snapshot.milestoneToMove(name)
        let situation = try situation(before).read(milestone, definition: book.definition(of: name))
        let move: MilestoneMove
        do throws(Diagnostic) {
            move = try MilestoneMove.check(request, of: milestone, in: situation)
        } catch {
            throw GatewayError(error.isAboutRoles ? .forbidden : .conflict, error)
        }
        let version = try write(move, request, situation, on: before, by: caller)
        guard case .reverse(_, let policy) = move.wish else { return (version, nil) }
        return (version, policy)
    }

    /// Runs a scheduled move whose time has come, or suspends it with the reason; nil when another node was first.
    func fire(_ row: ScheduledMoveRow) throws -> RoutingState.Version? {
        let before = try transaction.lockRoutingInForce()
        guard let scheduled = JSONText.read(ScheduledMove.self, from: row.move) else {
            return try suspend(row, Diagnostic("route.schedule-unreadable", value: row.milestone))
        }
        let caller = Caller(name: row.madeBy, role: .operations, origin: "schedule")
        let milestone: StagedMilestone
        let situation: MoveSituation
        do {
            milestone = try before.snapshot.milestoneToMove(row.milestone)
            situation = try self.situation(before).read(milestone, definition: book.definition(of: row.milestone))
        } catch let error as GatewayError {
            return try suspend(row, error.diagnostic)
        }
        switch scheduled.fire(on: milestone, in: situation) {
        case .suspend(let diagnostic): return try suspend(row, diagnostic)
        case .run(let move):
            guard
                try transaction.settleScheduledMove(
                    row.id, of: row.milestone, as: .done, outcome: nil, at: now.microseconds)
            else {
                return nil
            }
            return try write(move, scheduled.request, situation, on: before, by: caller)
        }
    }

    private func suspend(_ row: ScheduledMoveRow, _ diagnostic: Diagnostic) throws -> RoutingState.Version? {
        let outcome = JSONText.of(diagnostic)
        guard
            try transaction.settleScheduledMove(
                row.id, of: row.milestone, as: .suspended, outcome: outcome, at: now.microseconds)
        else { return nil }
        try transaction.append([
            EventRow(
                at: now.microseconds, kind: "milestone.move-suspended", subject: row.milestone, data: outcome ?? "{}")
        ])
        return nil
    }

    /// Whoever takes traffic back does not want a move of long ago to give it away again.
    private func suspendScheduled(_ milestone: String) throws {
        for row in try transaction.scheduledMoves(ofMilestone: milestone) where row.state == .waiting {
            let scheduled = JSONText.read(ScheduledMove.self, from: row.move)
            _ = try suspend(
                row,
                scheduled?.overtaken(of: milestone) ?? Diagnostic("route.schedule-unreadable", value: milestone))
        }
    }

    private func situation(_ version: RoutingState.Version) -> MilestoneSituation {
        MilestoneSituation(
            book: book, transaction: transaction, snapshot: version.snapshot, epoch: version.epoch, now: now,
            health: health)
    }

    private func write(
        _ move: MilestoneMove, _ request: MoveRequest, _ situation: MoveSituation, on before: RoutingState.Version,
        by caller: Caller
    ) throws -> RoutingState.Version {
        let epoch = before.epoch + 1
        var after = move.applied(to: before.snapshot, at: now)
        let quarantine = try quarantine(move, request, in: &after, by: caller)
        let row = try RoutingState.row(of: after, epoch: epoch, at: now)
        try transaction.publishRouting(row)
        let (from, to) = (move.milestone.stage.rawValue, move.to.rawValue)
        let name = move.milestone.name
        let plan = MoveRecord(
            plan: situation.plan, gates: situation.gates, overrides: move.overrides, wish: move.wish,
            pilot: move.milestone.pilot, quarantine: quarantine)
        try transaction.moveMilestone(
            MilestoneMoveRow(
                move.wish.name, of: name, from: from, to: to, actor: caller.name, reason: request.reason ?? "",
                plan: JSONText.of(plan) ?? "{}", at: now.microseconds, epoch: epoch))
        try bindByCut(move, on: before.snapshot, epoch: epoch)
        if move.milestone.stage != move.to {
            if move.to == .shadow {
                try transaction.beginBackfill(BackfillRow(milestone: name, since: now.microseconds))
            } else if move.milestone.stage == .shadow {
                try transaction.endBackfill(ofMilestone: name)
            }
        }
        if case .reverse = move.wish { try suspendScheduled(name) }
        if move.to == .complete {
            for cell in move.milestone.cells {
                try transaction.storeCell(CellRow(function: cell.function, site: cell.site, side: Side.new.rawValue))
            }
        }
        if move.breakGlass != nil {
            try transaction.breakGlass(
                BrokenGlassRow(
                    milestone: name, epoch: epoch, actor: caller.name, reason: request.reason ?? "",
                    at: now.microseconds))
        }
        let facts = ["from": from, "to": to, "by": caller.name, "action": move.wish.name]
        try transaction.append([
            EventRow(
                at: now.microseconds, kind: "milestone.moved", subject: name, data: JSONText.of(facts) ?? "{}")
        ])
        try audit.append(
            "milestone.\(move.wish.name)", subject: name, by: caller, before: from, after: to,
            reason: request.reason, in: transaction)
        return RoutingState.Version(epoch: row.epoch, hash: row.hash, snapshot: after)
    }

    /// Takes orders from the dead back ends that the milestone is reversed away from, where the move says so.
    private func quarantine(
        _ move: MilestoneMove, _ request: MoveRequest, in after: inout RoutingSnapshot, by caller: Caller
    ) throws -> Quarantining.Taken? {
        guard let wanted = move.quarantined else { return nil }
        let quarantining = Quarantining(transaction: transaction, snapshot: after, now: now)
        let taken = try quarantining.take(
            move.milestone, only: wanted, reason: request.reason ?? "", by: caller)
        if case .quarantine = move.wish, taken.orders == 0 {
            throw GatewayError(
                .conflict,
                Diagnostic(
                    "route.quarantine-nothing", value: move.milestone.name, facts: ["left": String(taken.left)]))
        }
        after.fenced = try transaction.fencedBackends()
        return taken
    }
}

extension MilestoneMoving {
    private static let page = 500

    /// Binds what a cut by delivery date settles of the open orders at its sites. Nobody decides meanwhile: the routing lock
    /// is held exclusively.
    private func bindByCut(_ move: MilestoneMove, on snapshot: RoutingSnapshot, epoch: Int64) throws {
        guard move.bindsByCut else { return }
        for site in Set(move.milestone.cells.map(\.site)).sorted() {
            var last = ""
            while true {
                let orders = try transaction.lockOpenOrders(site: site, after: last, limit: Self.page)
                let bindings = move.cutBindings(
                    orders.map { OrderState($0, at: site) }, in: snapshot, epoch: epoch)
                try transaction.bind(
                    bindings.flatMap { binding in
                        binding.entries.map { entry in
                            ItineraryRow(
                                orderKey: binding.order.text, function: entry.function, side: entry.side.rawValue,
                                backend: entry.backend, boundBy: nil, epoch: epoch, at: now.microseconds)
                        }
                    }, reason: "cut by delivery date of \(move.milestone.name)")
                guard orders.count == Self.page, let end = orders.last else { break }
                last = end.key
            }
        }
    }
}

extension OrderState {
    /// What a cut by delivery date has to know of an open order.
    fileprivate init(_ order: OpenOrder, at site: String) {
        self.init(key: OrderKey(text: order.key))
        self.site = site
        itinerary = order.bound.compactMap { row in
            Side(rawValue: row.side).map {
                ItineraryEntry(function: row.function, side: $0, backend: row.backend, epoch: row.epoch)
            }
        }
        traits = JSONText.read(BirthTraits.self, from: order.traits)
    }
}

extension Diagnostic {
    /// True for a refusal that another person would not get.
    fileprivate var isAboutRoles: Bool {
        ["route.mover-role", "route.approver-role", "route.duty-role", "route.override-role", "route.policy-role"]
            .contains(code.rawValue)
    }
}
