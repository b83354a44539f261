public import Intake

/// What a plan's rules say of documents by where they stand, as SQL can hold it.
public struct ReplayPlanRules: Sendable, Hashable {
    /// What is done.
    public var action: ReplayAction
    /// The code for which documents of a status cannot be taken; those that are not named can.
    public var refusals: [DocumentStatus: String]
    /// Whether delivered documents are taken for their failed copies.
    public var takesCopies: Bool

    /// Rules of an action.
    public init(action: ReplayAction, refusals: [DocumentStatus: String], takesCopies: Bool) {
        self.action = action
        self.refusals = refusals
        self.takesCopies = takesCopies
    }

    /// The code for which a row of `documents` cannot be taken, null where it can.
    fileprivate var code: String {
        let cases = refusals.sorted { $0.key.rawValue < $1.key.rawValue }.map { status, code in
            let copies = takesCopies && status == .delivered
            let unless =
                copies
                ? """
                 and not exists (select 1 from deliveries v where v.document_id = documents.id and v.state = 'failed'
                    and v.purpose not in ('primary', 'outbound', 'shadow'))
                """ : ""
            return "when status = '\(status.rawValue)'\(unless) then '\(code)'"
        }
        return cases.isEmpty ? "null" : "case \(cases.joined(separator: " ")) else null end"
    }
}

/// Planning: the documents of a replay are written as rows, and what stands in their way is written to them.
extension Transaction {
    private static var plannedColumns: String {
        """
        replay, number, document, order_key, interchange_number, position, sender, backend, planned_as, head, canary, state, code
        """
    }

    private static func planned(number: String, head: String, by rules: ReplayPlanRules) -> String {
        """
        cast($1 as /*postgres uuid*/ /*sqlite text*/), \(number), id, order_key, interchange_number, position, sender, backend,
            status, \(head), 0, case when (\(rules.code)) is null then 'ready' else 'impossible' end, \(rules.code)
        """
    }

    private static func range(_ id: UniqueID, _ numbers: ClosedRange<Int>) -> [Value] {
        [Value(id), .integer(Int64(numbers.lowerBound)), .integer(Int64(numbers.upperBound))]
    }

    /// Writes the next documents that fit a filter, in accept order, behind those of the call before.
    ///
    /// - Parameters:
    ///   - place: the last one of the call before.
    ///   - count: how many there are already.
    /// - Returns: How many were written, and the last one's place; nil when there was none.
    public func planReplay(
        _ id: UniqueID, of filter: DocumentFilter, by rules: ReplayPlanRules, after place: DocumentCursor?, count: Int,
        limit: Int
    ) throws -> (count: Int, last: DocumentCursor)? {
        var conditions = Conditions()
        _ = conditions.place(Value(id))
        let before = conditions.place(.integer(Int64(count)))
        if let place {
            let number = conditions.place(.integer(place.interchangeNumber))
            let position = conditions.place(.integer(place.position))
            conditions.add("(interchange_number, position) > (\(number), \(position))")
        }
        conditions.add(filter)
        let most = conditions.place(.integer(Int64(limit)))
        let number = "cast(\(before) as bigint) + row_number() over (order by interchange_number, position)"
        let head = """
            case when order_key is null or (row_number() over (
                    partition by order_key order by interchange_number, position) = 1
                and not exists (select 1 from replay_items o where o.replay = $1 and o.order_key = documents.order_key))
            then 1 else 0 end
            """
        let written = try execute(
            """
            insert into replay_items (\(Self.plannedColumns))
            select \(Self.planned(number: number, head: head, by: rules)) from (
                select * from documents where 1 = 1\(conditions.text)
                order by interchange_number, position limit \(most)) documents
            """, conditions.arguments)
        guard written > 0 else { return nil }
        let rows = try query(
            "select interchange_number, position from replay_items where replay = $1 and number = $2",
            [Value(id), .integer(Int64(count + written))])
        guard var columns = rows.first?.columns else { throw StoreError(.mismatch, code: "replay_items") }
        let last = DocumentCursor(interchangeNumber: try columns.integer(), position: try columns.integer())
        return (written, last)
    }

