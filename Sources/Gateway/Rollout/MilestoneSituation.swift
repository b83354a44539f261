import ConfigurationFiles
import Diagnostics
import Digests
import Intake
import Rollout
import Store

/// What this gateway's configuration says of milestones and their moves.
struct MilestoneBook: Sendable {
    /// The definitions by name.
    let definitions: [String: Milestone]
    let freezes: [FreezeWindow]
    let pulse: BackendPulse
    /// The numbers that back ends draw from, by back end.
    let numbers: [String: [Backend.NumberRange]]
    /// What writes the payloads of back ends that take a written format.
    let writers: PayloadWriters

    /// The hash that an approval holds for: over the whole definition, its keys in order.
    static func hash(of definition: Milestone) -> String {
        Digests.sha256Hex(Array((JSONText.of(definition) ?? "").utf8))
    }
}

/// Reads what a move is checked against, in the transaction of the move.
struct MilestoneSituation {
    let book: MilestoneBook
    let transaction: any Transaction
    let snapshot: RoutingSnapshot
    let epoch: Int64
    let now: Instant
    /// Which back ends answer, as it was found before the transaction; those that were not asked are absent.
    let health: [String: Bool]

    /// The situation of a milestone, with the gates of its present stage.
    func read(_ milestone: StagedMilestone, definition: Milestone) throws -> MoveSituation {
        let hash = MilestoneBook.hash(of: definition)
        let stages = try stages()
        let gates = try gates(of: milestone, definition, stages)
        let approvals = try transaction.approvals(ofMilestone: milestone.name)
        let approval = approvals.first { $0.definitionHash == hash } ?? approvals.first
        var situation = MoveSituation(
            definition: definition, definitionHash: hash,
            approval: approval.map {
                Approval(
                    by: $0.approvedBy, at: Instant(microseconds: $0.approvedAt), definitionHash: $0.definitionHash)
            },
            plan: version(milestone, hash, gates, isApproved: approval?.definitionHash == hash), now: now,
            freezes: book.freezes, gates: gates, stages: stages,
            openAtNew: try count(milestone, .new, signedOff: false),
            leftAtLegacy: try count(milestone, .legacy, signedOff: true),
            brokenGlass: try transaction.brokenGlass(ofMilestone: milestone.name).map(BreakGlass.init),
            takingNoShadow: snapshot.takingNoShadow(of: milestone), fenced: snapshot.fenced(of: milestone))
        situation.atNewForGood =
            milestone.stage.movesBirths
            ? [] : milestone.cells.filter { snapshot.storedSides[$0] == .new }.map(\.description).sorted()
        situation.partners = Set(snapshot.parties.map(\.id))
        return situation
    }

    /// Names what a person saw: another epoch, definition, approval or verdict is another plan; figures alone are none.
    private func version(
        _ milestone: StagedMilestone, _ hash: String, _ gates: [GateResult], isApproved: Bool
    ) -> String {
        let verdicts = gates.map { "\($0.gate.rawValue)=\($0.verdict.rawValue)" }.joined(separator: ",")
        let text = "\(epoch) \(milestone.stage.rawValue) \(hash) \(isApproved) \(verdicts)"
        return String(Digests.sha256Hex(Array(text.utf8)).prefix(16))
    }

    private func stages() throws -> [String: Stage] {
        var stages: [String: Stage] = [:]
        for milestone in snapshot.milestones { stages[milestone.name] = milestone.stage }
        for row in try transaction.milestones() { stages[row.id] = Stage(rawValue: row.stage) }
        return stages
    }

    /// Open orders of the milestone's cells at a side, without those that were signed off where that counts.
    private func count(_ milestone: StagedMilestone, _ side: Side, signedOff: Bool) throws -> Int {
        try milestone.cells.reduce(0) { sum, cell in
            try sum
                + transaction.countOpenOrders(
                    function: cell.function, site: cell.site, side: side.rawValue,
                    notSignedOffFor: signedOff ? milestone.name : nil)
        }
    }

