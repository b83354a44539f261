import Intake

extension Transaction {
    /// Writes new deliveries and begins the first attempt of those that may go at once, as a claim behind this
    /// transaction would: one commit less on the way of most documents. No byte may leave before the transaction has
    /// committed.
    ///
    /// Only plain deliveries begin here, of documents that name one order, alone in their order key at their back end, of
    /// senders without an earlier unprocessed interchange. A bundle, a step, what comes after another delivery or stands behind one waits for a claim.
    /// The caller has ended the interchanges that this transaction ends, and holds the rows of the orders.
    ///
    /// - Parameters:
    ///   - further: The orders that the deliveries' documents name behind their first.
    ///   - fenced: The back ends behind a fence, where nothing begins; the caller's routing lock keeps them as they are.
    ///   - places: How many of so many deliveries to a back end may begin.
    ///   - leaseUntil: Until when the node means to be done, in microseconds.
    ///   - newID: Gives the attempts their ids.
    /// - Returns: What was begun.
    public func insertDeliveries(
        _ deliveries: [DeliveryRow], naming further: [UniqueID: [String]] = [:], fenced: Set<String> = [],
        beginning places: (_ wanted: [String: Int]) -> [String: Int], node: UniqueID,
        now: Int64, leaseUntil: Int64, newID: () -> UniqueID
    ) throws -> [ClaimedDelivery] {
        let ready = try thoseThatMayGoAtOnce(deliveries, naming: further, now: now).filter {
            !fenced.contains($0.backend)
        }
        var left = places(ready.reduce(into: [:]) { $0[$1.backend, default: 0] += 1 })
        var begun: [UniqueID: ClaimedDelivery] = [:]
        for delivery in ready {
            guard let places = left[delivery.backend], places > 0 else { continue }
            left[delivery.backend] = places - 1
            begun[delivery.id] = delivery.begun(by: node, now: now, leaseUntil: leaseUntil, attempt: newID())
        }
        try insertDeliveries(deliveries.map { begun[$0.id]?.delivery ?? $0 })
        let claimed = deliveries.compactMap { begun[$0.id] }
        try executeMany(AttemptRow.insertion(), claimed.map(\.attempt.values))
        return claimed
    }

    private func thoseThatMayGoAtOnce(
        _ deliveries: [DeliveryRow], naming further: [UniqueID: [String]], now: Int64
    ) throws -> [DeliveryRow] {
        let crowd = deliveries.reduce(into: [Place: Int]()) { crowd, delivery in
            for key in [delivery.orderKey] + (further[delivery.documentID] ?? []) {
                crowd[Place(key: key, backend: delivery.backend), default: 0] += 1
            }
        }
        let plain: [DeliveryRow] = deliveries.filter {
            $0.state == .waiting && $0.attempts == 0 && $0.dueAt <= now && $0.purpose == .primary && $0.bundle == nil
                && $0.step == nil && $0.after == nil && further[$0.documentID] == nil
                && crowd[Place(key: $0.orderKey, backend: $0.backend)] == 1
        }
        let unprocessed = try firstUnprocessed(of: Set(plain.map(\.sender)))
        let inTurn = plain.filter { $0.interchangeNumber <= unprocessed[$0.sender] ?? .max }
        let ahead = try queryMany(
            """
            select 1 from deliveries where order_key = $1 and backend = $2
                and state in ('held', 'waiting', 'sending', 'failed', 'unknown')
            union all
            select 1 from document_orders n join deliveries e on e.document_id = n.document_id
            where n.order_key = $1 and e.backend = $2 and e.state in ('held', 'waiting', 'sending', 'failed', 'unknown')
            limit 1
            """, inTurn.map { [.text($0.orderKey), .text($0.backend)] })
        return zip(inTurn, ahead).filter { $1.isEmpty }.map(\.0)
    }

    /// The lowest accept number of each sender that is unprocessed, where there is one.
    private func firstUnprocessed(of senders: Set<String>) throws -> [String: Int64] {
        let senders = senders.sorted()
        let rows = try queryMany(
            """
            select number from interchanges where sender = $1 and processed_at is null order by number limit 1
            """, senders.map { [.text($0)] })
        var numbers: [String: Int64] = [:]
        for (sender, rows) in zip(senders, rows) {
            guard var columns = rows.first?.columns else { continue }
            numbers[sender] = try columns.integer()
        }
        return numbers
    }
}

/// Where deliveries of one order keep their order.
private struct Place: Hashable {
    var key: String
    var backend: String
}
