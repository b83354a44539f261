import Intake

/// What people and transfers do to deliveries. Each names the states it may leave, so that it never undoes what
/// happened meanwhile, and gives the deliveries that it moved, as they now stand.
extension Transaction {
    /// Sends failed deliveries again from an instant on, with those that went in one interchange with them.
    public func retryDeliveries(_ ids: [UniqueID], dueAt: Int64, at now: Int64) throws -> [DeliveryRow] {
        let all = Set(ids).union(try failedTogether(with: ids))
        return try move(Array(all), from: "'failed'", to: .waiting, dueAt: dueAt, code: nil, at: now)
    }

    /// Brings the next attempt of waiting deliveries forward, or puts it off.
    public func rescheduleDeliveries(_ ids: [UniqueID], dueAt: Int64, at now: Int64) throws -> [DeliveryRow] {
        try move(ids, from: "'waiting'", to: .waiting, dueAt: dueAt, code: nil, at: now)
    }

    /// Stops waiting deliveries whose time has run out.
    public func failDeliveries(_ ids: [UniqueID], code: String, at now: Int64) throws -> [DeliveryRow] {
        let failed = try move(ids, from: "'waiting'", to: .failed, code: code, at: now)
        return try failed + cascade(from: failed, at: now)
    }

    /// Gives up deliveries that wait or failed and have no open attempt.
    public func discardDeliveries(_ ids: [UniqueID], at now: Int64) throws -> [DeliveryRow] {
        try move(
            ids, from: "'waiting', 'failed'", to: .discarded, and: "and \(OpenAttempt.none)", code: nil, at: now)
    }

    /// Clears unknown deliveries that the back end lists: they were delivered.
    public func clearAsListed(_ ids: [UniqueID], at now: Int64) throws -> [DeliveryRow] {
        let moved = try move(ids, from: "'unknown'", to: .delivered, code: nil, at: now)
        try executeMany(
            """
            update attempts set outcome = 'done', ended_at = coalesce(ended_at, $3)
            where delivery_id = $1 and number = $2 and (outcome is null or outcome = 'unknown')
            """, moved.map { [Value($0.id), .integer($0.attempts), .integer(now)] })
        try handOver(moved.filter { $0.purpose == .outbound }.map(\.id), by: "person", at: now)
        return moved
    }

    /// Clears unknown deliveries that the back end does not have: they are sent again. An attempt can no longer arrive
    /// once it has ended and the back end's settling time has passed, so only deliveries all of whose attempts ended
    /// before `endedBefore` are cleared.
    ///
    /// A bundle goes again as one payload only when every document of its interchange is cleared with it; else the
    /// payload would bring again what has arrived, so the members that are cleared leave the bundle and go one by one.
    public func clearAsAbsent(
        _ ids: [UniqueID], endedBefore: Int64, dueAt: Int64, at now: Int64
    ) throws -> [DeliveryRow] {
        let settled = """
            and (select 1 from attempts a where a.delivery_id = deliveries.id
                and (a.ended_at is null or a.ended_at >= $5) limit 1) is null
            """
        let moved = try move(
            ids, from: "'unknown'", to: .waiting, dueAt: dueAt, and: settled, [.integer(endedBefore)], code: nil,
            at: now)
        try executeMany(
            "update attempts set outcome = 'failed' where delivery_id = $1 and (outcome is null or outcome = 'unknown')",
            moved.map { [Value($0.id)] })
        let bundles = Dictionary(grouping: moved.filter { $0.bundle != nil }, by: \.bundle)
        for case (let bundle?, let members) in bundles {
            // What goes to a partner in one interchange stays together.
            guard let whole = try interchange(bundle), whole.documents != Int64(members.count) else { continue }
            try dissolveBundle(bundle)
        }
        return try moved.map { try $0.bundle == nil ? $0 : delivery($0.id) ?? $0 }
    }

    /// Lets superseded deliveries wait again: the owner refused to release the order.
    public func reviveDeliveries(_ ids: [UniqueID], dueAt: Int64, at now: Int64) throws -> [DeliveryRow] {
        try move(ids, from: "'superseded'", to: .waiting, dueAt: dueAt, code: nil, at: now)
    }

    private func move(
        _ ids: [UniqueID], from states: String, to state: DeliveryState, dueAt: Int64? = nil,
        and condition: String = "",
        _ more: [Value] = [], code: String?, at now: Int64
    ) throws -> [DeliveryRow] {
        let moved = try queryMany(
            """
            update deliveries set state = $2, due_at = coalesce($3, due_at), updated_at = $4
            where id = $1 and state in (\(states)) \(condition) returning \(DeliveryRow.columns())
            """,
            ids.sorted().map { [Value($0), Value(state), Value(dueAt), .integer(now)] + more }
        ).flatMap { try $0.map(DeliveryRow.init) }
        try followPrimaries(moved.map { ($0, code) }, at: now)
        return moved
    }
}

/// The conditions on a delivery's attempts, as invariant 5 puts them.
enum OpenAttempt {
    /// No attempt of `deliveries` lacks a definite result.
    static let none = """
        (select 1 from attempts a where a.delivery_id = deliveries.id
            and (a.outcome is null or a.outcome = 'unknown') limit 1) is null
        """
    /// Every attempt of `deliveries`, if there was one, ended with the back end's own refusal.
    static let onlyRefused = """
        (select 1 from attempts a where a.delivery_id = deliveries.id
            and (a.outcome is null or a.outcome <> 'refused') limit 1) is null
        """
}
