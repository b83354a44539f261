public import Intake
public import Rollout

/// What was received from one moment to another, as accept numbers of interchanges that are all processed.
public struct TrafficWindow: Sendable, Hashable {
    /// The first interchange.
    public let first: Int64
    /// The last interchange.
    public let last: Int64
    /// How many documents they brought.
    public let documents: Int64
}

/// A stored document, as far as a rehearsal asks.
public struct TrafficRow: Sendable, Hashable {
    /// The document's id.
    public let id: UniqueID
    /// Its interchange's accept number.
    public let number: Int64
    /// Its place in the interchange, from 0.
    public let position: Int64
    /// The partner that sent it.
    public let sender: String
    /// Its kind.
    public let type: String
    /// The order key that it was decided by.
    public let orderKey: String?
    /// Where it stands.
    public let status: DocumentStatus
    /// The stage it has reached or stopped at.
    public let stage: String
    /// The code of what stopped it.
    public let code: String?
    /// The newest version of its payload.
    public let payloadVersion: Int64
    /// Whether a mapping, or the canonical form itself, was read.
    public let isUnderstood: Bool
    /// Whether it is marked as a test.
    public let isTest: Bool
    /// The side that it went to.
    public let side: String?
    /// The hash of its content.
    public let contentHash: [UInt8]?
    /// What routing asked of it, JSON; nil where that was not kept.
    public let facts: String?
    /// When it was received, in microseconds.
    public let receivedAt: Int64
    /// The document that its order was born by, if it was born.
    public let bornDocument: UniqueID?
    /// How its order came to be known.
    public let origin: OrderOrigin?
    /// No other document of its order stands before it in the window.
    public let isFirst: Bool
    /// Another document of its order stands behind it in the window.
    public let hasMore: Bool
}

/// What was settled of an order before a window began.
public struct PriorOrder: Sendable, Hashable {
    /// The order's row; nil where there is none.
    public let order: OrderRow?
    /// The accept number of the interchange that brought its birth; nil where that was none of ours.
    public let bornNumber: Int64?
    /// What is bound, each with the accept number of what bound it; nil for an import or a transfer.
    public let itineraries: [(row: ItineraryRow, number: Int64?)]
    /// A birth from before the window waits for a person.
    public let hasHeldBirth: Bool

    public static func == (left: PriorOrder, right: PriorOrder) -> Bool {
        left.order == right.order && left.bornNumber == right.bornNumber && left.hasHeldBirth == right.hasHeldBirth
            && left.itineraries.elementsEqual(right.itineraries) { $0.row == $1.row && $0.number == $1.number }
    }

    /// Hashes the order and what is bound.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(order)
        for entry in itineraries { hasher.combine(entry.row) }
    }
}

extension Transaction {
    /// The interchanges that were received from one instant until before another, up to the first that is not processed yet;
    /// nil where there is none. Both instants in microseconds.
    public func trafficWindow(from start: Int64, to end: Int64) throws -> TrafficWindow? {
        let bounds = try query(
            "select min(number), max(number) from interchanges where received_at >= $1 and received_at < $2",
            [.integer(start), .integer(end)])
        guard var columns = bounds.first?.columns, let first = try columns.optionalInteger(),
            var last = try columns.optionalInteger()
        else { return nil }
        let waiting = try query(
            "select number from interchanges where processed_at is null and number >= $1 order by number limit 1",
            [.integer(first)])
        if var columns = waiting.first?.columns { last = min(last, try columns.integer() - 1) }
        let sums = try query(
            "select cast(coalesce(sum(documents), 0) as bigint) from interchanges where number >= $1 and number <= $2",
            [.integer(first), .integer(last)])
        guard first <= last, var sum = sums.first?.columns else { return nil }
        return TrafficWindow(first: first, last: last, documents: try sum.integer())
    }

