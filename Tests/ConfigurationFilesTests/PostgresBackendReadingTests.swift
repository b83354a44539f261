import ConfigurationFiles
import Diagnostics
import Intake
import Testing

/// Back ends that are databases, and polls that are queries.
@Suite("Back ends in PostgreSQL read from files")
struct PostgresBackendReadingTests {
    private func read(_ backend: String) -> ConfigurationReading {
        var company = Company()
        company.files["milepost.yaml"] = """
            backends:
              old: \(backend)
              fresh: { http: { url: "http://127.0.0.1:2/" }, honoursKey: yes }
            sites:
              north: { timeZone: Europe/Brussels, legacy: old, new: fresh }
            """
        return company.read()
    }

    private func entry(_ statement: String, _ more: String = "", _ beside: String = "honoursKey: no") -> String {
        "{ postgres: { url: \"postgres://u:p@db/erp?sslmode=verify-full\", statement: \"\(statement)\"\(more) }, \(beside) }"
    }

    @Test("a statement with what goes with it")
    func whole() throws {
        let reading = read(
            entry(
                "insert into inbox values ($1, $2, $3) on conflict do nothing",
                ", parameters: [key, bytes, type], keyConstraint: inbox_key, timeout: 7 s,"
                    + " answers: { duplicate: [\"P0002\"], retry: \"P0001\" }", "honoursKey: yes"))
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        guard case .postgres(let postgres)? = reading.installation?.backend(named: "old")?.kind else {
            Issue.record("no database")
            return
        }
        #expect(postgres.parameters == [.key, .bytes, .type])
        #expect(postgres.database.url.reveal() == "postgres://u:p@db/erp?sslmode=verify-full")
        #expect(postgres.database.shownURL == "postgres://…@db/erp?…" && postgres.database.timeoutSeconds == 7)
        #expect(
            postgres.answers
                == SQLStateRules(keyConstraint: "inbox_key", duplicate: ["P0002"], retry: ["P0001"]))
    }

    @Test("of the usual parameters as many go as the statement names")
    func usual() {
        let reading = read(entry("select take($1, $2::jsonb, '$7', $$ $8 $$) -- $9"))
        guard case .postgres(let postgres)? = reading.installation?.backend(named: "old")?.kind else {
            Issue.record("no database")
            return
        }
        #expect(postgres.parameters == [.key, .document])
    }

    @Test("a query is read page by page")
    func poll() {
        let poll = "{ postgres: { url: \"postgresql://db/erp\", query: \"select $1, $2\", page: 9, every: 1 min } }"
        let reading = read("{ http: { url: \"http://127.0.0.1:1/\" }, honoursKey: yes, poll: \(poll) }")
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        guard case .postgres(let query, let seconds)? = reading.installation?.backend(named: "old")?.poll else {
            Issue.record("no poll")
            return
        }
        #expect(query.query == "select $1, $2" && query.page == 9 && seconds == 60)
    }

    @Test("what is wrong with a database is told")
    func faults() {
        let cases: [(String, String)] = [
            (entry("select 1"), "configuration.sql-parameters"),
            (entry("select $1, $3"), "configuration.sql-parameters"),
            (entry("select $1, $2, $3, $4, $5, $6"), "configuration.sql-parameters"),
            (entry("select $1", ", parameters: [document]", "honoursKey: yes"), "configuration.sql-parameter-missing"),
            (entry("select $1", "", "honoursKey: yes, takes: [copies]"), "configuration.sql-parameter-missing"),
            (entry("select $1", ", parameters: [number]"), "yaml.not-choice"),
            (entry("select $1", ", answers: { retry: [busy] }"), "configuration.sqlstate-form"),
            (
                entry("select $1", ", answers: { retry: [\"P0001\"], duplicate: [\"P0001\"] }"),
                "configuration.status-twice"
            ),
            (entry("select $1", "", "concurrency: 1"), "configuration.honours-key-missing"),
            (
                "{ postgres: { url: \"mysql://db/erp\", statement: \"select $1\" }, honoursKey: no }",
                "configuration.database-url"
            ),
            ("{ postgres: { url: \"postgres://db/erp\" }, honoursKey: no }", "yaml.missing-key"),
            (
                "{ postgres: { url: \"postgres://db/erp\", statement: \"select $1\" }, folder: o }",
                "configuration.backend-kind"
            ),
            (
                "{ folder: o, poll: { postgres: { url: \"postgres://db/erp\", query: \"select $1\" } } }",
                "configuration.poll-query"
            ),
        ]
        for (backend, code) in cases {
            let codes = read(backend).diagnostics.items.map(\.code.description)
            #expect(codes.contains(code), "\(backend): \(codes)")
        }
    }

    @Test("a wrong URL is shown without its password")
    func secret() {
        let wrong = "{ postgres: { url: \"mysql://u:hidden@db/erp\", statement: \"select $1\" }, honoursKey: no }"
        let reading = read(wrong)
        let words = reading.diagnostics.items.map { "\($0)" }.joined()
        #expect(words.contains("mysql") && !words.contains("hidden"))
    }
}
