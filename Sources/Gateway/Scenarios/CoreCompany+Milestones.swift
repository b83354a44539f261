import ConfigurationFiles
import Diagnostics
import Intake
import Rollout

/// What stands around the milestones of a scenario that is played on the core alone.
struct CoreControl: Sendable {
    /// Approvals by milestone, the newest last.
    var approvals: [String: [Approval]] = [:]
    /// Who signed which item, by milestone.
    var signatures: [String: [String: String]] = [:]
    /// Moves that someone on duty made alone, by milestone, the newest last.
    var brokenGlass: [String: [BreakGlass]] = [:]
    /// Moves that wait for their time, by milestone.
    var scheduled: [String: [ScheduledMove]] = [:]
    /// When guards were armed again, by milestone.
    var armed: [String: [GuardKind: Instant]] = [:]
}

extension CoreCompany {
    func approve(_ name: String, _ caller: Caller) throws {
        try caller.require(.moveMilestones)
        _ = try snapshot.milestoneToMove(name)
        let definition = try definition(of: name)
        let hash = MilestoneBook.hash(of: definition)
        do {
            control.approvals[name, default: []].append(
                try Approval.give(by: caller.actor, to: definition, hash: hash, at: now))
        } catch {
            throw GatewayError(.conflict, error)
        }
    }

    func sign(_ name: String, _ item: String, _ caller: Caller) throws {
        try caller.require(.view)
        _ = try snapshot.milestoneToMove(name)
        let items = try definition(of: name).checklist ?? []
        guard let known = items.first(where: { $0.name == item }) else {
            let names = items.map(\.name).joined(separator: ", ")
            throw GatewayError(
                .invalid, Diagnostic("route.item-unknown", value: item, facts: ["milestone": name, "known": names]))
        }
        do { try known.sign(by: caller.name, in: caller.signingRoles, of: name) } catch {
            throw GatewayError(.forbidden, error)
        }
        guard control.signatures[name]?[item] == nil else {
            throw GatewayError(.conflict, Diagnostic("route.item-signed", value: item, facts: ["milestone": name]))
        }
        control.signatures[name, default: [:]][item] = caller.name
    }

    func countersign(_ name: String, _ caller: Caller) throws {
        try caller.require(.moveMilestones)
        _ = try snapshot.milestoneToMove(name)
        guard var broken = control.brokenGlass[name], let last = broken.popLast() else {
            throw GatewayError(
                .notFound, Diagnostic("route.glass-unknown", value: name, facts: ["milestone": name]))
        }
        do { broken.append(try last.countersigned(by: caller.actor, at: now)) } catch {
            throw GatewayError(.conflict, error)
        }
        control.brokenGlass[name] = broken
    }

    func move(
        _ name: String, _ wish: MoveWish, _ details: Scenario.Details, _ reason: String?, _ caller: Caller
    ) throws {
        if caller.actor.roles.isEmpty { try caller.require(.moveMilestones) }
        let milestone = try snapshot.milestoneToMove(name)
        let definition = try definition(of: name)
        let request = MoveForm(wish, reason: reason, details).request(by: caller)
        do {
            let move = try MilestoneMove.check(request, of: milestone, in: situation(milestone, definition))
            try make(move)
        } catch let error as Diagnostic {
            throw GatewayError(.conflict, error)
        }
    }

    func make(_ move: MilestoneMove) throws {
        let name = move.milestone.name
        var handsBack = false
        if case .reverse(_, let policy?) = move.wish, policy != .stay, openOrders(of: move.milestone, at: .new) > 0 {
            handsBack = policy == .handBack
            guard handsBack else {
                throw GatewayError(
                    .conflict,
                    Diagnostic("scenario.not-played", value: policy.rawValue, facts: ["what": "owners of open orders"]))
            }
        }
        let sites = Set(move.milestone.cells.map(\.site))
        let open = orders.values.filter { $0.site.map(sites.contains) == true && !$0.itinerary.isEmpty }
        let before = snapshot
        epoch += 1
        for binding in move.cutBindings(Array(open), in: before, epoch: epoch) {
            let bound = Set(binding.entries.map(\.function))
            orders[binding.order]?.itinerary.removeAll { bound.contains($0.function) }
            orders[binding.order]?.itinerary += binding.entries
        }
        snapshot = move.applied(to: before, at: now).indexed()
        if let glass = move.breakGlass { control.brokenGlass[name, default: []].append(glass) }
        if case .rearm(let kind) = move.wish { control.armed[name, default: [:]][kind] = now }
        if case .reverse = move.wish { control.scheduled[name] = nil }
        releaseBirths()
        if handsBack { try handBack(move.milestone) }
    }

