import Intake

/// A document of an open order, as a back-fill looks at it.
public struct BackfillDocument: Sendable, Hashable {
    /// The function that handled it.
    public let function: String
    /// Its delivery to the owner.
    public let primary: DeliveryRow
    /// Its deliveries elsewhere: of this version, whatever became of them.
    public let copies: [DeliveryRow]
}

/// Going through the open orders of a milestone in shadow for what the other side lacks.
extension Transaction {
    /// Begins the back-fill of a milestone that came to shadow, in the transaction of its move.
    public func beginBackfill(_ row: BackfillRow) throws {
        try execute("delete from backfills where milestone = $1", [.text(row.milestone)])
        try execute(BackfillRow.insertion(), row.values)
    }

    /// The back-fill of a milestone.
    public func backfill(ofMilestone name: String) throws -> BackfillRow? {
        try query("select \(BackfillRow.columns()) from backfills where milestone = $1", [.text(name)]).first
            .map(BackfillRow.init)
    }

    /// The back-fills that go on now and that no other node has in hand; locked until the transaction ends.
    public func dueBackfill(at now: Int64) throws -> BackfillRow? {
        try query(
            """
            select \(BackfillRow.columns()) from backfills where next_at <= $1 order by next_at, milestone limit 1
            /*postgres for update skip locked*/
            """, [.integer(now)]
        ).first.map(BackfillRow.init)
    }

    /// Writes how far a back-fill came.
    public func journal(_ row: BackfillRow) throws {
        let columns = BackfillRow.columnNames.dropFirst().enumerated().map { "\($1) = $\($0 + 2)" }
        try execute("update backfills set \(columns.joined(separator: ", ")) where milestone = $1", row.values)
    }

    /// Ends the back-fill of a milestone that left shadow; what it found stays with its last pass.
    public func endBackfill(ofMilestone name: String) throws {
        try execute("update backfills set next_at = $2 where milestone = $1", [.text(name), .integer(.max)])
    }

    /// The documents of an order that went to its owner, or are on their way, in their order, with where else they went.
    public func backfillDocuments(ofOrder key: String) throws -> [BackfillDocument] {
        let documents = try query(
            """
            select id, function, payload_version from documents
            where id in \(NamedOrders.documents("$1")) and status in ('delivered', 'delivering')
            order by interchange_number, position, id
            """, [.text(key)])
        return try documents.compactMap { row in
            var columns = row.columns
            let id = try columns.id()
            guard let function = try columns.optionalText() else { return nil }
            let version = try columns.integer()
            let deliveries = try deliveries(ofDocument: id).filter { $0.payloadVersion == version && $0.step == nil }
            let primary = deliveries.last {
                $0.purpose == .primary && $0.state != .superseded && $0.state != .discarded
            }
            guard let primary else { return nil }
            return BackfillDocument(
                function: function, primary: primary, copies: deliveries.filter { $0.purpose != .primary })
        }
    }
}
