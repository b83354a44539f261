import Intake

/// How the attempts at a back end ended over a time: what guards and gates go by.
public struct DeliveryFigures: Sendable, Hashable {
    /// Attempts that ended otherwise than delivered.
    public var failed: Int64 = 0
    /// Delivered ones by how long after the decision they came: up to ``bounds`` each, and later.
    public var delivered: [Int64]
    /// When the last one was delivered, in microseconds; nil when none was.
    public var lastAt: Int64?

    /// The upper bounds of ``delivered`` in seconds, but for the last one, which has none.
    public static let bounds: [Double] = [1, 5, 15, 60, 300, 3_600]

    /// No attempt ended.
    public init() { delivered = Array(repeating: 0, count: Self.bounds.count + 1) }

    /// Copies, and deliveries to partners, that arrived; of no account to guards and gates.
    var others: Int64 = 0

    /// How many ended.
    public var ended: Int64 { failed + delivered.reduce(0, +) }

    /// The bound in seconds under which a share of the delivered ones came; nil when nothing was delivered, and
    /// infinite when it is none of the ``bounds``.
    public func latency(ofShare share: Double) -> Double? {
        let all = delivered.reduce(0, +)
        guard all > 0 else { return nil }
        var seen: Int64 = 0
        for (bound, count) in zip(Self.bounds, delivered) {
            seen += count
            if Double(seen) >= share * Double(all) { return bound }
        }
        return .infinity
    }

    mutating func take(_ effect: ResultEffect, outcome: AttemptOutcome, at now: Int64) {
        guard outcome == .done else {
            failed += 1
            return
        }
        let seconds = Double(now - (effect.delivery?.madeAt ?? now)) / 1e6
        delivered[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
        lastAt = now
    }
}

extension Transaction {
    private static var counts: [String] {
        ["failed", "within_1", "within_5", "within_15", "within_60", "within_300", "within_3600", "later"]
    }

    /// Counts how attempts at primary deliveries ended, and the others that arrived, in the minute of `now`, in the transaction that records them.
    public func count(
        _ results: [AttemptResult], _ effects: [ResultEffect], node: UniqueID, at now: Int64
    ) throws {
        var figures: [String: DeliveryFigures] = [:]
        for (result, effect) in zip(results, effects) where effect.kind != .ignored {
            guard let delivery = effect.delivery, delivery.purpose != .shadow else { continue }
            guard delivery.purpose == .primary else {
                if result.outcome == .done { figures[delivery.backend, default: DeliveryFigures()].others += 1 }
                continue
            }
            figures[delivery.backend, default: DeliveryFigures()].take(effect, outcome: result.outcome, at: now)
        }
        let sums = Self.counts.map { "\($0) = delivery_figures.\($0) + excluded.\($0)" }.joined(separator: ", ")
        try executeMany(
            """
            insert into delivery_figures (backend, minute, node, \(Self.counts.joined(separator: ", ")), last_at, others)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            on conflict (backend, minute, node) do update set \(sums),
                others = delivery_figures.others + excluded.others,
                last_at = case when excluded.last_at > delivery_figures.last_at then excluded.last_at
                    else delivery_figures.last_at end
            """,
            figures.sorted { $0.key < $1.key }.map { backend, figures in
                [.text(backend), .integer(now / 60_000_000), Value(node), .integer(figures.failed)]
                    + figures.delivered.map { .integer($0) } + [
                        .integer(figures.lastAt ?? 0), .integer(figures.others),
                    ]
            })
    }

    /// How attempts at some back ends ended since an instant, to the minute, together.
    public func deliveryFigures(backends: [String], since instant: Int64) throws -> DeliveryFigures {
        let sums = Self.counts.map { "cast(coalesce(sum(\($0)), 0) as bigint)" }.joined(separator: ", ")
        let answers = try queryMany(
            "select \(sums), coalesce(max(last_at), 0) from delivery_figures where backend = $1 and minute >= $2",
            backends.map { [.text($0), .integer(instant / 60_000_000)] })
        var figures = DeliveryFigures()
        for row in answers.flatMap(\.self) {
            var columns = row.columns
            figures.failed += try columns.integer()
            for place in figures.delivered.indices { figures.delivered[place] += try columns.integer() }
            figures.lastAt = max(try columns.integer(), figures.lastAt ?? 0)
        }
        if figures.lastAt == 0 { figures.lastAt = nil }
        return figures
    }

    /// How many deliveries of all kinds have arrived at a back end since an instant, to the minute, and the instant of the first
    /// minute in which one did.
    public func arrivals(backend: String, since instant: Int64) throws -> (count: Int, first: Int64?) {
        let arrived = Self.counts.dropFirst().joined(separator: " + ") + " + others"
        let rows = try query(
            """
            select cast(coalesce(sum(\(arrived)), 0) as bigint), min(minute) from delivery_figures
            where backend = $1 and minute >= $2 and \(arrived) > 0
            """, [.text(backend), .integer(instant / 60_000_000)])
        guard var columns = rows.first?.columns else { return (0, nil) }
        return (Int(try columns.integer()), try columns.optionalInteger().map { $0 * 60_000_000 })
    }

    /// How many deliveries to a back end wait behind one of their order that stopped; found from the first few of these.
    public func waitingBehindStuck(backend: String, limit: Int) throws -> Int {
        let rows = try query(
            """
            select count(distinct w.id) from (
                select order_key, backend, rank, interchange_number, position from deliveries f
                where backend = $1 and state in ('failed', 'unknown') and purpose <> 'shadow'
                    and \(Rejection.holdsUp("f")) limit $2) e
            join deliveries w on w.order_key = e.order_key and w.backend = e.backend and w.state = 'waiting'
                and w.state in ('held', 'waiting', 'sending', 'failed', 'unknown')
                and (w.rank, w.interchange_number, w.position) > (e.rank, e.interchange_number, e.position)
            """, [.text(backend), .integer(Int64(limit))])
        guard var columns = rows.first?.columns else { return 0 }
        return Int(try columns.integer())
    }

    /// Removes the figures of minutes before an instant.
    public func removeDeliveryFigures(before instant: Int64) throws {
        try execute("delete from delivery_figures where minute < $1", [.integer(instant / 60_000_000)])
    }
}
