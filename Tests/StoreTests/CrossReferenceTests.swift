import Intake
import Orders
import Store
import Testing

/// Cross references and what waits for them, on both stores.
@Suite("Cross references")
struct CrossReferenceTests {
    private static func code(_ system: String, _ code: String) throws -> SystemCode {
        SystemCode(try #require(CodeSystem(system)), code)
    }

    private static func row(
        _ from: String, _ to: String, relation: CrossReference.Relation = .same, source: String = "items.csv",
        days: (String?, String?) = (nil, nil)
    ) throws -> CrossReferenceRow {
        let reference = CrossReference(
            .item, try code("legacy", from), try code(relation == .replaced ? "legacy" : "new", to), relation: relation,
            validFrom: days.0, validTo: days.1)
        return CrossReferenceRow(
            id: UniqueID(at: 1), reference, sourceKind: .file, source: source, madeAt: 1, madeBy: "ann")
    }

    @Test("what is written comes back, found by either code, and ends version by version", arguments: Driver.all)
    func rows(driver: Driver) async throws {
        try await withStore(driver) { database in
            let row = try Self.row("A-1", "100001", days: ("2026-01-01", nil))
            let unit = CrossReferenceRow(
                id: UniqueID(at: 2),
                CrossReference(
                    .unit, try Self.code("partner:northwind", "CS"), try Self.code("canonical", "PCE"), item: "A-1",
                    factor: ExactDecimal(canonicalText: "12")),
                sourceKind: .api, source: "ann", madeAt: 2, madeBy: "ann")
            let rows = [row, unit]
            try await database.write { try $0.insertCrossReferences(rows) }
            let asked = [
                CodeRequest(.item, try Self.code("legacy", "A-1")), CodeRequest(.item, try Self.code("new", "100001")),
                CodeRequest(.item, try Self.code("new", "A-1")),
            ]
            let packs = ["A-1", nil].map { CodeRequest(.unit, unit.reference.from, item: $0) }
            try await database.expect([[row], [row], []]) { try $0.crossReferences(of: asked) }
            try await database.expect([unit]) { try $0.crossReference(unit.id) }
            try await database.expect([[unit], []]) { try $0.crossReferences(of: packs) }
            let ended = try await database.write {
                try $0.endCrossReference(row.id, version: 1, by: "bob", reason: "wrong", at: 9)
            }
            let twice = try await database.write {
                try $0.endCrossReference(row.id, version: 1, by: "bob", reason: "wrong", at: 9)
            }
            #expect(ended && !twice)
            try await database.expect([[], [], []]) { try $0.crossReferences(of: asked) }
            var next = row
            (next.version, next.madeAt) = (2, 9)
            let second = next
            try await database.write {
                try $0.lockCrossReferences(.item)
                try $0.insertCrossReferences([second])
            }
            let versions = try await database.read { try $0.crossReference(row.id) }
            #expect(versions.map(\.version) == [2, 1] && versions[1].endReason == "wrong")
            var filter = CrossReferenceFilter()
            (filter.kind, filter.code, filter.system, filter.source) = (
                .item, "100001", CodeSystem("legacy"), "items.csv"
            )
            let narrow = filter
            try await database.expect([second]) { try $0.crossReferences(narrow, limit: 9) }
            filter.history = true
            filter.after = UniqueID(at: 0, random: (0, 0))
            let wide = filter
            let all = try await database.read { try $0.crossReferences(wide, limit: 9) }
            #expect(all.map(\.version) == [1, 2])
        }
    }

    @Test("what contradicts is found as the rule says it, whichever way it is written", arguments: Driver.all)
    func conflicts(driver: Driver) async throws {
        try await withStore(driver) { database in
            let rows = [
                try Self.row("A", "1"), try Self.row("A", "2"), try Self.row("B", "3", days: (nil, "2026-06-30")),
                try Self.row("B", "4", days: ("2026-07-01", nil)), try Self.row("C", "5"),
                try Self.row("D", "5", relation: .forward), try Self.row("E", "6"), try Self.row("F", "6"),
                try Self.row("G", "H", relation: .replaced), try Self.row("G", "7"),
            ]
            var mirrored = try Self.row("x", "x")
            mirrored.reference.from = try Self.code("new", "7")
            mirrored.reference.to = try Self.code("legacy", "Z")
            let all = rows + [mirrored]
            try await database.write { try $0.insertCrossReferences(all) }
            var filter = CrossReferenceFilter()
            filter.conflicts = true
            let narrow = filter
            let found = try await database.read { try $0.crossReferences(narrow, limit: 99) }
            let expected = all.filter { row in
                all.contains { $0.id != row.id && $0.reference.contradicts(row.reference) }
            }
            #expect(Set(found) == Set(expected))
            #expect(Set(found.map(\.reference.from.code)) == ["A", "E", "F", "G", "7"])
        }
    }
}
