import Intake
import Rollout
import Store
import Testing

@Suite("Driver")
struct DriverTests {
    @Test("values come back as they went in", arguments: Driver.all)
    func values(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.run(
                "create table t (a bigint, b text, c /*postgres bytea*/ /*sqlite blob*/, d /*postgres uuid*/ /*sqlite text*/)"
            )
            let id = Make.id().description
            let rows: [[Value]] = [
                [.integer(.max), .text("żółć 🚚 'quoted' $1"), .bytes([0, 1, 255]), .text(id)],
                [.integer(.min), .text(""), .bytes([]), .text(id)],
                [.null, .null, .null, .null],
            ]
            try await database.write { _ = try $0.executeMany("insert into t values ($1, $2, $3, $4)", rows) }
            let read = try await database.read { try $0.query("select a, b, c, d from t order by a desc nulls last") }
            #expect(read.map(\.values) == rows)
        }
    }

    @Test("a NUL in a text stands in its column as the symbol for null, and is found by either", arguments: Driver.all)
    func nul(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.run("create table t (a text)")
            try await database.run("insert into t values ($1)", ["\u{0}a\u{0}\u{0}b\u{0}"])
            #expect(try await database.value("select a from t") == .text("␀a␀␀b␀"))
            for text in ["\u{0}a\u{0}\u{0}b\u{0}", "␀a␀␀b␀"] {
                let rows = try await database.read { try $0.query("select 1 from t where a = $1", [.text(text)]) }
                #expect(rows.count == 1)
            }
        }
    }

    @Test("many rows answer one by one, in their order, beyond one pipeline", arguments: Driver.all)
    func many(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.run("create table t (a bigint primary key, b text)")
            let rows = (0..<1000).map { [Value.integer($0), .text("row \($0)")] }
            let changes = try await database.write { try $0.executeMany("insert into t values ($1, $2)", rows) }
            #expect(changes == 1000)
            let answers = try await database.read { transaction in
                try transaction.queryMany("select b from t where a = $1", (0..<1001).map { [.integer(999 - $0)] })
            }
            #expect(answers.prefix(1000).map(\.[0].values[0]) == (0..<1000).map { .text("row \(999 - $0)") })
            #expect(answers[1000].isEmpty)
        }
    }

    @Test("a row that breaks a rule ends the transaction, and the error holds no value", arguments: Driver.all)
    func constraint(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.run("create table t (a text primary key)")
            let error = await failure {
                try await database.write { transaction in
                    _ = try transaction.executeMany(
                        "insert into t values ($1)", [["x1"], ["secret"], ["secret"], ["x2"]])
                }
            }
            #expect(error?.kind == .constraint)
            #expect(error?.isAboutData == true)
            #expect(error?.sql == "insert into t values ($1)")
            #expect(error.map { "\($0)" }?.contains("secret") == false)
            #expect(try await database.value("select count(*) from t") == .integer(0))
            // The connection goes on.
            try await database.run("insert into t values ('x3')")
        }
    }

    @Test("what a body throws rolls back", arguments: Driver.all)
    func rollback(driver: Driver) async throws {
        struct Stop: Error {}
        try await withStore(driver) { database in
            try await database.run("create table t (a bigint)")
            _ = await failure(Stop.self) {
                try await database.write { transaction in
                    try transaction.execute("insert into t values (1)")
                    throw Stop()
                }
            }
            #expect(try await database.value("select count(*) from t") == .integer(0))
        }
    }

    @Test("a transaction that only reads sees one state and may not write", arguments: Driver.all)
    func reading(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.run("create table t (a bigint)")
            _ = await failure {
                try await database.read { transaction in _ = try transaction.execute("insert into t values (1)") }
            }
            #expect(try await database.value("select count(*) from t") == .integer(0))
        }
    }

    @Test("placeholders in any order, more than once, and a dollar in quotes", arguments: Driver.all)
    func placeholders(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.run("create table t (a bigint, b bigint)")
            try await database.run("insert into t (b, a) values ($2, $1)", [1, 2])
            let row = try await database.read { transaction in
                try transaction.query("select a, b, '$1' from t where a = $2 and b = $1 and a = $2", [2, 1])
            }
            #expect(row == [Row([1, 2, "$1"])])
        }
    }

    @Test("an error that the body swallowed is no commit", arguments: Driver.shared)
    func swallowed(driver: Driver) async throws {
        try await withStore(driver) { database in
            _ = await failure {
                try await database.write { transaction in _ = try? transaction.query("select nothing from nowhere") }
            }
        }
    }

    @Test("what is asked after closing fails as unavailable", arguments: Driver.all)
    func closed(driver: Driver) async throws {
        try await withPlace(driver) { place in
            let database = try await place.open()
            await database.close()
            let error = await failure { try await database.run("select 1") }
            #expect(error?.kind == .unavailable)
        }
    }
}

@Suite("Dialect")
struct DialectTests {
    @Test("each database sees its own comments and not the other's")
    func comments() {
        let sql = "select a /*sqlite x*//*postgres y*/ from t /*postgres for update*/ -- /* plain"
        #expect(Dialect.sqlite.text(of: "a /*sqlite x*//*postgres y*/ b /*other*/ c") == "a  x  b  c")
        #expect(Dialect.postgres.text(of: "a /*sqlite x*//*postgres y*/ b") == "a  y  b")
        #expect(Dialect.postgres.text(of: sql).contains("for update"))
        #expect(Dialect.sqlite.text(of: "select '/' || '*'") == "select '/' || '*'")
    }
}
