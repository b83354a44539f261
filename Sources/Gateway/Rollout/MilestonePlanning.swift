import Diagnostics
import Rollout
import Store

/// What a move would do, and what stands in its way: read only.
struct MilestonePlanning {
    let situation: MilestoneSituation
    let wish: MoveWish
    let caller: Caller

    func plan(_ milestone: StagedMilestone, definition: Milestone) throws -> MilestonePlanView {
        let read = try situation.read(milestone, definition: definition)
        // A plan says what is missing, not that a reason is; reason and name come with the move.
        let request = MoveRequest(wish, by: caller.actor, reason: "plan", typedName: milestone.name)
        var view = MilestonePlanView(
            milestone: milestone.name, action: wish.name, from: milestone.stage.rawValue,
            asked: wish.target?.rawValue ?? "",
            version: read.planVersion(of: wish, milestone))
        view.gates = wish.isForwardMove ? read.gates.map { .init($0, of: milestone.name) } : []
        switch Self.outcome(of: readying(request, past: read.gates), milestone, Self.open(read)) {
        case .failure(let diagnostic): view.refusal = DiagnosticReport(diagnostic)
        case .success(let move):
            view.to = move.to.rawValue
            view.warnings = move.warnings.map { DiagnosticReport($0) }
            try addEffects(of: move, to: &view)
            if case .failure(let diagnostic) = Self.outcome(of: request, milestone, read) {
                view.refusal = DiagnosticReport(diagnostic)
            }
        }
        view.openOrders = try openOrders(milestone)
        return view
    }

    /// The same request by someone who may pass every gate: what the move would do is shown although a gate is closed.
    private func readying(_ request: MoveRequest, past gates: [GateResult]) -> MoveRequest {
        var open = request
        for gate in gates where gate.verdict != .pass { open.overrides[gate.gate] = "plan" }
        open.actor.roles.insert(.approver)
        return open
    }

    /// The situation once nothing forbids the move that people can give or wait for: approved, in no freeze, countersigned. So what
    /// it would do is seen before it is approved.
    private static func open(_ situation: MoveSituation) -> MoveSituation {
        var open = situation
        open.definition.author = open.definition.author ?? ""
        open.approval = Approval(by: "plan", at: situation.now, definitionHash: situation.definitionHash)
        if open.definition.author == "plan" { open.definition.author = "" }
        (open.freezes, open.brokenGlass) = ([], [])
        return open
    }

    private static func outcome(
        of request: MoveRequest, _ milestone: StagedMilestone, _ read: MoveSituation
    ) -> Result<MilestoneMove, Diagnostic> {
        Result { () throws(Diagnostic) in try MilestoneMove.check(request, of: milestone, in: read) }
    }

    private func addEffects(of move: MilestoneMove, to view: inout MilestonePlanView) throws {
        let snapshot = situation.snapshot
        let open = try snapshot.openItineraries(in: situation.transaction)
        let after = move.applied(to: snapshot, at: situation.now)
        let change = snapshot.integrationChange(to: after, open: open, now: situation.now)
        try addBirths(of: move, after: after, to: &view)
        view.starts = change.starts.map(MilestonePlanView.Integration.init)
        view.stops = change.stops.map(MilestonePlanView.Integration.init)
        if case .reverse(_, let policy) = move.wish {
            view.reverse = try reverse(move.milestone, policy ?? move.milestone.policy)
        }
        if move.quarantined != nil { view.quarantine = try quarantine(move.milestone) }
        guard move.to == .shadow, move.milestone.stage != .shadow else { return }
        view.backfill = try Set(move.milestone.cells.map(\.site)).reduce(0) { sum, site in
            try sum + Int(situation.transaction.countOpenOrders(site: site))
        }
    }

    /// How far back births are looked at, and how many documents at most.
    private static let birthsSeen = (days: 7, documents: 5_000)

