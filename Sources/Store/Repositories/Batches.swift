import Intake

extension Transaction {
    /// The batch of a channel and an envelope that more may join, its row locked: `next` where there is none, or its time has
    /// come. The lock is taken behind the rows of orders, and before control numbers.
    public func openBatch(like next: BatchRow) throws -> BatchRow {
        try execute(
            "update batches set open = 0 where channel = $1 and envelope = $2 and open = 1 and due_at <= $3",
            [.text(next.channel), .text(next.envelope), .integer(next.madeAt)])
        let rows = try query(
            BatchRow.insertion() + """
                 on conflict (channel, envelope) where open = 1 do update set documents = batches.documents
                returning \(BatchRow.columns(of: "batches"))
                """, next.values)
        guard let row = try rows.first.map(BatchRow.init) else { throw StoreError(.mismatch, code: "batch") }
        return row
    }

    /// Writes how many documents a batch has, and whether it takes more; one that is full is due.
    public func update(_ batch: BatchRow) throws {
        try execute(
            "update batches set documents = $2, open = $3, due_at = $4, written_at = $5 where id = $1",
            [
                Value(batch.id), .integer(batch.documents), Value(batch.isOpen), .integer(batch.dueAt),
                Value(batch.writtenAt),
            ])
        guard !batch.isOpen else { return }
        try execute(
            "update deliveries set due_at = $2 where bundle = $1 and state = 'waiting' and due_at > $2",
            [Value(batch.id), .integer(batch.dueAt)])
    }

    /// Makes a batch that takes no others.
    public func insertBatch(_ batch: BatchRow) throws { try execute(BatchRow.insertion(), batch.values) }

    /// Whether a delivery of one of some orders to a channel is under way outside a batch, so that what follows stands behind
    /// it. The caller holds the orders' rows.
    public func isUnderWay(_ orders: [String], at channel: String, outside batch: UniqueID) throws -> Bool {
        try queryMany(
            """
            select 1 from deliveries e where e.order_key = $1 and e.backend = $2
                and e.state in ('held', 'waiting', 'sending', 'failed', 'unknown')
                and (e.bundle is null or e.bundle <> $3)
            union all
            select 1 from document_orders n join deliveries e on e.document_id = n.document_id
            where n.order_key = $1 and e.backend = $2
                and e.state in ('held', 'waiting', 'sending', 'failed', 'unknown')
                and (e.bundle is null or e.bundle <> $3)
            limit 1
            """, orders.map { [.text($0), .text(channel), Value(batch)] }
        ).contains { !$0.isEmpty }
    }

    /// The batches of a channel with deliveries that are due, their rows locked in the order of their ids.
    public func lockDueBatches(of channel: String, at now: Int64, limit: Int = 16) throws -> [BatchRow] {
        let ids = try query(
            """
            select distinct bundle from deliveries d where d.backend = $1 and d.state = 'waiting'
                and d.purpose <> 'shadow' and d.due_at <= $2 and d.bundle is not null limit $3
            """, [.text(channel), .integer(now), .integer(Int64(limit))]
        ).map { row in
            var columns = row.columns
            return try columns.id()
        }
        return try queryMany(
            "select \(BatchRow.columns()) from batches where id = $1 /*postgres for update*/",
            ids.sorted().map { [Value($0)] }
        ).flatMap { try $0.map(BatchRow.init) }
    }

    /// The deliveries of a batch that wait, locked in the order of their ids, as they go: in the order in which their documents
    /// came.
    public func lockMembers(of batch: UniqueID) throws -> [DeliveryRow] {
        try query(
            """
            select \(DeliveryRow.columns()) from deliveries where bundle = $1 and state = 'waiting'
            order by id /*postgres for update*/
            """, [Value(batch)]
        ).map(DeliveryRow.init).sorted {
            ($0.isBirth ? 0 : 1, $0.interchangeNumber, $0.position, $0.id)
                < ($1.isBirth ? 0 : 1, $1.interchangeNumber, $1.position, $1.id)
        }
    }

    /// Whether a document of a written batch goes no more with it, while its other deliveries are still to go and none of
    /// them is under way: its bytes hold what is gone.
    public func isOutdated(_ batch: UniqueID) throws -> Bool {
        let gone = try query(
            """
            select 1 from sent_documents s join deliveries v on v.id = s.delivery_id
            where s.payload_id = $1 and (v.bundle is null or v.bundle <> $1
                or v.state in ('superseded', 'discarded', 'delivered')) limit 1
            """, [Value(batch)])
        let moving = try query(
            "select 1 from deliveries where bundle = $1 and state in ('sending', 'unknown', 'failed') limit 1",
            [Value(batch)])
        return !gone.isEmpty && moving.isEmpty
    }

    /// Moves deliveries that wait to another bundle, or to none.
    public func rebundle(_ deliveries: [UniqueID], as bundle: UniqueID?, dueAt: Int64) throws {
        try executeMany(
            "update deliveries set bundle = $2, due_at = $3 where id = $1 and state = 'waiting'",
            deliveries.sorted().map { [Value($0), Value(bundle), .integer(dueAt)] })
    }

    /// Notes where documents stand in the interchange that they share.
    public func place(
        _ places: [(delivery: UniqueID, message: String, group: String?)], inPayload payload: UniqueID
    ) throws {
        try executeMany(
            """
            update sent_documents set payload_id = $2, message_reference = $3, group_reference = $4
            where delivery_id = $1
            """,
            places.map { [Value($0.delivery), Value(payload), .text($0.message), Value($0.group)] })
    }

    /// What a mapping wrote for a delivery alone, whatever it goes in.
    public func ownPayload(of delivery: UniqueID) throws -> WrittenPayloadRow? {
        try query(
            "select \(WrittenPayloadRow.columns()) from written_payloads where delivery_id = $1", [Value(delivery)]
        ).first.map(WrittenPayloadRow.init)
    }

    /// The members of a batch that failed with a delivery: they went as one, and go again as one.
    func failedTogether(with ids: [UniqueID]) throws -> [UniqueID] {
        let answers = try queryMany(
            """
            select f.id from deliveries d join batches b on b.id = d.bundle
            join deliveries f on f.bundle = d.bundle where d.id = $1 and f.state = 'failed'
            """, ids.map { [Value($0)] })
        return try answers.flatMap { rows in
            try rows.map { row in
                var columns = row.columns
                return try columns.id()
            }
        }
    }
}
