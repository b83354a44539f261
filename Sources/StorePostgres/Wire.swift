import PostgresWire
import Store

/// A connection to the server as the store uses it: its values, its timeouts, its errors.
final class Wire {
    private let link: PostgresLink
    /// How long an answer may take: the statement's own timeout, and some.
    var answerTimeout: Duration {
        get { link.answerTimeout }
        set { link.answerTimeout = newValue }
    }

    /// Connects, or throws that the server cannot be reached.
    init(url: String, timeouts: PostgresDatabase.Timeouts) throws {
        link = try Self.translating {
            try PostgresLink(
                url: url, connect: timeouts.connect, network: timeouts.network,
                answer: timeouts.statement + .seconds(10))
        }
    }

    /// Forgets the warnings that came so far.
    func clearWarnings() { link.clearWarnings() }

    /// The SQLSTATE of the first warning since they were cleared.
    var warning: String? { link.warning }

    /// Runs one or more statements without parameters; the answer is that of the last, or the first error.
    func run(_ sql: String) throws -> PostgresAnswer { try Self.translating { try link.run(sql) } }

    /// Prepares a statement and learns the types of its parameters.
    func prepare(_ sql: String, name: String) throws -> PreparedStatement {
        try Self.translating { try link.prepare(sql, name: name) }
    }

    /// Runs a prepared statement.
    func run(_ statement: PreparedStatement, _ arguments: [Value]) throws -> PostgresAnswer {
        try Self.translating {
            try link.run(statement, PostgresParameters(arguments, types: statement.parameterTypes))
        }
    }

    /// Runs a prepared statement for many rows in pipeline mode; the first error ends the work.
    func run(_ statement: PreparedStatement, many rows: [[Value]], _ take: (PostgresAnswer) throws -> Void) throws {
        try Self.translating {
            try link.run(
                statement, count: rows.count,
                parameters: { try PostgresParameters(rows[$0], types: statement.parameterTypes) }, take)
        }
    }

    private static func translating<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let fault as PostgresFault { throw StoreError(fault) }
    }
}
