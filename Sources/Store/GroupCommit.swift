/// Gathers what concurrent callers submit into few transactions: one sync to disk serves many.
///
/// A batch is committed while the next one gathers, so a lone caller waits for nothing and a crowd shares. When a batch
/// fails because of its data it is halved until the culprit stands alone, and it alone fails. A commit whose answer is lost
/// is looked up by the items' ids before anyone is answered.
public actor GroupCommit<Item: Sendable, Result: Sendable> {
    /// What bounds a batch and the queue before it.
    public struct Limits: Sendable, Hashable {
        /// How many items one transaction takes.
        public var batchItems = 256
        /// How many bytes one transaction takes; an item beyond it goes alone.
        public var batchBytes = 8 << 20
        /// How many items may wait; more fail as overloaded.
        public var waitingItems = 10_000
        /// How many bytes may wait; more fail as overloaded.
        public var waitingBytes = 256 << 20
        /// How many transactions run at once. One for SQLite; on PostgreSQL each takes a connection.
        public var lanes = 1

        /// The usual limits.
        public init() {}
    }

    private struct Waiting {
        let item: Item
        let size: Int
        let continuation: CheckedContinuation<Result, any Error>
    }

    /// How often a batch is repeated that the database chose to end in favour of others.
    private static var repetitions: Int { 5 }

    private let limits: Limits
    private let size: @Sendable (Item) -> Int
    private let commit: @Sendable ([Item]) async throws -> [Result]
    private let lookUp: @Sendable ([Item]) async throws -> [Result?]
    private var waiting: [Waiting] = []
    private var first = 0
    private var waitingBytes = 0
    private var running = 0
    /// How many items were let in so far.
    public private(set) var submitted = 0

    /// A gatherer.
    ///
    /// - Parameters:
    ///   - size: An item's size in bytes.
    ///   - commit: Writes items in one transaction and gives their results in the same order.
    ///   - lookUp: Finds what stands of items whose commit is unknown, in the same order.
    public init(
        limits: Limits = Limits(), size: @escaping @Sendable (Item) -> Int,
        commit: @escaping @Sendable ([Item]) async throws -> [Result],
        lookUp: @escaping @Sendable ([Item]) async throws -> [Result?]
    ) {
        self.limits = limits
        self.size = size
        self.commit = commit
        self.lookUp = lookUp
    }

    /// Waits until the item is committed.
    ///
    /// - Throws: ``StoreError``: `overloaded` when too much waits, `commitUnknown` when it is not known whether it was
    ///   written, or what the item itself fails with.
    public func submit(_ item: Item) async throws -> Result {
        let size = size(item)
        let isFull = waiting.count - first >= limits.waitingItems || waitingBytes + size > limits.waitingBytes
        // An item that is alone is let in however big it is; it was bounded where it was received.
        guard !isFull || waiting.count == first else {
            throw StoreError(.overloaded, code: "group-commit", message: "\(waiting.count - first) items")
        }
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(item: item, size: size, continuation: continuation))
            waitingBytes += size
            submitted += 1
            guard running < limits.lanes else { return }
            running += 1
            Task { await drain() }
        }
    }

    private func drain() async {
        while let batch = nextBatch() { await settle(batch[...]) }
        running -= 1
    }

    private func nextBatch() -> [Waiting]? {
        guard first < waiting.count else { return nil }
        var end = first
        var bytes = 0
        while end < waiting.count, end - first < limits.batchItems,
            end == first || bytes + waiting[end].size <= limits.batchBytes
        {
            bytes += waiting[end].size
            end += 1
        }
        defer {
            waitingBytes -= bytes
            first = end
            if first * 2 > waiting.count {
                waiting.removeFirst(first)
                first = 0
            }
        }
        return Array(waiting[first..<end])
    }

    /// Commits a batch and answers every one in it, halving it while its data fails.
    private func settle(_ batch: ArraySlice<Waiting>) async {
        do {
            answer(batch, try await committing(batch.map(\.item)).map(Optional.some), instead: Self.missing)
        } catch let error as StoreError where error.isAboutData && batch.count > 1 {
            let middle = batch.startIndex + batch.count / 2
            await settle(batch[..<middle])
            await settle(batch[middle...])
        } catch let error as StoreError where error.kind == .commitUnknown {
            let found = try? await lookUp(batch.map(\.item))
            answer(batch, found ?? Array(repeating: nil, count: batch.count), instead: error)
        } catch {
            for waiting in batch { waiting.continuation.resume(throwing: error) }
        }
    }

    private func committing(_ items: [Item]) async throws -> [Result] {
        for _ in 0..<Self.repetitions {
            do {
                return try await commit(items)
            } catch let error as StoreError where error.kind == .serialization {
                continue
            }
        }
        return try await commit(items)
    }

    private func answer(_ batch: ArraySlice<Waiting>, _ results: [Result?], instead error: StoreError) {
        for (index, waiting) in batch.enumerated() {
            if index < results.count, let result = results[index] {
                waiting.continuation.resume(returning: result)
            } else {
                waiting.continuation.resume(throwing: error)
            }
        }
    }

    private static var missing: StoreError { StoreError(.mismatch, code: "group-commit") }
}

extension GroupCommit where Item == ReceivedInterchange, Result == Acceptance {
    /// The gatherer of what is received: accepts payloads of all channels into a database.
    public init(accepting database: any Database, limits: Limits = Limits()) {
        self.init(
            limits: limits, size: \.sizeInMemory,
            commit: { items in try await database.write { try $0.accept(items) } },
            lookUp: { items in try await database.write { try $0.settledAcceptances(of: items) } })
    }
}

extension ReceivedInterchange {
    /// About what it holds in memory, in bytes.
    fileprivate var sizeInMemory: Int {
        switch content {
        case .bytes(let bytes): 512 + bytes.count
        case .uploaded: 512
        }
    }
}
