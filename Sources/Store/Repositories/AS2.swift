/// What came and went by AS2.
extension Transaction {
    /// Writes the messages that brought payloads, with their receipts. The payloads' rows were written in this transaction.
    func writeAS2(of received: [ReceivedInterchange]) throws {
        let messages = received.compactMap { item in item.as2.map { (item, $0) } }
        guard !messages.isEmpty else { return }
        try executeMany(
            """
            insert into as2_received (interchange_id, partner, message_id, fields, receipt_fields, receipt, received_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            """,
            messages.map { item, message in
                [
                    Value(item.id), .text(item.sender), .text(message.messageID), .text(message.fields),
                    Value(message.receipt?.fields), Value(message.receipt?.body), .integer(item.receivedAt),
                ]
            })
        var pieces: [[Value]] = []
        for (item, message) in messages {
            for (number, start) in stride(from: 0, to: message.body.count, by: pieceLength).enumerated() {
                let end = min(start + pieceLength, message.body.count)
                let piece = end - start == message.body.count ? message.body : Array(message.body[start..<end])
                pieces.append([Value(item.id), .integer(Int64(number)), .bytes(piece)])
            }
        }
        try executeMany("insert into as2_bodies (interchange_id, piece, bytes) values ($1, $2, $3)", pieces)
        try insertAS2Receipts(messages.compactMap { $0.1.later })
    }

    /// The message that brought an interchange; nil for one that came otherwise.
    public func as2Message(of interchange: UniqueID) throws -> ReceivedAS2? {
        guard
            let row = try query(
                "select message_id, fields, receipt_fields, receipt from as2_received where interchange_id = $1",
                [Value(interchange)]
            ).first
        else { return nil }
        var columns = row.columns
        var message = ReceivedAS2(messageID: try columns.text(), fields: try columns.text(), body: [])
        let fields = try columns.optionalText()
        let receipt = try columns.optionalBytes()
        if let fields, let receipt { message.receipt = AS2ReceiptBytes(fields: fields, body: receipt) }
        return message
    }

    /// The body of the message that brought an interchange, as received.
    public func as2Body(of interchange: UniqueID) throws -> [UInt8] {
        try query("select bytes from as2_bodies where interchange_id = $1 order by piece", [Value(interchange)])
            .reduce(into: []) { body, row in
                var columns = row.columns
                body += try columns.bytes()
            }
    }

    /// Keeps a receipt of a message that had none.
    public func keepAS2Receipt(_ receipt: AS2ReceiptBytes, of interchange: UniqueID) throws {
        try execute(
            "update as2_received set receipt_fields = $2, receipt = $3 where interchange_id = $1 and receipt is null",
            [Value(interchange), .text(receipt.fields), .bytes(receipt.body)])
    }

    /// Notes receipts that are to be sent.
    public func insertAS2Receipts(_ receipts: [AS2ReceiptRow]) throws {
        try executeMany(AS2ReceiptRow.insertion(), receipts.map(\.values))
    }

    /// How many receipts wait to be sent to a partner.
    public func waitingAS2Receipts(of partner: String) throws -> Int64 {
        var columns = try query(
            "select count(*) from as2_receipts where partner = $1 and state = 'waiting'", [.text(partner)]
        ).first?.columns
        return try columns?.integer() ?? 0
    }

    /// Whether receipts are due that no node has in hand.
    public func hasDueAS2Receipts(at now: Int64) throws -> Bool {
        try !query(
            "select 1 from as2_receipts where due_at <= $1 and (lease_until is null or lease_until <= $1) limit 1",
            [.integer(now)]
        ).isEmpty
    }

    /// Takes due receipts in hand.
    public func claimAS2Receipts(at now: Int64, until lease: Int64, limit: Int) throws -> [AS2ReceiptRow] {
        try query(
            """
            update as2_receipts set lease_until = $2, attempts = attempts + 1 where id in (
                select id from as2_receipts where due_at <= $1 and (lease_until is null or lease_until <= $1)
                order by due_at limit $3 /*postgres for update skip locked*/
            ) returning \(AS2ReceiptRow.columns())
            """, [.integer(now), .integer(lease), .integer(Int64(limit))]
        ).map(AS2ReceiptRow.init)
    }

    /// Writes what became of a try to send a receipt, and lets go of it.
    public func endAS2Receipt(_ row: AS2ReceiptRow) throws {
        try execute(
            "update as2_receipts set state = $2, fault = $3, due_at = $4, lease_until = null where id = $1",
            [Value(row.id), Value(row.state), Value(row.fault), Value(row.dueAt)])
    }

    /// Notes what is about to be sent, before it is, unless it was noted before.
    public func insertAS2Sent(_ row: AS2SentRow) throws {
        let places = (1...AS2SentRow.columnNames.count).map { "$\($0)" }.joined(separator: ", ")
        try execute(
            """
            insert into as2_sent (\(AS2SentRow.columns())) values (\(places))
            on conflict (message_id) do nothing
            """, row.values)
    }

    /// What went out under a Message-ID, locked until the transaction ends.
    public func lockAS2Sent(_ messageID: String) throws -> AS2SentRow? {
        try query(
            "select \(AS2SentRow.columns()) from as2_sent where message_id = $1 /*postgres for update*/",
            [.text(messageID)]
        ).first.map(AS2SentRow.init)
    }

    /// What went out under a Message-ID.
    public func as2Sent(_ messageID: String) throws -> AS2SentRow? {
        try query("select \(AS2SentRow.columns()) from as2_sent where message_id = $1", [.text(messageID)]).first
            .map(AS2SentRow.init)
    }

    /// What went out for a delivery; nil for one that did not go by AS2.
    public func as2Sent(ofDelivery delivery: UniqueID) throws -> AS2SentRow? {
        try query(
            "select \(AS2SentRow.columns()) from as2_sent where delivery_id = $1 order by sent_at desc limit 1",
            [Value(delivery)]
        ).first.map(AS2SentRow.init)
    }

    /// Writes what has been heard of what went out.
    public func updateAS2Sent(_ row: AS2SentRow) throws {
        try execute(
            """
            update as2_sent set state = $2, fault = $3, receipt_fields = $4, receipt = $5, due_at = $6, answered_at = $7,
                mic = $8, digest = $9, answer_within = $10
            where message_id = $1
            """,
            [
                .text(row.messageID), Value(row.state), Value(row.fault), Value(row.receipt?.fields),
                Value(row.receipt?.body), Value(row.dueAt), Value(row.answeredAt), .text(row.mic), .text(row.digest),
                .integer(row.within),
            ])
    }

    /// What went out and is to be looked at again by now.
    public func dueAS2Sent(at now: Int64, limit: Int) throws -> [AS2SentRow] {
        try query(
            "select \(AS2SentRow.columns()) from as2_sent where due_at <= $1 order by due_at limit $2",
            [.integer(now), .integer(Int64(limit))]
        ).map(AS2SentRow.init)
    }
}
