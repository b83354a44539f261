import GRDB
import GRDBSQLite
import Store

/// A statement of GRDB's cache, bound, stepped and read through SQLite's own interface.
///
/// GRDB's generic arguments and rows cost more than the statements of a deciding transaction themselves. What GRDB does
/// around a statement (observing transactions, clearing its schema cache) is not used here.
struct PreparedStatement {
    /// Keeps the handle alive.
    private let statement: Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer?

    init(_ statement: Statement) {
        self.statement = statement
        handle = statement.sqliteStatement
        connection = sqlite3_db_handle(statement.sqliteStatement)
    }

    /// Runs it to its end; gives the number of rows it changed.
    func run(_ arguments: [Value]) throws -> Int {
        let before = sqlite3_total_changes(connection)
        try bind(arguments)
        defer { release() }
        while try step() {}
        return Int(sqlite3_total_changes(connection) &- before)
    }

    /// All rows of its answer.
    func rows(_ arguments: [Value]) throws -> [StoredRow] {
        try bind(arguments)
        defer { release() }
        var rows: [StoredRow] = []
        while try step() {
            rows.append(StoredRow((0..<sqlite3_column_count(handle)).map(value)))
        }
        return rows
    }

    private func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        default: throw error()
        }
    }

    /// Ends the run and lets the bound values go.
    private func release() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private func error() -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: sqlite3_errmsg(connection).map { String(cString: $0) })
    }

    // MARK: Values

    private func bind(_ arguments: [Value]) throws {
        guard arguments.count == Int(sqlite3_bind_parameter_count(handle)) else {
            throw StoreError(.mismatch, code: "arguments")
        }
        for (index, value) in arguments.enumerated() {
            let result = try bind(value, at: Int32(index + 1))
            guard result == SQLITE_OK else { throw error() }
        }
    }

    private func bind(_ value: Value, at place: Int32) throws -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, place)
        case .integer(let integer): return sqlite3_bind_int64(handle, place, integer)
        case .text(var text): return try text.withUTF8 { try bind(text: $0, at: place) }
        case .bytes(let bytes):
            guard bytes.count <= SQLiteTransaction.longestValue else { throw StoreError(.data, code: "too-big") }
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, place, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob(handle, place, $0.baseAddress, Int32($0.count), Self.copied)
            }
        }
    }

    private func bind(text: UnsafeBufferPointer<UInt8>, at place: Int32) throws -> Int32 {
        guard text.count <= SQLiteTransaction.longestValue else { throw StoreError(.data, code: "too-big") }
        if text.contains(0) {
            let stored = StoredText.bytes(of: String(decoding: text, as: UTF8.self))
            return try stored.withUnsafeBufferPointer { try bind(text: $0, at: place) }
        }
        guard let base = text.baseAddress, !text.isEmpty else {
            return sqlite3_bind_text(handle, place, "", 0, Self.copied)
        }
        return base.withMemoryRebound(to: CChar.self, capacity: text.count) {
            sqlite3_bind_text(handle, place, $0, Int32(text.count), Self.copied)
        }
    }

    /// SQLITE_TRANSIENT: SQLite copies the value before the call returns.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func value(_ column: Int32) -> Value {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .text(String(sqlite3_column_double(handle, column)))
        case SQLITE_TEXT:
            let text = sqlite3_column_text(handle, column)
            let count = Int(sqlite3_column_bytes(handle, column))
            return .text(String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let bytes = sqlite3_column_blob(handle, column)
            let count = Int(sqlite3_column_bytes(handle, column))
            return .bytes([UInt8](UnsafeRawBufferPointer(start: bytes, count: count)))
        default: return .null
        }
    }
}
