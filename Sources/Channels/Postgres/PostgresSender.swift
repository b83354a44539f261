public import Diagnostics
import Synchronization

/// Runs statements in a database of someone else's, each in a transaction of its own, on so many connections at most.
///
/// A statement is tried once. Connections are made when they are needed, and again when they were cut while nothing was under
/// way. Connecting, statements, COMMIT and the queue before them are limited.
public final class PostgresSender: Sendable {
    private struct State {
        var idle: [PostgresSession] = []
        var made: [PostgresSession] = []
        var waiting: [CheckedContinuation<PostgresSession?, Never>] = []
        var hasEnded = false
    }

    private enum Place {
        case session(PostgresSession)
        case wait
        case none
    }

    private let target: PostgresTarget
    private let connections: Int
    private let longestQueue: Int
    private let state = Mutex(State())

    /// A sender to a database.
    public init(_ target: PostgresTarget, connections: Int, waiting: Int = 1_024) {
        precondition(connections > 0 && waiting >= 0)
        self.target = target
        self.connections = connections
        longestQueue = waiting
    }

    /// Runs a statement with its values and says what became of it.
    public func run(_ sql: String, _ values: [PostgresValue]) async -> PostgresOutcome {
        guard let session = await session() else { return .notDone(overfull) }
        let outcome = await session.run(sql, values)
        giveBack(session)
        return outcome
    }

    /// Connects, and does nothing; why it cannot.
    public func examine() async -> Diagnostic? {
        guard let session = await session() else { return overfull }
        let fault = await session.connect()
        giveBack(session)
        return fault
    }

    /// Ends the connections once what is under way on them has ended; what waits is not done.
    public func shutdown() async {
        let (made, waiting) = state.withLock { state in
            state.hasEnded = true
            defer { (state.waiting, state.made, state.idle) = ([], [], []) }
            return (state.made, state.waiting)
        }
        for continuation in waiting { continuation.resume(returning: nil) }
        for session in made { await session.disconnect() }
    }

    private var overfull: Diagnostic {
        Diagnostic(
            "deliver.database-unreachable", value: target.shownURL,
            facts: ["reason": "too many statements wait, or the gateway stops"])
    }

    private func session() async -> PostgresSession? {
        await withCheckedContinuation { continuation in
            let place = state.withLock { state in
                let place = nextPlace(&state)
                if case .wait = place { state.waiting.append(continuation) }
                return place
            }
            switch place {
            case .session(let session): continuation.resume(returning: session)
            case .none: continuation.resume(returning: nil)
            case .wait: break
            }
        }
    }

    private func nextPlace(_ state: inout State) -> Place {
        guard !state.hasEnded else { return .none }
        if let session = state.idle.popLast() { return .session(session) }
        if state.made.count < connections {
            let session = PostgresSession(target)
            state.made.append(session)
            return .session(session)
        }
        return state.waiting.count < longestQueue ? .wait : .none
    }

    private func giveBack(_ session: PostgresSession) {
        let next = state.withLock { state -> CheckedContinuation<PostgresSession?, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            if !state.hasEnded { state.idle.append(session) }
            return nil
        }
        next?.resume(returning: session)
    }
}
