import ConfigurationFiles
import Diagnostics
import Intake
import Logging
import Rollout
import Store
import Synchronization

/// Reads, maps and decides what was accepted, in accept order: what this node has just accepted from memory, what an
/// earlier run or a lost answer left behind from the store.
///
/// Order is kept by one loop over one queue. A batch that the store cannot take now is tried again; one that fails on
/// its data is halved until the culprit stands alone, and it alone ends as unreadable, its bytes kept.
final class Processor: Sendable {
    /// How many documents one deciding transaction takes at most, unless one interchange alone is more.
    private static let batchDocuments = 128
    /// While anybody waits for a receipt it rests, at most so many times as long as it worked: receipts go first.
    private static let rest = 4.0
    private static let longestRest = Duration.milliseconds(100)
    /// A rush that leaves so many waiting lasts too long: they get their full share of the machine.
    private static let longestQueue = 20_000

    private let database: any Database
    private let decider: Decider
    private let reading: InterchangeReading
    private let logger: Logger
    private let decided: @Sendable (DecidedBatch) async -> Void
    private let queue = Mutex(WaitingInterchanges())
    private let signal = Signal()
    /// The processor that has taken over; what is enqueued here since then it finds in the store.
    private let successor = Mutex<Processor?>(nil)
    /// How many senders wait for a receipt now.
    let awaitedReceipts = Atomic(0)

    init(
        database: any Database, decider: Decider, reading: InterchangeReading, logger: Logger,
        decided: @escaping @Sendable (DecidedBatch) async -> Void
    ) {
        self.database = database
        self.decider = decider
        self.reading = reading
        self.logger = logger
        self.decided = decided
    }

    /// How many interchanges wait.
    var waiting: Int { queue.withLock { $0.count } }

    /// Takes interchanges in the order of their accept numbers.
    func enqueue(_ items: [WaitingInterchange]) {
        if let successor = successor.withLock({ $0 }) { return successor.recover() }
        queue.withLock { $0.add(items) }
        signal.set()
    }

    /// Says that the store may hold interchanges that were never enqueued.
    func recover() {
        if let successor = successor.withLock({ $0 }) { return successor.recover() }
        queue.withLock { $0.needsRecovery = true }
        signal.set()
    }

    /// Leaves what waits, and all that is yet to come, to another processor on the same store.
    func handOver(to other: Processor) {
        successor.withLock { $0 = other }
        other.recover()
    }

    /// Runs until its task is cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                if queue.withLock({ $0.needsRecovery }) { try await readBacklog() }
                if try await !processWhatWaits() { await signal.wait(atMost: .seconds(5)) }
            } catch is CancellationError {
                return
            } catch {
                // What was taken is still unprocessed in the store, and is found there.
                logger.warning("processing stopped, trying again", metadata: ["error": "\(error)"])
                queue.withLock { $0.needsRecovery = true }
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    /// Decides what waits, batch by batch, while the next batch is being read; false when nothing waited.
    private func processWhatWaits() async throws -> Bool {
        guard var batch = try await readNext() else { return false }
        while true {
            let began = ContinuousClock.now
            async let following = readNext()
            switch batch {
            case .parts(let parts): try await decide(inBatches: parts)
            case .large(let interchange): try await processInParts(interchange)
            }
            guard let next = try await following else { return true }
            batch = next
            try await letReceiptsGoFirst(atMost: min((ContinuousClock.now - began) * Self.rest, Self.longestRest))
        }
    }

    /// Rests while anybody waits for a receipt; it is a rush when the time is up before nobody does.
    private func letReceiptsGoFirst(atMost longest: Duration) async throws {
        let end = ContinuousClock.now + longest
        var isRush = false
        while awaitedReceipts.load(ordering: .relaxed) > 0, waiting < Self.longestQueue, !isRush {
            try await Task.sleep(for: .milliseconds(2))
            isRush = ContinuousClock.now >= end
        }
        queue.withLock { $0.isRush = isRush }
    }

    // MARK: The queue

    /// Puts the store's unprocessed interchanges, in order, in the place of what the queue holds of them.
    private func readBacklog() async throws {
        queue.withLock { $0.needsRecovery = false }
        var found: [KeptInterchange] = []
        do {
            while true {
                let after = found.last?.number ?? 0
                let rows = try await database.read { try $0.unprocessedInterchanges(after: after, limit: 1_000) }
                found += rows.map(KeptInterchange.init)
                if rows.count < 1_000 { break }
            }
        } catch {
            queue.withLock { $0.needsRecovery = true }
            throw error
        }
        let backlog = found
        queue.withLock { $0.replace(by: backlog) }
    }

    // MARK: Reading

    /// What is read and is to be decided next.
    private enum Batch: Sendable {
        case parts([InterchangePart])
        /// Read and decided in turns, since it is too large to be held.
        case large(KeptInterchange)
    }

    /// Reads the next that waits; nothing while the store has to be looked into.
    private func readNext() async throws -> Batch? {
        let items = queue.withLock { $0.needsRecovery || Task.isCancelled ? [] : $0.take() }
        guard let first = items.first else { return nil }
        if first.interchange.size > Int64(pieceLength) { return .large(first.interchange) }
        return .parts(try await reading.parts(of: items))
    }

    /// Decides an interchange that is too large to be held part by part, each while the next one is being read.
    private func processInParts(_ interchange: KeptInterchange) async throws {
        guard var reader = reading.reader(of: interchange) else { return }
        let judgement = try await reading.judgement(reading: interchange)
        var part = try await reading.prepared(reader.next())
        while var current = part {
            current.judgement = judgement
            let deciding = current
            async let decided: Void = decide([deciding])
            part = try await reading.prepared(reader.next())
            try await decided
        }
    }

    // MARK: Deciding

    private func decide(inBatches parts: [InterchangePart]) async throws {
        var first = parts.startIndex
        var documents = 0
        for index in parts.indices {
            documents += parts[index].documents.count
            guard documents >= Self.batchDocuments || index == parts.indices.last else { continue }
            try await decide(parts[first...index])
            first = index + 1
            documents = 0
        }
    }

    private func decide(_ parts: ArraySlice<InterchangePart>) async throws {
        do {
            await decided(try await decider.decide(Array(parts)))
        } catch let error as StoreError where error.isAboutData && parts.count > 1 {
            let middle = parts.startIndex + parts.count / 2
            try await decide(parts[..<middle])
            try await decide(parts[middle...])
        } catch let error as StoreError where error.isAboutData {
            logger.error(
                "an interchange cannot be stored as read",
                metadata: ["interchange": "\(parts[parts.startIndex].interchange.id)", "error": "\(error)"])
            try await giveUp(parts[parts.startIndex], error)
        }
    }

    /// Ends an interchange whose documents the store refuses; its bytes stay, and its sender's next ones go on. Where the
    /// store refuses what would be answered, too, nothing is answered.
    private func giveUp(_ part: InterchangePart, _ error: StoreError) async throws {
        do {
            try await decider.giveUp(part, for: error.diagnostic)
        } catch let second as StoreError where second.isAboutData {
            var part = part
            part.judgement = nil
            try await decider.giveUp(part, for: error.diagnostic)
        }
    }
}

extension KeptInterchange {
    /// The interchange of a row.
    init(_ row: InterchangeRow) {
        self.init(
            id: row.id.description, number: row.number, sender: row.sender, fileName: row.fileName, size: row.size,
            receivedAt: Instant(microseconds: row.receivedAt))
    }
}
