/// Where what a back end makes is fetched from.
public enum BackendPoll: Sendable, Hashable {
    /// Pages of documents behind a cursor, asked for every so many seconds.
    case http(PagedResource, everySeconds: Double)
    /// Rows of a query behind a cursor, asked for every so many seconds.
    case postgres(PostgresPoll, everySeconds: Double)
    /// Files of a folder; see ``Installation/folders``.
    case folder(path: String)
    /// Files of a folder on a server; see ``Installation/folders``.
    case fileServer(shownURL: String)

    /// Whether its reads are counted, so that a read that began later can be waited for.
    public var isPaged: Bool {
        switch self {
        case .http, .postgres, .fileServer: true
        case .folder: false
        }
    }
}

/// A query that gives what a back end made.
public struct PostgresPoll: Sendable, Hashable {
    public var database: PostgresAddress
    /// A query with `$1`, the cursor (null at first), and `$2`, how many rows are taken at most; it gives the columns `id`,
    /// `cursor` and `document`, oldest first.
    public var query: String
    /// How many rows a page may have.
    public var page: Int

    /// A poll by its parts.
    public init(database: PostgresAddress, query: String, page: Int = 100) {
        self.database = database
        self.query = query
        self.page = page
    }
}