    /// The documents of a window behind a place, in accept order, a page at a time.
    public func traffic(
        in window: TrafficWindow, behind place: DocumentPlace?, limit: Int
    ) throws -> [TrafficRow] {
        let place = place ?? DocumentPlace(number: window.first, position: -1)
        return try query(
            """
            select \(TrafficRow.columns),
                not exists (select 1 from documents e where e.order_key = d.order_key and e.interchange_number >= $1
                    and (e.interchange_number, e.position) < (d.interchange_number, d.position)),
                exists (select 1 from documents e where e.order_key = d.order_key and e.interchange_number <= $2
                    and (e.interchange_number, e.position) > (d.interchange_number, d.position))
            from documents d left join orders o on o.key = d.order_key
            where (d.interchange_number, d.position) > ($3, $4) and d.interchange_number <= $2
            order by d.interchange_number, d.position limit $5
            """,
            [
                .integer(window.first), .integer(window.last), .integer(place.number), .integer(place.position),
                .integer(Int64(limit)),
            ]
        ).map { try TrafficRow($0) }
    }

    /// The documents of one order in a window behind a place, in accept order, a page at a time.
    public func traffic(
        ofOrder key: String, in window: TrafficWindow, behind place: DocumentPlace, limit: Int
    ) throws -> [TrafficRow] {
        try query(
            """
            select \(TrafficRow.columns), 1 = 0, 1 = 0 from documents d left join orders o on o.key = d.order_key
            where d.order_key = $1 and (d.interchange_number, d.position) > ($2, $3) and d.interchange_number <= $4
            order by d.interchange_number, d.position limit $5
            """,
            [
                .text(key), .integer(place.number), .integer(place.position), .integer(window.last),
                .integer(Int64(limit)),
            ]
        ).map { try TrafficRow($0) }
    }

    /// What was settled of an order before a window, and what was settled of it since.
    public func priorOrder(_ key: String, before window: TrafficWindow) throws -> PriorOrder {
        let orders = try query(
            """
            select \(OrderRow.columns(of: "o")), b.interchange_number,
                exists (select 1 from documents h where h.order_key = o.key and h.status = 'held' and h.type = 'order'
                    and h.interchange_number < $2)
            from orders o left join documents b on b.id = o.born_document where o.key = $1
            """, [.text(key), .integer(window.first)])
        guard let row = orders.first else {
            return PriorOrder(order: nil, bornNumber: nil, itineraries: [], hasHeldBirth: false)
        }
        var columns = Row(Array(row.values.suffix(2))).columns
        let bornNumber = try columns.optionalInteger()
        let itineraries = try query(
            """
            select \(ItineraryRow.columns(of: "i")), b.interchange_number
            from itineraries i left join documents b on b.id = i.bound_by where i.order_key = $1 order by i.function
            """, [.text(key)])
        return PriorOrder(
            order: try OrderRow(row), bornNumber: bornNumber,
            itineraries: try itineraries.map { row in
                var columns = row.columns
                return (try ItineraryRow(&columns), try columns.optionalInteger())
            },
            hasHeldBirth: try columns.flag())
    }

    /// Whether something that was received behind a window waits to be processed.
    public func hasUnprocessed(behind window: TrafficWindow) throws -> Bool {
        try !query(
            "select 1 from interchanges where processed_at is null and number > $1 limit 1", [.integer(window.last)]
        ).isEmpty
    }
}

extension TrafficRow {
    fileprivate static let columns = """
        d.id, d.interchange_number, d.position, d.sender, d.type, d.order_key, d.status, d.stage, d.code,
            d.payload_version, d.mapping is not null, d.test, d.side, d.content_hash, d.facts, d.received_at,
            o.born_document, o.origin
        """

    fileprivate init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        number = try columns.integer()
        position = try columns.integer()
        sender = try columns.text()
        type = try columns.text()
        orderKey = try columns.optionalText()
        status = try columns.name()
        stage = try columns.text()
        code = try columns.optionalText()
        payloadVersion = try columns.integer()
        isUnderstood = try columns.flag()
        isTest = try columns.flag()
        side = try columns.optionalText()
        contentHash = try columns.optionalBytes()
        facts = try columns.optionalText()
        receivedAt = try columns.integer()
        bornDocument = try columns.optionalID()
        origin = try columns.optionalName()
        isFirst = try columns.flag()
        hasMore = try columns.flag()
    }
}
