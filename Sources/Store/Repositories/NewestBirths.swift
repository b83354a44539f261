/// A document that an order was born by, with the order's traits as they are stored.
public struct StoredBirth: Sendable, Hashable {
    /// Microseconds since 1970.
    public var receivedAt: Int64
    public var traits: String?
}

extension Transaction {
    /// The newest births of a site, the newest first.
    ///
    /// - Parameters:
    ///   - start: received then or later, in microseconds since 1970.
    ///   - among: how many of the newest documents of all sites are looked through.
    /// - Returns: The births, and whether they are all since the start.
    public func newestBirths(
        site: String, since start: Int64, among: Int
    ) throws -> (rows: [StoredBirth], isWhole: Bool) {
        let rows = try query(
            """
            select d.received_at, o.traits from (
                select id, interchange_number, position, received_at, order_key, site
                from documents order by interchange_number desc, position desc limit $3
            ) d join orders o on o.key = d.order_key and o.born_document = d.id
            where d.site = $1 and d.received_at >= $2
            order by d.interchange_number desc, d.position desc
            """, [.text(site), .integer(start), .integer(Int64(among))]
        ).map { row in
            var columns = row.columns
            return StoredBirth(receivedAt: try columns.integer(), traits: try columns.optionalText())
        }
        let older = try query(
            "select received_at from documents order by interchange_number desc, position desc limit 1 offset $1",
            [.integer(Int64(among))]
        ).first
        let isWhole =
            try older.map { row in
                var columns = row.columns
                return try columns.integer() < start
            } ?? true
        return (rows, isWhole)
    }
}
