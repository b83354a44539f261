import CLibPQ
import Foundation

/// A prepared statement: its name on the connection, and the types that the server gave its parameters.
public struct PreparedStatement: Sendable {
    let name: String
    public let parameterTypes: [PostgresType]
}

/// A libpq connection and every call on it. A failure of the connection itself is thrown; what the server answers,
/// errors included, is a ``PostgresAnswer``.
public final class PostgresLink {
    /// How many rows of a pipeline go under one sync.
    public static let pipelineLength = 256

    private let handle: OpaquePointer
    private let warnings = Warnings()
    /// How long an answer may take: the statement's own timeout, and some.
    public var answerTimeout: Duration
    /// Whether waiting ends when the task is cancelled: for statements that only read.
    public var endsWithTask = false

    /// How long a cancelled task waits on at most, in milliseconds.
    private static let look: Int64 = 200

    /// Connects.
    ///
    /// - Parameters:
    ///   - url: a connection URI or string as libpq takes it; its `sslmode` says what TLS must be like.
    ///   - connect: how long connecting to one host may take; libpq counts in seconds, at least 2.
    ///   - network: how long sent bytes may go without the other machine's acknowledgement (TCP_USER_TIMEOUT).
    ///   - answer: how long an answer may take.
    /// - Throws: A ``PostgresFault`` of kind `unreachable`, which never quotes the URL.
    public init(url: String, connect: Duration, network: Duration, answer: Duration) throws(PostgresFault) {
        let parameters: [(String, String)] = [
            ("fallback_application_name", "milepost"),
            ("dbname", url),
            ("client_encoding", "UTF8"),
            ("connect_timeout", "\(max(2, connect.components.seconds))"),
            ("tcp_user_timeout", "\(network.milliseconds)"),
            ("keepalives_idle", "10"),
            ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
        ]
        guard Self.isReadable(url) else { throw PostgresFault(.unreachable, "the URL cannot be read") }
        handle = try Self.connect(parameters)
        answerTimeout = answer
        PQsetNoticeReceiver(
            handle, { owner, result in owner.map { Warnings.at($0).add(result) } },
            Unmanaged.passUnretained(warnings).toOpaque())
    }

    deinit { PQfinish(handle) }

    /// Whether libpq can read a URL. Its own words about one that it cannot read quote it, password included.
    public static func isReadable(_ url: String) -> Bool {
        guard let options = PQconninfoParse(url, nil) else { return false }
        PQconninfoFree(options)
        return true
    }

