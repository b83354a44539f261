public import Intake

/// What a list of problems is narrowed to; what is nil narrows nothing.
public struct ProblemFilter: Sendable, Hashable {
    /// Where it stands; nil for those that are not resolved.
    public var state: ProblemRow.State?
    /// Resolved ones, too, where no state is said.
    public var withResolved = false
    public var sender: String?
    public var backend: String?
    public var function: String?
    public var site: String?
    public var code: String?
    public var owner: String?

    /// A filter that leaves out what is resolved.
    public init() {}
}

extension Transaction {
    /// Problems, those that failed last first, a page at a time.
    public func problems(
        _ filter: ProblemFilter, before cursor: (lastAt: Int64, id: UniqueID)? = nil, limit: Int
    ) throws -> [ProblemRow] {
        var arguments: [Value] = []
        // Searched from there on, not read whole.
        var conditions = ["last_at >= 0"]
        func place(_ value: Value) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
        if let state = filter.state {
            conditions.append("state = \(place(Value(state)))")
            conditions.append(state == .resolved ? "state = 'resolved'" : "state <> 'resolved'")
        } else if !filter.withResolved {
            conditions.append("state <> 'resolved'")
        }
        let texts = [
            ("sender", filter.sender), ("backend", filter.backend), ("function", filter.function),
            ("site", filter.site), ("code", filter.code), ("owner", filter.owner),
        ]
        for case (let name, let value?) in texts { conditions.append("\(name) = \(place(.text(value)))") }
        if let cursor {
            conditions.append("(last_at, id) < (\(place(.integer(cursor.lastAt))), \(place(Value(cursor.id))))")
        }
        let which = conditions.joined(separator: " and ")
        return try query(
            """
            select \(ProblemRow.columns()) from problems where \(which)
            order by last_at desc, id desc limit \(place(.integer(Int64(limit))))
            """, arguments
        ).map(ProblemRow.init)
    }

    /// The problem of an id.
    public func problem(_ id: UniqueID) throws -> ProblemRow? {
        try query("select \(ProblemRow.columns()) from problems where id = $1", [Value(id)]).first
            .map(ProblemRow.init)
    }

    /// The problem of an id, locked until the transaction ends.
    public func lockProblem(_ id: UniqueID) throws -> ProblemRow? {
        try query("select \(ProblemRow.columns()) from problems where id = $1 /*postgres for update*/", [Value(id)])
            .first.map(ProblemRow.init)
    }

    /// Writes what people change of a problem.
    public func updateProblem(_ row: ProblemRow) throws {
        try execute(
            """
            update problems set state = $2, owner = $3, reason = $4, resolved_at = $5, updated_at = $6 where id = $1
            """,
            [
                Value(row.id), Value(row.state), Value(row.owner), Value(row.reason), Value(row.resolvedAt),
                .integer(row.updatedAt),
            ])
    }

    /// Where the documents stand that were or are in a problem.
    public func documentsOfProblem(_ id: UniqueID) throws -> [(DocumentStatus, Int)] {
        try query(
            "select status, count(*) from documents where problem = $1 group by status order by status", [Value(id)]
        ).map { row in
            var columns = row.columns
            return (try columns.name(), Int(try columns.integer()))
        }
    }

    /// The hours in which something failed or settled, the newest ones, oldest first.
    public func problemHours(_ id: UniqueID, limit: Int) throws -> [ProblemHour] {
        try query(
            "select hour, failed, settled from problem_hours where problem = $1 order by hour desc limit $2",
            [Value(id), .integer(Int64(limit))]
        ).map { row in
            var columns = row.columns
            return ProblemHour(
                begin: try columns.integer() * ProblemHour.length, failed: try columns.integer(),
                settled: try columns.integer())
        }.reversed()
    }

    /// The documents behind deliveries or interchanges of a problem that stand, the oldest first.
    public func subjects(of problem: ProblemRow, limit: Int) throws -> [UniqueID] {
        let sql =
            switch problem.cause.kind {
            case .document:
                """
                select id from documents where problem = $1 and problem_code is not null
                order by interchange_number, position limit $2
                """
            case .delivery:
                """
                select document_id from deliveries where problem = $1 and problem_code is not null order by id limit $2
                """
            case .backend, .silence: nil as String?
            case .expectation:
                "select document_id from expectations where problem = $1 and document_id is not null order by due_at limit $2"
            case .interchange:
                "select id from interchanges where problem = $1 and problem_code is not null order by number limit $2"
            }
        guard let sql else { return [] }
        return try query(sql, [Value(problem.id), .integer(Int64(limit))]).map { row in
            var columns = row.columns
            return try columns.id()
        }
    }
}