    // MARK: Gates

    private func gates(
        of milestone: StagedMilestone, _ definition: Milestone, _ stages: [String: Stage]
    ) throws -> [GateResult] {
        var figures = GateFigures()
        figures.stages = stages
        figures.since = milestone.since
        figures.openFailures = try milestone.cells.reduce(0) { sum, cell in
            try sum + transaction.countUnsettled(function: cell.function, site: cell.site)
        }
        let backends = snapshot.backends(of: milestone)
        figures.health = backends.sorted().map { .init(backend: $0, answers: health[$0]) }
        figures.copyLag = try copyLag(to: backends, inShadow: milestone.stage == .shadow)
        if milestone.stage == .shadow {
            try readShadow(of: milestone, in: &figures)
            figures.reverseMapping = try mapBack(milestone)
        }
        figures.reconciliation = try verified(milestone)
        figures.ranges = snapshot.ranges(of: milestone, numbers: book.numbers)
        try countDeliveries(of: milestone, in: &figures)
        let signed = try transaction.signatures(ofMilestone: milestone.name)
        figures.checklist = definition.checklist?.map { item in
            .init(name: item.name, role: item.role, signedBy: signed.first { $0.item == item.name }?.signedBy)
        }
        let mapsBack = snapshot.backends(of: milestone, side: .legacy).contains { book.writers.maps(for: $0) }
        return figures.applicable(to: milestone, definition, in: snapshot, mapsBack: mapsBack, at: now)
    }

    /// Counts how deliveries to new ended since the milestone came to its stage, as far back as figures are kept.
    private func countDeliveries(of milestone: StagedMilestone, in figures: inout GateFigures) throws {
        let kept = now.adding(seconds: -GuardWatching.keptSeconds)
        let counted = try transaction.deliveryFigures(
            backends: snapshot.backends(of: milestone, side: .new),
            since: max(milestone.since ?? kept, kept).microseconds)
        figures.failed = Int(counted.failed)
        figures.delivered = Int(counted.ended - counted.failed)
    }

    /// Counts what was compared and back-filled since the milestone came to shadow.
    private func readShadow(of milestone: StagedMilestone, in figures: inout GateFigures) throws {
        guard let since = milestone.since?.microseconds else { return }
        let counted = try transaction.comparisonFigures(milestone: milestone.name, purpose: .shadow, since: since)
        if let newest = counted.newest {
            figures.comparison = .init(
                documents: Int(counted.documents), fields: Int(counted.fields), differing: Int(counted.differing),
                newest: Instant(microseconds: newest))
        }
        guard let backfill = try transaction.backfill(ofMilestone: milestone.name), backfill.since == since,
            let looked = backfill.lastLooked, let lacking = backfill.lastLacking, let finished = backfill.finishedAt
        else { return }
        figures.backfill = .init(
            finished: Instant(microseconds: finished), looked: Int(looked),
            faulty: Int(lacking), unknown: Int(backfill.lastUnknown ?? 0))
    }

    /// How many documents of a cell are written on trial, of how many of the newest.
    private static let mappedBack = (documents: 200, among: 5_000)

    /// Writes the newest documents of the milestone's cells on trial as legacy would get them if new owned them, where legacy
    /// takes what a mapping writes.
    private func mapBack(_ milestone: StagedMilestone) throws -> GateFigures.Run {
        var run = GateFigures.Run(finished: now, looked: 0, faulty: 0)
        for cell in milestone.cells.sorted() {
            guard let backend = snapshot.site(named: cell.site)?.backends[.legacy], book.writers.maps(for: backend)
            else { continue }
            let newest = try transaction.newestPayloads(
                function: cell.function, site: cell.site, among: Self.mappedBack.among,
                limit: Self.mappedBack.documents)
            for document in newest {
                let origin = PayloadOrigin(
                    number: document.interchangeNumber, position: document.position, version: document.version,
                    receivedAt: Instant(microseconds: document.receivedAt))
                run.looked += 1
                if case .failure(let fault)? = book.writers.write(document.canonical, for: backend, from: origin) {
                    run.faulty += 1
                    let worst = fault.diagnostics.first { $0.severity == .error } ?? fault.diagnostics.first
                    run.example = run.example ?? worst.map { Catalogue.english.wording(of: $0).message }
                }
            }
        }
        return run
    }

