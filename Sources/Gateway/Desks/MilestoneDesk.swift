import Diagnostics
import Logging
public import Rollout
import Store

/// Moves milestones: each move one transaction under the exclusive routing lock, with its history and audit entry.
public struct MilestoneDesk: Sendable {
    let database: any Database
    let routing: RoutingState
    let audit: AuditTrail
    let book: MilestoneBook
    let waker: Waker
    let transfers: TransferDesk
    let clock: Clock
    let logger: Logger

    /// How many orders a reverse hands back in a minute.
    static let handBackRate = 60

    /// All milestones with their stages.
    public func list(caller: Caller) async throws -> [MilestoneView] {
        try caller.require(.view)
        return try await GatewayError.translating {
            try await database.read { transaction in
                let version = try transaction.routingInForce()
                return try version.snapshot.milestones.map { try view($0, version, in: transaction) }
            }
        }
    }

    /// One milestone with its history.
    public func show(_ name: String, caller: Caller) async throws -> MilestoneView {
        try caller.require(.view)
        return try await GatewayError.translating {
            try await database.read { transaction in
                let version = try transaction.routingInForce()
                return try view(find(name, in: version.snapshot), version, in: transaction)
            }
        }
    }

    /// What a move would do, and what stands in its way.
    public func plan(_ name: String, _ wish: MoveWish, caller: Caller) async throws -> MilestonePlanView {
        try caller.require(.view)
        let health = await health(of: [name])
        return try await GatewayError.translating {
            try await database.read { transaction in
                let version = try transaction.routingInForce()
                let milestone = try find(name, in: version.snapshot)
                return try MilestonePlanning(
                    situation: situation(version, health, in: transaction), wish: wish, caller: caller
                ).plan(milestone, definition: definition(of: name))
            }
        }
    }

    /// What going to a stage, forward or back, would do; to the next stage where none is named.
    ///
    /// - Parameter policy: for the way back, what becomes of the orders that new owns; nil for what its file says.
    public func plan(
        _ name: String, to target: Stage?, policy: ReversePolicy?, caller: Caller
    ) async throws -> MilestonePlanView {
        try caller.require(.view)
        let snapshot = try await GatewayError.translating {
            try await database.read { try $0.routingInForce().snapshot }
        }
        let milestone = try find(name, in: snapshot)
        let target = target ?? snapshot.naturalNext(of: milestone)
        return try await plan(
            name, target < milestone.stage ? .reverse(to: target, policy: policy) : .advance(to: target), caller: caller
        )
    }

    /// Moves a milestone as a person asks for it.
    public func move(_ name: String, _ form: MoveForm, caller: Caller) async throws -> MilestoneView {
        if caller.actor.roles.isEmpty { try caller.require(.moveMilestones) }
        let health = await health(of: [name])
        let moved = try await GatewayError.translating {
            try await database.write { transaction in
                try MilestoneMoving(
                    book: book, audit: audit, now: clock.now(), health: health, transaction: transaction
                ).run(name, form.request(by: caller), by: caller)
            }
        }
        routing.replace(by: moved.version)
        await released()
        if moved.policy == .handBack {
            _ = try await transfers.begin(
                milestone: name, to: .legacy, perMinute: Self.handBackRate, reason: form.reason, by: caller)
        }
        return try await show(name, caller: caller)
    }

    /// Lets births go that a guard made wait and that nothing keeps any more. What cannot be now is by housekeeping.
    private func released() async {
        do { try await waker.releaseBirths() } catch {
            logger.warning("births that waited are released later", metadata: ["error": "\(error)"])
        }
    }

    // MARK: What stands around a move

    /// Approves a milestone's definition as it is configured now.
    ///
    /// - Parameter hash: the hash of the definition that the approver saw; nil for the present one.
    public func approve(_ name: String, seen hash: String?, caller: Caller) async throws -> MilestoneView {
        try caller.require(.moveMilestones)
        return try await changing(name, "milestone.approve", caller) { milestone, transaction in
            let definition = try definition(of: name)
            let present = MilestoneBook.hash(of: definition)
            if let hash, hash != present {
                throw GatewayError(
                    .conflict,
                    Diagnostic("route.definition-changed", value: hash, facts: ["milestone": name, "present": present]))
            }
            let approval = try Approval.give(by: caller.actor, to: definition, hash: present, at: clock.now())
            _ = try transaction.approve(
                MilestoneApprovalRow(
                    milestone: name, definitionHash: present, definition: JSONText.of(definition) ?? "{}",
                    approvedBy: approval.by, approvedAt: approval.at.microseconds))
            return present
        }
    }

