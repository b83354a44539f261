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
    /// - Parameter limit: at most so many rows, those that were missed first.
    public func missingCodes(kind: MasterKind? = nil, code: String? = nil, limit: Int) throws -> [MissingCodeRow] {
        var filter = MissingCodes(kind: kind, code: code)
        let end = filter.place(.integer(Int64(limit)))
        return try query(
            """
            select \(MissingCodeRow.columns(of: "m")) from \(filter.source)
            order by m.made_at, m.document_id, m.code limit \(end)
            """, filter.arguments
        ).map(MissingCodeRow.init)
    }

    /// The documents that stop for want of a code, in the order of their ids.
    ///
    /// - Parameter after: those behind this one; nil for the first.
    public func documentsMissingCodes(
        kind: MasterKind, code: String? = nil, after: UniqueID?, limit: Int
    ) throws -> [UniqueID] {
        var filter = MissingCodes(kind: kind, code: code)
        if let after { filter.conditions.append("m.document_id > \(filter.place(Value(after)))") }
        let end = filter.place(.integer(Int64(limit)))
        return try query(
            "select distinct m.document_id from \(filter.source) order by m.document_id limit \(end)", filter.arguments
        ).map { row in
            var columns = row.columns
            return try columns.id()
        }
    }

    /// Whether a document stops for want of a code of a kind.
    public func isMissingCode(_ document: UniqueID, kind: MasterKind, code: String? = nil) throws -> Bool {
        var filter = MissingCodes(kind: kind, code: code)
        filter.conditions.append("m.document_id = \(filter.place(Value(document)))")
        return try !query("select 1 from \(filter.source) limit 1", filter.arguments).isEmpty
    }
}

/// The rows of documents that still stop, narrowed.
private struct MissingCodes {
    var conditions = [
        """
        (d.status in ('held', 'failed') or exists (
            select 1 from deliveries e where e.document_id = m.document_id and e.backend = m.backend
                and e.state = 'failed'))
        """
    ]
    var arguments: [Value] = []

    init(kind: MasterKind?, code: String?) {
        if let kind { conditions.append("m.kind = \(place(Value(kind)))") }
        if let code { conditions.append("m.code = \(place(.text(code)))") }
    }

    mutating func place(_ value: Value) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }

    var source: String {
        "missing_codes m join documents d on d.id = m.document_id where " + conditions.joined(separator: " and ")
    }
}
