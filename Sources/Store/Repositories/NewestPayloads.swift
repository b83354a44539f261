/// A stored document as it would be written for another back end.
public struct StoredCanonical: Sendable, Hashable {
    /// Its interchange's accept number.
    public let interchangeNumber: Int64
    /// Its place in the interchange.
    public let position: Int64
    /// The version of its payload.
    public let version: Int64
    /// When it was received, in microseconds.
    public let receivedAt: Int64
    /// Its canonical form.
    public let canonical: [UInt8]
}

extension Transaction {
    /// The newest documents of a cell that went to a back end, the newest first.
    ///
    /// - Parameter among: how many of the newest documents of all cells are looked through.
    public func newestPayloads(
        function: String, site: String, among: Int, limit: Int
    ) throws -> [StoredCanonical] {
        try query(
            """
            select d.interchange_number, d.position, d.payload_version, d.received_at, p.canonical from (
                select id, interchange_number, position, payload_version, received_at, function, site, status
                from documents order by interchange_number desc, position desc limit $3
            ) d join payloads p on p.document_id = d.id and p.version = d.payload_version
            where d.function = $1 and d.site = $2 and d.status in ('delivered', 'delivering')
            order by d.interchange_number desc, d.position desc limit $4
            """, [.text(function), .text(site), .integer(Int64(among)), .integer(Int64(limit))]
        ).map { row in
            var columns = row.columns
            return StoredCanonical(
                interchangeNumber: try columns.integer(), position: try columns.integer(),
                version: try columns.integer(), receivedAt: try columns.integer(), canonical: try columns.bytes())
        }
    }
}
