public import Diagnostics

/// A PostgreSQL database of someone else's.
public struct PostgresTarget: Sendable, Hashable {
    /// A connection URI as libpq takes it; its `sslmode` says what TLS must be like.
    public var url: String
    /// The URL as people may see it.
    public var shownURL: String
    /// How long connecting may take.
    public var connectTimeout: Duration
    /// How long one statement may take, and COMMIT.
    public var timeout: Duration

    /// A database.
    public init(url: String, shownURL: String, connectTimeout: Duration, timeout: Duration) {
        self.url = url
        self.shownURL = shownURL
        self.connectTimeout = connectTimeout
        self.timeout = timeout
    }
}

/// A value that goes with a statement, or comes back.
public enum PostgresValue: Sendable, Hashable {
    case null
    /// UTF-8 without NUL; the server reads it as the type that stands there.
    case text([UInt8])
    /// `bytea`.
    case bytes([UInt8])
}

/// What became of one try to run a statement in a transaction of its own.
///
/// The four must never be mistaken for each other: only the last may have had its effect without our knowing.
public enum PostgresOutcome: Sendable, Hashable {
    /// COMMIT was answered.
    case committed(PostgresReply)
    /// The server answered with an error and rolled back.
    case refused(PostgresRefusal)
    /// Nothing took effect: there was no connection, or it was lost before COMMIT was sent.
    case notDone(Diagnostic)
    /// COMMIT was sent, and no answer to it came.
    case unknown(Diagnostic)
}

/// What a statement did.
public struct PostgresReply: Sendable, Hashable {
    /// How many rows it changed or gave.
    public var rows: Int
    /// The first column of the first row that it gave, where it gave one.
    public var value: PostgresValue?
    /// Whether that column is `json` or `jsonb`.
    public var isJSON: Bool
}

/// An error of the server.
public struct PostgresRefusal: Sendable, Hashable {
    /// The SQLSTATE (PostgreSQL documentation, appendix A).
    public var sqlState: String
    /// The name of a broken constraint, or of the unique index in its place.
    public var constraint: String?
    /// The first line in the server's words.
    public var message: String
}
