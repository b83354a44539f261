import Diagnostics
import Intake
import Rollout
import Store

/// How the sides' answers compare while one shadows the other, or stands by for it.
public struct ShadowDesk: Sendable {
    let database: any Database
    let definitions: [String: Milestone]

    /// How many fields a summary names at most.
    private static let mostFields = 50

    /// Which answers are compared with the owner's.
    public enum Purpose: String, Sendable, CaseIterable {
        /// What new answers in the shadow of legacy.
        case shadow
        /// What legacy answers as a standby of new, where a guard watches it.
        case standby

        fileprivate var delivery: DeliveryPurpose { self == .shadow ? .shadow : .standby }
        fileprivate var owner: Side { self == .shadow ? .legacy : .new }
    }

    /// How the answers to a milestone's documents compare, since it last came to shadow (or, for standby, to its stage).
    public func show(_ name: String, _ purpose: Purpose, caller: Caller) async throws -> ShadowView {
        try caller.require(.view)
        let rules = definitions[name]?.shadow ?? ShadowRules()
        return try await GatewayError.translating {
            try await database.read { transaction in
                let milestone = try transaction.routingInForce().snapshot.milestoneToMove(name)
                let backfill = try transaction.backfill(ofMilestone: name)
                let since = Self.since(milestone, purpose, backfill)
                let read = Reading(
                    milestone: name, purpose: purpose.delivery, since: since ?? .max,
                    showsValues: caller.may(.viewPayload), transaction: transaction)
                var view = try read.summary(of: milestone, purpose)
                view.since = since.map { Instant(microseconds: $0).iso8601 }
                view.ignore = rules.ignore.map { ShadowView.Ignored(field: $0.field, reason: $0.reason) }
                view.differences = try read.fields(limit: Self.mostFields)
                view.backfill = purpose == .shadow ? backfill.map(ShadowView.Backfill.init) : nil
                return view
            }
        }
    }

    /// The documents themselves, the newest first.
    ///
    /// - Parameter cursor: the last document of the page before.
    public func documents(
        _ name: String, _ purpose: Purpose, onlyDiffering: Bool, after cursor: String?, limit: Int, caller: Caller
    ) async throws -> (items: [ComparisonView], next: String?) {
        try caller.require(.view)
        return try await GatewayError.translating {
            try await database.read { transaction in
                let milestone = try transaction.routingInForce().snapshot.milestoneToMove(name)
                let since = Self.since(milestone, purpose, try transaction.backfill(ofMilestone: name))
                let before = try PageCursor.row(cursor) { try transaction.comparison($0) }
                let rows = try transaction.comparisons(
                    milestone: name, purpose: purpose.delivery, since: since ?? .max, onlyDiffering: onlyDiffering,
                    before: before.map { ($0.madeAt, $0.id) }, limit: limit)
                let read = Reading(
                    milestone: name, purpose: purpose.delivery, since: since ?? .max,
                    showsValues: caller.may(.viewPayload), transaction: transaction)
                return (try rows.map(read.view), rows.count == limit ? rows.last?.id.description : nil)
            }
        }
    }

    /// Since when documents count: shadow from when the milestone last came there, standby from when it came to its stage.
    private static func since(_ milestone: StagedMilestone, _ purpose: Purpose, _ backfill: BackfillRow?) -> Int64? {
        switch purpose {
        case .shadow: backfill?.since
        case .standby: milestone.stage.movesBirths ? milestone.since?.microseconds : nil
        }
    }
}

/// What one milestone's comparisons say, in one transaction.
private struct Reading {
    let milestone: String
    let purpose: DeliveryPurpose
    let since: Int64
    let showsValues: Bool
    let transaction: any Transaction

    func summary(of staged: StagedMilestone, _ asked: ShadowDesk.Purpose) throws -> ShadowView {
        let figures = try transaction.comparisonFigures(milestone: milestone, purpose: purpose, since: since)
        let same = Double(figures.fields - figures.differing)
        return ShadowView(
            milestone: milestone, stage: staged.stage.rawValue, purpose: asked.rawValue,
            owner: asked.owner.rawValue, other: asked.owner.other.rawValue, documents: Int(figures.documents),
            matching: Int(figures.matching),
            matchRate: figures.fields == 0 ? nil : same / Double(figures.fields) * 100, fields: Int(figures.fields),
            differing: Int(figures.differing), ignored: Int(figures.ignored),
            newest: figures.newest.map { Instant(microseconds: $0).iso8601 }, waiting: Int(figures.waiting),
            unanswered: Int(
                try transaction.unansweredComparisons(milestone: milestone, purpose: purpose, since: since)),
            ignore: [], differences: [])
    }

    func fields(limit: Int) throws -> [ShadowView.Field] {
        try transaction.fieldFigures(milestone: milestone, purpose: purpose, since: since, limit: limit).map { figure in
            let example = try transaction.comparison(figure.example).flatMap { row in
                try differences(of: row).first { $0.field == figure.field }
            }
            return ShadowView.Field(field: figure.field, documents: Int(figure.documents), example: example)
        }
    }

    func view(_ row: ComparisonRow) throws -> ComparisonView {
        ComparisonView(
            document: row.documentID.description, order: row.orderKey, state: row.state.rawValue,
            madeAt: Instant(microseconds: row.madeAt).iso8601,
            comparedAt: row.comparedAt.map { Instant(microseconds: $0).iso8601 }, fields: Int(row.fields),
            differing: Int(row.differing), ignored: Int(row.ignored), differences: try differences(of: row))
    }

    private func differences(of row: ComparisonRow) throws -> [ShadowView.Difference] {
        try transaction.differences(of: row.id).map { difference in
            ShadowView.Difference(
                document: row.documentID.description, order: row.orderKey, field: difference.field,
                place: difference.place, owner: showsValues ? difference.owner : nil,
                other: showsValues ? difference.other : nil)
        }
    }
}

extension ShadowView.Backfill {
    fileprivate init(_ row: BackfillRow) {
        self.init(
            sent: Int(row.sent), looked: row.lastLooked.map(Int.init), lacking: row.lastLacking.map(Int.init),
            unknown: row.lastUnknown.map(Int.init),
            finishedAt: row.finishedAt.map { Instant(microseconds: $0).iso8601 })
    }
}
