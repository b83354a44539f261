/// How much of what came went through without a person, of one function, site and sender.
public struct StraightThroughRow: Sendable, Hashable {
    /// The function; nil for what was not understood that far.
    public let function: String?
    /// The site; nil for what has none.
    public let site: String?
    /// Whose documents they are.
    public let sender: String
    /// Documents that came; no tests.
    public let documents: Int64
    /// Delivered, and no person did anything for it.
    public let through: Int64
    /// Delivered after a person did something for it.
    public let helped: Int64
    /// Held, failed, or with an unknown outcome: a person is to do something.
    public let stuck: Int64
}

extension Transaction {
    /// How much of what was received from one instant to another went through without a person, by function, site and sender.
    /// A person retries, reprocesses, edits, sends again, clears an outcome, enters an order elsewhere.
    public func straightThrough(from start: Int64, to end: Int64) throws -> [StraightThroughRow] {
        let isHelped = """
            (select 1 from events e where e.subject = cast(d.id as text) and e.kind in ('document.retry',
                'document.reprocess', 'document.edit', 'document.resend', 'document.cleared', 'document.entered')
                limit 1) is not null
            """
        return try query(
            """
            select function, site, sender, count(*),
                cast(sum(case when delivered = 1 and helped = 0 then 1 else 0 end) as bigint),
                cast(sum(case when delivered = 1 and helped = 1 then 1 else 0 end) as bigint),
                cast(sum(case when status in ('held', 'failed', 'unknown') then 1 else 0 end) as bigint)
            from (
                select d.function, d.site, d.sender, d.status, case when d.status = 'delivered' then 1 else 0 end as delivered,
                    case when d.status = 'delivered' and \(isHelped) then 1 else 0 end as helped
                from interchanges i join documents d on d.interchange_number = i.number
                where i.received_at >= $1 and i.received_at < $2 and d.test = 0) what
            group by function, site, sender order by function, site, sender
            """, [.integer(start), .integer(end)]
        ).map { row in
            var columns = row.columns
            return StraightThroughRow(
                function: try columns.optionalText(), site: try columns.optionalText(), sender: try columns.text(),
                documents: try columns.integer(), through: try columns.integer(), helped: try columns.integer(),
                stuck: try columns.integer())
        }
    }
}
