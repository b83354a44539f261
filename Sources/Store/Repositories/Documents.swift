public import Intake

extension Transaction {
    /// Writes new documents.
    public func insertDocuments(_ documents: [DocumentRow]) throws {
        try executeMany(DocumentRow.insertion(), documents.map(\.values))
    }

    /// The document of an id.
    public func document(_ id: UniqueID) throws -> DocumentRow? {
        try query("select \(DocumentRow.columns()) from documents where id = $1", [Value(id)])
            .first.map(DocumentRow.init)
    }

    /// The documents of an interchange, in their order, a page at a time.
    public func documents(
        ofInterchange number: Int64, fromPosition position: Int64 = 0, limit: Int = 1000
    ) throws -> [DocumentRow] {
        try query(
            """
            select \(DocumentRow.columns()) from documents
            where interchange_number = $1 and position >= $2 order by position limit $3
            """, [.integer(number), .integer(position), .integer(Int64(limit))]
        ).map(DocumentRow.init)
    }

    /// Writes what may change of documents: everything but ids, places and times of receipt. The caller holds the
    /// order's row, or the document has no order.
    public func updateDocuments(_ documents: [DocumentRow]) throws {
        try executeMany(
            """
            update documents set type = $2, format = $3, reference = $4, order_key = $5, order_number = $6,
                function = $7, site = $8, status = $9, stage = $10, code = $11, mapping = $12, mapping_hash = $13,
                test = $14, epoch = $15, snapshot_hash = $16, side = $17, backend = $18, reason = $19,
                content_hash = $20, facts = $21, diagnostics = $22, updated_at = $23, position = $24
            where id = $1
            """,
            documents.map { row in
                [
                    Value(row.id), .text(row.type), .text(row.format), .key(row.reference), Value(row.orderKey),
                    .key(row.orderNumber), Value(row.function), Value(row.site), Value(row.status), .text(row.stage),
                    Value(row.code), Value(row.mapping), Value(row.mappingHash), Value(row.isTest),
                    Value(row.decision?.epoch), Value(row.decision?.snapshotHash), Value(row.decision?.side),
                    Value(row.decision?.backend), Value(row.decision?.reason), Value(row.contentHash),
                    Value(row.facts), .text(row.diagnostics), .integer(row.updatedAt), .integer(row.position),
                ]
            })
    }

    /// Moves documents from one of some statuses to another; gives the ids of those that were moved.
    public func moveDocuments(
        _ ids: [UniqueID], from statuses: Set<DocumentStatus>, to status: DocumentStatus, stage: String,
        code: String? = nil, at now: Int64
    ) throws -> [UniqueID] {
        let names = statuses.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        guard !names.isEmpty else { return [] }
        return try queryMany(
            """
            update documents set status = $2, stage = $3, code = $4, updated_at = $5
            where id = $1 and status in (\(names)) returning id
            """, ids.sorted().map { [Value($0), Value(status), .text(stage), Value(code), .integer(now)] }
        ).flatMap {
            try $0.map { row in
                var columns = row.columns; return try columns.id()
            }
        }
    }
}

extension Transaction {
    /// Documents that wait for their order and were received before an instant, oldest first.
    public func parkedDocuments(receivedBefore instant: Int64, limit: Int) throws -> [DocumentRow] {
        try query(
            """
            select \(DocumentRow.columns(of: "d")) from documents d left join orders o on o.key = d.order_key
            where d.status = 'parked' and d.received_at < $1 and o.hold is null
            order by d.interchange_number, d.position limit $2
            """, [.integer(instant), .integer(Int64(limit))]
        ).map(DocumentRow.init)
    }

    /// Counts documents that came of an interchange when it had been processed: the further parts of one that is split now.
    public func addDocuments(_ count: Int, toInterchange number: Int64) throws {
        guard count > 0 else { return }
        try execute(
            "update interchanges set documents = documents + $2 where number = $1",
            [.integer(number), .integer(Int64(count))])
    }

    /// How many documents of an interchange are written.
    public func documentCount(ofInterchange number: Int64) throws -> Int {
        let rows = try query("select count(*) from documents where interchange_number = $1", [.integer(number)])
        guard var columns = rows.first?.columns else { return 0 }
        return Int(try columns.integer())
    }

    /// Writes the diagnostics of a document.
    public func setDiagnostics(_ diagnostics: String, of row: DocumentRow) throws {
        try execute("update documents set diagnostics = $2 where id = $1", [Value(row.id), .text(diagnostics)])
    }
}
