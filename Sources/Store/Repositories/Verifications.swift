/// Runs that compare the two sides of a site, and how far they are.
extension Transaction {
    /// Keeps a run with its sides; false when another one of its site runs.
    public func insertVerification(_ row: VerificationRow, _ sides: [VerificationSideRow]) throws -> Bool {
        guard try execute(VerificationRow.insertion() + " on conflict do nothing", row.values) == 1 else {
            return false
        }
        try executeMany(VerificationSideRow.insertion(), sides.map(\.values))
        return true
    }

    /// The run of an id.
    public func verification(_ id: UniqueID) throws -> VerificationRow? {
        try query("select \(VerificationRow.columns()) from verifications where id = $1", [Value(id)]).first
            .map(VerificationRow.init)
    }

    /// The run of a site that has not ended.
    public func runningVerification(ofSite site: String) throws -> VerificationRow? {
        try query(
            "select \(VerificationRow.columns()) from verifications where site = $1 and state = 'running'",
            [.text(site)]
        ).first.map(VerificationRow.init)
    }

    /// The newest run of a site that came to its end.
    public func newestVerification(ofSite site: String) throws -> VerificationRow? {
        try query(
            """
            select \(VerificationRow.columns()) from verifications where site = $1 and state = 'done'
            order by made_at desc, id desc limit 1
            """, [.text(site)]
        ).first.map(VerificationRow.init)
    }

    /// Runs, the newest first, a page at a time.
    ///
    /// - Parameter site: of this site alone; nil for all.
    public func verifications(
        ofSite site: String?, before cursor: (madeAt: Int64, id: UniqueID)?, limit: Int
    ) throws -> [VerificationRow] {
        let top = UniqueID(bytes: [UInt8](repeating: 0xFF, count: 16))
        let arguments: [Value] = [
            .integer(cursor?.madeAt ?? .max), Value(cursor?.id ?? top), .integer(Int64(limit)),
        ]
        return try query(
            """
            select \(VerificationRow.columns()) from verifications
            where (made_at, id) < ($1, $2) \(site == nil ? "" : "and site = $4")
            order by made_at desc, id desc limit $3
            """, arguments + (site.map { [.text($0)] } ?? [])
        ).map(VerificationRow.init)
    }

    /// Whether a run is due that no node has in hand.
    public func hasDueVerification(at now: Int64) throws -> Bool {
        try !query(
            """
            select 1 from verifications where state = 'running' and due_at <= $1
                and (lease_until is null or lease_until <= $1) limit 1
            """, [.integer(now)]
        ).isEmpty
    }

    /// Takes a run that is due and that no other node has in hand.
    public func claimVerification(node: UniqueID, until lease: Int64, at now: Int64) throws -> VerificationRow? {
        try query(
            """
            update verifications set lease_node = $1, lease_until = $2 where id in (
                select id from verifications where state = 'running' and due_at <= $3
                    and (lease_until is null or lease_until <= $3)
                order by due_at, id limit 1 /*postgres for update skip locked*/
            ) and state = 'running' returning \(VerificationRow.columns())
            """, [Value(node), .integer(lease), .integer(now)]
        ).first.map(VerificationRow.init)
    }

    /// Keeps a run in a node's hand, locked until the transaction ends; false when it was cancelled, or another node has it by
    /// now.
    public func holdVerification(_ id: UniqueID, node: UniqueID, until lease: Int64) throws -> Bool {
        try execute(
            "update verifications set lease_until = $3 where id = $1 and lease_node = $2 and state = 'running'",
            [Value(id), Value(node), .integer(lease)]) == 1
    }

    /// Writes how far a run came. The caller holds it.
    public func journal(_ row: VerificationRow) throws {
        let changing = VerificationRow.firstChanging
        let columns = VerificationRow.columnNames.dropFirst(changing).enumerated().map { "\($1) = $\($0 + 2)" }
        try execute(
            "update verifications set \(columns.joined(separator: ", ")) where id = $1",
            [Value(row.id)] + row.values.dropFirst(changing))
    }

    /// Lets go of a run that a node has in hand.
    public func releaseVerification(_ id: UniqueID, node: UniqueID) throws {
        try execute(
            "update verifications set lease_node = null, lease_until = null where id = $1 and lease_node = $2",
            [Value(id), Value(node)])
    }

    /// Ends a run that a person does not want any more; false when it has ended.
    public func cancelVerification(_ id: UniqueID, at now: Int64) throws -> Bool {
        try execute(
            """
            update verifications set state = 'cancelled', note = null, updated_at = $2, finished_at = $2
            where id = $1 and state = 'running'
            """, [Value(id), .integer(now)]) == 1
    }

    // MARK: Sides

    /// The sides of a run, legacy first.
    public func verificationSides(of run: UniqueID) throws -> [VerificationSideRow] {
        try query(
            "select \(VerificationSideRow.columns()) from verification_sides where run = $1 order by side",
            [Value(run)]
        ).map(VerificationSideRow.init)
    }

    /// Writes how far a listing was read. The caller holds the run.
    public func journal(_ row: VerificationSideRow) throws {
        let columns = VerificationSideRow.columnNames.dropFirst(2).enumerated().map { "\($1) = $\($0 + 3)" }
        try execute(
            "update verification_sides set \(columns.joined(separator: ", ")) where run = $1 and side = $2", row.values)
    }
}
