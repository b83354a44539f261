import GRDB
import Store

/// A transaction on GRDB's writer or on one of its readers; many-row forms loop over one cached statement.
struct SQLiteTransaction: Transaction {
    /// The longest text or bytes of one value. SQLite ends at 1 GB; GRDB traps there, so we refuse before.
    static let longestValue = 512 << 20

    let dialect = Dialect.sqlite
    let database: GRDB.Database
    let statements: StatementTexts

    func query(_ sql: String, _ arguments: [Value]) throws -> [StoredRow] {
        try throwing(sql) { try statement(sql).rows(arguments) }
    }

    func execute(_ sql: String, _ arguments: [Value]) throws -> Int {
        try throwing(sql) { try statement(sql).run(arguments) }
    }

    func executeMany(_ sql: String, _ rows: [[Value]]) throws -> Int {
        try throwing(sql) {
            guard !rows.isEmpty else { return 0 }
            let statement = try statement(sql)
            return try rows.reduce(0) { try $0 + statement.run($1) }
        }
    }

    func queryMany(_ sql: String, _ rows: [[Value]]) throws -> [[StoredRow]] {
        try throwing(sql) {
            guard !rows.isEmpty else { return [] }
            return try rows.map(statement(sql).rows)
        }
    }

    private func statement(_ sql: String) throws -> PreparedStatement {
        PreparedStatement(try database.cachedStatement(sql: statements.text(of: sql)))
    }

    private func throwing<Result>(_ sql: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError(error, sql: sql)
        } catch let error as StoreError {
            throw error.during(sql)
        }
    }
}
