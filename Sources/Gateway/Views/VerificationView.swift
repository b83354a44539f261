public import Diagnostics
import Rollout
import Store

/// A run that compares what the two back ends of a site hold.
public struct VerificationView: Sendable, Codable, Hashable {
    /// What one side listed.
    public struct Listing: Sendable, Codable, Hashable {
        /// `legacy` or `new`.
        public var side: String
        public var backend: String
        public var orders: Int
        public var pages: Int
        public var isDone: Bool
    }

    /// A field that differs.
    public struct Field: Sendable, Codable, Hashable {
        /// The field, whichever item it stands in: `lines[].quantity`.
        public var field: String
        /// In how many orders.
        public var orders: Int
    }

    public var id: String
    public var site: String
    /// The window: what was changed at a back end from here on…
    public var from: String
    /// …and before this moment.
    public var to: String
    /// `running`, `done`, `failed`, `cancelled`.
    public var state: String
    /// While it runs: `listing`, `comparing`, `settling`.
    public var phase: String?
    /// Orders that should be on both sides and were compared.
    public var compared: Int
    public var alike: Int
    public var different: Int
    public var missing: Int
    public var extra: Int
    /// Orders of which something was on its way to the end.
    public var underway: Int
    /// Orders that wait to be looked at again, while it runs.
    public var unsettled: Int?
    public var listings: [Listing]
    /// The fields that differ, those of most orders first.
    public var fields: [Field]
    /// What may differ, and why.
    public var ignore: [ShadowView.Ignored]
    /// What it waits for.
    public var note: String?
    /// Why it failed.
    public var fault: DiagnosticReport?
    public var madeBy: String
    public var madeAt: String
    public var updatedAt: String
    public var finishedAt: String?

    init(
        _ row: VerificationRow, _ sides: [VerificationSideRow], fields: [(field: String, orders: Int64)] = [],
        unsettled: Int64? = nil
    ) {
        id = row.id.description
        site = row.site
        from = Instant(microseconds: row.from).iso8601
        to = Instant(microseconds: row.to).iso8601
        state = row.state.rawValue
        phase = row.state == .running ? row.phase.rawValue : nil
        compared = Int(row.counts.compared)
        alike = Int(row.counts.alike)
        different = Int(row.counts.different)
        missing = Int(row.counts.missing)
        extra = Int(row.counts.extra)
        underway = Int(row.counts.underway)
        self.unsettled = unsettled.map(Int.init)
        listings = sides.map {
            Listing(
                side: $0.side, backend: $0.backend, orders: Int($0.listed), pages: Int($0.pages), isDone: $0.isDone)
        }
        self.fields = fields.map { Field(field: $0.field, orders: Int($0.orders)) }
        ignore = (JSONText.read(ShadowRules.self, from: row.rules)?.ignore ?? []).map {
            ShadowView.Ignored(field: $0.field, reason: $0.reason)
        }
        note = row.note
        fault = row.fault.flatMap { JSONText.read(Diagnostic.self, from: $0) }.map { DiagnosticReport($0) }
        madeBy = row.madeBy
        madeAt = Instant(microseconds: row.madeAt).iso8601
        updatedAt = Instant(microseconds: row.updatedAt).iso8601
        finishedAt = row.finishedAt.map { Instant(microseconds: $0).iso8601 }
    }
}

/// What a run found of one order.
public struct FindingView: Sendable, Codable, Hashable {
    /// A field that differs, with what each side says.
    public struct Difference: Sendable, Codable, Hashable {
        public var field: String
        /// Where it stands: `lines[number="1"].quantity.value`.
        public var place: String
        /// What the owner has, as JSON; absent where it has nothing, or the caller may not see payloads.
        public var owner: String?
        /// What the other side has.
        public var other: String?
    }

    /// `missing`, `extra`, `different`, `underway`.
    public var kind: String
    public var order: String
    /// The side that lacks the order, has it without need, or differs from its owner.
    public var side: String?
    /// Its id there.
    public var ownId: String?
    /// The side that owns it; absent for an order that is not known here.
    public var owner: String?
    /// The first fields that differ.
    public var differences: [Difference]
    /// How many differ in all.
    public var differing: Int
    /// When it was sent again.
    public var repairedAt: String?

    init(_ row: VerificationFindingRow, showsValues: Bool) {
        kind = row.kind.rawValue
        order = row.orderKey
        side = row.side.isEmpty ? nil : row.side
        ownId = row.ownID.isEmpty ? nil : row.ownID
        owner = row.owner
        differences = (JSONText.read([AnswerComparison.Difference].self, from: row.fields) ?? []).map {
            Difference(
                field: $0.field, place: $0.place, owner: showsValues ? $0.owner : nil,
                other: showsValues ? $0.other : nil)
        }
        differing = Int(row.differing)
        repairedAt = row.repairedAt.map { Instant(microseconds: $0).iso8601 }
    }
}

/// How often fields differed in the newest runs of a site: one row a field, one column a run.
public struct DifferencesOverTime: Sendable, Codable, Hashable {
    /// A run, the oldest first.
    public struct Run: Sendable, Codable, Hashable {
        public var id: String
        public var at: String
        public var compared: Int
        public var missing: Int
        public var extra: Int
        public var different: Int
    }

    /// A field with the orders in which it differed, by run.
    public struct Field: Sendable, Codable, Hashable {
        public var field: String
        public var orders: [Int]
    }

    public var site: String
    public var runs: [Run]
    public var fields: [Field]

    init(site: String, _ runs: [(row: VerificationRow, fields: [(field: String, orders: Int64)])]) {
        self.site = site
        self.runs = runs.map { run in
            Run(
                id: run.row.id.description, at: Instant(microseconds: run.row.finishedAt ?? run.row.madeAt).iso8601,
                compared: Int(run.row.counts.compared), missing: Int(run.row.counts.missing),
                extra: Int(run.row.counts.extra), different: Int(run.row.counts.different))
        }
        let names = Set(runs.flatMap { $0.fields.map(\.field) }).sorted()
        fields = names.map { name in
            Field(
                field: name,
                orders: runs.map { run in Int(run.fields.first { $0.field == name }?.orders ?? 0) })
        }
    }
}

/// What of a run's findings was sent again, of a page of them.
public struct RepairView: Sendable, Codable, Hashable {
    /// Orders that were not sent, with the reason.
    public struct Skipped: Sendable, Codable, Hashable {
        public var order: String
        public var kind: String
        public var side: String
        public var reason: String
    }

    public var run: String
    /// Nothing was sent: what would be.
    public var isPreview: Bool
    /// Findings that were looked at.
    public var looked: Int
    /// Orders that are sent again.
    public var orders: Int
    /// Their documents.
    public var documents: Int
    /// Orders that had been sent again for this run before.
    public var before: Int
    /// The first ones of those that are not.
    public var skipped: [Skipped]
    /// How many are not in all.
    public var skippedCount: Int
    /// Where the next page begins.
    public var next: String?
}
