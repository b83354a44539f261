extension Transaction {
    /// Writes the first versions of new documents' content.
    public func insertPayloads(_ payloads: [PayloadRow]) throws {
        try executeMany(PayloadRow.insertion(), payloads.map(\.values))
    }

    /// One version of a document's content; nil once retention has removed it.
    public func payload(of document: UniqueID, version: Int64) throws -> PayloadRow? {
        try query(
            "select \(PayloadRow.columns()) from payloads where document_id = $1 and version = $2",
            [Value(document), .integer(version)]
        ).first.map(PayloadRow.init)
    }

    /// Every version of a document's content, without the bytes: who made it, why and when.
    public func payloadVersions(of document: UniqueID) throws -> [PayloadVersion] {
        try query(
            "select version, author, reason, at from payloads where document_id = $1 order by version",
            [Value(document)]
        ).map { row in
            var columns = row.columns
            return PayloadVersion(
                version: try columns.integer(), author: try columns.optionalText(),
                reason: try columns.optionalText(), at: try columns.integer())
        }
    }

    /// Adds an edited version, which must follow the newest one: false, and nothing written, when someone else has
    /// added one meanwhile.
    public func addPayload(_ payload: PayloadRow) throws -> Bool {
        let isNext = try execute(
            "update documents set payload_version = $2, updated_at = $3 where id = $1 and payload_version = $2 - 1",
            [Value(payload.documentID), .integer(payload.version), .integer(payload.at)])
        guard isNext == 1 else { return false }
        try insertPayloads([payload])
        return true
    }
}

/// A version of a document's content, without the content.
public struct PayloadVersion: Sendable, Hashable {
    /// The version, from 1.
    public let version: Int64
    /// Who edited it.
    public let author: String?
    /// Why it was edited.
    public let reason: String?
    /// When it was made, in microseconds.
    public let at: Int64
}
