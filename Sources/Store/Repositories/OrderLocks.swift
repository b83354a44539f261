public import Intake
import Rollout

/// What is known of an order key while its row is locked.
public struct LockedOrder: Sendable, Hashable {
    /// The row; without an origin it was made for the lock, and the order is not born.
    public let order: OrderRow
    /// The sides of its bound functions.
    public let itineraries: [ItineraryRow]
    /// Its documents that wait or failed, in accept order, at most ``longestList`` of them.
    public let unsettled: [UnsettledDocument]

    /// How many unsettled documents are read with the lock; `unsettledDocuments` gives the rest.
    public static let longestList = 200

    /// Whether there may be more unsettled documents than were read.
    public var hasMoreUnsettled: Bool { unsettled.count == Self.longestList }
}

/// A document of an order that is parked, held or failed.
public struct UnsettledDocument: Sendable, Hashable {
    /// The document's id.
    public let id: UniqueID
    /// Its kind.
    public let type: String
    /// Parked, held or failed.
    public let status: DocumentStatus
    /// The stage it stopped at.
    public let stage: String
    /// Its interchange's accept number.
    public let interchangeNumber: Int64
    /// Its place in the interchange.
    public let position: Int64
}

/// The order rows that a deciding transaction holds, and what it read after it had them.
public struct LockedOrders: Sendable, Hashable {
    /// By order key.
    public let orders: [String: LockedOrder]
    /// The statuses of the documents that are to be decided; one already decided is skipped. Absent: not written yet.
    public let documents: [UniqueID: DocumentStatus]
}

extension Transaction {
    /// Locks the rows of order keys until the transaction ends, making those that are absent, and then reads what
    /// decides: order, itinerary, hold, unsettled documents, and the statuses of the documents at hand.
    ///
    /// Whoever writes an itinerary takes the routing lock before this, never after. Keys are locked in their byte order,
    /// so that no two transactions wait in a circle; everything is read in statements after the lock, since a statement
    /// that waits reads by a snapshot from before it waited.
    public func lockOrders(
        _ keys: some Sequence<String>, documents: [UniqueID] = [], at now: Int64
    ) throws -> LockedOrders {
        let keys = Set(keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        try executeMany(
            """
            insert into orders (key, state, made_at, updated_at) values ($1, 'open', $2, $2) on conflict (key) do nothing
            """, keys.map { [.text($0), .integer(now)] })
        let places = keys.map { [Value.text($0)] }
        if dialect == .postgres { _ = try queryMany("select 1 from orders where key = $1 for update", places) }

        let rows = try queryMany("select \(OrderRow.columns()) from orders where key = $1", places)
        let itineraries = try queryMany(
            "select \(ItineraryRow.columns()) from itineraries where order_key = $1 order by function", places)
        let unsettled = try queryMany(
            Self.unsettledQuery,
            keys.map { [.text($0), .integer(-1), .integer(-1), .integer(Int64(LockedOrder.longestList))] })
        let named = try unsettledNaming(keys)
        var orders: [String: LockedOrder] = [:]
        for (index, key) in keys.enumerated() {
            guard let row = rows[index].first else { throw StoreError(.mismatch, code: "orders") }
            orders[key] = LockedOrder(
                order: try OrderRow(row), itineraries: try itineraries[index].map(ItineraryRow.init),
                unsettled: UnsettledDocument.first(
                    LockedOrder.longestList, of: try unsettled[index].map(UnsettledDocument.init) + named[index]))
        }
        return LockedOrders(orders: orders, documents: try documentStatuses(documents))
    }

    /// More of an order's unsettled documents, behind the last one read.
    public func unsettledDocuments(
        of key: String, after last: UnsettledDocument, limit: Int = LockedOrder.longestList
    ) throws -> [UnsettledDocument] {
        let own = try query(
            Self.unsettledQuery,
            [.text(key), .integer(last.interchangeNumber), .integer(last.position), .integer(Int64(limit))]
        ).map(UnsettledDocument.init)
        let named = try unsettledNaming([key])[0].filter { last.place < $0.place }
        return UnsettledDocument.first(limit, of: own + named)
    }

    private static var unsettledQuery: String {
        """
        select id, type, status, stage, interchange_number, position from documents
        where order_key = $1 and status in ('parked', 'held', 'failed') and (interchange_number, position) > ($2, $3)
        order by interchange_number, position limit $4
        """
    }

    private func documentStatuses(_ ids: [UniqueID]) throws -> [UniqueID: DocumentStatus] {
        let answers = try queryMany("select status from documents where id = $1", ids.map { [Value($0)] })
        var statuses: [UniqueID: DocumentStatus] = [:]
        for (id, rows) in zip(ids, answers) {
            guard var columns = rows.first?.columns else { continue }
            statuses[id] = try columns.name()
        }
        return statuses
    }
}

extension UnsettledDocument {
    fileprivate var place: DocumentPlace { DocumentPlace(number: interchangeNumber, position: position) }

    /// So many of them in accept order, the first ones.
    fileprivate static func first(_ count: Int, of documents: [UnsettledDocument]) -> [UnsettledDocument] {
        Array(documents.sorted { $0.place < $1.place }.prefix(count))
    }

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        type = try columns.text()
        status = try columns.name()
        stage = try columns.text()
        interchangeNumber = try columns.integer()
        position = try columns.integer()
    }
}
