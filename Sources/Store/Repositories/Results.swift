import Intake

/// How one attempt ended, and what its delivery does next if no newer state stands against it.
public struct AttemptResult: Sendable, Hashable {
    /// What a delivery does after an attempt that did not succeed.
    public enum Next: Sendable, Hashable {
        /// It is tried again from an instant on, in microseconds.
        case retry(dueAt: Int64)
        /// It stops until a person decides.
        case fail
        /// It stops until it is known what became of the attempt.
        case unknown
    }

    /// The attempt.
    public var attemptID: UniqueID
    /// Its delivery.
    public var deliveryID: UniqueID
    /// How it ended.
    public var outcome: AttemptOutcome
    /// What the delivery does next; of no account when the outcome is done.
    public var next: Next
    /// The diagnostic's code for the document, such as `deliver.rejected`.
    public var code: String?
    /// What was heard, JSON.
    public var detail: String?
    /// What was answered, where answers are compared.
    public var answer: BackendAnswer?
    /// What the answer says of the back end's own codes.
    public var learned: [CrossReferenceRow] = []
    /// The file that it put into a mailbox.
    public var put: MailboxFileRow?

    /// A result to record.
    public init(
        attemptID: UniqueID, deliveryID: UniqueID, outcome: AttemptOutcome, next: Next = .fail, code: String? = nil,
        detail: String? = nil
    ) {
        self.attemptID = attemptID
        self.deliveryID = deliveryID
        self.outcome = outcome
        self.next = next
        self.code = code
        self.detail = detail
    }
}

/// What recording a result did.
public struct ResultEffect: Sendable, Hashable {
    /// How the result met the delivery.
    public enum Kind: Sendable, Hashable {
        /// The delivery took the state that the result gives.
        case applied
        /// The attempt's end is on record; the delivery had moved on.
        case late
        /// It succeeded although the delivery was superseded: to be noted for release.
        case lateSuccessOfSuperseded
        /// The attempt had ended before, or is unknown; nothing was written.
        case ignored
    }

    /// The attempt.
    public let attemptID: UniqueID
    /// How the result met the delivery.
    public let kind: Kind
    /// The delivery after it; nil for an unknown one.
    public let delivery: DeliveryRow?
}

extension Transaction {
    /// Records how attempts ended, in one go, and moves their deliveries and documents.
    ///
    /// A result belongs to its attempt (invariant 5): a success makes the delivery delivered whatever came since, unless it
    /// was superseded; any other result counts only while its attempt is the newest and the delivery still waits for
    /// it. An attempt's definite end replaces an unknown one, never the reverse. The status of a document follows its primary deliveries.
    public func recordResults(_ results: [AttemptResult], at now: Int64) throws -> [ResultEffect] {
        let ids = Set(results.map(\.deliveryID)).sorted()
        var rows = try lockDeliveries(ids)
        let numbers = try recordEnds(of: results, at: now)
        var changed: [UniqueID: String?] = [:]
        let effects = zip(results, numbers).map { result, number -> ResultEffect in
            guard let number, var row = rows[result.deliveryID] else {
                return ResultEffect(attemptID: result.attemptID, kind: .ignored, delivery: rows[result.deliveryID])
            }
            let kind = row.take(result, number: number, at: now)
            if kind == .applied {
                changed[row.id] = .some(result.code)
                rows[row.id] = row
            }
            return ResultEffect(attemptID: result.attemptID, kind: kind, delivery: row)
        }
        let moved = ids.compactMap { changed[$0] == nil ? nil : rows[$0] }
        try write(moved)
        try followPrimaries(moved.map { ($0, changed[$0.id] ?? nil) }, at: now)
        _ = try cascade(from: moved.filter { $0.state == .failed }, at: now)
        let arrived = moved.filter { $0.purpose == .outbound && $0.state == .delivered }
        try handOver(arrived.map(\.id), by: "channel", at: now)
        try noteArrivals(effects.filter { $0.kind == .lateSuccessOfSuperseded }.compactMap(\.delivery), at: now)
        let ended = effects.filter { $0.kind != .ignored }.compactMap(\.delivery).filter { $0.state == .superseded }
        try executeMany(
            "update deliveries set lease_node = null, lease_until = null where id = $1 and lease_node is not null",
            ended.map { [Value($0.id)] })
        return effects
    }

