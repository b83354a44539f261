import Foundation
import Store

/// Transactions on their way to the threads of the connections, in the order in which they came.
///
/// `@unchecked`: every property is touched under the condition's lock only.
final class JobQueue: @unchecked Sendable {
    /// A transaction to run on the thread of the connection that takes it.
    typealias Job = @Sendable (Connection) -> Void

    private let condition = NSCondition()
    private let limit: Int
    private var jobs: [Job] = []
    private var first = 0
    private var isClosed = false
    private var threads = 0
    private var healthy = 0
    private var ended: [CheckedContinuation<Void, Never>] = []

    /// A queue that holds at most `limit` jobs.
    init(limit: Int) { self.limit = limit }

    /// Queues a job, or throws that there are too many or that the store is closed.
    func add(_ job: @escaping Job) throws {
        condition.lock()
        defer { condition.unlock() }
        guard !isClosed else { throw StoreError(.unavailable, code: "closed") }
        guard jobs.count - first < limit else {
            throw StoreError(.overloaded, code: "queue", message: "\(limit) transactions")
        }
        jobs.append(job)
        // Not just one: the one that wakes may be waiting out its backoff.
        condition.broadcast()
    }

    /// Starts a thread that runs jobs on the connection until the queue is closed and empty.
    func startThread(connection: @escaping @Sendable () -> Connection) {
        condition.withLock { threads += 1 }
        let thread = Thread { [self] in
            let connection = connection()
            var isHealthy = true
            condition.withLock { healthy += 1 }
            while let job = next(for: connection) {
                job(connection)
                let isNowHealthy = connection.mayConnect
                if isNowHealthy != isHealthy {
                    condition.withLock { healthy += isNowHealthy ? 1 : -1 }
                    isHealthy = isNowHealthy
                }
            }
            connection.disconnect()
            finish(wasHealthy: isHealthy)
        }
        thread.name = "milepost-postgres"
        thread.start()
    }

    /// The next job. A connection that lately failed to connect leaves jobs to the others while any of them works, so
    /// that one bad connection does not answer for all.
    private func next(for connection: Connection) -> Job? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if first < jobs.count, connection.mayConnect || healthy == 0 || isClosed { return take() }
            if isClosed { return nil }
            if connection.mayConnect { condition.wait() } else { _ = condition.wait(until: Date() + 0.1) }
        }
    }

    private func take() -> Job {
        let job = jobs[first]
        first += 1
        // The taken ones are dropped once they are the greater part, so that a job costs a constant time.
        if first * 2 > jobs.count {
            jobs.removeFirst(first)
            first = 0
        }
        return job
    }

    private func finish(wasHealthy: Bool) {
        let waiting = condition.withLock { () -> [CheckedContinuation<Void, Never>] in
            threads -= 1
            if wasHealthy { healthy -= 1 }
            guard threads == 0 else { return [] }
            defer { ended = [] }
            return ended
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Takes no more jobs; the threads end after the last one.
    func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }

    /// Returns when every thread has ended.
    func end() async {
        close()
        await withCheckedContinuation { continuation in
            let isDone = condition.withLock { () -> Bool in
                if threads > 0 { ended.append(continuation) }
                return threads == 0
            }
            if isDone { continuation.resume() }
        }
    }
}
