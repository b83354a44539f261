import Intake

extension Transaction {
    /// Keeps acknowledgements with their bytes. Their control numbers were drawn in this transaction.
    public func insertAcknowledgements(_ acknowledgements: [(row: AcknowledgementRow, bytes: [UInt8])]) throws {
        let columns = AcknowledgementRow.columnNames.count
        let places = (1...columns + 1).map { "$\($0)" }.joined(separator: ", ")
        try executeMany(
            "insert into acknowledgements (\(AcknowledgementRow.columns()), bytes) values (\(places))",
            acknowledgements.map { $0.row.values + [.bytes($0.bytes)] })
    }

    /// What was answered to an interchange, in the order in which it goes out.
    public func acknowledgements(ofInterchange number: Int64) throws -> [AcknowledgementRow] {
        try query(
            """
            select \(AcknowledgementRow.columns()) from acknowledgements where interchange_number = $1 order by position
            """, [.integer(number)]
        ).map(AcknowledgementRow.init)
    }

    /// What was answered to a partner in an interchange of this control number; of several the newest.
    public func acknowledgement(_ pair: ControlNumberPair, controlNumber: String) throws -> AcknowledgementRow? {
        try query(
            """
            select \(AcknowledgementRow.columns()) from acknowledgements
            where syntax = $1 and own = $2 and partner = $3 and control_number = $4 order by made_at desc limit 1
            """, [.text(pair.syntax), .text(pair.own), .text(pair.partner), .text(controlNumber)]
        ).first.map(AcknowledgementRow.init)
    }

    /// What was answered to a partner with a group of this control number among its groups.
    public func acknowledgement(_ pair: ControlNumberPair, group: Int64) throws -> AcknowledgementRow? {
        let row = try query(
            """
            select \(AcknowledgementRow.columns()) from acknowledgements
            where syntax = $1 and own = $2 and partner = $3 and first_group <= $4
            order by first_group desc, made_at desc limit 1
            """, [.text(pair.syntax), .text(pair.own), .text(pair.partner), .integer(group)]
        ).first.map(AcknowledgementRow.init)
        return row?.groups?.contains(group) == true ? row : nil
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
