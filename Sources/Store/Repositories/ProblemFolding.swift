public import Intake

/// A document, delivery or interchange that failed, or that left the problem in which it stood.
public struct ProblemSubject: Sendable, Hashable {
    public let kind: ProblemCause.Kind
    public let id: UniqueID
    /// Who sent it.
    public let sender: String
    public let backend: String?
    public let function: String?
    public let site: String?
    /// The stage at which it stopped.
    public let stage: String
    /// What it stands for; empty where no code says it.
    public let code: String
    /// Whether it stands now.
    public let stands: Bool
    /// Its diagnostics, JSON.
    public let diagnostics: String
    /// What was heard of the delivery, JSON.
    public let heard: String?
    /// When it last changed, in microseconds.
    public let at: Int64
    /// The problem in which it stood.
    let left: UniqueID?

    init(_ kind: ProblemCause.Kind, _ row: Row) throws {
        var columns = row.columns
        self.kind = kind
        id = try columns.id()
        sender = try columns.text()
        backend = try columns.optionalText()
        function = try columns.optionalText()
        site = try columns.optionalText()
        stage = try columns.text()
        code = try columns.text()
        stands = try columns.flag()
        diagnostics = try columns.text()
        heard = try columns.optionalText()
        at = try columns.integer()
        let problem = try columns.optionalID()
        left = try columns.optionalText() == nil ? nil : problem
    }
}

/// What a failure is folded by, with its diagnostic as JSON.
public struct FoldedFault: Sendable, Hashable {
    public var cause: ProblemCause
    public var fault: String

    /// A fault of a cause.
    public init(_ cause: ProblemCause, fault: String) {
        self.cause = cause
        self.fault = fault
    }
}

extension Transaction {
    /// Whether anything failed, or left its problem, that is not folded.
    public func hasSubjectsToFold() throws -> Bool {
        try SubjectSource.all.contains { source in
            try !query("select 1 from \(source.table) s where \(source.isToFold) limit 1").isEmpty
        }
    }

    /// Folds what failed, and counts what left its problem, the oldest first.
    ///
    /// - Parameters:
    ///   - limit: how many of each kind at most.
    ///   - fault: what a subject that stands folds by.
    /// - Returns: How many were folded.
    public func foldProblems(limit: Int, at now: Int64, by fault: (ProblemSubject) -> FoldedFault) throws -> Int {
        var folded = 0
        for source in SubjectSource.all {
            let subjects = try query(source.subjects, [.integer(Int64(limit))]).map {
                try ProblemSubject(source.kind, $0)
            }
            guard !subjects.isEmpty else { continue }
            try fold(subjects, source.table, at: now, by: fault)
            folded += subjects.count
        }
        return folded
    }

    private func fold(
        _ subjects: [ProblemSubject], _ table: String, at now: Int64, by fault: (ProblemSubject) -> FoldedFault
    ) throws {
        var changes: [UniqueID: ProblemChange] = [:]
        var causes: [ProblemCause: UniqueID] = [:]
        var marks: [[Value]] = []
        for subject in subjects {
            if let problem = subject.left { changes[problem, default: ProblemChange()].settle(at: subject.at) }
            guard subject.stands else {
                marks.append([Value(subject.id), Value(subject.left), .null])
                continue
            }
            let folded = fault(subject)
            let problem = try causes[folded.cause] ?? self.problem(for: folded, subject.id, since: subject.at, at: now)
            causes[folded.cause] = problem
            changes[problem, default: ProblemChange()].fail(subject)
            marks.append([Value(subject.id), Value(problem), .text(subject.code)])
        }
        try executeMany(
            "update \(table) set problem = $2, problem_code = $3 where id = $1", marks)
        let ordered = changes.sorted { $0.key < $1.key }
        try executeMany(
            """
            update problems set failures = failures + $2, standing = standing + $2 - $3, subject = coalesce($4, subject),
                last_at = coalesce($5, last_at), left_at = coalesce($6, left_at), updated_at = $7
            where id = $1
            """,
            ordered.map { id, change in
                [
                    Value(id), .integer(change.failed), .integer(change.settled), Value(change.subject),
                    Value(change.lastAt), Value(change.settled > 0 ? now : nil), .integer(now),
                ]
            })
        try executeMany(
            """
            insert into problem_hours (problem, hour, failed, settled) values ($1, $2, $3, $4)
            on conflict (problem, hour) do update set failed = problem_hours.failed + excluded.failed,
                settled = problem_hours.settled + excluded.settled
            """,
            ordered.flatMap { id, change in
                change.hours.sorted { $0.key < $1.key }.map { hour, counts in
                    [Value(id), .integer(hour), .integer(counts.failed), .integer(counts.settled)]
                }
            })
    }

