public import Rollout

/// The parts of split orders. The row of the whole order, which has no owner, guards which parts there are.
extension Transaction {
    /// What is known of some orders by their keys as whole ones.
    public func knownOrders(_ keys: [OrderKey]) throws -> [OrderKey: KnownOrder] {
        let named = keys.map { [Value.text($0.text)] }
        let wholes = try queryMany("select 1 from orders where key = $1 and origin is not null", named)
        let parts = try queryMany(
            """
            select p.key, p.number, p.lines, case when o.origin is null then 0 else 1 end
            from order_parts p join orders o on o.key = p.key where p.whole = $1 order by p.number
            """, named)
        var known: [OrderKey: KnownOrder] = [:]
        for (index, key) in keys.enumerated() {
            guard wholes[index].isEmpty else {
                known[key] = .whole
                continue
            }
            let rows = try parts[index].map(OrderPartRow.init)
            known[key] = rows.contains(where: \.isBorn) ? .split(rows.map(\.part)) : .unborn(rows.map(\.part))
        }
        return known
    }

    /// Writes parts, whose orders' rows the caller has made and holds, as they stand now.
    public func writeParts(_ parts: [OrderPart]) throws {
        try executeMany(
            """
            insert into order_parts (key, whole, number, lines) values ($1, $2, $3, $4)
            on conflict (key) do update set lines = excluded.lines
            """,
            parts.sorted { $0.key < $1.key }.map { part in
                [
                    .text(part.key.text), .text(part.key.whole.text), .integer(Int64(part.number)),
                    .text(part.placedLines),
                ]
            })
    }

    /// The parts of a whole order, by their numbers.
    public func parts(ofOrder key: String) throws -> [OrderPart] {
        try query(
            """
            select p.key, p.number, p.lines, case when o.origin is null then 0 else 1 end
            from order_parts p join orders o on o.key = p.key where p.whole = $1 order by p.number
            """, [.text(key)]
        ).map { try OrderPartRow($0).part }
    }

    /// How many parts of split orders are open.
    public func countOpenParts() throws -> Int64 {
        var columns = try query(
            "select count(*) from order_parts p join orders o on o.key = p.key where o.origin is not null and o.state = 'open'",
            []
        ).first?.columns
        return try columns?.integer() ?? 0
    }
}

private struct OrderPartRow {
    var part: OrderPart
    var isBorn: Bool

    init(_ row: Row) throws {
        var columns = row.columns
        part = OrderPart(
            key: OrderKey(text: try columns.text()), number: Int(try columns.integer()), placedLines: try columns.text()
        )
        isBorn = try columns.integer() == 1
    }
}