    /// Whom it takes, and how many of the births of the last days would have been born at another side.
    private func addBirths(
        of move: MilestoneMove, after: RoutingSnapshot, to view: inout MilestonePlanView
    ) throws {
        if move.to == .pilot { view.pilot = move.milestone.pilot.map(\.words) }
        if move.to.hasStandby, case .requestedDelivery(let day) = move.milestone.cut { view.cut = day }
        let begin = situation.now.adding(seconds: -86_400 * Double(Self.birthsSeen.days))
        let (before, after) = (situation.snapshot.indexed(), after.indexed())
        for cell in move.milestone.cells.sorted()
        where situation.snapshot.function(named: cell.function)?.binds == .birth {
            let births = try situation.transaction.newestBirths(
                site: cell.site, since: begin.microseconds, among: Self.birthsSeen.documents)
            guard let oldest = births.rows.last else { continue }
            let sides = births.rows.map { birth in
                let traits = JSONText.read(BirthTraits.self, from: birth.traits ?? "")
                return [before, after].map {
                    $0.birthSide(of: cell.function, at: cell.site, for: traits, now: situation.now)
                }
            }
            let moving = sides.filter { $0[0] != $0[1] }
            // That a pilot would have taken nobody is worth knowing.
            guard let side = moving.first.map({ $0[1] }) ?? (move.to == .pilot ? .new : nil) else { continue }
            // All of the days, unless the newest documents do not reach back that far.
            let seconds =
                Double(situation.now.microseconds - (births.isWhole ? begin.microseconds : oldest.receivedAt)) / 1e6
            let days = max(seconds / 86_400, 1.0 / 24)
            view.births.append(
                MilestonePlanView.Births(
                    cell: cell.description, births: births.rows.count, days: (days * 10).rounded() / 10,
                    moving: moving.count,
                    perDay: (Double(moving.count) / days * 10).rounded() / 10, to: side.rawValue))
        }
    }

    /// What a reverse would make of the orders that new owns.
    private func reverse(_ milestone: StagedMilestone, _ policy: ReversePolicy) throws -> MilestonePlanView.Reverse {
        let transaction = situation.transaction
        let keys = try milestone.cells.flatMap { cell in
            try transaction.openOrders(
                function: cell.function, site: cell.site, side: Side.new.rawValue, after: "", limit: Self.shown)
        }
        let orders = try transaction.countOpenOrders(of: milestone, side: .new)
        var view = MilestonePlanView.Reverse(
            policy: policy.rawValue, approved: milestone.policy.rawValue, orders: orders,
            first: Array(Set(keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(Self.shown)))
        if policy == .handBack, orders > 0 {
            view.transfers = orders
            view.perMinute = MilestoneDesk.handBackRate
            view.minutes = (orders + MilestoneDesk.handBackRate - 1) / MilestoneDesk.handBackRate
        }
        view.legacyReadyUntil = milestone.legacyReadyUntil?.iso8601
        return view
    }

    /// How many order keys a plan names.
    private static let shown = 5

    /// What a quarantine of all of its orders would take.
    private func quarantine(_ milestone: StagedMilestone) throws -> MilestonePlanView.Quarantine {
        let snapshot = situation.snapshot
        let backends = snapshot.backends(of: milestone, side: .new)
        let others = snapshot.milestones.filter { other in
            other.name != milestone.name && other.stage.movesBirths
                && !snapshot.backends(of: other, side: .new).allSatisfy { !backends.contains($0) }
        }
        return MilestonePlanView.Quarantine(
            fences: backends,
            sites: snapshot.sites.filter { !Set($0.backends.values).isDisjoint(with: backends) }.map(\.name).sorted(),
            orders: try situation.transaction.countOpenOrders(of: milestone, side: .new),
            waiting: others.map(\.name).sorted())
    }

    private func openOrders(_ milestone: StagedMilestone) throws -> [MilestonePlanView.OpenOrders] {
        try milestone.cells.sorted().flatMap { cell in
            try Side.allCases.map { side in
                MilestonePlanView.OpenOrders(
                    cell: cell.description, side: side.rawValue,
                    orders: try situation.transaction.countOpenOrders(
                        function: cell.function, site: cell.site, side: side.rawValue))
            }
        }
    }
}

extension Transaction {
    /// The open orders that a side owns in a milestone's cells: one counts once, in however many of them it is.
    fileprivate func countOpenOrders(of milestone: StagedMilestone, side: Side) throws -> Int {
        let sites = Dictionary(grouping: milestone.cells, by: \.site)
        return try sites.reduce(0) { sum, site in
            try sum + countOpenOrders(functions: site.value.map(\.function), site: site.key, side: side.rawValue)
        }
    }
}

extension MoveWish {
    /// The stage that it names.
    fileprivate var target: Stage? {
        switch self {
        case .advance(let stage), .reverse(let stage, _): stage
        default: nil
        }
    }

    fileprivate var isForwardMove: Bool { if case .advance = self { true } else { false } }
}

extension PilotAudience {
    /// The audience in a few words.
    var words: String {
        switch self {
        case .partners(let partners): "partners \(partners.joined(separator: ", "))"
        case .deliveryParties(let percent): "\(percent) % of the delivery parties"
        }
    }
}
