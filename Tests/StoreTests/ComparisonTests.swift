import Intake
import Store
import Testing

/// What both sides answered, kept until it is compared, and what came of it.
@Suite(.serialized) struct ComparisonTests {
    /// A document of which a primary and a shadow delivery are compared.
    private static func made(_ transaction: any Transaction, at now: Int64 = Make.now) throws -> ComparisonRow {
        let primary = try transaction.deliveries(keys: ["K"])[0]
        let copy = try transaction.deliveries(keys: ["K"], to: "B2", purpose: .shadow)[0]
        let row = ComparisonRow(
            id: copy.id, ownerDelivery: primary.id, milestone: "m", purpose: .shadow,
            documentID: primary.documentID, orderKey: "K", madeAt: now)
        try transaction.insertComparisons([row])
        return row
    }

    private static func answer(_ id: UniqueID, _ text: String, at: Int64 = Make.now) -> AnswerRow {
        AnswerRow(deliveryID: id, outcome: .done, answer: BackendAnswer(status: 200, body: Array(text.utf8)), at: at)
    }

    @Test(
        "it is due once both answered, again when one says something else, and never for others", arguments: Driver.all)
    func due(driver: Driver) async throws {
        try await withStore(driver) { database in
            let row = try await database.write { try Self.made($0) }
            let stranger = Make.id()
            try await database.write { try $0.keepAnswers([Self.answer(row.id, "b"), Self.answer(stranger, "x")]) }
            try await database.expect(nil) { try $0.answer(to: stranger) }
            try await database.expect([]) { try $0.dueComparisons(limit: 10) }
            try await database.write { try $0.keepAnswers([Self.answer(row.ownerDelivery, "a")]) }
            let due = try await database.read { try $0.dueComparisons(limit: 10) }
            #expect(due.map(\.row.id) == [row.id])
            #expect(due.first?.owner.answer.body == Array("a".utf8) && due.first?.copy.answer.body == Array("b".utf8))
            // Another answer comes while it is compared: what was found of the old one is not written.
            try await database.write { try $0.keepAnswers([Self.answer(row.id, "c", at: Make.now + 1)]) }
            let stale = try #require(due.first?.row)
            try await database.write { try $0.settle(Self.found(stale), []) }
            let again = try await database.read { try $0.dueComparisons(limit: 10) }
            #expect(again.first?.copy.answer.body == Array("c".utf8))
        }
    }

    private static func found(_ row: ComparisonRow) -> ComparisonRow {
        var row = row
        (row.comparedAt, row.rules, row.fields, row.differing, row.ignored) = (Make.now + 5, "r1", 4, 2, 1)
        return row
    }

    @Test(
        "figures count documents and fields, by field with an example; other rules make it due again",
        arguments: Driver.all)
    func figures(driver: Driver) async throws {
        try await withStore(driver) { database in
            let rows = try await database.write { transaction in
                try (0..<3).map { try Self.made(transaction, at: Make.now + Int64($0)) }
            }
            for row in rows.prefix(2) {
                try await database.write { transaction in
                    try transaction.keepAnswers([Self.answer(row.id, "b"), Self.answer(row.ownerDelivery, "a")])
                    for due in try transaction.dueComparisons(limit: 10) {
                        try transaction.settle(
                            Self.found(due.row),
                            [
                                FieldDifferenceRow(field: "l[].q", place: "l[0].q", owner: "1", other: nil),
                                FieldDifferenceRow(field: "l[].q", place: "l[1].q", owner: nil, other: "2"),
                            ])
                    }
                }
            }
            let all = try await database.read {
                try $0.comparisonFigures(milestone: "m", purpose: .shadow, since: Make.now)
            }
            #expect(all.documents == 2 && all.matching == 0 && all.fields == 8 && all.differing == 4)
            #expect(all.ignored == 2 && all.waiting == 1 && all.newest == Make.now + 5)
            let later = try await database.read {
                try $0.comparisonFigures(milestone: "m", purpose: .shadow, since: Make.now + 1)
            }
            #expect(later.documents == 1)
            let fields = try await database.read {
                try $0.fieldFigures(milestone: "m", purpose: .shadow, since: Make.now, limit: 5)
            }
            #expect(fields.map(\.field) == ["l[].q"] && fields.first?.documents == 2)
            #expect(fields.first?.example == rows[1].id)
            try await database.expect([rows[1].id, rows[0].id]) {
                try $0.comparisons(
                    milestone: "m", purpose: .shadow, since: Make.now, onlyDiffering: true, before: nil, limit: 9
                ).map(\.id)
            }
            try await database.expect(["l[0].q", "l[1].q"]) { try $0.differences(of: rows[0].id).map(\.place) }
            let kept = try await database.write { try $0.compareAgain(milestone: "m", unlessBy: "r1") }
            let changed = try await database.write { try $0.compareAgain(milestone: "m", unlessBy: "r2") }
            #expect(kept == 0 && changed == 2)
            let more = try await database.write { try $0.removeComparisons(before: Make.now + 2) }
            #expect(!more)
            try await database.expect([rows[2].id]) {
                try $0.comparisons(
                    milestone: "m", purpose: .shadow, since: 0, onlyDiffering: false, before: nil, limit: 9
                ).map(\.id)
            }
            try await database.expect(nil) { try $0.answer(to: rows[0].id) }
        }
    }

    @Test("a shadow that failed without an answer is counted as one that never gets it", arguments: Driver.all)
    func unanswered(driver: Driver) async throws {
        try await withStore(driver) { database in
            let row = try await database.write { try Self.made($0) }
            try await database.expect(0) { try $0.unansweredComparisons(milestone: "m", purpose: .shadow, since: 0) }
            try await database.write { transaction in
                for claimed in try transaction.claim("B2", lane: .shadow) {
                    _ = try transaction.end(claimed, .failed, .fail)
                }
            }
            try await database.expect(1) { try $0.unansweredComparisons(milestone: "m", purpose: .shadow, since: 0) }
            try await database.expect(.waiting) { try $0.comparison(row.id)?.state }
        }
    }
}
