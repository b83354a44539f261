import PostgresWire
import Store

/// A transaction on one connection; many-row forms go in pipeline mode.
struct PostgresTransaction: Transaction {
    let dialect = Dialect.postgres
    let connection: Connection

    func query(_ sql: String, _ arguments: [Value]) throws -> [Row] {
        try throwing(sql) { try checked(connection.live().run(connection.statement(sql), arguments)).rows() }
    }

    func execute(_ sql: String, _ arguments: [Value]) throws -> Int {
        try throwing(sql) { try checked(connection.live().run(connection.statement(sql), arguments)).changes }
    }

    func executeMany(_ sql: String, _ rows: [[Value]]) throws -> Int {
        var changes = 0
        try many(sql, rows) { changes += $0.changes }
        return changes
    }

    func queryMany(_ sql: String, _ rows: [[Value]]) throws -> [[Row]] {
        var answers: [[Row]] = []
        answers.reserveCapacity(rows.count)
        try many(sql, rows) { answers.append(try $0.rows()) }
        return answers
    }

    private func many(_ sql: String, _ rows: [[Value]], _ take: (PostgresAnswer) throws -> Void) throws {
        guard !rows.isEmpty else { return }
        try throwing(sql) {
            let statement = try connection.statement(sql)
            guard rows.count > 1 else { return try take(checked(connection.live().run(statement, rows[0]))) }
            try connection.live().run(statement, many: rows) { try take(checked($0)) }
        }
    }

    private func checked(_ answer: PostgresAnswer) throws -> PostgresAnswer {
        if let error = answer.error { throw error }
        return answer
    }

    private func throwing<Result>(_ sql: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as StoreError {
            throw error.during(sql)
        }
    }
}
