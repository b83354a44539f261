import Diagnostics
import Intake
import Rollout
import Store
import Testing

@Suite("Migration")
struct MigrationTests {
    @Test("a database that a newer version migrated is refused", arguments: Driver.all)
    func newer(driver: Driver) async throws {
        try await withPlace(driver) { place in
            let database = try await place.open()
            try await database.write { transaction in
                try transaction.recordMigration(Migration(number: 9999, name: "future", file: []), at: 1)
            }
            await database.close()
            let error = await failure { _ = try await place.open() }
            #expect(error?.kind == .newer)
            #expect(error?.code == "m9999")
        }
    }

    @Test("a migration that was edited after it was applied is refused", arguments: Driver.all)
    func changed(driver: Driver) async throws {
        try await withPlace(driver) { place in
            let database = try await place.open()
            try await database.run("update migrations set sha256 = $1", [.bytes([1])])
            await database.close()
            let error = await failure { _ = try await place.open() }
            #expect(error?.kind == .migrationChanged)
        }
    }

    @Test("opening again changes nothing", arguments: Driver.all)
    func again(driver: Driver) async throws {
        try await withPlace(driver) { place in
            let database = try await place.open()
            let first = try await database.write { try $0.accept([Make.received()]) }
            await database.close()
            let second = try await place.open()
            try await second.expect(first) { try $0.acceptances(of: [first[0].id]) }
            await second.close()
        }
    }

    @Test("several nodes may migrate at once", arguments: Driver.shared)
    func together(driver: Driver) async throws {
        try await withPlace(driver) { place in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await place.open(connections: 1).close() } }
                try await group.waitForAll()
            }
        }
    }

    @Test("the twins have the same tables and columns", .enabled(if: Driver.all.count == 2))
    func twins() async throws {
        var columns: [[String]] = []
        try await withStore(.sqlite) { database in
            let rows = try await database.read { transaction in
                try transaction.query(
                    """
                    select m.name || '.' || c.name from sqlite_master m join pragma_table_info(m.name) c
                    where m.type = 'table' and m.name not like 'sqlite%'
                    """)
            }
            columns.append(rows.map { "\($0.values[0])" }.sorted())
        }
        try await withStore(.postgres) { database in
            let rows = try await database.read { transaction in
                try transaction.query(
                    """
                    select table_name::text || '.' || column_name::text from information_schema.columns
                    where table_schema = 'public' and (table_name, column_name) <> ('events', 'transaction')
                    """)
            }
            columns.append(rows.map { "\($0.values[0])" }.sorted())
        }
        #expect(columns[0] == columns[1])
        #expect(columns[0].count > 100)
    }

    @Test("every kind of failure has its sentences")
    func sentences() {
        let kinds: [StoreError.Kind] = [
            .constraint, .data, .busy, .unavailable, .serialization, .commitUnknown, .inUse, .newer, .migrationChanged,
            .notDurable, .overloaded, .mismatch, .other,
        ]
        for kind in kinds {
            let diagnostic = StoreError(kind, code: "C0DE", message: "detail").diagnostic
            let wording = Catalogue.english.wording(of: diagnostic)
            #expect(!wording.fix.isEmpty, "\(diagnostic.code)")
            #expect(!wording.message.contains("{"), "\(diagnostic.code)")
        }
    }
}
