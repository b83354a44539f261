extension Transaction {
    /// Writes a new key.
    public func insertAPIKey(_ key: APIKeyRow) throws {
        try execute(APIKeyRow.insertion(), key.values)
    }

    /// The key of a secret's hash, revoked and ended ones too: the caller says why it refuses.
    public func apiKey(hash: [UInt8]) throws -> APIKeyRow? {
        try query("select \(APIKeyRow.columns()) from api_keys where hash = $1", [.bytes(hash)])
            .first.map(APIKeyRow.init)
    }

    /// All keys by name.
    public func apiKeys() throws -> [APIKeyRow] {
        try query("select \(APIKeyRow.columns()) from api_keys order by name, id").map(APIKeyRow.init)
    }

    /// Revokes a key; false when there is none or it was revoked before.
    public func revokeAPIKey(_ id: UniqueID, at now: Int64) throws -> Bool {
        try execute(
            "update api_keys set revoked_at = $2 where id = $1 and revoked_at is null", [Value(id), .integer(now)]) == 1
    }
}
