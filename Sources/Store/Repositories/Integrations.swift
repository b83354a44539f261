import Intake

/// The lives of temporary integrations.
extension Transaction {
    /// Those that are not retired.
    public func livingIntegrations() throws -> [IntegrationRow] {
        try query(
            """
            select \(IntegrationRow.columns()) from integrations where state <> 'retired'
            order by site, function, purpose, from_side
            """
        ).map(IntegrationRow.init)
    }

    /// The life of an id.
    public func integration(_ id: UniqueID) throws -> IntegrationRow? {
        try query("select \(IntegrationRow.columns()) from integrations where id = $1", [Value(id)])
            .first.map(IntegrationRow.init)
    }

    /// Lives, those that began last first.
    ///
    /// - Parameter last: where the page before ended.
    public func integrations(before last: IntegrationRow?, limit: Int) throws -> [IntegrationRow] {
        try query(
            """
            select \(IntegrationRow.columns()) from integrations where (began_at, id) < ($1, $2)
            order by began_at desc, id desc limit $3
            """,
            [
                .integer(last?.beganAt ?? .max), Value(last?.id ?? UniqueID(bytes: Array(repeating: 0xFF, count: 16))),
                .integer(Int64(limit)),
            ]
        ).map(IntegrationRow.init)
    }

    /// Begins a life; false when it goes on already.
    public func beginIntegration(_ row: IntegrationRow) throws -> Bool {
        try execute(IntegrationRow.insertion() + " on conflict do nothing", row.values) == 1
    }

    /// Writes how a life stands, but for its counts.
    ///
    /// - Parameter state: How it stood before; false when it does so no more.
    public func updateIntegration(_ row: IntegrationRow, from state: String) throws -> Bool {
        try execute(
            """
            update integrations set state = $2, from_backend = $3, to_backend = $4, reasons = $5, open_orders = $6,
                retired_at = $7, updated_at = $8
            where id = $1 and state = $9
            """,
            [
                Value(row.id), .text(row.state), Value(row.fromBackend), Value(row.toBackend), .text(row.reasons),
                .integer(row.openOrders), Value(row.retiredAt), .integer(row.updatedAt), .text(state),
            ]) == 1
    }

    // MARK: Counting

    /// Whether deliveries were made that are not counted yet, or counting has not begun.
    public func hasUncountedDeliveries(before end: Int64) throws -> Bool {
        guard let start = try copiesCounted() else { return true }
        return try !query(
            "select 1 from deliveries where id > $1 and id < $2 limit 1",
            [Value(start), Value(UniqueID(at: end, random: (0, 0)))]
        ).isEmpty
    }

    /// Behind which delivery copies are counted next; nil before counting has begun.
    private func copiesCounted() throws -> UniqueID? {
        try query("select delivery_id from integration_sweep where name = 'copies'").first.map { row in
            var columns = row.columns
            return try columns.id()
        }
    }

    /// Counts the copies of the next page of deliveries, each delivery once whichever node counts.
    ///
    /// - Parameters:
    ///   - end: Deliveries are counted that were made before it, in microseconds: when what went well is there.
    ///   - limit: How many deliveries are looked at, copies or not.
    /// - Returns: What was found, and whether there may be more; nil when another node is at it.
    public func countCopies(before end: Int64, limit: Int) throws -> (counts: [CopyCount], isMore: Bool)? {
        let start = try copiesCounted()
        guard let start else {
            // What went before anything was on record is not counted.
            try execute(
                "insert into integration_sweep (name, delivery_id) values ('copies', $1) on conflict do nothing",
                [Value(UniqueID(at: end, random: (0, 0)))])
            return ([], false)
        }
        let page = try query(
            """
            select id from deliveries where id > $1 and id < $2 order by id limit 1 offset $3
            """, [Value(start), Value(UniqueID(at: end, random: (0, 0))), .integer(Int64(limit - 1))]
        ).first.map { row in
            var columns = row.columns
            return try columns.id()
        }
        let last = page ?? UniqueID(at: end, random: (0, 0))
        guard last > start,
            try execute(
                "update integration_sweep set delivery_id = $1 where name = 'copies' and delivery_id = $2",
                [Value(last), Value(start)]) == 1
        else { return page == nil ? ([], false) : nil }
        let lag = "d.state = 'delivered' and d.updated_at - d.made_at <= "
        let counts = try query(
            """
            select x.site, x.function, d.purpose, d.backend, count(*),
                sum(case when \(lag) 1000000 then 1 else 0 end), sum(case when \(lag) 60000000 then 1 else 0 end)
            from deliveries d join documents x on x.id = d.document_id
            where d.id > $1 and d.id <= $2 and d.purpose in ('copy', 'standby', 'shadow')
                and x.site is not null and x.function is not null
            group by x.site, x.function, d.purpose, d.backend
            """, [Value(start), Value(last)]
        ).map { row in
            var columns = row.columns
            return CopyCount(
                site: try columns.text(), function: try columns.text(), purpose: try columns.name(),
                backend: try columns.text(), documents: try columns.integer(), withinSecond: try columns.integer(),
                withinMinute: try columns.integer())
        }
        return (counts, page != nil)
    }

