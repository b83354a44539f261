import Diagnostics
import Foundation
import Intake
import Rollout
import Store
import StoreSQLite
import Testing

@testable import StorePostgres

@Suite("Durability")
struct DurabilityTests {
    @Test("a COMMIT that carries a warning is not a yes", arguments: Driver.shared)
    func warning(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.run("create table t (a bigint)")
            try await atCommit(of: database, "raise warning 'not replicated'")
            let error = await failure { try await database.run("insert into t values (1)") }
            #expect(error?.kind == .commitUnknown)
            // It had been written all the same, which is why it must be looked up.
            #expect(try await database.value("select count(*) from t") == .integer(1))
        }
    }

    @Test("a COMMIT whose answer is lost is not a yes", arguments: Driver.shared)
    func lost(driver: Driver) async throws {
        try await withStore(driver, connections: 1) { database in
            try await database.run("create table t (a bigint)")
            try await atCommit(of: database, "perform pg_terminate_backend(pg_backend_pid())")
            let error = await failure { try await database.run("insert into t values (1)") }
            #expect(error?.kind == .commitUnknown)
            // The next transaction connects anew.
            #expect(try await database.value("select count(*) from t") == .integer(0))
        }
    }

    @Test("a COMMIT that the server refuses is a no", arguments: Driver.shared)
    func refused(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.run("create table t (a bigint)")
            try await atCommit(of: database, "raise exception using errcode = '23514'")
            let error = await failure { try await database.run("insert into t values (1)") }
            #expect(error?.kind == .constraint)
            #expect(try await database.value("select count(*) from t") == .integer(0))
        }
    }

    /// Makes a COMMIT of an insertion into `t` do something.
    private func atCommit(of database: any Database, _ statement: String) async throws {
        try await database.run(
            "create function act() returns trigger language plpgsql as 'begin \(statement.replacing("'", with: "''")); return null; end'"
        )
        try await database.run(
            """
            create constraint trigger act after insert on t deferrable initially deferred
            for each row execute function act()
            """)
    }

    @Test("a connection that was cut while idle is made anew", arguments: Driver.shared)
    func cut(driver: Driver) async throws {
        try await withPlace(driver) { place in
            let database = try await place.open(connections: 1)
            let other = try await place.open(connections: 1)
            let process = try await database.value("select pg_backend_pid()")
            try await other.write { transaction in
                _ = try transaction.query("select pg_terminate_backend($1)", [process ?? .null])
                // Until it is gone.
                while try !transaction.query("select 1 from pg_stat_activity where pid = $1", [process ?? .null])
                    .isEmpty
                {
                    try transaction.query("select pg_stat_clear_snapshot()").forEach { _ in }
                }
            }
            #expect(try await database.value("select 1") == .integer(1))
            await database.close()
            await other.close()
        }
    }

    @Test("a server that cannot be reached fails as unavailable, at once while it is backed off")
    func unreachable() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/milepost-nobody"
        let error = await failure {
            _ = try await PostgresDatabase(url: "postgres:///x?host=\(folder)", connections: 1, now: 1)
        }
        #expect(error?.kind == .unavailable)
    }

    @Test("a server that does not answer is given up", arguments: Driver.shared)
    func silent(driver: Driver) async throws {
        try await withPlace(driver) { place in
            var timeouts = PostgresDatabase.Timeouts()
            timeouts.statement = .milliseconds(50)
            try await place.open().close()
            let database = try await place.open(connections: 1, timeouts: timeouts)
            let error = await failure {
                _ = try await database.value("select pg_sleep(20)")
            }
            #expect(error?.kind == .busy)
            await database.close()
        }
    }

    @Test("commits to SQLite are synced in full, and in the write-ahead log")
    func synchronous() async throws {
        try await withStore(.sqlite) { database in
            let settings = try await database.write { transaction in
                [
                    try transaction.query("pragma synchronous")[0].values[0],
                    try transaction.query("pragma journal_mode")[0].values[0],
                ]
            }
            #expect(settings == [.integer(2), .text("wal")])
        }
    }

    @Test("commits to PostgreSQL are synced whatever the user's default", arguments: Driver.shared)
    func synchronousCommit(driver: Driver) async throws {
        try await withPlace(driver) { place in
            guard case .url(let url) = place else { return }
            let mark = url.contains("?") ? "&" : "?"
            let database = try await PostgresDatabase(
                url: url + mark + "options=-csynchronous_commit%3Doff", connections: 1, now: 1)
            #expect(try await database.value("select current_setting('synchronous_commit')") == .text("on"))
            await database.close()
        }
    }

    @Test("a data folder is opened by one process at a time")
    func folder() async throws {
        try await withPlace(.sqlite) { place in
            let first = try await place.open()
            let error = await failure { _ = try await place.open() }
            #expect(error?.kind == .inUse)
            #expect(error?.diagnostic.code == "store.in-use")
            await first.close()
            try await place.open().close()
        }
    }
}
