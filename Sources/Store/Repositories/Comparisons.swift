public import Intake

/// A comparison whose answers are both there.
public struct DueComparison: Sendable, Hashable {
    /// The comparison.
    public let row: ComparisonRow
    /// What the owner answered.
    public let owner: AnswerRow
    /// What the other side answered.
    public let copy: AnswerRow
}

/// Answers of back ends, and how they compare.
extension Transaction {
    /// Keeps that the answers of documents will be compared.
    public func insertComparisons(_ rows: [ComparisonRow]) throws {
        try executeMany(ComparisonRow.insertion(), rows.map(\.values))
    }

    /// Keeps what back ends answered to deliveries that are compared, in the place of what they said before; answers to all
    /// others are not kept. A comparison that has both is due.
    public func keepAnswers(_ answers: [AnswerRow]) throws {
        let answers = answers.sorted { $0.deliveryID < $1.deliveryID }
        let arguments: [[Value]] = answers.map { [Value($0.deliveryID), .integer($0.at)] }
        let owned = try queryMany(
            """
            update comparisons set owner_at = $2, state = case when copy_at is null then state else 'due' end
            where owner_delivery = $1 returning id
            """, arguments)
        let copied = try queryMany(
            """
            update comparisons set copy_at = $2, state = case when owner_at is null then state else 'due' end
            where id = $1 returning id
            """, arguments)
        let kept = zip(answers, zip(owned, copied)).filter { !$1.0.isEmpty || !$1.1.isEmpty }.map(\.0)
        try executeMany(
            AnswerRow.insertion() + """
                 on conflict (delivery_id) do update set outcome = excluded.outcome, status = excluded.status,
                    content_type = excluded.content_type, body = excluded.body, whole = excluded.whole, at = excluded.at
                """, kept.map(\.values))
    }

    /// The kept answer to a delivery.
    public func answer(to delivery: UniqueID) throws -> AnswerRow? {
        try query("select \(AnswerRow.columns()) from backend_answers where delivery_id = $1", [Value(delivery)])
            .first.map(AnswerRow.init)
    }

    /// Comparisons that are due.
    public func dueComparisons(limit: Int) throws -> [DueComparison] {
        try query(
            "select \(ComparisonRow.columns()) from comparisons where state = 'due' order by id limit $1",
            [.integer(Int64(limit))]
        ).map(ComparisonRow.init).compactMap { row in
            guard let owner = try answer(to: row.ownerDelivery), let copy = try answer(to: row.id) else { return nil }
            return DueComparison(row: row, owner: owner, copy: copy)
        }
    }

    /// Writes how the answers of a document compare; nothing where another answer came meanwhile, or another node was first.
    public func settle(_ row: ComparisonRow, _ differences: [FieldDifferenceRow]) throws {
        let settled = try execute(
            """
            update comparisons set state = 'done', compared_at = $4, rules = $5, fields = $6, differing = $7, ignored = $8
            where id = $1 and state = 'due' and owner_at = $2 and copy_at = $3
            """,
            [
                Value(row.id), Value(row.ownerAt), Value(row.copyAt), Value(row.comparedAt), Value(row.rules),
                .integer(row.fields), .integer(row.differing), .integer(row.ignored),
            ])
        guard settled == 1 else { return }
        try execute("delete from field_differences where comparison_id = $1", [Value(row.id)])
        try executeMany(
            """
            insert into field_differences (comparison_id, place, field, owner_value, other_value)
            values ($1, $2, $3, $4, $5)
            """,
            differences.map { [Value(row.id), .text($0.place), .text($0.field), Value($0.owner), Value($0.other)] })
    }

    /// Lets what was compared by other rules be compared again.
    ///
    /// - Returns: How many comparisons are due for it.
    public func compareAgain(milestone: String, unlessBy rules: String) throws -> Int {
        try execute(
            "update comparisons set state = 'due' where milestone = $1 and state = 'done' and rules <> $2",
            [.text(milestone), .text(rules)])
    }

    /// How a milestone's comparisons of one purpose stand, of documents that were decided since an instant.
    public func comparisonFigures(
        milestone: String, purpose: DeliveryPurpose, since instant: Int64
    ) throws -> ComparisonFigures {
        let row = try query(
            """
            select cast(coalesce(sum(case when compared_at is null then 0 else 1 end), 0) as bigint),
                cast(coalesce(sum(case when compared_at is null or differing > 0 then 0 else 1 end), 0) as bigint),
                cast(coalesce(sum(fields), 0) as bigint), cast(coalesce(sum(differing), 0) as bigint),
                cast(coalesce(sum(ignored), 0) as bigint), max(compared_at),
                cast(coalesce(sum(case when compared_at is null then 1 else 0 end), 0) as bigint)
            from comparisons where milestone = $1 and purpose = $2 and made_at >= $3
            """, [.text(milestone), Value(purpose), .integer(instant)]
        ).first
        guard var columns = row?.columns else { return ComparisonFigures() }
        var figures = ComparisonFigures()
        figures.documents = try columns.integer()
        figures.matching = try columns.integer()
        figures.fields = try columns.integer()
        figures.differing = try columns.integer()
        figures.ignored = try columns.integer()
        figures.newest = try columns.optionalInteger()
        figures.waiting = try columns.integer()
        return figures
    }

