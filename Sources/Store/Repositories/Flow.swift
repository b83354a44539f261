/// How many documents came in one minute for one side.
public struct FlowRow: Sendable, Hashable {
    /// The minute's number from the start of the window, from 0.
    public let minute: Int64
    /// The side; nil for what has none, or none yet.
    public let side: String?
    /// The documents.
    public let documents: Int64
}

extension Transaction {
    /// The documents received in a window, by minute and side, without those marked test.
    ///
    /// - Parameters:
    ///   - start: where the first minute begins, in microseconds.
    ///   - end: the instant before which they were received, in microseconds.
    public func flow(from start: Int64, to end: Int64) throws -> [FlowRow] {
        try query(
            """
            select (i.received_at - $1) / 60000000, d.side, count(*)
            from interchanges i join documents d on d.interchange_number = i.number
            where i.received_at >= $1 and i.received_at < $2 and d.test = 0 group by 1, 2 order by 1, 2
            """, [.integer(start), .integer(end)]
        ).map { row in
            var columns = row.columns
            return FlowRow(
                minute: try columns.integer(), side: try columns.optionalText(), documents: try columns.integer())
        }
    }

    /// The number of the newest event; 0 before the first.
    public func newestEvent() throws -> Int64 {
        guard let row = try query("select coalesce(max(seq), 0) from events").first else { return 0 }
        var columns = row.columns
        return try columns.integer()
    }
}
