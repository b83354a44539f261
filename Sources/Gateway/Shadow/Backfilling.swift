import Rollout
import Store

/// Goes through the open orders of milestones in shadow, again and again: what new lacks of them is sent, and a pass that finds
/// nothing lacking is the proof that it has all. A pass goes on where a stopped node left it.
struct Backfilling: Sendable {
    let database: any Database
    let clock: Clock
    let touched: @Sendable (Set<String>) -> Void

    /// How many orders one transaction looks at.
    private static let page = 50
    /// How long after a pass the next one begins, in seconds: soon while something is on its way.
    private static let pause = (lacking: 5.0, whole: 600.0)

    /// Looks at the next orders; false when no back-fill is due.
    func look() async throws -> Bool {
        let now = clock.now()
        let backends: Set<String>? = try await database.write { transaction in
            guard try transaction.lockRoutingShared() != nil else { return nil }
            let snapshot = try transaction.routingInForce().snapshot
            guard var row = try transaction.dueBackfill(at: now.microseconds) else { return nil }
            guard let milestone = snapshot.milestone(named: row.milestone), milestone.stage == .shadow else {
                try transaction.endBackfill(ofMilestone: row.milestone)
                return []
            }
            return try Self.pass(&row, over: milestone, by: snapshot, in: transaction, at: now)
        }
        if let backends, !backends.isEmpty { touched(backends) }
        return backends != nil
    }

    private static func pass(
        _ row: inout BackfillRow, over milestone: StagedMilestone, by snapshot: RoutingSnapshot,
        in transaction: any Transaction, at now: Instant
    ) throws -> Set<String> {
        let place = Place(row.cursor)
        var keys: [String] = []
        for site in Set(milestone.cells.map(\.site)).sorted() where site >= place.site && keys.count < page {
            let found = try transaction.openOrders(
                site: site, after: site == place.site ? place.key : "", limit: page - keys.count)
            keys += found
            if let last = found.last { row.cursor = Place(site: site, key: last).text }
        }
        let orders = try transaction.lockOrders(keys, at: now.microseconds).orders
        var deliveries: [DeliveryRow] = []
        for key in keys.sorted() {
            guard let order = orders[key], order.order.state == .open else { continue }
            let backfill = try OrderBackfill(order, by: snapshot, in: transaction, at: now)
            row.looked += 1
            if backfill.isLacking { row.lacking += 1 }
            if backfill.isUnknown { row.unknown += 1 }
            deliveries += backfill.missing
        }
        try transaction.insertDeliveries(deliveries)
        row.sent += Int64(deliveries.count)
        if keys.count < page { row.finish(at: now, pause: row.lacking > 0 ? pause.lacking : pause.whole) }
        try transaction.journal(row)
        return Set(deliveries.map(\.backend))
    }

    /// How far a pass came: the site, and the last order there.
    private struct Place {
        var site = ""
        var key = ""

        init(site: String, key: String) { (self.site, self.key) = (site, key) }

        init(_ text: String) {
            guard let tab = text.firstIndex(of: "\t") else { return }
            (site, key) = (String(text[..<tab]), String(text[text.index(after: tab)...]))
        }

        var text: String { "\(site)\t\(key)" }
    }
}

extension BackfillRow {
    /// Ends a pass, and begins the next one after a pause in seconds.
    fileprivate mutating func finish(at now: Instant, pause: Double) {
        (lastLooked, lastLacking, lastUnknown, finishedAt) = (looked, lacking, unknown, now.microseconds)
        (looked, lacking, unknown, cursor) = (0, 0, 0, "")
        nextAt = now.adding(seconds: pause).microseconds
    }
}