    /// Signs an item of a milestone's check list, by someone in the item's role.
    public func sign(_ name: String, item: String, note: String?, caller: Caller) async throws -> MilestoneView {
        try caller.require(.view)
        return try await changing(name, "milestone.sign", caller) { _, transaction in
            let items = try definition(of: name).checklist ?? []
            guard let known = items.first(where: { $0.name == item }) else {
                throw GatewayError(
                    .invalid,
                    Diagnostic(
                        "route.item-unknown", value: item,
                        facts: ["milestone": name, "known": items.map(\.name).joined(separator: ", ")]))
            }
            do throws(Diagnostic) { try known.sign(by: caller.name, in: caller.signingRoles, of: name) } catch {
                throw GatewayError(.forbidden, error)
            }
            let row = MilestoneSignatureRow(
                milestone: name, item: item, role: known.role, signedBy: caller.name, note: note ?? "",
                signedAt: clock.now().microseconds)
            guard try transaction.sign(row) else {
                throw GatewayError(
                    .conflict, Diagnostic("route.item-signed", value: item, facts: ["milestone": name]))
            }
            return item
        }
    }

    /// Signs a move that someone on duty made alone.
    public func countersign(_ name: String, epoch: Int64, caller: Caller) async throws -> MilestoneView {
        try caller.require(.moveMilestones)
        return try await changing(name, "milestone.countersign", caller) { _, transaction in
            guard let row = try transaction.brokenGlass(ofMilestone: name).first(where: { $0.epoch == epoch }) else {
                throw GatewayError(
                    .notFound, Diagnostic("route.glass-unknown", value: String(epoch), facts: ["milestone": name]))
            }
            let signed = try BreakGlass(row).countersigned(by: caller.actor, at: clock.now())
            _ = try transaction.countersign(
                milestone: name, epoch: epoch, by: caller.name,
                at: (signed.countersignedAt ?? clock.now()).microseconds)
            return String(epoch)
        }
    }

    /// Schedules a move at a time of the milestone's site, checked against all that can be known today.
    public func schedule(
        _ name: String, _ form: MoveForm, at text: String, caller: Caller
    ) async throws -> MilestoneView {
        try caller.require(.moveMilestones)
        guard let time = LocalTime(text) else {
            throw GatewayError(.invalid, Diagnostic("route.time-form", value: text, facts: ["milestone": name]))
        }
        let health = await health(of: [name])
        return try await changing(name, "milestone.schedule", caller) { milestone, transaction in
            let version = try transaction.routingInForce()
            let read = try situation(version, health, in: transaction).read(milestone, definition: definition(of: name))
            let zone = milestone.cells.first.flatMap { version.snapshot.site(named: $0.site)?.timeZone } ?? "UTC"
            let move = try ScheduledMove.schedule(
                form.request(by: caller), of: milestone, at: time, zone: zone,
                offsets: version.snapshot.zones?[zone] ?? ZoneOffsets(initial: 0), in: read)
            let now = clock.now().microseconds
            try transaction.schedule(
                ScheduledMoveRow(
                    id: UniqueID(at: now), milestone: name, at: move.at.microseconds, move: JSONText.of(move) ?? "{}",
                    madeBy: caller.name, madeAt: now))
            return "\(form.wish.name) at \(move.at.iso8601)"
        }
    }

    /// Takes a scheduled move back.
    public func withdraw(_ name: String, scheduled id: String, caller: Caller) async throws -> MilestoneView {
        try caller.require(.moveMilestones)
        return try await changing(name, "milestone.withdraw", caller) { _, transaction in
            let now = clock.now().microseconds
            guard let row = UniqueID(id),
                try transaction.settleScheduledMove(row, of: name, as: .withdrawn, outcome: nil, at: now)
            else {
                throw GatewayError(
                    .notFound, Diagnostic("route.schedule-unknown", value: id, facts: ["milestone": name]))
            }
            return id
        }
    }

    /// Runs the scheduled moves whose time has come; each in a transaction of its own.
    func runDue() async throws {
        for row in try await database.read({ try $0.dueMoves(at: clock.now().microseconds) }) {
            let health = await health(of: [row.milestone])
            let version = try await GatewayError.translating {
                try await database.write { transaction in
                    try MilestoneMoving(
                        book: book, audit: audit, now: clock.now(), health: health, transaction: transaction
                    ).fire(row)
                }
            }
            if let version { routing.replace(by: version) }
        }
    }

    func changing(
        _ name: String, _ action: String, _ caller: Caller, reason: String? = nil,
        _ change: @escaping @Sendable (StagedMilestone, any Transaction) throws -> String
    ) async throws -> MilestoneView {
        try await GatewayError.translating {
            try await database.write { transaction in
                let milestone = try find(name, in: transaction.routingInForce().snapshot)
                let after = try change(milestone, transaction)
                try audit.append(action, subject: name, by: caller, after: after, reason: reason, in: transaction)
            }
        }
        return try await show(name, caller: caller)
    }

