public import Intake

extension Transaction {
    /// Those of some order keys that are named by documents which are parked or held, in the order given.
    public func keysWithWaiting(among keys: [String]) throws -> [String] {
        let found = try queryMany(
            """
            select 1 from documents where order_key = $1 and status in ('parked', 'held')
            union all
            select 1 from document_orders n where n.order_key = $1
                and (select d.status from documents d where d.id = n.document_id) in ('parked', 'held')
            limit 1
            """,
            keys.map { [.text($0)] })
        return zip(keys, found).filter { !$0.1.isEmpty }.map(\.0)
    }

    /// Documents that wait for their order although it has an owner by now, oldest first, a page at a time: parked ones, or
    /// held ones that are no original and whose hold has one of some codes.
    public func waitingForKnownOrders(
        _ status: DocumentStatus, codes: Set<String>, after cursor: DocumentCursor?, limit: Int
    ) throws -> [DocumentRow] {
        let names = codes.sorted().map { "'\($0)'" }.joined(separator: ", ")
        let condition =
            status == .held && !codes.isEmpty ? "and d.code in (\(names)) and d.type <> 'order'" : ""
        return try query(
            """
            select \(DocumentRow.columns(of: "d")) from documents d join orders o on o.key = d.order_key
            where d.status = '\(status.rawValue)' and (d.interchange_number, d.position) > ($1, $2)
                and (o.origin is not null
                    or (select 1 from order_parts p where p.whole = o.key limit 1) is not null) \(condition)
            order by d.interchange_number, d.position limit $3
            """,
            [
                .integer(cursor?.interchangeNumber ?? -1), .integer(cursor?.position ?? -1),
                .integer(Int64(limit)),
            ]
        ).map(DocumentRow.init)
    }

    /// Documents that are held for a reason of a code, oldest first, a page at a time.
    public func heldDocuments(code: String, after cursor: DocumentCursor?, limit: Int) throws -> [DocumentRow] {
        try query(
            """
            select \(DocumentRow.columns()) from documents
            where status = 'held' and status <> 'delivered' and (interchange_number, position) > ($1, $2) and code = $3
            order by interchange_number, position limit $4
            """,
            [
                .integer(cursor?.interchangeNumber ?? -1), .integer(cursor?.position ?? -1), .text(code),
                .integer(Int64(limit)),
            ]
        ).map(DocumentRow.init)
    }
}
