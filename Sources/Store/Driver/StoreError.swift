public import Diagnostics

/// Why the store did not do what it was asked: what kind of failure, the database's own code, and the statement; never
/// the values, which may be a partner's.
public struct StoreError: Error, Sendable, Hashable {
    /// What a caller can do about it.
    public enum Kind: String, Sendable, Hashable {
        /// A row that the schema's rules forbid; the same statement fails again.
        case constraint
        /// A value that the database cannot hold, such as a text of more bytes than it takes; the same statement fails again.
        case data
        /// A lock was not granted in time; nothing was written.
        case busy
        /// The database cannot be reached, is stopping, or has no room; nothing was written.
        case unavailable
        /// Transactions stood in each other's way and this one was chosen to give up; it may be repeated.
        case serialization
        /// COMMIT was sent and its answer was lost or carried a warning: it may have been written, or still be.
        case commitUnknown = "commit-unknown"
        /// Another process has this data folder open.
        case inUse = "in-use"
        /// A newer version of the gateway has migrated this database.
        case newer
        /// A migration that was applied is not the one that this version carries.
        case migrationChanged = "migration-changed"
        /// The database does not sync its commits to disk as it must.
        case notDurable = "not-durable"
        /// More work waits than the stated limit.
        case overloaded
        /// A row is not of the shape that its statement promises.
        case mismatch
        /// A fault of the gateway or the database's installation.
        case other
    }

    /// What a caller can do about it.
    public let kind: Kind
    /// The SQLSTATE of PostgreSQL, the extended result code of SQLite, or a name of our own.
    public let code: String
    /// What the database said, where it is known to hold no values.
    public let message: String
    /// The statement with its placeholders.
    public let sql: String?

    /// A failure with the database's code.
    public init(_ kind: Kind, code: String, message: String = "", sql: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// Whether it is the rows' own fault, so that other rows of the batch may well succeed.
    public var isAboutData: Bool { kind == .constraint || kind == .data }

    /// The failure as a diagnostic `store.<kind>` with the facts `code` and `message`.
    public var diagnostic: Diagnostic {
        Diagnostic(Code(rawValue: "store.\(kind.rawValue)"), facts: ["code": code, "message": message])
    }

    /// The same failure, found while a statement ran.
    public func during(_ sql: String) -> StoreError {
        self.sql == nil ? StoreError(kind, code: code, message: message, sql: sql) : self
    }
}
