import Foundation
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
        try throwing(sql) { try rows(of: database.cachedStatement(sql: statements.text(of: sql)), arguments) }
    }

    func execute(_ sql: String, _ arguments: [Value]) throws -> Int {
        try throwing(sql) { try run(database.cachedStatement(sql: statements.text(of: sql)), arguments) }
    }

    func executeMany(_ sql: String, _ rows: [[Value]]) throws -> Int {
        try throwing(sql) {
            let statement = try database.cachedStatement(sql: statements.text(of: sql))
            return try rows.reduce(0) { try $0 + run(statement, $1) }
        }
    }

    func queryMany(_ sql: String, _ rows: [[Value]]) throws -> [[StoredRow]] {
        try throwing(sql) {
            let statement = try database.cachedStatement(sql: statements.text(of: sql))
            return try rows.map { try self.rows(of: statement, $0) }
        }
    }

    private func run(_ statement: Statement, _ arguments: [Value]) throws -> Int {
        let before = database.totalChangesCount
        try statement.execute(arguments: bindings(arguments))
        return database.totalChangesCount - before
    }

    private func rows(of statement: Statement, _ arguments: [Value]) throws -> [StoredRow] {
        let cursor = try GRDB.Row.fetchCursor(statement, arguments: bindings(arguments))
        var rows: [StoredRow] = []
        while let row = try cursor.next() {
            rows.append(StoredRow((0..<row.count).map { Value(row[$0] as DatabaseValue) }))
        }
        return rows
    }

    private func bindings(_ arguments: [Value]) throws -> StatementArguments {
        StatementArguments(try arguments.map { try $0.databaseValue })
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

extension Value {
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let integer): self = .integer(integer)
        case .double(let number): self = .text(String(number))
        case .string(let text): self = .text(text)
        case .blob(let data): self = .bytes([UInt8](data))
        }
    }

    fileprivate var databaseValue: DatabaseValue {
        get throws {
            switch self {
            case .null: return .null
            case .integer(let integer): return integer.databaseValue
            case .text(let text):
                guard text.utf8.count <= SQLiteTransaction.longestValue else {
                    throw StoreError(.data, code: "too-big")
                }
                // PostgreSQL cannot hold a NUL in a text; both drivers refuse it alike.
                guard !text.utf8.contains(0) else { throw StoreError(.data, code: "22021") }
                return text.databaseValue
            case .bytes(let bytes):
                guard bytes.count <= SQLiteTransaction.longestValue else { throw StoreError(.data, code: "too-big") }
                return Data(bytes).databaseValue
            }
        }
    }
}