    func situation(_ milestone: StagedMilestone, _ definition: Milestone) throws -> MoveSituation {
        let hash = MilestoneBook.hash(of: definition)
        let approvals = control.approvals[milestone.name] ?? []
        return MoveSituation(
            definition: definition, definitionHash: hash,
            approval: approvals.last { $0.definitionHash == hash } ?? approvals.last, plan: "", now: now,
            freezes: installation.freezes, gates: try gateResults(of: milestone, definition),
            stages: Dictionary(
                snapshot.milestones.map { ($0.name, $0.stage) }, uniquingKeysWith: { first, _ in first }),
            openAtNew: openOrders(of: milestone, at: .new), leftAtLegacy: openOrders(of: milestone, at: .legacy),
            brokenGlass: control.brokenGlass[milestone.name] ?? [],
            takingNoShadow: snapshot.takingNoShadow(of: milestone))
    }

    private func openOrders(of milestone: StagedMilestone, at side: Side) -> Int {
        milestone.cells.reduce(0) { sum, cell in
            sum
                + orders.values.count { order in
                    !order.isClosed && order.site == cell.site && order.entry(for: cell.function)?.side == side
                }
        }
    }

    // MARK: Gates

    func gateResults(of milestone: StagedMilestone, _ definition: Milestone) throws -> [GateResult] {
        var figures = GateFigures()
        figures.stages = Dictionary(
            snapshot.milestones.map { ($0.name, $0.stage) }, uniquingKeysWith: { first, _ in first })
        figures.since = milestone.since
        figures.openFailures = openFailures(of: milestone)
        // Whoever answers busy is there.
        figures.health = snapshot.backends(of: milestone).sorted().map { .init(backend: $0, answers: true) }
        figures.copyLag = copyLag(of: milestone)
        figures.ranges = snapshot.ranges(of: milestone, numbers: installation.numbers)
        let new = snapshot.backends(of: milestone, side: .new)
        let ended = deliveries.ended.filter { end in
            new.contains(end.backend) && milestone.since.map { end.at >= $0 } ?? true
        }
        figures.failed = ended.count(where: \.failed)
        figures.delivered = ended.count - (figures.failed ?? 0)
        let signed = control.signatures[milestone.name] ?? [:]
        figures.checklist = definition.checklist?.map { item in
            .init(name: item.name, role: item.role, signedBy: signed[item.name])
        }
        if milestone.stage == .shadow { readShadow(of: milestone, in: &figures) }
        let legacy = snapshot.backends(of: milestone, side: .legacy)
        let mapsBack = installation.backends.contains { legacy.contains($0.name) && $0.payload.isWritten }
        return figures.applicable(to: milestone, definition, in: snapshot, mapsBack: mapsBack, at: now)
    }

    private func openFailures(of milestone: StagedMilestone) -> Int {
        documents.count { document in
            let status = deliveries.status(of: document.id) ?? document.status
            return [.failed, .held, .unknown].contains(status)
                && milestone.cells.contains { $0.site == document.site && $0.function == document.function }
        }
    }

    func copyLag(of milestone: StagedMilestone) -> Double? {
        let taken = snapshot.backends(of: milestone).filter { snapshot.takes?[$0]?.isEmpty == false }
        guard !taken.isEmpty else { return nil }
        let waiting = deliveries.all.filter { delivery in
            taken.contains(delivery.backend) && delivery.state == .waiting && delivery.purpose != .primary
                && (milestone.stage == .shadow || delivery.purpose != .shadow)
        }
        return waiting.map(\.madeAt).min().map { Double(now.microseconds - $0.microseconds) / 1e6 } ?? 0
    }

    private func readShadow(of milestone: StagedMilestone, in figures: inout GateFigures) {
        let compared = comparisons(of: milestone.name, .shadow)
        if !compared.isEmpty {
            figures.comparison = .init(
                documents: compared.count, fields: compared.reduce(0) { $0 + $1.fields },
                differing: compared.reduce(0) { $0 + $1.differing }, newest: now)
        }
        let sites = Set(milestone.cells.map(\.site))
        let open = orders.values.filter { $0.site.map(sites.contains) == true && !$0.itinerary.isEmpty }
        let lacking = open.count { order in
            documents.contains { document in
                document.order == order.key.text
                    && deliveries.of(document.id).contains { $0.purpose != .primary && $0.isLacking }
            }
        }
        figures.backfill = .init(finished: now, looked: open.count, faulty: lacking)
    }
}

extension CoreDelivery {
    fileprivate var isLacking: Bool { [.waiting, .failed, .unknown].contains(state) }
}

extension MoveForm {
    /// A move as a scenario has it made.
    init(_ wish: MoveWish, reason: String?, _ details: Scenario.Details) {
        self.init(
            wish, reason: reason, typedName: details.typedName, breaksGlass: details.breaksGlass,
            overrides: details.overrides)
    }
}
