import Store
import Synchronization

/// A store whose answers to COMMIT can be lost: the transaction is written, its caller hears that nobody knows. It can also
/// refuse a text as one that it cannot hold, and be gone from a COMMIT on, as for a node that falls.
final class LossyDatabase: Database {
    private struct Loss {
        /// Text of a statement that the transaction must have run.
        var fragment: String
        var isLost: Bool
        var then: @Sendable () -> Void
    }

    private let inner: any Database
    private let losses = Mutex<[Loss]>([])
    private let refused = Mutex<String?>(nil)
    private let isGone = Mutex(false)
    /// How many more COMMITs of transactions that run a statement with some text come before the store is gone.
    private let fall = Mutex<(fragment: String, commits: Int)?>(nil)

    init(_ inner: any Database) { self.inner = inner }

    var dialect: Dialect { inner.dialect }

    /// Loses the answer to the next COMMIT of a transaction that runs a statement with this text.
    func loseCommit(running fragment: String) {
        losses.withLock { $0.append(Loss(fragment: fragment, isLost: true, then: {})) }
    }

    /// Refuses each statement from now on that holds a text with these characters.
    func refuse(text: String) { refused.withLock { $0 = text } }

    /// Does something right behind the next COMMIT of such a transaction, before its caller hears of it.
    func afterCommit(running fragment: String, _ then: @escaping @Sendable () -> Void) {
        losses.withLock { $0.append(Loss(fragment: fragment, isLost: false, then: then)) }
    }

    /// Is gone behind so many COMMITs of transactions that run a statement with this text, the last one's answer included.
    func fall(behind commits: Int, running fragment: String) { fall.withLock { $0 = (fragment, commits) } }

    /// Whether it is gone.
    var hasFallen: Bool { isGone.withLock(\.self) }

    /// Comes back with all that was written.
    func rise() {
        fall.withLock { $0 = nil }
        isGone.withLock { $0 = false }
    }

    private func requirePresence() throws {
        if hasFallen { throw StoreError(.unavailable, code: "gone") }
    }

    private func fallIfDue(_ statements: Set<String>) throws {
        let isDue = fall.withLock { fall -> Bool in
            guard let present = fall, statements.contains(where: { $0.contains(present.fragment) }) else {
                return false
            }
            fall?.commits -= 1
            return present.commits <= 1
        }
        guard isDue else { return }
        isGone.withLock { $0 = true }
        throw StoreError(.commitUnknown, code: "gone")
    }

    /// Whether everything that was ordered has happened.
    var isDone: Bool { losses.withLock { $0.isEmpty } }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try requirePresence()
        let refused = refused.withLock(\.self)
        let (result, statements) = try await inner.write { transaction in
            let watched = WatchedTransaction(transaction, refusing: refused)
            return (try body(watched), watched.statements)
        }
        let loss = losses.withLock { losses -> Loss? in
            guard let index = losses.firstIndex(where: { loss in statements.contains { $0.contains(loss.fragment) } })
            else { return nil }
            return losses.remove(at: index)
        }
        loss?.then()
        try fallIfDue(statements)
        if loss?.isLost == true { throw StoreError(.commitUnknown, code: "lost") }
        return result
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try requirePresence()
        return try await inner.read(body)
    }

    func close() async { await inner.close() }
}

/// A transaction that remembers what it ran for rows that were there.
private final class WatchedTransaction: Transaction {
    private let inner: any Transaction
    private let refused: String?
    private(set) var statements: Set<String> = []

    init(_ inner: any Transaction, refusing refused: String?) {
        self.inner = inner
        self.refused = refused
    }

    var dialect: Dialect { inner.dialect }

    func query(_ sql: String, _ arguments: [Value]) throws -> [Row] {
        let rows = try inner.query(sql, arguments)
        // A claim that finds nothing is none.
        if !rows.isEmpty { statements.insert(sql) }
        return rows
    }

    func execute(_ sql: String, _ arguments: [Value]) throws -> Int {
        statements.insert(sql)
        return try inner.execute(sql, arguments)
    }

    func executeMany(_ sql: String, _ rows: [[Value]]) throws -> Int {
        if !rows.isEmpty { statements.insert(sql) }
        try refuse(rows, sql)
        return try inner.executeMany(sql, rows)
    }

    func queryMany(_ sql: String, _ rows: [[Value]]) throws -> [[Row]] {
        if !rows.isEmpty { statements.insert(sql) }
        try refuse(rows, sql)
        return try inner.queryMany(sql, rows)
    }

    private func refuse(_ rows: [[Value]], _ sql: String) throws {
        for case .text(let text) in rows.joined() where refused.map(text.contains) == true {
            throw StoreError(.data, code: "refused", sql: sql)
        }
    }
}
