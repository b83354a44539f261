import Dispatch
import Foundation
import Glibc
import Synchronization

/// Threads that read and map, apart from those that answer callers and write to the store.
///
/// Reading computes for milliseconds without a pause; on the pool that all tasks share it would hold up every answer.
/// These threads stand behind the others when processors are short (`nice`): what is accepted may wait to be read, who
/// sends it may not wait for its receipt.
final class ReadingThreads: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var first = 0
        var hasEnded = false
    }

    private final class Shared: Sendable {
        let state = Mutex(State())
        let ready = DispatchSemaphore(value: 0)
    }

    private let shared = Shared()
    /// How many there are.
    let count: Int

    /// Starts the threads; by default one for each processor, at most eight.
    init(count: Int = min(8, ProcessInfo.processInfo.activeProcessorCount)) {
        self.count = max(1, count)
        for _ in 0..<self.count {
            let thread = Thread { [shared] in Self.serve(shared) }
            thread.name = "milepost reading"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit {
        shared.state.withLock { $0.hasEnded = true }
        for _ in 0..<count { shared.ready.signal() }
    }

    /// Does the work on one of the threads. Works are begun in the order in which they were given.
    func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            shared.state.withLock { state in
                state.work.append { continuation.resume(with: Swift.Result { try work() }) }
            }
            shared.ready.signal()
        }
    }

    /// Transforms items, a share of them on each thread at a time, and gives the results in the order of the items.
    func map<Item: Sendable, Result: Sendable>(
        _ items: [Item], atMost largestShare: Int = 8, _ transform: @escaping @Sendable (Item) throws -> Result
    ) async throws -> [Result] {
        let length = max(1, min(largestShare, (items.count + count - 1) / count))
        let shares = stride(from: 0, to: items.count, by: length).map { items[$0..<min($0 + length, items.count)] }
        return try await withThrowingTaskGroup(of: (Int, [Result]).self) { group in
            for (number, share) in shares.enumerated() {
                group.addTask { (number, try await self.run { try share.map(transform) }) }
            }
            var results = Array(repeating: [Result](), count: shares.count)
            for try await (number, share) in group { results[number] = share }
            return results.flatMap(\.self)
        }
    }

    private static func serve(_ shared: Shared) {
        // On Linux a thread has a niceness of its own. Without the right to set it, it stays as it is.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        while true {
            shared.ready.wait()
            let work = shared.state.withLock { state -> (@Sendable () -> Void)? in
                guard state.first < state.work.count else { return nil }
                defer {
                    state.first += 1
                    if state.first == state.work.count {
                        state.work.removeAll(keepingCapacity: true)
                        state.first = 0
                    }
                }
                return state.work[state.first]
            }
            guard let work else { return }
            work()
        }
    }
}
