import Intake

extension Transaction {
    /// Keeps acknowledgements with their bytes. Their control numbers were drawn in this transaction.
    public func insertAcknowledgements(_ acknowledgements: [(row: AcknowledgementRow, bytes: [UInt8])]) throws {
        try executeMany(
            """
            insert into acknowledgements (\(AcknowledgementRow.columns), bytes)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """, acknowledgements.map { $0.row.values + [.bytes($0.bytes)] })
    }

    /// What was answered to an interchange, in the order in which it goes out.
    public func acknowledgements(ofInterchange number: Int64) throws -> [AcknowledgementRow] {
        try query(
            """
            select \(AcknowledgementRow.columns) from acknowledgements where interchange_number = $1 order by position
            """, [.integer(number)]
        ).map(AcknowledgementRow.init)
    }

    /// The bytes of one of an interchange's acknowledgements; nil when there is none at this place.
    public func acknowledgementBytes(ofInterchange number: Int64, position: Int64) throws -> [UInt8]? {
        let rows = try query(
            "select bytes from acknowledgements where interchange_number = $1 and position = $2",
            [.integer(number), .integer(position)])
        guard var columns = rows.first?.columns else { return nil }
        return try columns.bytes()
    }

    /// Those of some interchanges that are acknowledged already; what the application says of single messages is beside that.
    public func acknowledged(_ numbers: [Int64]) throws -> Set<Int64> {
        let answers = try queryMany(
            "select 1 from acknowledgements where interchange_number = $1 and kind <> $2 limit 1",
            numbers.map { [.integer($0), .text(Acknowledgement.application)] })
        return Set(zip(numbers, answers).filter { !$1.isEmpty }.map(\.0))
    }

    /// The place of the last acknowledgement of some interchanges, of those that have any.
    public func lastAcknowledgement(of numbers: [Int64]) throws -> [Int64: Int64] {
        let answers = try queryMany(
            "select position from acknowledgements where interchange_number = $1 order by position desc limit 1",
            numbers.map { [.integer($0)] })
        var last: [Int64: Int64] = [:]
        for (number, rows) in zip(numbers, answers) {
            guard var columns = rows.first?.columns else { continue }
            last[number] = try columns.integer()
        }
        return last
    }
}