    /// How many of the comparisons that wait never get the other side's answer unless a person acts: its delivery failed, is
    /// unknown or was given up.
    public func unansweredComparisons(
        milestone: String, purpose: DeliveryPurpose, since instant: Int64
    ) throws -> Int64 {
        try query(
            """
            select count(*) from comparisons c join deliveries d on d.id = c.id
            where c.milestone = $1 and c.purpose = $2 and c.made_at >= $3 and c.copy_at is null
                and d.state in ('failed', 'unknown', 'discarded', 'superseded')
            """, [.text(milestone), Value(purpose), .integer(instant)]
        ).first.map { row in
            var columns = row.columns
            return try columns.integer()
        } ?? 0
    }

    /// The fields that differ, those of most documents first, each with its newest comparison.
    public func fieldFigures(
        milestone: String, purpose: DeliveryPurpose, since instant: Int64, limit: Int
    ) throws -> [FieldFigure] {
        try query(
            """
            select f.field, count(distinct f.comparison_id)
            from comparisons c join field_differences f on f.comparison_id = c.id
            where c.milestone = $1 and c.purpose = $2 and c.made_at >= $3
            group by f.field order by 2 desc, f.field limit $4
            """, [.text(milestone), Value(purpose), .integer(instant), .integer(Int64(limit))]
        ).compactMap { row in
            var columns = row.columns
            let (field, documents) = (try columns.text(), try columns.integer())
            let newest = try query(
                """
                select c.id from comparisons c join field_differences f on f.comparison_id = c.id
                where c.milestone = $1 and c.purpose = $2 and c.made_at >= $3 and f.field = $4
                order by c.made_at desc, c.id desc limit 1
                """, [.text(milestone), Value(purpose), .integer(instant), .text(field)]
            ).first
            guard var example = newest?.columns else { return nil }
            return FieldFigure(field: field, documents: documents, example: try example.id())
        }
    }

    /// The comparison of an id.
    public func comparison(_ id: UniqueID) throws -> ComparisonRow? {
        try query("select \(ComparisonRow.columns()) from comparisons where id = $1", [Value(id)]).first
            .map(ComparisonRow.init)
    }

    /// A milestone's comparisons, the newest first, a page at a time.
    public func comparisons(
        milestone: String, purpose: DeliveryPurpose, since instant: Int64, onlyDiffering: Bool,
        before cursor: (madeAt: Int64, id: UniqueID)?, limit: Int
    ) throws -> [ComparisonRow] {
        let top = UniqueID(bytes: [UInt8](repeating: 0xFF, count: 16))
        return try query(
            """
            select \(ComparisonRow.columns()) from comparisons
            where milestone = $1 and purpose = $2 and made_at >= $3 and (made_at, id) < ($4, $5)
                \(onlyDiffering ? "and differing > 0" : "")
            order by made_at desc, id desc limit $6
            """,
            [
                .text(milestone), Value(purpose), .integer(instant), .integer(cursor?.madeAt ?? .max),
                Value(cursor?.id ?? top), .integer(Int64(limit)),
            ]
        ).map(ComparisonRow.init)
    }

    /// What differs between the answers to one document, by place.
    public func differences(of comparison: UniqueID) throws -> [FieldDifferenceRow] {
        try query(
            """
            select field, place, owner_value, other_value from field_differences
            where comparison_id = $1 order by place
            """, [Value(comparison)]
        ).map { row in
            var columns = row.columns
            return FieldDifferenceRow(
                field: try columns.text(), place: try columns.text(), owner: try columns.optionalText(),
                other: try columns.optionalText())
        }
    }

    /// Removes what was decided before an instant, a page at a time; true when something is left.
    public func removeComparisons(before instant: Int64, limit: Int = 1_000) throws -> Bool {
        let old = try query(
            "select id, owner_delivery from comparisons where made_at < $1 order by made_at limit $2",
            [.integer(instant), .integer(Int64(limit))])
        let keys = try old.map { row in
            var columns = row.columns
            return [try columns.id(), try columns.id()].map { [Value($0)] }
        }
        try executeMany("delete from field_differences where comparison_id = $1", keys.map { $0[0] })
        try executeMany("delete from backend_answers where delivery_id = $1", keys.flatMap(\.self))
        try executeMany("delete from comparisons where id = $1", keys.map { $0[0] })
        return old.count == limit
    }
}
