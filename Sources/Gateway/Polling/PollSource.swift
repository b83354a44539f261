import Channels
import ConfigurationFiles
import Diagnostics
import Intake

/// Where a poll gets its pages from.
struct PollSource: Sendable {
    private enum Way: Sendable {
        case http(PagedResource, PageReading)
        case postgres(PostgresPoll, PostgresReader)
    }

    /// What became of a read.
    enum Reply: Sendable {
        case page(PolledPage)
        /// It may be asked again: why, and after how many seconds at the least.
        case later(String, seconds: Double?)
        /// It is not as agreed.
        case fault(Diagnostic)
    }

    let everySeconds: Double
    private let backend: String
    private let way: Way

    /// The source of a back end's pages; nil where there are none.
    init?(_ backend: Backend) {
        self.backend = backend.name
        switch backend.poll {
        case .http(let resource, let seconds):
            way = .http(resource, PageReading(inFlight: 1, mostBytes: PolledPage.mostBytes))
            everySeconds = seconds
        case .postgres(let poll, let seconds):
            way = .postgres(poll, PostgresReader(PostgresTarget(poll.database), mostBytes: PolledPage.mostBytes))
            everySeconds = seconds
        case .folder, .fileServer, nil: return nil
        }
    }

    /// How many documents a page may have.
    var limit: Int {
        switch way {
        case .http(let resource, _): resource.page
        case .postgres(let poll, _): poll.page
        }
    }

    /// Reads what is behind a cursor.
    func page(behind cursor: String?) async -> Reply {
        switch way {
        case .http(let resource, let reading): await Self.page(of: resource, reading, backend, behind: cursor)
        case .postgres(let poll, let reader): await Self.page(of: poll, reader, backend, behind: cursor)
        }
    }

    /// Ends the connections.
    func shutdown() async {
        switch way {
        case .http(_, let reading): await reading.shutdown()
        case .postgres(_, let reader): await reader.shutdown()
        }
    }

    private static func page(
        of resource: PagedResource, _ reading: PageReading, _ backend: String, behind cursor: String?
    ) async -> Reply {
        var query = [("limit", String(resource.page))]
        if let cursor { query.append(("after", cursor)) }
        switch await reading.get(resource, query) {
        case .later(let words, let seconds): return .later(words, seconds: seconds)
        case .refused(let status):
            return .fault(Diagnostic("poll.page-refused", value: String(status), facts: ["backend": backend]))
        case .large: return large(backend)
        case .body(let body):
            do throws(Diagnostic) { return .page(try PolledPage(body, of: backend, limit: resource.page)) } catch {
                return .fault(error)
            }
        }
    }

    private static func page(
        of poll: PostgresPoll, _ reader: PostgresReader, _ backend: String, behind cursor: String?
    ) async -> Reply {
        let values: [PostgresValue] = [
            cursor.map { .text(Array($0.utf8)) } ?? .null, .text(Array(String(poll.page).utf8)),
        ]
        switch await reader.page(poll.query, values, limit: poll.page) {
        case .silent(let words): return .later(words, seconds: nil)
        case .large: return large(backend)
        case .many:
            return .fault(
                Diagnostic(
                    "poll.page-many", value: String(poll.page + 1),
                    facts: ["backend": backend, "limit": String(poll.page)]))
        case .refused(let refusal):
            let meaning = SQLStateRules().outcome(state: refusal.sqlState, constraint: nil, detail: refusal.message)
            // 25006: it would write, in a transaction that only reads.
            if case .failed = meaning, refusal.sqlState != "25006" {
                return .later("\(refusal.message) (SQLSTATE \(refusal.sqlState))", seconds: nil)
            }
            return .fault(
                Diagnostic(
                    "poll.query-refused", value: refusal.sqlState,
                    facts: ["backend": backend, "reason": refusal.message]))
        case .rows(let rows, let columns):
            do throws(Diagnostic) { return .page(try PolledPage(rows, columns: columns, of: backend)) } catch {
                return .fault(error)
            }
        }
    }

    private static func large(_ backend: String) -> Reply {
        .fault(Diagnostic("poll.page-large", value: String(PolledPage.mostBytes), facts: ["backend": backend]))
    }
}
