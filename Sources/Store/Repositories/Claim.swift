public import Intake

/// A delivery with its new attempt: what a node is to send once the transaction has committed.
public struct ClaimedDelivery: Sendable, Hashable {
    /// The delivery, as it now stands.
    public let delivery: DeliveryRow
    /// The attempt that was begun.
    public let attempt: AttemptRow
}

/// Deliveries of one back end that are claimed apart, so that those of one lane are not in the way of the other.
public enum DeliveryLane: Sendable, Hashable, CaseIterable {
    /// What a back end is to act on, or to know.
    case acting
    /// What it answers in the shadow of the owner.
    case shadow

    /// The lane of a delivery.
    public init(_ purpose: DeliveryPurpose) { self = purpose == .shadow ? .shadow : .acting }

    /// The condition on a row of `deliveries`, as the indexes of what is due have it.
    func condition(on row: String) -> String { "\(row).purpose \(self == .shadow ? "=" : "<>") 'shadow'" }
}

extension Transaction {
    /// Claims deliveries to a back end: takes those that may go now, leases them to a node and begins an attempt for each.
    /// No byte may leave before the transaction has committed.
    ///
    /// A delivery may go when it waits, is due, no earlier delivery of its order key to this back end is still open (a
    /// failed one holds up its successors unless its function lets them go on; a shadow holds up no one else), nor one of any further order that its document
    /// names, what it comes after is delivered or superseded, and no interchange of its sender with a lower accept number is unprocessed. A bundle goes whole, or not at all; its
    /// members do not hold up each other. Since heads are chosen before the limit, a stuck key starves nobody. While a fence
    /// stands around the back end only steps of transfers go, and a fence waits for the claims at work.
    ///
    /// The first that came due go first; a probe takes the last of what was never tried, and only where there is none the
    /// first. Documents on which a back end breaks would else be tried one after the other, a pause each, before any that
    /// it would take.
    ///
    /// - Parameters:
    ///   - lane: The lane whose deliveries are claimed.
    ///   - leaseUntil: Until when the node means to be done, in microseconds.
    ///   - limit: How many deliveries, a bundle counting as one.
    ///   - isProbe: Whether they are to show that the back end is well again.
    ///   - newID: Gives the attempts their ids.
    public func claimDeliveries(
        backend: String, lane: DeliveryLane = .acting, node: UniqueID, now: Int64, leaseUntil: Int64, limit: Int,
        isProbe: Bool = false, newID: () -> UniqueID
    ) throws -> [ClaimedDelivery] {
        try shareFences()
        let sought: [Value] = [.text(backend), .integer(now), .integer(Int64(limit))]
        var heads: [DeliveryRow] = []
        if isProbe { heads = try query(ClaimStatement.probe(lane), sought).map(DeliveryRow.init) }
        if heads.isEmpty { heads = try query(ClaimStatement.of(lane), sought).map(DeliveryRow.init) }
        let taken = try heads.filter { $0.bundle == nil } + heads.filter { $0.bundle != nil }.flatMap(wholeBundle)
        return try begin(taken, node: node, now: now, leaseUntil: leaseUntil, newID: newID)
    }

    /// The members of a bundle whose leader is ours; none when another transaction holds one of them.
    private func wholeBundle(of leader: DeliveryRow) throws -> [DeliveryRow] {
        let members = try query(
            """
            select \(DeliveryRow.columns()) from deliveries where bundle = $1 and state = 'waiting'
            order by position, id /*postgres for update skip locked*/
            """, [Value(leader.bundle)]
        ).map(DeliveryRow.init)
        var count = try query(
            "select count(*) from deliveries where bundle = $1 and state = 'waiting'", [Value(leader.bundle)]
        ).first?.columns
        return try count?.integer() == Int64(members.count) ? members : []
    }

    private func begin(
        _ deliveries: [DeliveryRow], node: UniqueID, now: Int64, leaseUntil: Int64, newID: () -> UniqueID
    ) throws -> [ClaimedDelivery] {
        try executeMany(
            """
            update deliveries set state = 'sending', attempts = attempts + 1, lease_node = $2, lease_until = $3,
                updated_at = $4
            where id = $1
            """, deliveries.map { [Value($0.id), Value(node), .integer(leaseUntil), .integer(now)] })
        let claimed = deliveries.map { $0.begun(by: node, now: now, leaseUntil: leaseUntil, attempt: newID()) }
        try executeMany(AttemptRow.insertion(), claimed.map(\.attempt.values))
        return claimed
    }
}