    /// The live problem of a cause: the one that there is, one of the last day that came back, or a new one. Where rules without end are
    /// broken, what is left of them folds into one.
    func problem(
        for folded: FoldedFault, _ subject: UniqueID?, since: Int64, at now: Int64
    ) throws -> UniqueID {
        if let known = try liveProblem(of: folded.cause, at: now) { return known }
        var cause = folded.cause
        if cause.rule != nil {
            let live = try query(
                "select count(*) from problems where family = $1 and state <> 'resolved'", [.text(cause.family)])
            var columns = live.first?.columns
            if try columns?.integer() ?? 0 >= Self.mostRules {
                cause.rule = nil
                if let known = try liveProblem(of: cause, at: now) { return known }
            }
        }
        let row = ProblemRow(
            id: UniqueID(at: now), cause: cause, fault: folded.fault, subject: subject, state: .open, failures: 0,
            standing: 0, firstAt: since, lastAt: since, updatedAt: now)
        try execute(ProblemRow.insertion(), row.values)
        try append([EventRow(at: now, kind: "problem.opened", subject: row.id.description)])
        return row.id
    }

    private func liveProblem(of cause: ProblemCause, at now: Int64) throws -> UniqueID? {
        func id(_ rows: [Row]) throws -> UniqueID? {
            var columns = rows.first?.columns
            return try columns?.id()
        }
        let text = Value.text(cause.text)
        if let live = try id(query("select id from problems where cause = $1 and state <> 'resolved'", [text])) {
            return live
        }
        let last = try id(
            query(
                """
                select id from problems where cause = $1 and state = 'resolved' and resolved_at >= $2
                order by resolved_at desc limit 1
                """, [text, .integer(now - Self.memory)]))
        guard let last else { return nil }
        try execute(
            "update problems set state = 'open', resolved_at = null, updated_at = $2 where id = $1",
            [Value(last), .integer(now)])
        try append([EventRow(at: now, kind: "problem.returned", subject: last.description)])
        return last
    }

    /// Notes that a back end is down and that deliveries wait for it; to be said again while it is.
    public func noteDown(_ backend: String, waiting: Int64, fault: String, since: Int64, at now: Int64) throws {
        try noteStanding(FoldedFault(.down(backend), fault: fault), count: waiting, since: since, at: now)
    }

    /// Notes what stands at somebody outside; to be said again while it does.
    public func noteStanding(
        at name: String, code: String, stage: DocumentStage, fault: String, count: Int64, since: Int64, at now: Int64
    ) throws {
        let folded = FoldedFault(.standing(name, code: code, stage: stage), fault: fault)
        try noteStanding(folded, count: count, since: since, at: now)
    }

    /// Notes that a partner sends nothing while it should; to be said again while it does not.
    public func noteSilence(of partner: String, fault: String, since: Int64, at now: Int64) throws {
        try noteStanding(FoldedFault(.silent(partner), fault: fault), count: 1, since: since, at: now)
    }

    private func noteStanding(_ folded: FoldedFault, count waiting: Int64, since: Int64, at now: Int64) throws {
        let fault = folded.fault
        let id = try problem(for: folded, nil, since: since, at: now)
        try execute(
            """
            update problems set failures = failures + case when standing = 0 then 1 else 0 end, standing = $2, last_at = $3,
                fault = $4, updated_at = $3
            where id = $1
            """, [Value(id), .integer(waiting), .integer(now), .text(fault)])
    }

    /// Lets the problems go of back ends and partners of which nobody has said since an instant that they are down or silent.
    public func settleBackends(silentSince instant: Int64, at now: Int64) throws {
        try execute(
            """
            update problems set standing = 0, left_at = $2, updated_at = $2
            where kind in ('backend', 'silence') and state <> 'resolved' and last_at < $1 and standing > 0
            """, [.integer(instant), .integer(now)])
    }

    /// Resolves what nothing stands in any more since an instant.
    ///
    /// - Returns: How many.
    public func resolveProblems(leftBefore instant: Int64, at now: Int64) throws -> Int {
        let resolved = try query(
            """
            update problems set state = 'resolved', resolved_at = $2, updated_at = $2
            where state <> 'resolved' and standing = 0 and left_at <= $1 returning id
            """, [.integer(instant), .integer(now)])
        try append(
            resolved.map { row in
                var columns = row.columns
                return try EventRow(at: now, kind: "problem.resolved", subject: columns.id().description)
            })
        return resolved.count
    }

