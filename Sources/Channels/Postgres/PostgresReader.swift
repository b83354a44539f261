import Diagnostics
import Synchronization

/// Reads pages of rows from a database of someone else's, on one connection.
public final class PostgresReader: Sendable {
    private let session: PostgresSession
    /// How many bytes of values a page may have.
    private let mostBytes: Int

    /// What became of a query.
    public enum Reply: Sendable, Hashable {
        /// All rows, and the names of the columns.
        case rows([PostgresRow], columns: [String])
        /// More rows than were asked for.
        case many
        /// More bytes than are read.
        case large
        /// The server refuses the query.
        case refused(PostgresRefusal)
        /// The server could not be reached, or did not answer.
        case silent(String)
    }

    /// A reader of a database.
    public init(_ target: PostgresTarget, mostBytes: Int) {
        session = PostgresSession(target)
        self.mostBytes = mostBytes
    }

    /// Runs a query in a transaction that only reads, and takes at most `limit` rows. Cancelling the task ends it.
    public func page(_ sql: String, _ values: [PostgresValue], limit: Int) async -> Reply {
        let page = Page(limit: limit, mostBytes: mostBytes)
        switch await session.read(sql, values, each: { page.take($0) }) {
        case .read(let columns): return .rows(page.rows, columns: columns)
        case .stopped: return page.isLarge ? .large : .many
        case .refused(let refusal): return .refused(refusal)
        case .silent(let diagnostic): return .silent(diagnostic.facts["reason"] ?? "no answer")
        }
    }

    /// Runs a query in a transaction that only reads, and hands out its rows one by one until `take` has enough: then the answer
    /// is `many`. Cancelling the task ends it.
    ///
    /// - Returns: `rows` with none of them.
    public func rows(
        _ sql: String, _ values: [PostgresValue], each take: @Sendable (PostgresRow) -> Bool
    ) async -> Reply {
        switch await session.read(sql, values, each: take) {
        case .read(let columns): .rows([], columns: columns)
        case .stopped: .many
        case .refused(let refusal): .refused(refusal)
        case .silent(let diagnostic): .silent(diagnostic.facts["reason"] ?? "no answer")
        }
    }

    /// Ends the connection.
    public func shutdown() async { await session.disconnect() }
}

/// The rows of a page as they come, within its limits.
private final class Page: Sendable {
    private struct State {
        var rows: [PostgresRow] = []
        var bytes = 0
    }

    private let limit: Int
    private let mostBytes: Int
    private let state = Mutex(State())

    init(limit: Int, mostBytes: Int) {
        self.limit = limit
        self.mostBytes = mostBytes
    }

    var rows: [PostgresRow] { state.withLock { $0.rows } }
    var isLarge: Bool { state.withLock { $0.bytes > mostBytes } }

    func take(_ row: PostgresRow) -> Bool {
        state.withLock { state in
            state.bytes += row.size
            state.rows.append(row)
            return state.rows.count <= limit && state.bytes <= mostBytes
        }
    }
}
