import CLibPQ
import Foundation
import Store

/// A prepared statement: its name on the connection, and the types that the server gave its parameters.
struct PreparedStatement {
    let name: String
    let parameterTypes: [Oid]
}

/// A libpq connection and every call on it. A failure of the connection itself is thrown; what the server answers,
/// errors included, is an ``Answer``.
final class Wire {
    /// How many rows of a pipeline go under one sync.
    static let pipelineLength = 256

    private let handle: OpaquePointer
    private let warnings = Warnings()
    /// How long an answer may take: the statement's own timeout, and some.
    var answerTimeout: Duration

    /// Connects, or throws that the server cannot be reached.
    init(url: String, timeouts: PostgresDatabase.Timeouts) throws {
        let parameters: [(String, String)] = [
            ("fallback_application_name", "milepost"),
            ("dbname", url),
            ("client_encoding", "UTF8"),
            ("connect_timeout", "\(max(2, timeouts.connect.components.seconds))"),
            ("tcp_user_timeout", "\(timeouts.network.milliseconds)"),
            ("keepalives_idle", "10"),
            ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
        ]
        handle = try Self.connect(parameters)
        answerTimeout = timeouts.statement + .seconds(10)
        PQsetNoticeReceiver(
            handle, { owner, result in owner.map { Warnings.at($0).add(result) } },
            Unmanaged.passUnretained(warnings).toOpaque())
    }

    deinit { PQfinish(handle) }

    private static func connect(_ parameters: [(String, String)]) throws -> OpaquePointer {
        let names = parameters.map { strdup($0.0) }
        let values = parameters.map { strdup($0.1) }
        defer { for text in names + values { free(text) } }
        let handle = PQconnectdbParams(
            names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
        guard let handle else { throw StoreError(.unavailable, code: "memory") }
        guard PQstatus(handle) == CONNECTION_OK else {
            defer { PQfinish(handle) }
            throw StoreError(.unavailable, code: "08001", message: String(cString: PQerrorMessage(handle)).firstLine)
        }
        return handle
    }

    /// Forgets the warnings that came so far.
    func clearWarnings() { warnings.first = nil }

    /// The SQLSTATE of the first warning since they were cleared.
    var warning: String? { warnings.first }

    /// Runs one or more statements without parameters; the answer is that of the last, or the first error.
    func run(_ sql: String) throws -> Answer {
        guard PQsendQuery(handle, sql) == 1 else { throw lost() }
        return try finish()
    }

    /// Prepares a statement and learns the types of its parameters.
    func prepare(_ sql: String, name: String) throws -> PreparedStatement {
        guard PQsendPrepare(handle, name, sql, 0, nil) == 1 else { throw lost() }
        if let error = try finish().error { throw error }
        guard PQsendDescribePrepared(handle, name) == 1 else { throw lost() }
        let answer = try finish()
        if let error = answer.error { throw error }
        return PreparedStatement(name: name, parameterTypes: answer.parameterTypes)
    }

    /// Runs a prepared statement.
    func run(_ statement: PreparedStatement, _ arguments: [Value]) throws -> Answer {
        try send(statement, arguments)
        return try finish()
    }

    /// Runs a prepared statement for many rows in pipeline mode. The first error ends the work; the answers that
    /// follow it in the same pipeline are the server's "aborted".
    func run(_ statement: PreparedStatement, many rows: [[Value]], _ take: (Answer) throws -> Void) throws {
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
        for start in stride(from: 0, to: rows.count, by: Self.pipelineLength) {
            var failure: (any Error)?
            var sent = 0
            for row in rows[start..<min(start + Self.pipelineLength, rows.count)] {
                do {
                    try send(statement, row)
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

    private func send(_ statement: PreparedStatement, _ arguments: [Value]) throws {
        let parameters = try Parameters(arguments, types: statement.parameterTypes)
        let sent = parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(handle, statement.name, Int32(arguments.count), values, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
    }

    /// The answer to one statement, or to the last of several: reads until libpq says that no more is to come. A sync
    /// mark stands alone.
    private func finish() throws -> Answer {
        var last: Answer?
        while let answer = try nextResult() {
            if answer.isSync { return answer }
            if last?.error == nil { last = answer }
            if PQstatus(handle) == CONNECTION_BAD { break }
        }
        guard let last else { throw lost() }
        guard PQstatus(handle) == CONNECTION_OK || last.error != nil else { throw lost() }
        return last
    }

    private func nextResult() throws -> Answer? {
        guard PQflush(handle) == 0 else { throw lost() }
        while PQisBusy(handle) == 1 {
            try waitForInput()
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
        return PQgetResult(handle).map(Answer.init)
    }

    /// Waits for the server, but no longer than a statement may last: a server that has stopped says nothing.
    private func waitForInput() throws {
        var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        let end = ContinuousClock.now + answerTimeout
        while true {
            let left = end - ContinuousClock.now
            guard left > .zero else { throw StoreError(.unavailable, code: "no-answer") }
            let ready = poll(&descriptor, 1, Int32(clamping: left.milliseconds))
            if ready > 0 { return }
            guard ready == 0 || errno == EINTR else { throw lost() }
        }
    }

    private func lost() -> StoreError {
        StoreError(.unavailable, code: "08006", message: String(cString: PQerrorMessage(handle)).firstLine)
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