    // MARK: Reading

    private func situation(
        _ version: RoutingState.Version, _ health: [String: Bool], in transaction: any Transaction
    ) -> MilestoneSituation {
        MilestoneSituation(
            book: book, transaction: transaction, snapshot: version.snapshot, epoch: version.epoch, now: clock.now(),
            health: health)
    }

    /// Which back ends of some milestones' sites answer: asked before a transaction, which waits for nobody.
    private func health(of names: Set<String>) async -> [String: Bool] {
        let snapshot = routing.version.snapshot
        let backends = snapshot.milestones.filter { names.contains($0.name) }.map(snapshot.backends(of:))
        return await book.pulse.answers(of: backends.reduce(into: []) { $0.formUnion($1) })
    }

    private func definition(of name: String) throws -> Milestone { try book.definition(of: name) }

    func find(_ name: String, in snapshot: RoutingSnapshot) throws -> StagedMilestone {
        try snapshot.milestoneToMove(name)
    }

    private func view(
        _ milestone: StagedMilestone, _ version: RoutingState.Version, in transaction: any Transaction
    ) throws -> MilestoneView {
        let definition = book.definitions[milestone.name]
        let hash = definition.map(MilestoneBook.hash(of:))
        let approval = try transaction.approvals(ofMilestone: milestone.name).first { $0.definitionHash == hash }
        let signatures = try transaction.signatures(ofMilestone: milestone.name)
        let glass = try transaction.brokenGlass(ofMilestone: milestone.name)
        var view = MilestoneView(
            name: milestone.name, title: definition?.title, stage: milestone.stage.rawValue,
            since: milestone.since?.iso8601, cells: milestone.cells.sorted().map(\.description),
            next: Self.next(milestone),
            history: try transaction.moves(ofMilestone: milestone.name).map { MilestoneView.Move($0, glass) })
        view.isPaused = milestone.isPaused
        view.definition = hash
        view.author = definition?.author
        view.approvedBy = approval?.approvedBy
        view.pilot = milestone.pilot.map(\.words)
        if case .requestedDelivery(let day) = milestone.cut { view.cut = day }
        view.checklist = definition?.checklist?.map { item in
            let signed = signatures.first { $0.item == item.name }
            return MilestoneView.Item(name: item.name, role: item.role, signedBy: signed?.signedBy)
        }
        view.guards = milestone.guards?.map { MilestoneView.Guard($0, in: milestone) }
        view.toCountersign = glass.filter { $0.countersignedBy == nil }.map(MilestoneView.Glass.init)
        let fenced = version.snapshot.fenced(of: milestone)
        let fences = try fenced.isEmpty ? [] : transaction.standingFences().filter { fenced.contains($0.backend) }
        view.fences =
            try fences.isEmpty ? nil : fences.map { FenceView($0, try transaction.fencedOrderCounts(of: $0.id)) }
        view.scheduled = try transaction.scheduledMoves(ofMilestone: milestone.name, limit: 20)
            .map(MilestoneView.Scheduled.init)
        return view
    }

    private static func next(_ milestone: StagedMilestone) -> [String] {
        let back = milestone.stage.movesBirths ? Stage.forward.filter { $0 < milestone.stage }.reversed() : []
        let on = milestone.nextStages.filter { $0 != .pilot || milestone.pilot != nil }
        return (on + back).map(\.rawValue)
    }
}

extension MilestoneBook {
    /// The definition of a milestone by this gateway's configuration.
    func definition(of name: String) throws -> Milestone {
        if let definition = definitions[name] { return definition }
        throw GatewayError(.conflict, Diagnostic("route.definition-missing", value: name))
    }
}

extension RoutingSnapshot {
    /// Where a milestone goes on to if nothing is left out that it has a use for: shadow where its new back ends take that, pilot
    /// where its file names one. A finished one stays where it is.
    fileprivate func naturalNext(of milestone: StagedMilestone) -> Stage {
        milestone.nextStages.first { stage in
            switch stage {
            case .shadow: takingNoShadow(of: milestone).isEmpty
            case .pilot: milestone.pilot != nil
            default: true
            }
        } ?? milestone.stage
    }

    /// A milestone by its name, or why there is none.
    func milestoneToMove(_ name: String) throws -> StagedMilestone {
        if let milestone = milestone(named: name) { return milestone }
        let known = milestones.map(\.name).joined(separator: ", ")
        throw GatewayError(
            .notFound,
            Diagnostic("route.milestone-unknown", value: name, facts: ["known": known.isEmpty ? "none" : known]))
    }
}