    /// Writes documents of a list, in accept order, each once.
    ///
    /// - Returns: The ids of those that there are not.
    public func planReplay(_ id: UniqueID, of documents: [UniqueID], by rules: ReplayPlanRules) throws -> [UniqueID] {
        let documents = Set(documents).sorted()
        let found = try queryMany(
            """
            insert into replay_items (\(Self.plannedColumns))
            select \(Self.planned(number: "-cast($3 as bigint)", head: "0", by: rules)) from documents where id = $2
            returning number
            """,
            documents.enumerated().map { [Value(id), Value($0.element), .integer(Int64($0.offset + 1))] })
        try execute(
            """
            update replay_items set number = x.place, head = x.head from (
                select number as listed, row_number() over (order by interchange_number, position, document) as place,
                    case when order_key is null or row_number() over (
                        partition by order_key order by interchange_number, position, document) = 1 then 1 else 0 end as head
                from replay_items where replay = $1) x
            where replay_items.replay = $1 and replay_items.number = x.listed
            """, [Value(id)])
        return zip(documents, found).filter { $0.1.isEmpty }.map(\.0)
    }

    /// Marks as blocked what would wait behind a document of its order that stopped and is not in the replay itself.
    public func noteBlocked(inReplay id: UniqueID, _ numbers: ClosedRange<Int>) throws {
        // The longer list is that of the index; SQLite does not see that the shorter one is within it.
        let ahead = """
            from deliveries e where e.order_key = replay_items.order_key and e.backend = replay_items.backend
                and e.state in ('held', 'waiting', 'sending', 'failed', 'unknown')
                and e.state in ('held', 'failed', 'unknown') and e.purpose <> 'shadow'
                and e.document_id <> replay_items.document and \(Rejection.holdsUp("e"))
                and (e.interchange_number < replay_items.interchange_number
                    or e.interchange_number = replay_items.interchange_number and e.position < replay_items.position)
                and not exists (select 1 from replay_items o where o.replay = replay_items.replay
                    and o.document = e.document_id and o.state in ('ready', 'blocked'))
            """
        try execute(
            """
            update replay_items set ahead = (
                select e.document_id \(ahead) order by e.interchange_number, e.position limit 1)
            where replay = $1 and number between $2 and $3 and state = 'ready' and order_key is not null
                and backend is not null and exists (select 1 \(ahead))
            """, Self.range(id, numbers))
        try execute(
            """
            update replay_items set state = 'blocked', code = case when exists (
                    select 1 from deliveries e where e.document_id = replay_items.ahead and e.state = 'unknown')
                then 'replay.behind-unknown' else 'replay.behind' end
            where replay = $1 and number between $2 and $3 and state = 'ready' and ahead is not null
            """, Self.range(id, numbers))
    }

    /// Marks as blocked what goes to fenced back ends, and as impossible what belongs to orders that a person enters elsewhere.
    public func noteFences(inReplay id: UniqueID, _ numbers: ClosedRange<Int>) throws {
        try execute(
            """
            update replay_items set state = 'impossible', code = 'route.order-quarantined'
            where replay = $1 and number between $2 and $3 and state in ('ready', 'blocked') and planned_as <> 'parked' and exists (
                select 1 from fenced_orders f where f.order_key = replay_items.order_key
                    and f.step = 'quarantined' and f.backend = replay_items.backend)
            """, Self.range(id, numbers))
        try executeMany(
            """
            update replay_items set state = 'blocked', code = 'replay.fenced'
            where replay = $1 and number between $2 and $3 and state = 'ready' and backend = $4
            """, try standingFences().map { Self.range(id, numbers) + [.text($0.backend)] })
    }

    /// Marks as impossible what an earlier attempt may have brought to a back end that forgets keys, begun before an instant.
    public func notePastMemory(
        of backend: String, begunBefore instant: Int64, inReplay id: UniqueID, _ numbers: ClosedRange<Int>
    ) throws {
        try execute(
            """
            update replay_items set state = 'impossible', code = 'intake.replay-past-memory'
            where replay = $1 and number between $2 and $3 and state in ('ready', 'blocked') and exists (
                select 1 from deliveries v join attempts a on a.delivery_id = v.id
                where v.document_id = replay_items.document and v.backend = $4 and v.state = 'failed'
                    and v.purpose <> 'shadow' and (a.outcome is null or a.outcome = 'unknown') and a.began_at < $5)
            """, Self.range(id, numbers) + [.text(backend), .integer(instant)])
    }

    /// Marks as impossible that of which nothing has arrived by a purpose.
    public func noteUnsent(
        _ purpose: DeliveryPurpose, code: String, inReplay id: UniqueID, _ numbers: ClosedRange<Int>
    ) throws {
        try execute(
            """
            update replay_items set state = 'impossible', code = $4
            where replay = $1 and number between $2 and $3 and state in ('ready', 'blocked') and not exists (
                select 1 from deliveries v where v.document_id = replay_items.document and v.purpose = $5
                    and v.state = 'delivered' and v.step is null)
            """, Self.range(id, numbers) + [.text(code), Value(purpose)])
    }
}
