import PostgresWire
import Store

/// One connection to the server, on one thread: connects, begins, prepares, commits, and connects again.
final class Connection {
    /// How many statements are kept prepared; beyond it all are dropped and begun anew.
    static let mostStatements = 1000

    private let url: String
    private let timeouts: PostgresDatabase.Timeouts
    private let clock = ContinuousClock()
    private var wire: Wire?
    private var statements: [String: PreparedStatement] = [:]
    private var backoff = Duration.zero
    private var notBefore: ContinuousClock.Instant

    init(url: String, timeouts: PostgresDatabase.Timeouts) {
        self.url = url
        self.timeouts = timeouts
        notBefore = clock.now
    }

    /// Whether it is connected or has waited long enough since it last failed to connect.
    var mayConnect: Bool { wire != nil || clock.now >= notBefore }

    /// Runs a body between `begin` and COMMIT.
    func transaction<Result>(begin: String, _ body: (any Transaction) throws -> Result) throws -> Result {
        try open(begin)
        let result: Result
        do {
            result = try body(PostgresTransaction(connection: self))
        } catch {
            // A connection that cannot even roll back is dropped, which rolls back too.
            if (try? runScript("rollback")) == nil { disconnect() }
            throw error
        }
        try commit()
        return result
    }

    /// Begins on a connection that answers. An old one may have been cut while it was idle; nothing was sent on it yet,
    /// so a new one is tried once.
    private func open(_ begin: String) throws {
        if wire != nil {
            if (try? runScript(begin)) != nil { return }
            disconnect()
        }
        try connect()
        try runScript(begin)
    }

    /// COMMIT is a yes only if the server says COMMIT and nothing else.
    private func commit() throws {
        guard let wire else { throw StoreError(.unavailable, code: "closed") }
        wire.clearWarnings()
        let answer: PostgresAnswer
        do {
            answer = try wire.run("commit")
        } catch let error as StoreError {
            disconnect()
            throw StoreError(.commitUnknown, code: error.code, message: error.message, sql: "commit")
        }
        if let error = answer.error {
            if answer.endsSession || error.kind == .unavailable || error.kind == .commitUnknown {
                disconnect()
                throw StoreError(.commitUnknown, code: error.code, message: error.message, sql: "commit")
            }
            throw error.during("commit")
        }
        if let warning = wire.warning { throw StoreError(.commitUnknown, code: warning, sql: "commit") }
        // A transaction that an error had ended answers ROLLBACK: a body must not go on after an error.
        guard answer.tag == "COMMIT" else { throw StoreError(.other, code: "25P02", sql: "commit") }
    }

    /// Runs one or more statements without parameters.
    func runScript(_ sql: String) throws {
        let answer = try live().run(sql)
        if let error = answer.error { throw error.during(sql) }
    }

    /// The connected wire.
    func live() throws -> Wire {
        guard let wire else { throw StoreError(.unavailable, code: "closed") }
        return wire
    }

    /// The statement, prepared once per connection.
    func statement(_ sql: String) throws -> PreparedStatement {
        if let statement = statements[sql] { return statement }
        if statements.count >= Self.mostStatements {
            try runScript("deallocate all")
            statements = [:]
        }
        let statement = try live().prepare(Dialect.postgres.text(of: sql), name: "s\(statements.count)")
        statements[sql] = statement
        return statement
    }

    /// Ends the connection; the next transaction makes a new one.
    func disconnect() {
        wire = nil
        statements = [:]
    }

    private func connect() throws {
        guard mayConnect else { throw StoreError(.unavailable, code: "backoff") }
        do {
            let wire = try Wire(url: url, timeouts: timeouts)
            self.wire = wire
            try settle()
            backoff = .zero
        } catch {
            disconnect()
            backoff = min(max(backoff * 2, .milliseconds(100)), .seconds(5))
            notBefore = clock.now + backoff
            throw error
        }
    }

    /// Sets what every transaction relies on, whatever the server, the database or the user have as their defaults.
    private func settle() throws {
        let settings: [(String, String)] = [
            ("statement_timeout", "\(timeouts.statement.milliseconds)"),
            ("lock_timeout", "\(timeouts.lock.milliseconds)"),
            ("idle_in_transaction_session_timeout", "\(timeouts.idleInTransaction.milliseconds)"),
            ("default_transaction_isolation", "read committed"),
            // Plans are kept from when the tables were empty, and an empty table is best read whole.
            ("enable_seqscan", "off"),
            ("jit", "off"),
        ]
        let transaction = PostgresTransaction(connection: self)
        for (name, value) in settings {
            _ = try transaction.query("select set_config($1, $2, false)", [.text(name), .text(value)])
        }
        try runScript(
            """
            select set_config('synchronous_commit', 'on', false)
            where current_setting('synchronous_commit') not in ('on', 'remote_apply')
            """)
        for name in ["fsync", "full_page_writes"] {
            let setting = try transaction.query("select current_setting($1)", [.text(name)])
            guard setting == [Row([.text("on")])] else { throw StoreError(.notDurable, code: name, message: "off") }
        }
    }
}

extension Duration {
    /// Whole milliseconds, at least 1.
    var milliseconds: Int64 {
        max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
    }
}
