public import Intake

/// A back end that takes each document by one statement in its PostgreSQL database.
public struct PostgresBackend: Sendable, Hashable {
    /// What goes with the statement.
    public enum Parameter: String, Sendable, Hashable, CaseIterable {
        /// The idempotency key.
        case key
        /// The document as text: for `text`, `json`, `jsonb` and `xml`.
        case document
        /// The document as bytes: for `bytea`.
        case bytes
        /// The order's key; of a document that names several, all of them, comma-separated.
        case orderKey
        /// `primary`, `copy`, `standby`, `shadow`; `release` and `activate` of a transfer.
        case purpose
        /// The document's type: `order`; null of a transfer's steps.
        case type
        /// The document's id here; null of a transfer's steps.
        case documentID
        case fileName
        case contentType
        /// The run whose repair it is; else null.
        case repair
    }

    /// The database; it may hold a password.
    public var database: PostgresAddress
    /// One statement, with `$1`, `$2`…
    public var statement: String
    /// What `$1`, `$2`… of the statement are, in their order.
    public var parameters: [Parameter]
    public var answers: SQLStateRules

    /// What `$1`, `$2`… are unless said.
    public static let usualParameters: [Parameter] = [.key, .document, .orderKey, .purpose, .type]

    /// A PostgreSQL back end by its parts.
    public init(
        database: PostgresAddress, statement: String, parameters: [Parameter] = usualParameters,
        answers: SQLStateRules = SQLStateRules()
    ) {
        self.database = database
        self.statement = statement
        self.parameters = parameters
        self.answers = answers
    }
}

/// A PostgreSQL database of someone else's, and how long anything there may take.
public struct PostgresAddress: Sendable, Hashable {
    /// A connection URI; it may hold a password.
    public var url: Secret
    /// The URL as people may see it.
    public var shownURL: String
    /// How long connecting may take, in seconds.
    public var connectSeconds: Double
    /// How long one statement may take, in seconds.
    public var timeoutSeconds: Double

    /// A database by its parts.
    public init(url: Secret, shownURL: String, connectSeconds: Double = 5, timeoutSeconds: Double = 30) {
        self.url = url
        self.shownURL = shownURL
        self.connectSeconds = connectSeconds
        self.timeoutSeconds = timeoutSeconds
    }
}