    /// The newest finished verification of each of the milestone's sites.
    private func verified(_ milestone: StagedMilestone) throws -> [GateFigures.SiteRun] {
        try Set(milestone.cells.map(\.site)).sorted().map { site in
            let row = try transaction.newestVerification(ofSite: site)
            let broken = try row == nil ? transaction.verifications(ofSite: site, before: nil, limit: 1).first : nil
            let fault = broken?.fault.flatMap { JSONText.read(Diagnostic.self, from: $0) }
            return GateFigures.SiteRun(
                site: site,
                run: row.map {
                    .init(
                        finished: Instant(microseconds: $0.finishedAt ?? $0.madeAt), looked: Int($0.counts.compared),
                        faulty: Int($0.counts.faulty))
                }, failure: fault.map { Catalogue.english.wording(of: $0).message })
        }
    }

    /// How long the oldest copy waits, in seconds; nil where no copy goes to any of the back ends. What waits in the shadow
    /// counts for a milestone in shadow alone.
    private func copyLag(to backends: Set<String>, inShadow: Bool) throws -> Double? {
        let taken = backends.filter { snapshot.takes?[$0]?.isEmpty == false }
        guard !taken.isEmpty else { return nil }
        let lanes: [DeliveryLane] = inShadow ? [.acting, .shadow] : [.acting]
        let oldest = try taken.flatMap { backend in
            try lanes.compactMap { try transaction.oldestWaitingCopy(backend: backend, lane: $0) }
        }.min()
        return oldest.map { Double(max(0, now.microseconds - $0)) / 1e6 } ?? 0
    }
}

extension GateFigures {
    /// The gates of a milestone at its stage that it has a use for: who has no check list has nothing to sign, what comes in
    /// draws no numbers of ours, and a legacy that takes orders as they are received, or as JSON, has nothing mapped back.
    func applicable(
        to milestone: StagedMilestone, _ definition: Milestone, in snapshot: RoutingSnapshot, mapsBack: Bool,
        at now: Instant
    ) -> [GateResult] {
        results(of: definition, at: milestone.stage, now: now).filter { result in
            switch result.gate {
            case .checklist: definition.checklist != nil
            case .reverseMapping: mapsBack
            case .numberRanges: milestone.cells.contains { snapshot.function(named: $0.function)?.inbound == false }
            default: true
            }
        }
    }
}

extension RoutingSnapshot {
    /// The numbers that both sides of a milestone's sites draw from.
    func ranges(
        of milestone: StagedMilestone, numbers: [String: [Backend.NumberRange]]
    ) -> [GateFigures.NumberRange] {
        Side.allCases.flatMap { side in
            backends(of: milestone, side: side).flatMap { numbers[$0] ?? [] }.map { range in
                .init(kind: range.kind.rawValue, side: side, first: range.first, last: range.last)
            }
        }
    }

    /// The back ends of a milestone's sites.
    func backends(of milestone: StagedMilestone) -> Set<String> {
        Set(milestone.cells.flatMap { site(named: $0.site)?.backends.values.map(\.self) ?? [] })
    }

    /// The back ends of a milestone's sites at one side, by name.
    func backends(of milestone: StagedMilestone, side: Side) -> [String] {
        Set(milestone.cells.compactMap { site(named: $0.site)?.backends[side] }).sorted()
    }
}

extension BreakGlass {
    init(_ row: BrokenGlassRow) {
        self.init(by: row.actor, at: Instant(microseconds: row.at), reason: row.reason)
        countersignedBy = row.countersignedBy
        countersignedAt = row.countersignedAt.map(Instant.init(microseconds:))
    }
}
