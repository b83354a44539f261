public import Intake

/// The equation of invariant 3 for one sender and one day: what was accepted against where it is now.
///
/// The two sides come from different tables: what was accepted from the interchanges (each with its reader's own count),
/// where it is from the document rows. Documents marked test count on neither side.
public struct BalanceRow: Sendable, Hashable {
    /// The sender.
    public let sender: String
    /// The day's number from the start of the window, from 0.
    public let day: Int64
    /// Documents accepted; an interchange that is unprocessed or unreadable counts one.
    public var accepted: Int64 = 0
    /// Interchanges that are still to be read; in flight.
    public var unprocessed: Int64 = 0
    /// Interchanges that could not be read; failed.
    public var unreadable: Int64 = 0
    /// Interchanges that could not be read and that a person discarded.
    public var discardedInterchanges: Int64 = 0
    /// Documents by where they stand.
    public var documents: [DocumentStatus: Int64] = [:]

    /// What is still on its way; an unknown outcome is, until it is cleared.
    public var inFlight: Int64 {
        unprocessed + documents[.accepted, default: 0] + documents[.delivering, default: 0]
            + documents[.unknown, default: 0]
    }
    /// What failed.
    public var failed: Int64 { unreadable + documents[.failed, default: 0] }
    /// What a person took out.
    public var discarded: Int64 { discardedInterchanges + documents[.discarded, default: 0] }
    /// Whether nothing vanished.
    public var isBalanced: Bool {
        accepted == unprocessed + unreadable + discardedInterchanges + documents.values.reduce(0, +)
    }
}

extension Transaction {
    /// The equation of invariant 3 of every sender, for the days from one instant to another.
    ///
    /// - Parameters:
    ///   - start: Where the first day begins, in microseconds; days are 24 hours from there.
    ///   - end: The instant before which interchanges were received, in microseconds.
    public func balance(from start: Int64, to end: Int64) throws -> [BalanceRow] {
        var rows: [BalancePlace: BalanceRow] = [:]
        let window = [Value.integer(start), .integer(end)]
        for row in try query(
            """
            select sender, (received_at - $1) / 86400000000, \(InterchangeRow.statusColumn), count(*),
                cast(sum(documents) as bigint)
            from interchanges where received_at >= $1 and received_at < $2 group by 1, 2, 3
            """, window)
        {
            var columns = row.columns
            let place = BalancePlace(sender: try columns.text(), day: try columns.integer())
            let status: InterchangeStatus = try columns.name()
            let interchanges = try columns.integer()
            let documents = try columns.integer()
            rows[place, default: place.row].add(status, interchanges: interchanges, documents: documents)
        }
        for row in try query(
            """
            select i.sender, (i.received_at - $1) / 86400000000, d.status, d.test, count(*)
            from interchanges i join documents d on d.interchange_number = i.number
            where i.received_at >= $1 and i.received_at < $2 and i.processed_at is not null group by 1, 2, 3, 4
            """, window)
        {
            var columns = row.columns
            let place = BalancePlace(sender: try columns.text(), day: try columns.integer())
            let status: DocumentStatus = try columns.name()
            let isTest = try columns.flag()
            let count = try columns.integer()
            if isTest {
                rows[place, default: place.row].accepted -= count
            } else {
                rows[place, default: place.row].documents[status, default: 0] += count
            }
        }
        return rows.values.sorted { ($0.sender, $0.day) < ($1.sender, $1.day) }
    }
}

private struct BalancePlace: Hashable {
    let sender: String
    let day: Int64

    var row: BalanceRow { BalanceRow(sender: sender, day: day) }
}

extension BalanceRow {
    fileprivate mutating func add(_ status: InterchangeStatus, interchanges: Int64, documents: Int64) {
        switch status {
        case .accepted, .processing:
            unprocessed += interchanges
            accepted += interchanges
        case .unreadable:
            unreadable += interchanges
            accepted += interchanges
        case .discarded:
            discardedInterchanges += interchanges
            accepted += interchanges
        case .processed: accepted += documents
        }
    }
}