extension DeliveryRow {
    /// The delivery with its next attempt, as they stand once it has begun.
    func begun(by node: UniqueID, now: Int64, leaseUntil: Int64, attempt id: UniqueID) -> ClaimedDelivery {
        var row = self
        row.state = .sending
        row.attempts += 1
        row.leaseNode = node
        row.leaseUntil = leaseUntil
        row.updatedAt = now
        let attempt = AttemptRow(id: id, deliveryID: row.id, number: row.attempts, node: node, beganAt: now)
        return ClaimedDelivery(delivery: row, attempt: attempt)
    }
}

/// The text of the claim.
///
/// The conditions are scalar subqueries, not `exists`: PostgreSQL would turn those into joins that read whole tables
/// when its statistics are old; a scalar one is always a probe of an index for the row at hand.
enum ClaimStatement {
    /// Those that are due for longest.
    static func of(_ lane: DeliveryLane) -> String { lane == .shadow ? shadow : acting }

    /// Of the last that came due and were never tried.
    static func probe(_ lane: DeliveryLane) -> String { lane == .shadow ? shadowProbe : actingProbe }

    private static let acting = statement(.acting)
    private static let shadow = statement(.shadow)
    private static let actingProbe = statement(.acting, isProbe: true)
    private static let shadowProbe = statement(.shadow, isProbe: true)

    /// How many of the last a probe is chosen from; most of them are the only ones of their keys.
    private static let probed = 100

    private static func statement(_ lane: DeliveryLane, isProbe: Bool = false) -> String {
        let among = """
            and d.id in (select n.id from deliveries n
                where n.backend = $1 and n.state = 'waiting' and \(lane.condition(on: "n")) and n.due_at <= $2
                    and n.attempts = 0
                order by n.due_at desc, n.interchange_number desc, n.position desc limit \(probed))
            """
        let down = isProbe ? " desc" : ""
        return """
            select \(DeliveryRow.columns(of: "d")) from deliveries d
            where d.backend = $1 and d.state = 'waiting' and \(lane.condition(on: "d")) and d.due_at <= $2
                \(isProbe ? among : "")
                and (d.step is not null
                    or (select 1 from fences f where f.backend = $1 and f.lifted_at is null limit 1) is null)
                and \(mayGo("d"))
                and (select 1 from interchanges u where u.sender = d.sender and u.number < d.interchange_number
                    and u.processed_at is null limit 1) is null
                and (d.bundle is null or (
                    (select 1 from deliveries l where l.bundle = d.bundle and l.state = 'waiting'
                        and (l.position, l.id) < (d.position, d.id) limit 1) is null
                    and (select 1 from deliveries m where m.bundle = d.bundle
                        and (m.state in ('sending', 'failed', 'unknown')
                            or (m.state = 'waiting' and not (m.due_at <= $2 and \(mayGo("m")))))
                        limit 1) is null))
            order by d.due_at\(down), d.interchange_number\(down), d.position\(down) limit $3
            /*postgres for update of d skip locked*/
            """
    }

    /// Nothing stands before the delivery at its back end in any order that its document names, and what it comes after has
    /// arrived. `cross join` has SQLite begin at the left, where there is next to nothing.
    private static func mayGo(_ row: String) -> String {
        let ahead = """
            e.backend = \(row).backend and e.state in ('held', 'waiting', 'sending', 'failed', 'unknown')
                and (e.rank, e.interchange_number, e.position, e.id)
                    < (\(row).rank, \(row).interchange_number, \(row).position, \(row).id)
                and (e.purpose <> 'shadow' or (\(row).purpose = 'shadow' and e.state in ('waiting', 'sending')))
                and (e.bundle is null or \(row).bundle is null or e.bundle <> \(row).bundle)
                and \(Rejection.holdsUp("e")) limit 1
            """
        return """
                (select 1 from deliveries e where e.order_key = \(row).order_key and \(ahead)) is null
                and (select 1 from document_orders n cross join deliveries e
                    where n.order_key = \(row).order_key and e.document_id = n.document_id and \(ahead)) is null
                and (select 1 from document_orders k cross join deliveries e
                    where k.document_id = \(row).document_id and e.order_key = k.order_key and \(ahead)) is null
                and (select 1 from document_orders k cross join document_orders n cross join deliveries e
                    where k.document_id = \(row).document_id and n.order_key = k.order_key
                        and e.document_id = n.document_id and \(ahead)) is null
                and (\(row).after_delivery is null or (select 1 from deliveries p where p.id = \(row).after_delivery
                    and p.state in ('delivered', 'superseded')) is not null)
            """
    }
}
