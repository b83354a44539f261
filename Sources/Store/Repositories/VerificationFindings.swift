/// What runs found, and what became of it.
extension Transaction {
    /// Keeps what was found, unless its kind has so many already.
    ///
    /// - Parameter kept: how many of each kind are kept by now.
    public func insertFindings(
        _ findings: [VerificationFindingRow], kept: [VerificationFindingRow.Kind: Int64], most: Int64
    ) throws {
        var kept = kept
        let rows = findings.filter { finding in
            kept[finding.kind, default: 0] += 1
            return kept[finding.kind, default: 0] <= most
        }
        try executeMany(VerificationFindingRow.insertion() + " on conflict do nothing", rows.map(\.values))
    }

    /// Counts orders of which fields differ.
    public func countFields(_ fields: [String: Int64], in run: UniqueID) throws {
        try executeMany(
            """
            insert into verification_fields (run, field, orders) values ($1, $2, $3)
            on conflict (run, field) do update set orders = verification_fields.orders + excluded.orders
            """, fields.sorted { $0.key < $1.key }.map { [Value(run), .text($0.key), .integer($0.value)] })
    }

    /// In how many orders each field differs, those of most orders first.
    public func fields(of run: UniqueID, limit: Int) throws -> [(field: String, orders: Int64)] {
        try query(
            "select field, orders from verification_fields where run = $1 order by orders desc, field limit $2",
            [Value(run), .integer(Int64(limit))]
        ).map { row in
            var columns = row.columns
            return (try columns.text(), try columns.integer())
        }
    }

    /// What was found, in order, a page at a time.
    ///
    /// - Parameters:
    ///   - kind: of this kind alone; nil for all.
    ///   - last: the last finding of the page before.
    public func findings(
        of run: UniqueID, _ kind: VerificationFindingRow.Kind?, after last: FindingPlace?, limit: Int
    ) throws -> [VerificationFindingRow] {
        let ofKind = kind == nil ? "" : "and kind = $7"
        return try query(
            """
            select \(VerificationFindingRow.columns()) from verification_findings
            where run = $1 and (kind, order_key, side, own_id) > ($2, $3, $4, $5) \(ofKind)
            order by kind, order_key, side, own_id limit $6
            """,
            [
                Value(run), .text(last?.kind ?? ""), .text(last?.orderKey ?? ""), .text(last?.side ?? ""),
                .text(last?.ownID ?? ""), .integer(Int64(limit)),
            ] + (kind.map { [Value($0)] } ?? [])
        ).map(VerificationFindingRow.init)
    }

    /// What a run found of one order.
    public func findings(of run: UniqueID, order key: String) throws -> [VerificationFindingRow] {
        try queryMany(
            """
            select \(VerificationFindingRow.columns()) from verification_findings
            where run = $1 and kind = $2 and order_key = $3 order by side, own_id
            """, VerificationFindingRow.Kind.allCases.map { [Value(run), Value($0), .text(key)] }
        ).flatMap { try $0.map(VerificationFindingRow.init) }
    }

    /// Keeps that what was found was sent again.
    public func markRepaired(_ findings: [VerificationFindingRow], at now: Int64) throws {
        try executeMany(
            """
            update verification_findings set repaired_at = $6
            where run = $1 and kind = $2 and order_key = $3 and side = $4 and own_id = $5
            """,
            findings.map {
                [Value($0.run), Value($0.kind), .text($0.orderKey), .text($0.side), .text($0.ownID), .integer(now)]
            })
    }

    /// Which idempotency keys deliveries have already.
    public func madeDeliveries(_ keys: [String]) throws -> Set<String> {
        let made = try queryMany("select 1 from deliveries where idempotency_key = $1", keys.map { [.text($0)] })
        return Set(zip(keys, made).filter { !$1.isEmpty }.map(\.0))
    }

    /// Forgets what was found in all runs of a site but the newest; their counts stay.
    public func forgetFindings(ofSite site: String, but newest: Int) throws {
        let old = try query(
            """
            select id from verifications where site = $1 and state <> 'running'
            order by made_at desc, id desc limit 100 offset $2
            """, [.text(site), .integer(Int64(newest))])
        try executeMany("delete from verification_findings where run = $1", old.map(\.values))
    }
}

/// Where a finding stands among those of its run.
public struct FindingPlace: Sendable, Hashable {
    /// Its kind.
    public var kind: String
    /// Its order.
    public var orderKey: String
    /// Its side.
    public var side: String
    /// The order's id there.
    public var ownID: String

    /// The place of a finding.
    public init(_ row: VerificationFindingRow) {
        (kind, orderKey, side, ownID) = (row.kind.rawValue, row.orderKey, row.side, row.ownID)
    }

    /// A place by its parts.
    public init(kind: String, orderKey: String, side: String, ownID: String) {
        (self.kind, self.orderKey, self.side, self.ownID) = (kind, orderKey, side, ownID)
    }
}
