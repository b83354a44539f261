extension Transaction {
    /// The interchange of an id.
    public func interchange(_ id: UniqueID) throws -> InterchangeRow? {
        try query("select \(InterchangeRow.columns) from interchanges where id = $1", [Value(id)])
            .first.map(InterchangeRow.init)
    }

    /// The payload as it was received; nil once retention has removed it, or for an unknown id.
    public func interchangeBytes(_ id: UniqueID) throws -> [UInt8]? {
        let pieces = try query(
            "select bytes from interchange_bytes where interchange_id = $1 order by piece", [Value(id)])
        guard !pieces.isEmpty else { return nil }
        return try pieces.reduce(into: []) { payload, row in
            var columns = row.columns
            payload += try columns.bytes()
        }
    }

    /// One piece of a payload, from 0; nil behind the last. For payloads too big to be held at once.
    public func interchangePiece(_ number: Int64, of id: UniqueID) throws -> [UInt8]? {
        let rows = try query(
            "select bytes from interchange_bytes where interchange_id = $1 and piece = $2",
            [Value(id), .integer(number)])
        guard var columns = rows.first?.columns else { return nil }
        return try columns.bytes()
    }

    /// The bytes of a payload in a range; nil where they are not all there. Only the pieces that hold them are read.
    public func interchangeBytes(_ id: UniqueID, in range: Range<Int>) throws -> [UInt8]? {
        guard range.lowerBound >= 0, !range.isEmpty else { return nil }
        let pieces = range.lowerBound / pieceLength...(range.upperBound - 1) / pieceLength
        let rows = try queryMany(
            """
            select substr(bytes, cast($3 as integer), cast($4 as integer)) from interchange_bytes
            where interchange_id = $1 and piece = $2
            """,
            pieces.map { piece in
                let part = range.clamped(to: piece * pieceLength..<(piece + 1) * pieceLength)
                return [
                    Value(id), .integer(Int64(piece)), .integer(Int64(part.lowerBound - piece * pieceLength + 1)),
                    .integer(Int64(part.count)),
                ]
            })
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for row in rows.flatMap(\.self) {
            var columns = row.columns
            bytes += try columns.bytes()
        }
        return bytes.count == range.count ? bytes : nil
    }

    /// The first bytes of a payload, up to a length of at most one piece; nil where there is none.
    public func interchangeHead(_ id: UniqueID, length: Int) throws -> [UInt8]? {
        let rows = try query(
            """
            select substr(bytes, 1, cast($2 as integer)) from interchange_bytes
            where interchange_id = $1 and piece = 0
            """, [Value(id), .integer(Int64(length))])
        guard var columns = rows.first?.columns else { return nil }
        return try columns.bytes()
    }

    /// The interchanges that are still to be read, by accept number: the queue of recovery.
    public func unprocessedInterchanges(after number: Int64 = 0, limit: Int) throws -> [InterchangeRow] {
        try query(
            """
            select \(InterchangeRow.columns) from interchanges
            where processed_at is null and number > $1 order by number limit $2
            """, [.integer(number), .integer(Int64(limit))]
        ).map(InterchangeRow.init)
    }

    /// Locks interchanges, in order, and gives the numbers of those that no other transaction has processed meanwhile.
    ///
    /// Take it after the routing lock and before the order rows.
    public func lockUnprocessed(_ numbers: [Int64]) throws -> [Int64] {
        try queryMany(
            "select number from interchanges where number = $1 and processed_at is null /*postgres for update*/",
            numbers.sorted().map { [.integer($0)] }
        ).flatMap { rows in
            try rows.map { row in
                var columns = row.columns
                return try columns.integer()
            }
        }
    }

    /// Marks an interchange as being read in several transactions.
    public func startProcessing(_ number: Int64) throws {
        try execute(
            "update interchanges set status = 'processing' where number = $1 and processed_at is null",
            [.integer(number)])
    }

    /// Ends the reading of an interchange; false when it had ended before, and nothing was written.
    ///
    /// - Parameters:
    ///   - documents: The reader's own count, which the equation of invariant 3 holds against the document rows.
    ///   - isReadable: False when nothing in it could be read; it then counts as one document.
    public func finishProcessing(
        _ number: Int64, documents: Int, isReadable: Bool = true, controlNumber: String? = nil, envelope: String = "{}",
        diagnostics: String = "[]", at now: Int64
    ) throws -> Bool {
        try execute(
            """
            update interchanges set status = $2, documents = $3, control_number = $4, envelope = $5, diagnostics = $6,
                processed_at = $7
            where number = $1 and processed_at is null
            """,
            [
                .integer(number), Value(isReadable ? InterchangeStatus.processed : .unreadable),
                .integer(Int64(documents)), .key(controlNumber), .text(envelope), .text(diagnostics), .integer(now),
            ]) == 1
    }
}