    /// Adds copies to the last life of their flow.
    public func addCopies(_ count: CopyCount, fromSide side: String) throws {
        try execute(
            """
            update integrations set documents = documents + $5, within_second = within_second + $6,
                within_minute = within_minute + $7
            where id = (select i.id from integrations i
                where i.site = $1 and i.function = $2 and i.purpose = $3 and i.from_side = $4
                order by i.began_at desc limit 1)
            """,
            [
                .text(count.site), .text(count.function),
                .text(count.purpose == .copy ? "derived" : count.purpose.rawValue), .text(side),
                .integer(count.documents), .integer(count.withinSecond), .integer(count.withinMinute),
            ])
    }

    // MARK: Queues

    /// What a back end is still to get of copies, among the first so many that wait in each lane and the first that stopped.
    ///
    /// - Parameter limit: How many of each are looked at.
    public func copyQueues(at backend: String, limit: Int) throws -> [CopyQueue] {
        var queues = CopyQueues()
        for lane in DeliveryLane.allCases {
            try queues.add(
                queue(
                    "d.backend = $1 and d.state = 'waiting' and \(lane.condition(on: "d"))",
                    "d.due_at, d.interchange_number, d.position", backend, limit))
        }
        try queues.add(
            queue("d.backend = $1 and d.state in ('failed', 'unknown')", "d.state, d.id", backend, limit),
            isFailed: true)
        return queues.found
    }

    /// Copies that are being sent to a back end.
    public func copiesUnderWay(to backend: String) throws -> [CopyQueue] {
        var queues = CopyQueues()
        try queues.add(queue("d.state = 'sending' and d.backend = $1", "d.id", backend, Int(Int32.max)))
        return queues.found
    }

    private func queue(_ condition: String, _ order: String, _ backend: String, _ limit: Int) throws -> [Row] {
        try query(
            """
            select x.site, x.function, d.purpose, d.made_at
            from deliveries d join documents x on x.id = d.document_id
            where \(condition) order by \(order) limit $2
            """, [.text(backend), .integer(Int64(limit))])
    }
}

/// Deliveries gathered into the queues of copies that they stand in.
private struct CopyQueues {
    var found: [CopyQueue] = []

    mutating func add(_ rows: [Row], isFailed: Bool = false) throws {
        for row in rows {
            var columns = row.columns
            let (site, function) = (try columns.optionalText(), try columns.optionalText())
            let purpose: DeliveryPurpose = try columns.name()
            let madeAt = try columns.integer()
            guard let site, let function, !purpose.isOwn else { continue }
            let place =
                found.firstIndex { $0.site == site && $0.function == function && $0.purpose == purpose }
                ?? found.endIndex
            if place == found.endIndex {
                found.append(
                    CopyQueue(
                        site: site, function: function, purpose: purpose, waiting: 0, failed: 0, oldestAt: madeAt))
            }
            if isFailed { found[place].failed += 1 } else { found[place].waiting += 1 }
            found[place].oldestAt = min(found[place].oldestAt, madeAt)
        }
    }
}