    /// How many live problems of one family differ by the rule alone.
    private static var mostRules: Int64 { 20 }
    /// For how long a problem that was resolved may come back as the same one, in microseconds.
    private static var memory: Int64 { 86_400_000_000 }
}

/// What one folding does to a problem.
private struct ProblemChange {
    var failed: Int64 = 0
    var settled: Int64 = 0
    var subject: UniqueID?
    var lastAt: Int64?
    var hours: [Int64: (failed: Int64, settled: Int64)] = [:]

    mutating func fail(_ new: ProblemSubject) {
        failed += 1
        if new.at >= lastAt ?? .min { (subject, lastAt) = (new.id, new.at) }
        hours[ProblemHour.number(of: new.at), default: (0, 0)].failed += 1
    }

    mutating func settle(at instant: Int64) {
        settled += 1
        hours[ProblemHour.number(of: instant), default: (0, 0)].settled += 1
    }
}

extension ProblemHour {
    static let length: Int64 = 3_600_000_000

    static func number(of instant: Int64) -> Int64 { instant / length }
}

/// Where the subjects of a kind stand in the store.
private struct SubjectSource {
    static let all = [documents, deliveries, interchanges]

    var kind: ProblemCause.Kind
    var table: String
    /// The condition of the index of what is to be folded, word for word, and one on its first column, so that it is searched.
    var isToFold: String
    /// Reads them, `$1` at most, locked.
    var subjects: String
}

extension SubjectSource {
    private static let documents = SubjectSource(
        kind: .document, table: "documents", isToFold: documentsToFold,
        subjects: """
            select s.id, s.sender, s.backend, s.function, s.site, s.stage, coalesce(s.code, ''),
                cast(case when s.status in ('held', 'failed', 'unknown') then 1 else 0 end as bigint), s.diagnostics,
                case when s.stage = 'deliver' then (
                    select d.last_error from deliveries d
                    where d.document_id = s.id and d.purpose in ('primary', 'outbound') and d.step is null
                        and d.state in ('failed', 'unknown') limit 1) end,
                s.updated_at, s.problem, s.problem_code
            from documents s where \(documentsToFold)
            order by s.interchange_number, s.position limit $1 /*postgres for update of s skip locked*/
            """)

    private static let documentsToFold = """
        s.interchange_number >= 0 and s.test = 0 and (s.problem_code is null and s.status in ('held', 'failed', 'unknown')
            or s.problem_code is not null
                and (s.status not in ('held', 'failed', 'unknown') or s.problem_code <> coalesce(s.code, '')))
        """

    private static let deliveries = SubjectSource(
        kind: .delivery, table: "deliveries", isToFold: deliveriesToFold,
        subjects: """
            select s.id, s.sender, s.backend, d.function, d.site, 'deliver', cast(s.state as text),
                cast(case when s.state in ('failed', 'unknown') then 1 else 0 end as bigint), '[]', s.last_error, s.updated_at,
                s.problem, s.problem_code
            from deliveries s join documents d on d.id = s.document_id where \(deliveriesToFold)
            order by s.made_at, s.id limit $1 /*postgres for update of s skip locked*/
            """)

    private static let deliveriesToFold = """
        s.made_at >= 0 and (s.purpose in ('copy', 'standby') or s.step is not null)
            and (s.problem_code is null and s.state in ('failed', 'unknown')
                or s.problem_code is not null and s.state <> s.problem_code)
        """

    private static let interchanges = SubjectSource(
        kind: .interchange, table: "interchanges", isToFold: interchangesToFold,
        subjects: """
            select s.id, s.sender, cast(null as text), cast(null as text), cast(null as text), 'read', 'unreadable',
                cast(case when s.status = 'unreadable' and s.discarded_at is null then 1 else 0 end as bigint), s.diagnostics,
                cast(null as text), coalesce(s.processed_at, s.received_at), s.problem, s.problem_code
            from interchanges s where \(interchangesToFold)
            order by s.number limit $1 /*postgres for update of s skip locked*/
            """)

    private static let interchangesToFold = """
        s.number >= 0 and (s.problem_code is null and s.status = 'unreadable' and s.discarded_at is null
            or s.problem_code is not null and (s.status <> 'unreadable' or s.discarded_at is not null))
        """
}
