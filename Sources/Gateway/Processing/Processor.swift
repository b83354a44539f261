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
    /// An accepted interchange, with its bytes while there is room for them in memory.
    struct Item: Sendable {
        var interchange: KeptInterchange
        var bytes: [UInt8]?
    }

    private struct Queue {
        var items: [Item] = []
        var first = 0
        var bytes = 0
        /// Those who wait for receipts keep coming, for now.
        var isRush = false
        /// The store may hold what the queue does not: look before going on.
        var needsRecovery = true

        var waiting: Int { items.count - first }
    }

    /// How many bytes of waiting interchanges stay in memory; the rest is read from the store again.
    private static let largestMemory = 64 << 20
    /// What one deciding transaction takes at most, unless one interchange alone is more.
    private static let batchDocuments = 128
    /// How many interchanges it takes in a rush: who waits for a receipt waits for the store's writer no longer than these
    /// few take.
    private static let rushInterchanges = 16
    /// While anybody waits for a receipt it rests, at most so many times as long as it worked: receipts go first.
    private static let rest = 4.0
    private static let longestRest = Duration.milliseconds(100)
    /// A rush that leaves so many waiting lasts too long: they get their full share of the machine.
    private static let longestQueue = 20_000
    private static let batchBytes = 8 << 20

    private let database: any Database
    private let decider: Decider
    private let understanding: @Sendable (String) -> Understanding
    private let acknowledging: @Sendable (String) -> AcknowledgementProfile
    private let preparation: PayloadPreparation
    private let clock: Clock
    private let logger: Logger
    private let decided: @Sendable (DecidedBatch) -> Void
    private let threads = ReadingThreads()
    private let queue = Mutex(Queue())
    private let signal = Signal()
    /// How many senders wait for a receipt now.
    let awaitedReceipts = Atomic(0)

    init(
        database: any Database, decider: Decider, understanding: @escaping @Sendable (String) -> Understanding,
        acknowledging: @escaping @Sendable (String) -> AcknowledgementProfile, preparation: PayloadPreparation,
        clock: Clock, logger: Logger,
        decided: @escaping @Sendable (DecidedBatch) -> Void
    ) {
        self.database = database
        self.decider = decider
        self.understanding = understanding
        self.acknowledging = acknowledging
        self.preparation = preparation
        self.clock = clock
        self.logger = logger
        self.decided = decided
    }

    /// How many interchanges wait.
    var waiting: Int { queue.withLock { $0.waiting } }

    /// Takes interchanges in the order of their accept numbers.
    func enqueue(_ items: [Item]) {
        queue.withLock { queue in
            for var item in items {
                let size = item.bytes?.count ?? 0
                if queue.bytes + size > Self.largestMemory { item.bytes = nil }
                queue.bytes += item.bytes?.count ?? 0
                queue.items.append(item)
            }
        }
        signal.set()
    }

    /// Says that the store may hold interchanges that were never enqueued.
    func recover() {
        queue.withLock { $0.needsRecovery = true }
        signal.set()
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
        queue.withLock { queue in
            let newest = backlog.last?.number ?? 0
            let held = Dictionary(
                queue.items[queue.first...].map { ($0.interchange.number, $0) }, uniquingKeysWith: { first, _ in first }
            )
            let later = held.values.filter { $0.interchange.number > newest }.sorted {
                $0.interchange.number < $1.interchange.number
            }
            queue.items = backlog.map { held[$0.number] ?? Item(interchange: $0, bytes: nil) } + later
            queue.first = 0
            queue.bytes = queue.items.reduce(0) { $0 + ($1.bytes?.count ?? 0) }
        }
    }

    /// The next interchanges, in order: some small ones, or one large one. Nothing while the store has to be looked into.
    private func take() -> [Item] {
        queue.withLock { queue in
            guard !queue.needsRecovery, !Task.isCancelled else { return [] }
            let most = queue.isRush ? Self.rushInterchanges : Self.batchDocuments
            var end = queue.first
            var bytes: Int64 = 0
            while end < queue.items.count, end - queue.first < most {
                let size = queue.items[end].interchange.size
                bytes += size
                if end > queue.first, size > Int64(pieceLength) || bytes > Self.batchBytes { break }
                end += 1
                if size > Int64(pieceLength) { break }
            }
            let items = Array(queue.items[queue.first..<end])
            queue.bytes -= items.reduce(0) { $0 + ($1.bytes?.count ?? 0) }
            queue.first = end
            if queue.first * 2 > queue.items.count {
                queue.items.removeFirst(queue.first)
                queue.first = 0
            }
            return items
        }
    }

    // MARK: Reading

    /// What is read and is to be decided next.
    private enum Batch: Sendable {
        case parts([InterchangePart])
        /// Read and decided in turns, since it is too large to be held.
        case large(KeptInterchange)
    }

    private func readNext() async throws -> Batch? {
        let items = take()
        guard let first = items.first else { return nil }
        if first.interchange.size > Int64(pieceLength) { return .large(first.interchange) }
        let fetched = try await fetch(items)
        // Several at once, each on a thread that may take its time.
        return .parts(try await threads.map(fetched) { [self] in try read($0) })
    }

    /// The items with their bytes, those that memory did not hold from the store.
    private func fetch(_ items: [Item]) async throws -> [Item] {
        guard items.contains(where: { $0.bytes == nil }) else { return items }
        return try await database.read { transaction in
            try items.map { item in
                guard item.bytes == nil, let id = UniqueID(item.interchange.id) else { return item }
                return Item(interchange: item.interchange, bytes: try transaction.interchangeBytes(id) ?? [])
            }
        }
    }

    private func read(_ item: Item) throws -> InterchangePart {
        let bytes = item.bytes ?? []
        var reader = PayloadReader(profile: understanding(item.interchange.sender).profile)
        var collector = MessageCollector()
        try reader.read(bytes[...]) { collector.take($0) }
        try reader.finish { collector.take($0) }
        let documents = understand(collector.takeDocuments(), of: item.interchange)
        let judgement = judgement(on: item.interchange) { verdicts in
            verdicts.take(collector.takeOutline(), documents.map(\.verdict))
        }
        return InterchangePart(
            interchange: item.interchange, documents: documents, isFirst: true, summary: collector.summary(),
            bytes: bytes, prepared: preparation.payloads(of: documents, in: item.interchange), judgement: judgement)
    }

    /// What is to be said of an interchange; nil where its sender's profile says nothing.
    private func judgement(
        on interchange: KeptInterchange, _ gather: (inout VerdictCollector) -> Void
    ) -> Judgement? {
        let profile = acknowledging(interchange.sender)
        guard Refusals.needWhole(profile) else { return nil }
        var verdicts = VerdictCollector()
        gather(&verdicts)
        return Judgement(verdicts, by: profile, at: clock.now())
    }

    /// The same of one that is too large to be held, for which it is read once more.
    private func judgement(reading interchange: KeptInterchange) async throws -> Judgement? {
        guard Refusals.needWhole(acknowledging(interchange.sender)), let id = UniqueID(interchange.id) else {
            return nil
        }
        let reader = VerdictReader(
            understanding: understanding(interchange.sender), database: database, threads: threads)
        let verdicts = try await reader.verdicts(of: id)
        return judgement(on: interchange) { $0 = verdicts }
    }

    /// Decides an interchange that is too large to be held part by part, each while the next one is being read.
    private func processInParts(_ interchange: KeptInterchange) async throws {
        guard
            var reader = PartReader(
                interchange, understanding: understanding(interchange.sender), database: database, threads: threads)
        else { return }
        let judgement = try await judgement(reading: interchange)
        var part = try await prepared(reader.next())
        while var current = part {
            current.judgement = judgement
            let deciding = current
            async let decided: Void = decide([deciding])
            part = try await prepared(reader.next())
            try await decided
        }
    }

    /// A part with its payloads, some written on each reading thread at a time.
    private func prepared(_ part: InterchangePart?) async throws -> InterchangePart? {
        guard var part else { return nil }
        let interchange = part.interchange
        for payloads in try await threads.map(
            part.documents,
            { [preparation] in
                preparation.payloads(of: [$0], in: interchange)
            })
        {
            part.prepared.merge(payloads)
        }
        return part
    }

    private func understand(_ documents: [ReadDocument], of interchange: KeptInterchange) -> [UnderstoodDocument] {
        guard !documents.isEmpty else { return [] }
        let understanding = understanding(interchange.sender)
        let day = interchange.receivedAt.day
        return documents.map { understanding.understand($0, sender: interchange.sender, day: day) }
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
            decided(try await decider.decide(Array(parts)))
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
