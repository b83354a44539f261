public import Intake

/// The codes that documents wait for.
extension Transaction {
    /// Keeps which codes a document lacks for a back end, in the place of what was kept; none once it lacks none.
    public func replaceMissingCodes(
        ofDocument document: UniqueID, at backend: String, by rows: [MissingCodeRow]
    ) throws {
        try execute(
            "delete from missing_codes where document_id = $1 and backend = $2", [Value(document), .text(backend)])
        try executeMany(MissingCodeRow.insertion() + " on conflict do nothing", rows.map(\.values))
    }

    /// What the documents lack that still stop for want of a code: held or failed themselves, or with a failed delivery.
    ///
    /// - Parameters:
    ///   - code: of this code alone.
    ///   - limit: at most so many rows.
    public func missingCodes(
        kind: MasterKind? = nil, code: String? = nil, system: CodeSystem? = nil, limit: Int
    ) throws -> [MissingCodeRow] {
        var conditions: [String] = []
        var arguments: [Value] = []
        func add(_ column: String, _ value: Value) {
            arguments.append(value)
            conditions.append("m.\(column) = $\(arguments.count)")
        }
        if let kind { add("kind", Value(kind)) }
        if let code { add("code", .text(code)) }
        if let system { add("system", .text(system.text)) }
        let narrowed = conditions.isEmpty ? "" : conditions.joined(separator: " and ") + " and"
        arguments.append(.integer(Int64(limit)))
        return try query(
            """
            select \(MissingCodeRow.columns(of: "m")) from missing_codes m join documents d on d.id = m.document_id
            where \(narrowed) (d.status in ('held', 'failed') or exists (
                select 1 from deliveries e where e.document_id = m.document_id and e.backend = m.backend
                    and e.state = 'failed'))
            order by m.made_at, m.document_id, m.code limit $\(arguments.count)
            """, arguments
        ).map(MissingCodeRow.init)
    }
}
