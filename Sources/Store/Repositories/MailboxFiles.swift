/// Files in mailboxes.
extension Transaction {
    /// Notes files that were put. One that is put again for a delivery takes the place of what was noted for it.
    public func noteMailboxFiles(_ rows: [MailboxFileRow]) throws {
        guard !rows.isEmpty else { return }
        try executeMany(
            MailboxFileRow.insertion()
                + """
                 on conflict (delivery_id) do update set name = excluded.name, put_at = excluded.put_at,
                    due_at = excluded.due_at, fetched_at = null
                """, rows.map(\.values))
    }

    /// The files of a mailbox that nobody has fetched, behind one of them, the oldest first.
    public func unfetchedFiles(
        in mailbox: String, behind last: MailboxFileRow?, limit: Int
    ) throws -> [MailboxFileRow] {
        try query(
            """
            select \(MailboxFileRow.columns()) from mailbox_files
            where mailbox = $1 and fetched_at is null and (put_at, delivery_id) > ($2, $3)
            order by put_at, delivery_id limit $4
            """,
            [
                .text(mailbox), .integer(last?.putAt ?? -1), .text(last?.deliveryID.description ?? ""),
                .integer(Int64(limit)),
            ]
        ).map(MailboxFileRow.init)
    }

    /// Notes that files were fetched.
    public func markFetched(_ deliveries: [UniqueID], at now: Int64) throws {
        try executeMany(
            "update mailbox_files set fetched_at = $2 where delivery_id = $1 and fetched_at is null",
            deliveries.map { [Value($0), .integer(now)] })
    }

    /// The file that a delivery put; nil for one that puts none.
    public func mailboxFile(ofDelivery delivery: UniqueID) throws -> MailboxFileRow? {
        try query(
            "select \(MailboxFileRow.columns()) from mailbox_files where delivery_id = $1", [Value(delivery)]
        ).first.map(MailboxFileRow.init)
    }
}
