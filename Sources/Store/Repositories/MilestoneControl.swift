/// What stands around the moves of milestones: approvals, signatures, broken glass, schedules.
extension Transaction {
    /// Keeps an approval; false when the definition was approved before.
    public func approve(_ approval: MilestoneApprovalRow) throws -> Bool {
        try execute(MilestoneApprovalRow.insertion() + " on conflict do nothing", approval.values) == 1
    }

    /// A milestone's approvals, the newest first.
    public func approvals(ofMilestone name: String) throws -> [MilestoneApprovalRow] {
        try query(
            """
            select \(MilestoneApprovalRow.columns()) from milestone_approvals where milestone = $1
            order by approved_at desc, definition_hash
            """, [.text(name)]
        ).map(MilestoneApprovalRow.init)
    }

    /// Signs an item of a check list; false when it was signed before.
    public func sign(_ signature: MilestoneSignatureRow) throws -> Bool {
        try execute(MilestoneSignatureRow.insertion() + " on conflict do nothing", signature.values) == 1
    }

    /// The signatures under a milestone's check list, by item.
    public func signatures(ofMilestone name: String) throws -> [MilestoneSignatureRow] {
        try query(
            "select \(MilestoneSignatureRow.columns()) from milestone_signatures where milestone = $1 order by item",
            [.text(name)]
        ).map(MilestoneSignatureRow.init)
    }

    /// Keeps a move that someone on duty made alone.
    public func breakGlass(_ row: BrokenGlassRow) throws {
        try execute(BrokenGlassRow.insertion(), row.values)
    }

    /// The moves of a milestone that someone on duty made alone, oldest first.
    public func brokenGlass(ofMilestone name: String) throws -> [BrokenGlassRow] {
        try query(
            "select \(BrokenGlassRow.columns()) from broken_glass where milestone = $1 order by epoch", [.text(name)]
        ).map(BrokenGlassRow.init)
    }

    /// Signs a move that someone on duty made alone; false when it was signed before.
    public func countersign(milestone: String, epoch: Int64, by person: String, at now: Int64) throws -> Bool {
        try execute(
            """
            update broken_glass set countersigned_by = $3, countersigned_at = $4
            where milestone = $1 and epoch = $2 and countersigned_by is null
            """, [.text(milestone), .integer(epoch), .text(person), .integer(now)]) == 1
    }

    /// Keeps a move that is to run later.
    public func schedule(_ row: ScheduledMoveRow) throws { try execute(ScheduledMoveRow.insertion(), row.values) }

    /// A milestone's scheduled moves, the last one first.
    public func scheduledMoves(ofMilestone name: String, limit: Int = 100) throws -> [ScheduledMoveRow] {
        try query(
            """
            select \(ScheduledMoveRow.columns()) from scheduled_moves where milestone = $1 order by at desc, id desc
            limit $2
            """, [.text(name), .integer(Int64(limit))]
        ).map(ScheduledMoveRow.init)
    }

    /// The scheduled moves whose time has come, the earliest first.
    public func dueMoves(at now: Int64, limit: Int = 10) throws -> [ScheduledMoveRow] {
        try query(
            """
            select \(ScheduledMoveRow.columns()) from scheduled_moves where state = 'waiting' and at <= $1
            order by at, id limit $2
            """, [.integer(now), .integer(Int64(limit))]
        ).map(ScheduledMoveRow.init)
    }

    /// Ends a scheduled move that waits; false when it does not wait any more.
    public func settleScheduledMove(
        _ id: UniqueID, of milestone: String, as state: ScheduledMoveRow.State, outcome: String?, at now: Int64
    ) throws -> Bool {
        try execute(
            """
            update scheduled_moves set state = $3, outcome = $4, updated_at = $5
            where id = $1 and milestone = $2 and state = 'waiting'
            """, [Value(id), .text(milestone), Value(state), Value(outcome), .integer(now)]) == 1
    }

    /// Signs open orders off, which stay at legacy although the milestone completes.
    public func signOff(
        _ keys: [String], milestone: String, by person: String, reason: String, at now: Int64
    ) throws {
        try executeMany(
            """
            insert into order_sign_offs (order_key, milestone, signed_by, reason, signed_at) values ($1, $2, $3, $4, $5)
            on conflict do nothing
            """, keys.map { [.text($0), .text(milestone), .text(person), .text(reason), .integer(now)] })
    }
}

/// The open orders of a site whose bound functions are at the same sides.
public struct OpenOrderGroup: Sendable, Hashable {
    /// The site.
    public var site: String
    /// The side of each bound function.
    public var sides: [String: String]
    /// How many there are.
    public var count: Int

    /// A group by its parts.
    public init(site: String, sides: [String: String], count: Int) {
        self.site = site
        self.sides = sides
        self.count = count
    }
}