    /// Locks deliveries in the order of their ids and gives them as they stand.
    func lockDeliveries(_ ids: [UniqueID]) throws -> [UniqueID: DeliveryRow] {
        let answers = try queryMany(
            "select \(DeliveryRow.columns()) from deliveries where id = $1 /*postgres for update*/",
            ids.map { [Value($0)] })
        return Dictionary(
            try answers.flatMap { try $0.map(DeliveryRow.init) }.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    /// Writes the attempts' ends; gives the numbers of those that were still to end.
    private func recordEnds(of results: [AttemptResult], at now: Int64) throws -> [Int64?] {
        try queryMany(
            """
            update attempts set ended_at = coalesce(ended_at, $4), outcome = $3, detail = $5
            where id = $1 and delivery_id = $2
                and (outcome is null or (outcome = 'unknown' and $3 <> 'unknown') or (outcome <> 'done' and $3 = 'done'))
            returning number
            """,
            results.map { result in
                [
                    Value(result.attemptID), Value(result.deliveryID), Value(result.outcome), .integer(now),
                    Value(result.detail),
                ]
            }
        ).map { rows in
            guard var columns = rows.first?.columns else { return nil }
            return try columns.integer()
        }
    }

    /// Writes what a result or takeover changes of deliveries.
    func write(_ deliveries: [DeliveryRow]) throws {
        try executeMany(
            """
            update deliveries set state = $2, due_at = $3, lease_node = $4, lease_until = $5, last_error = $6,
                updated_at = $7
            where id = $1
            """,
            deliveries.map { row in
                [
                    Value(row.id), Value(row.state), .integer(row.dueAt), Value(row.leaseNode), Value(row.leaseUntil),
                    Value(row.lastError), .integer(row.updatedAt),
                ]
            })
    }

    /// Lets documents follow their primary deliveries, or those to the partner: failed if one failed, delivering while one is open, delivered once
    /// all that count have arrived. Documents that a person or a birth moved elsewhere stay there.
    func followPrimaries(_ deliveries: [(row: DeliveryRow, code: String?)], at now: Int64) throws {
        try follow(deliveries.filter { $0.row.purpose == .primary && $0.row.step == nil }, refusal: "", at: now)
        // A partner may have refused it before the result of sending it was written.
        let refused = """
            when exists (select 1 from deliveries r join sent_documents s on s.delivery_id = r.id
                where r.document_id = $1 and r.state = 'delivered' and s.newest = 1 and s.stage = 'refused')
                then 'failed'
            """
        try follow(deliveries.filter { $0.row.purpose == .outbound }, refusal: refused, at: now)
    }

    private func follow(_ deliveries: [(row: DeliveryRow, code: String?)], refusal: String, at now: Int64) throws {
        guard !deliveries.isEmpty else { return }
        let codes = Dictionary(deliveries.map { ($0.row.documentID, $0.code) }, uniquingKeysWith: { $1 })
        try executeMany(
            """
            update documents set
                status = case
                    when (\(Self.primary("state = 'failed'"))) is not null then 'failed'
                    when (\(Self.primary("state = 'held'"))) is not null then 'held'
                    when (\(Self.primary("state = 'unknown'"))) is not null then 'unknown'
                    when (\(Self.primary("state in ('waiting', 'sending')"))) is not null then 'delivering'
                    \(refusal)
                    when (\(Self.primary("state = 'delivered'"))) is not null then 'delivered'
                    else status end,
                stage = 'deliver', code = $2, updated_at = $3
            where id = $1 and status in ('delivering', 'unknown', 'failed', 'held', 'delivered')
            """,
            codes.sorted { $0.key < $1.key }.map { [Value($0.key), Value($0.value), .integer(now)] })
    }

    private static func primary(_ condition: String) -> String {
        """
        select 1 from deliveries p where p.document_id = $1 and p.purpose in ('primary', 'outbound') and p.step is null
        and p.\(condition) limit 1
        """
    }
}

extension DeliveryRow {
    /// Takes the result of its attempt of a number.
    fileprivate mutating func take(_ result: AttemptResult, number: Int64, at now: Int64) -> ResultEffect.Kind {
        if result.outcome == .done {
            if state == .superseded { return .lateSuccessOfSuperseded }
            if state == .delivered { return .late }
            state = .delivered
        } else {
            guard number == attempts, state == .sending || state == .unknown else { return .late }
            switch result.next {
            case .retry(let instant):
                state = .waiting
                dueAt = instant
            case .fail: state = .failed
            case .unknown: state = .unknown
            }
        }
        lastError = result.outcome == .done ? nil : result.detail
        leaseNode = nil
        leaseUntil = nil
        updatedAt = now
        return .applied
    }
}