    private static func connect(_ parameters: [(String, String)]) throws(PostgresFault) -> OpaquePointer {
        let names = parameters.map { strdup($0.0) }
        let values = parameters.map { strdup($0.1) }
        defer { for text in names + values { free(text) } }
        let handle = PQconnectdbParams(
            names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        guard let handle else { throw PostgresFault(.unreachable, "libpq has no memory") }
        guard PQstatus(handle) == CONNECTION_OK else {
            defer { PQfinish(handle) }
            throw PostgresFault(.unreachable, String(cString: PQerrorMessage(handle)).firstLine)
        }
        return handle
    }

    /// Forgets the warnings that came so far.
    public func clearWarnings() { warnings.first = nil }

    /// The SQLSTATE of the first warning since they were cleared.
    public var warning: String? { warnings.first }

    /// Runs one or more statements without parameters; the answer is that of the last, or the first error.
    public func run(_ sql: String) throws(PostgresFault) -> PostgresAnswer {
        guard PQsendQuery(handle, sql) == 1 else { throw lost() }
        return try finish()
    }

    /// Runs a statement that is not prepared; values come in text form.
    public func run(_ sql: String, _ parameters: PostgresParameters) throws(PostgresFault) -> PostgresAnswer {
        try send(sql, parameters)
        return try finish()
    }

    /// Runs a statement that is not prepared, and hands out its rows one by one, values in text form.
    ///
    /// - Parameter take: takes an answer of one row; false for enough, after which the connection must be dropped.
    /// - Returns: The answer behind the last row, or the error.
    public func run(
        _ sql: String, _ parameters: PostgresParameters, each take: (PostgresAnswer) -> Bool
    ) throws(PostgresFault) -> PostgresAnswer? {
        try send(sql, parameters)
        guard PQsetSingleRowMode(handle) == 1 else { throw lost() }
        var last: PostgresAnswer?
        while let answer = try nextResult() {
            if answer.isSingleRow {
                guard take(answer) else { return nil }
            } else if last?.fault == nil {
                last = answer
            }
        }
        guard let last else { throw lost() }
        return last
    }

    private func send(_ sql: String, _ parameters: PostgresParameters) throws(PostgresFault) {
        let sent = parameters.withPointers { types, values, lengths, formats in
            PQsendQueryParams(handle, sql, Int32(parameters.count), types, values, lengths, formats, 0)
        }
        guard sent == 1 else { throw lost() }
    }

    /// Prepares a statement and learns the types of its parameters.
    public func prepare(_ sql: String, name: String) throws(PostgresFault) -> PreparedStatement {
        guard PQsendPrepare(handle, name, sql, 0, nil) == 1 else { throw lost() }
        if let fault = try finish().fault { throw fault }
        guard PQsendDescribePrepared(handle, name) == 1 else { throw lost() }
        let answer = try finish()
        if let fault = answer.fault { throw fault }
        return PreparedStatement(name: name, parameterTypes: answer.parameterTypes)
    }

    /// Runs a prepared statement; values come in binary form.
    public func run(
        _ statement: PreparedStatement, _ parameters: PostgresParameters
    ) throws(PostgresFault) -> PostgresAnswer {
        try send(statement, parameters)
        return try finish()
    }

    /// Runs a prepared statement for many rows in pipeline mode. The first error ends the work; the answers that
    /// follow it in the same pipeline are the server's "aborted".
    public func run(
        _ statement: PreparedStatement, count: Int, parameters: (Int) throws -> PostgresParameters,
        _ take: (PostgresAnswer) throws -> Void
    ) throws {
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
        for start in stride(from: 0, to: count, by: Self.pipelineLength) {
            var failure: (any Error)?
            var sent = 0
            for row in start..<min(start + Self.pipelineLength, count) {
                do {
                    try send(statement, parameters(row))
                    sent += 1
                } catch {
                    failure = error
                    break
                }
            }
            guard PQpipelineSync(handle) == 1 else { throw lost() }
            for _ in 0..<sent {
                let answer = try finish()
                do { if failure == nil { try take(answer) } } catch { failure = error }
            }
            guard try finish().isSync else { throw lost() }
            if let failure {
                guard PQexitPipelineMode(handle) == 1 else { throw lost() }
                throw failure
            }
        }
        guard PQexitPipelineMode(handle) == 1 else { throw lost() }
    }

    private func send(_ statement: PreparedStatement, _ parameters: PostgresParameters) throws(PostgresFault) {
        let sent = parameters.withPointers { _, values, lengths, formats in
            PQsendQueryPrepared(handle, statement.name, Int32(parameters.count), values, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
    }

    /// The answer to one statement, or to the last of several: reads until libpq says that no more is to come. A sync
    /// mark stands alone.
    private func finish() throws(PostgresFault) -> PostgresAnswer {
        var last: PostgresAnswer?
        while let answer = try nextResult() {
            if answer.isSync { return answer }
            if last?.fault == nil { last = answer }
            if PQstatus(handle) == CONNECTION_BAD { break }
        }
        guard let last else { throw lost() }
        guard PQstatus(handle) == CONNECTION_OK || last.fault != nil else { throw lost() }
        return last
    }

    private func nextResult() throws(PostgresFault) -> PostgresAnswer? {
        guard PQflush(handle) == 0 else { throw lost() }
        while PQisBusy(handle) == 1 {
            try waitForInput()
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
        return PQgetResult(handle).map(PostgresAnswer.init)
    }

    /// Waits for the server, but no longer than a statement may last: a server that has stopped says nothing.
    private func waitForInput() throws(PostgresFault) {
        var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        let end = ContinuousClock.now + answerTimeout
        while true {
            let left = end - ContinuousClock.now
            guard left > .zero, !(endsWithTask && Task.isCancelled) else { throw PostgresFault(.silent) }
            let time = endsWithTask ? min(left.milliseconds, Self.look) : left.milliseconds
            let ready = poll(&descriptor, 1, Int32(clamping: time))
            if ready > 0 { return }
            guard ready == 0 || errno == EINTR else { throw lost() }
        }
    }

    private func lost() -> PostgresFault {
        PostgresFault(.lost, String(cString: PQerrorMessage(handle)).firstLine)
    }
}

/// The warnings that a connection brought. It stays on the connection's thread.
private final class Warnings {
    var first: String?

    static func at(_ pointer: UnsafeMutableRawPointer) -> Warnings {
        Unmanaged<Warnings>.fromOpaque(pointer).takeUnretainedValue()
    }

    func add(_ result: OpaquePointer?) {
        guard first == nil, result?.field(.severity) == "WARNING" else { return }
        first = result?.field(.sqlState) ?? "01000"
    }
}

extension Duration {
    /// Whole milliseconds, at least 1.
    fileprivate var milliseconds: Int64 {
        max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
    }
}
