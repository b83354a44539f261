extension Transaction {
    /// Keeps a rehearsal, and forgets those made before an instant.
    public func keep(_ row: MappingRehearsalRow, forgettingBefore instant: Int64) throws {
        try execute("delete from mapping_rehearsals where made_at < $1", [.integer(instant)])
        try execute(MappingRehearsalRow.insertion(), row.values)
    }

    /// The rehearsal of an id.
    public func mappingRehearsal(_ id: UniqueID) throws -> MappingRehearsalRow? {
        try query("select \(MappingRehearsalRow.columns()) from mapping_rehearsals where id = $1", [Value(id)])
            .first.map(MappingRehearsalRow.init)
    }

    /// Writes that a person says that what would differ is meant; false when somebody has said so before.
    public func confirmMappingRehearsal(_ id: UniqueID, by name: String, reason: String, at now: Int64) throws -> Bool {
        try !query(
            """
            update mapping_rehearsals set confirmed_at = $2, confirmed_by = $3, reason = $4
            where id = $1 and confirmed_at is null returning id
            """, [Value(id), .integer(now), .text(name), .text(reason)]
        ).isEmpty
    }

    /// Writes that what was rehearsed is in force.
    public func publishMappingRehearsal(_ id: UniqueID, by name: String, at now: Int64) throws {
        try execute(
            "update mapping_rehearsals set published_at = $2, published_by = $3 where id = $1",
            [Value(id), .integer(now), .text(name)])
    }
}