extension Transaction {
    /// How many open orders a site has, by the sides of the named functions. A number of rows that depends on the sides and
    /// functions, not on the orders; the orders that are open are counted through.
    public func openOrderGroups(site: String, functions: [String]) throws -> [OpenOrderGroup] {
        guard !functions.isEmpty else { return [] }
        let names = functions.indices.map { "f\($0)" }
        let columns = functions.indices.map { "max(case when i.function = $\($0 + 2) then i.side end) as f\($0)" }
        return try query(
            """
            select \(names.joined(separator: ", ")), count(*) from (
                select o.key, \(columns.joined(separator: ", ")) from orders o
                join itineraries i on i.order_key = o.key
                where o.site = $1 and o.state = 'open' group by o.key
            ) t group by \(names.joined(separator: ", ")) order by \(names.joined(separator: ", "))
            """, [.text(site)] + functions.map { .text($0) }
        ).map { row in
            var columns = row.columns
            var sides: [String: String] = [:]
            for function in functions { if let side = try columns.optionalText() { sides[function] = side } }
            return OpenOrderGroup(site: site, sides: sides, count: Int(try columns.integer()))
        }
    }

    /// Open orders of a cell that a side owns, first those with the smallest keys.
    /// - Parameter milestone: to leave out those that were signed off for it.
    public func openOrders(
        function: String, site: String, side: String, notSignedOffFor milestone: String? = nil, after key: String = "",
        limit: Int
    ) throws -> [String] {
        try query(
            """
            select o.key from orders o join itineraries i on i.order_key = o.key and i.function = $2
            where o.site = $1 and o.state = 'open' and o.key > $5 and i.side = $3
                and (select 1 from order_sign_offs s where s.order_key = o.key and s.milestone = $4) is null
            order by o.key limit $6
            """, [.text(site), .text(function), .text(side), Value(milestone), .text(key), .integer(Int64(limit))]
        ).map { row in
            var columns = row.columns
            return try columns.text()
        }
    }

    /// How many open orders of a cell a side owns, without those that were signed off for a milestone.
    public func countOpenOrders(
        function: String, site: String, side: String, notSignedOffFor milestone: String? = nil
    ) throws -> Int {
        let row = try query(
            """
            select count(*) from orders o join itineraries i on i.order_key = o.key and i.function = $2
            where o.site = $1 and o.state = 'open' and i.side = $3
                and (select 1 from order_sign_offs s where s.order_key = o.key and s.milestone = $4) is null
            """, [.text(site), .text(function), .text(side), Value(milestone)]
        ).first
        guard var columns = row?.columns else { return 0 }
        return Int(try columns.integer())
    }
}

/// An open order with what decides the sides of its functions that are not bound yet.
public struct OpenOrder: Sendable, Hashable {
    /// Its key.
    public let key: String
    /// What its birth said that later bindings ask for, JSON.
    public let traits: String
    /// The functions that are bound, with their sides.
    public var bound: [ItineraryRow] = []
}

extension Transaction {
    /// The open orders of a site whose traits are known, by key, a page at a time, and locked: for who binds what they are
    /// not bound for, which holds the routing lock exclusively.
    public func lockOpenOrders(site: String, after key: String = "", limit: Int) throws -> [OpenOrder] {
        let rows = try query(
            """
            select key, traits from orders where site = $1 and state = 'open' and key > $2 and traits is not null
            order by key limit $3 /*postgres for update*/
            """, [.text(site), .text(key), .integer(Int64(limit))])
        var orders = try rows.map { row in
            var columns = row.columns
            return OpenOrder(key: try columns.text(), traits: try columns.text())
        }
        let bound = try queryMany(
            "select \(ItineraryRow.columns()) from itineraries where order_key = $1 order by function",
            orders.map { [.text($0.key)] })
        for place in orders.indices { orders[place].bound = try bound[place].map(ItineraryRow.init) }
        return orders
    }
}

extension Transaction {
    /// How many open orders a site has.
    public func countOpenOrders(site: String) throws -> Int64 {
        try query("select count(*) from orders where site = $1 and state = 'open'", [.text(site)]).first.map { row in
            var columns = row.columns
            return try columns.integer()
        } ?? 0
    }

    /// How many open orders of a site have any of some functions bound to a side.
    public func countOpenOrders(functions: [String], site: String, side: String) throws -> Int {
        let places = functions.indices.map { "$\($0 + 3)" }.joined(separator: ", ")
        let row = try query(
            """
            select count(distinct o.key) from orders o join itineraries i on i.order_key = o.key
            where o.site = $1 and o.state = 'open' and i.side = $2 and i.function in (\(places))
            """, [.text(site), .text(side)] + functions.map { .text($0) }
        ).first
        guard var columns = row?.columns else { return 0 }
        return Int(try columns.integer())
    }

    /// How many documents of a cell wait for a person: failed, held, or with an unknown outcome.
    public func countUnsettled(function: String, site: String) throws -> Int {
        let row = try query(
            """
            select count(*) from documents
            where status in ('failed', 'held', 'unknown') and status <> 'delivered' and function = $1 and site = $2
                and test = 0
            """, [.text(function), .text(site)]
        ).first
        guard var columns = row?.columns else { return 0 }
        return Int(try columns.integer())
    }

    /// When the oldest copy of a lane that waits for a back end was made, in microseconds; nil when none waits.
    public func oldestWaitingCopy(backend: String, lane: DeliveryLane = .acting) throws -> Int64? {
        let row = try query(
            """
            select min(d.made_at) from deliveries d
            where d.backend = $1 and d.state = 'waiting' and \(lane.condition(on: "d")) and d.purpose <> 'primary'
            """, [.text(backend)]
        ).first
        guard var columns = row?.columns else { return nil }
        return try columns.optionalInteger()
    }
}
