/// Transfers of orders, and the bulks that they begin in.
extension Transaction {
    /// Keeps a transfer; false when one of its order is not over yet.
    public func insertTransfer(_ row: TransferRow) throws -> Bool {
        try execute(TransferRow.insertion() + " on conflict do nothing", row.values) == 1
    }

    /// The transfer of an id.
    public func transfer(_ id: UniqueID) throws -> TransferRow? {
        try query("select \(TransferRow.columns()) from transfers where id = $1", [Value(id)]).first
            .map(TransferRow.init)
    }

    /// The transfer of an order that has begun and is not over, if there is one.
    public func runningTransfer(ofOrder key: String) throws -> TransferRow? {
        try query(
            "select \(TransferRow.columns()) from transfers where order_key = $1 and state in ('running', 'person')",
            [.text(key)]
        ).first.map(TransferRow.init)
    }

    /// Takes a transfer out of the hand of whatever node has it: what that still writes of it comes to nothing.
    public func withdrawTransfer(_ id: UniqueID) throws {
        try execute("update transfers set lease_node = null, lease_until = null where id = $1", [Value(id)])
    }

    /// Transfers, the newest first, a page at a time; those of a state or a bulk alone where one is named.
    public func transfers(
        in state: TransferRow.State? = nil, ofBulk bulk: UniqueID? = nil,
        before cursor: (madeAt: Int64, id: UniqueID)?, limit: Int
    ) throws -> [TransferRow] {
        let top = UniqueID(bytes: [UInt8](repeating: 0xFF, count: 16))
        var conditions = ["(made_at, id) < ($1, $2)"]
        var arguments: [Value] = [
            .integer(cursor?.madeAt ?? .max), Value(cursor?.id ?? top), .integer(Int64(limit)),
        ]
        if let state {
            arguments.append(Value(state))
            conditions.append("state = $\(arguments.count)")
        }
        if let bulk {
            arguments.append(Value(bulk))
            conditions.append("bulk = $\(arguments.count)")
        }
        return try query(
            """
            select \(TransferRow.columns()) from transfers where \(conditions.joined(separator: " and "))
            order by made_at desc, id desc limit $3
            """, arguments
        ).map(TransferRow.init)
    }

    /// Transfers that ask a person, in the order of their ids, behind one of them.
    public func askingTransfers(ofBulk bulk: UniqueID?, after id: UniqueID?, limit: Int) throws -> [TransferRow] {
        let bottom = UniqueID(bytes: [UInt8](repeating: 0, count: 16))
        let arguments: [Value] = [Value(id ?? bottom), .integer(Int64(limit))]
        return try query(
            """
            select \(TransferRow.columns()) from transfers
            where state = 'person' and id > $1 \(bulk == nil ? "" : "and bulk = $3") order by id limit $2
            """, arguments + (bulk.map { [Value($0)] } ?? [])
        ).map(TransferRow.init)
    }

    /// Takes running transfers that are due and that no other node has in hand.
    public func claimTransfers(node: UniqueID, until lease: Int64, at now: Int64, limit: Int) throws -> [TransferRow] {
        try query(
            """
            update transfers set lease_node = $1, lease_until = $2 where id in (
                select id from transfers where state = 'running' and due_at <= $3
                    and (lease_until is null or lease_until <= $3)
                order by due_at, id limit $4 /*postgres for update skip locked*/
            ) returning \(TransferRow.columns())
            """, [Value(node), .integer(lease), .integer(now), .integer(Int64(limit))]
        ).map(TransferRow.init)
    }

    /// Writes how far a transfer came; false when another node has it in hand by now.
    ///
    /// - Parameter node: the node that has it in hand; nil for a person, whom nobody can take it from.
    public func journal(_ row: TransferRow, node: UniqueID?, at now: Int64) throws -> Bool {
        let values: [Value] = [
            Value(row.id), Value(row.state), .text(row.journal), Value(row.note), .integer(row.dueAt), .integer(now),
        ]
        let inHand = node == nil ? "" : "and lease_node = $7"
        return try execute(
            """
            update transfers set state = $2, journal = $3, note = $4, due_at = $5, updated_at = $6
            where id = $1 \(inHand)
            """, values + (node.map { [Value($0)] } ?? [])) == 1
    }

