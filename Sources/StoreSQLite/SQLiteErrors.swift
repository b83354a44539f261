import GRDB
import Store

extension StoreError {
    /// What SQLite said: the extended result code, the message (which names columns, never values), the statement.
    init(_ error: DatabaseError, sql: String? = nil) {
        let kind: Kind =
            switch error.resultCode {
            case .SQLITE_CONSTRAINT: .constraint
            case .SQLITE_TOOBIG, .SQLITE_MISMATCH: .data
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_NOMEM, .SQLITE_READONLY, .SQLITE_PERM,
                .SQLITE_AUTH, .SQLITE_PROTOCOL:
                .unavailable
            default: .other
            }
        self.init(kind, code: "\(error.extendedResultCode.rawValue)", message: error.message ?? "", sql: sql)
    }

    /// What a failed COMMIT means: busy, a full disk and a broken rule leave nothing behind; after an I/O error the
    /// commit's frames may stand in the log and come to life at the next opening.
    init(failedCommit error: DatabaseError) {
        let known: [ResultCode] = [.SQLITE_BUSY, .SQLITE_FULL, .SQLITE_CONSTRAINT]
        let plain = StoreError(error, sql: "commit")
        self =
            known.contains(error.resultCode)
            ? plain : StoreError(.commitUnknown, code: plain.code, message: plain.message, sql: "commit")
    }
}

/// Runs the body; what GRDB throws comes out as a ``StoreError``.
func translatingErrors<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw error.resultCode == .SQLITE_MISUSE
            ? StoreError(.unavailable, code: "closed") : StoreError(error)
    }
}
