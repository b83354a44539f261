public import Intake

/// What one system calls this and another that.
extension Transaction {
    /// Keeps versions of cross references.
    public func insertCrossReferences(_ rows: [CrossReferenceRow]) throws {
        try executeMany(CrossReferenceRow.insertion(), rows.map(\.values))
    }

    /// Ends the version of a cross reference that holds; false when it is another one by now.
    public func endCrossReference(
        _ id: UniqueID, version: Int64, by actor: String, reason: String?, at now: Int64
    ) throws -> Bool {
        try execute(
            """
            update cross_references set ended_at = $3, ended_by = $4, end_reason = $5
            where id = $1 and version = $2 and ended_at is null
            """, [Value(id), .integer(version), .integer(now), .text(actor), Value(reason)]) == 1
    }

    /// All versions of a cross reference, the newest first.
    public func crossReference(_ id: UniqueID) throws -> [CrossReferenceRow] {
        try query(
            "select \(CrossReferenceRow.columns()) from cross_references where id = $1 order by version desc",
            [Value(id)]
        ).map(CrossReferenceRow.init)
    }

    /// What is known of each of some codes.
    ///
    /// - Parameter history: those that ended as well.
    public func crossReferences(of requests: [CodeRequest], history: Bool = false) throws -> [[CrossReferenceRow]] {
        let columns = CrossReferenceRow.columns()
        let holding = history ? "" : "and ended_at is null"
        return try queryMany(
            """
            select \(columns) from cross_references
            where kind = $1 and from_code = $3 and from_system = $2 and item = $4 \(holding)
            union all
            select \(columns) from cross_references
            where kind = $1 and to_code = $3 and to_system = $2 and item = $4 \(holding)
            """,
            requests.map { [Value($0.kind), .text($0.code.system.text), .text($0.code.code), .text($0.item)] }
        ).map { try $0.map(CrossReferenceRow.init) }
    }

    /// Cross references by a filter, in the order in which they were first said, each version for itself.
    public func crossReferences(_ filter: CrossReferenceFilter, limit: Int) throws -> [CrossReferenceRow] {
        var conditions: [String] = []
        var arguments: [Value] = []
        func place(_ value: Value) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
        if let kind = filter.kind { conditions.append("a.kind = \(place(Value(kind)))") }
        if let code = filter.code {
            let place = place(.text(code))
            conditions.append("(a.from_code = \(place) or a.to_code = \(place))")
        }
        if let system = filter.system {
            let place = place(.text(system.text))
            conditions.append("(a.from_system = \(place) or a.to_system = \(place))")
        }
        if let source = filter.source { conditions.append("a.source = \(place(.text(source)))") }
        if !filter.history { conditions.append("a.ended_at is null") }
        if let after = filter.after { conditions.append("a.id > \(place(Value(after)))") }
        if filter.conflicts { conditions.append(Self.contradicted) }
        let narrowed = conditions.isEmpty ? "" : "where " + conditions.joined(separator: " and ")
        return try query(
            """
            select \(CrossReferenceRow.columns(of: "a")) from cross_references a \(narrowed)
            order by a.id, a.version limit \(place(.integer(Int64(limit))))
            """, arguments
        ).map(CrossReferenceRow.init)
    }

    /// What holds of a source's cross references of a kind.
    public func crossReferences(ofSource source: String, _ kind: MasterKind) throws -> [CrossReferenceRow] {
        try query(
            """
            select \(CrossReferenceRow.columns()) from cross_references
            where kind = $1 and source = $2 and ended_at is null order by id
            """, [Value(kind), .text(source)]
        ).map(CrossReferenceRow.init)
    }

    /// Lets one writer at a time add cross references of a kind, so that each sees what the others said.
    public func lockCrossReferences(_ kind: MasterKind) throws {
        // SQLite has one writer at a time.
        guard dialect == .postgres else { return }
        _ = try query("select 1 from pg_advisory_xact_lock(hashtext('cross_references'), hashtext($1))", [Value(kind)])
    }

    /// What ``CrossReference/contradicts(_:)`` says, of `a`.
    private static var contradicted: String {
        """
        exists (
            select 1 from cross_references b
            where b.kind = a.kind and b.ended_at is null and b.id <> a.id and b.item = a.item
                and (b.relation = 'replaced') = (a.relation = 'replaced')
                and a.valid_from <= b.valid_to and b.valid_from <= a.valid_to
                and (b.from_code = a.from_code and b.from_system = a.from_system and b.to_system = a.to_system
                        and (b.to_code <> a.to_code or coalesce(b.factor, '1') <> coalesce(a.factor, '1'))
                    or b.to_code = a.to_code and b.to_system = a.to_system and b.from_system = a.from_system
                        and b.from_code <> a.from_code and a.relation = 'same' and b.relation = 'same'
                    or b.to_code = a.from_code and b.to_system = a.from_system and b.from_system = a.to_system
                        and b.from_code <> a.to_code and a.relation = 'same' and b.relation = 'same'
                    or b.from_code = a.to_code and b.from_system = a.to_system and b.to_system = a.from_system
                        and b.to_code <> a.from_code and a.relation = 'same' and b.relation = 'same')
        ) and a.ended_at is null
        """
    }
}