    /// Puts a transfer off that a node has in hand, wherever its journal stands: what came of a step of which nobody heard is
    /// read again before the next one.
    public func postponeTransfer(
        _ id: UniqueID, node: UniqueID, until due: Int64, note: String, at now: Int64
    ) throws {
        try execute(
            "update transfers set due_at = $3, note = $4, updated_at = $5 where id = $1 and lease_node = $2",
            [Value(id), Value(node), .integer(due), .text(note), .integer(now)])
    }

    /// Lets go of transfers that a node has in hand.
    public func releaseTransfer(_ id: UniqueID, node: UniqueID) throws {
        try execute(
            "update transfers set lease_node = null, lease_until = null where id = $1 and lease_node = $2",
            [Value(id), Value(node)])
    }

    // MARK: Bulks

    /// Keeps a bulk.
    public func insertBulkTransfer(_ row: BulkTransferRow) throws {
        try execute(BulkTransferRow.insertion(), row.values)
    }

    /// The bulk of an id.
    public func bulkTransfer(_ id: UniqueID) throws -> BulkTransferRow? {
        try query("select \(BulkTransferRow.columns()) from bulk_transfers where id = $1", [Value(id)]).first
            .map(BulkTransferRow.init)
    }

    /// Bulks, the newest first.
    public func bulkTransfers(limit: Int) throws -> [BulkTransferRow] {
        try query(
            "select \(BulkTransferRow.columns()) from bulk_transfers order by made_at desc, id desc limit $1",
            [.integer(Int64(limit))]
        ).map(BulkTransferRow.init)
    }

    /// How many transfers of a bulk stand where.
    public func transferCounts(ofBulk id: UniqueID) throws -> [TransferRow.State: Int] {
        var counts: [TransferRow.State: Int] = [:]
        for row in try query("select state, count(*) from transfers where bulk = $1 group by state", [Value(id)]) {
            var columns = row.columns
            let state: TransferRow.State = try columns.name()
            counts[state] = Int(try columns.integer())
        }
        return counts
    }

    /// Pauses a bulk, or lets it go on.
    public func pauseBulkTransfer(_ id: UniqueID, _ paused: Bool) throws -> Bool {
        try execute(
            "update bulk_transfers set paused = $2 where id = $1", [Value(id), .integer(paused ? 1 : 0)]) == 1
    }

    /// Begins the next transfer of each bulk whose time has come.
    ///
    /// - Returns: how many began.
    public func beginBulkTransfers(at now: Int64) throws -> Int {
        let due = try query(
            """
            select \(BulkTransferRow.columns()) from bulk_transfers b where paused = 0 and next_at <= $1
                and (select 1 from transfers t where t.bulk = b.id and t.state = 'waiting' limit 1) is not null
            order by id /*postgres for update*/
            """, [.integer(now)]
        ).map(BulkTransferRow.init)
        var begun = 0
        for bulk in due {
            begun += try execute(
                """
                update transfers set state = 'running', due_at = $2, updated_at = $2 where id = (
                    select id from transfers where bulk = $1 and state = 'waiting' order by order_key limit 1)
                    and state = 'waiting'
                """, [Value(bulk.id), .integer(now)])
            try execute(
                "update bulk_transfers set next_at = $2 where id = $1",
                [Value(bulk.id), .integer(now + 60_000_000 / max(1, bulk.perMinute))])
        }
        return begun
    }

    /// Gives documents that were decided for one back end to another one, with the reason.
    public func redirectDocuments(
        _ ids: [UniqueID], to backend: String, side: String, reason: String, at now: Int64
    ) throws {
        try executeMany(
            "update documents set backend = $2, side = $3, reason = $4, updated_at = $5 where id = $1",
            ids.map { [Value($0), .text(backend), .text(side), .text(reason), .integer(now)] })
    }
}
