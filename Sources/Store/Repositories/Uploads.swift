extension Transaction {
    /// Announces a payload whose pieces come before its interchange, each in a small transaction of its own.
    public func beginUpload(_ id: UniqueID, at now: Int64) throws {
        try execute("insert into uploads (id, began_at) values ($1, $2)", [Value(id), .integer(now)])
    }

    /// Writes one piece of an announced payload, numbered from 0, at most ``pieceLength`` bytes.
    public func appendPiece(_ bytes: [UInt8], number: Int64, to id: UniqueID) throws {
        guard bytes.count <= pieceLength else { throw StoreError(.data, code: "piece-length") }
        try execute(
            "insert into interchange_bytes (interchange_id, piece, bytes) values ($1, $2, $3)",
            [Value(id), .integer(number), .bytes(bytes)])
    }

    /// Removes up to `limit` payloads that were begun before an instant and never accepted; gives how many.
    public func removeOrphans(begunBefore instant: Int64, limit: Int = 10) throws -> Int {
        let orphans = try query(
            """
            delete from uploads where id in (
                select id from uploads where began_at < $1 order by began_at limit $2
                /*postgres for update skip locked*/
            ) returning id
            """, [.integer(instant), .integer(Int64(limit))])
        try executeMany("delete from interchange_bytes where interchange_id = $1", orphans.map(\.values))
        return orphans.count
    }
}

extension Transaction {
    /// Removes one payload that was begun and never accepted; nothing when it was accepted.
    public func removeUpload(_ id: UniqueID) throws {
        guard try execute("delete from uploads where id = $1", [Value(id)]) == 1 else { return }
        try execute("delete from interchange_bytes where interchange_id = $1", [Value(id)])
    }
}
