import Diagnostics
import Intake
import Rollout
import Store
import Synchronization

/// Does with the next documents of a replay what it is for, in one transaction: each by the steps of the single action.
struct ReplayBatches: Sendable {
    let database: any Database
    let desk: ReplayDesk

    /// The replay does not run any more, or another node has it.
    struct Lost: Error {}

    private typealias End = (number: Int64, state: ReplayItemRow.State, code: String?)

    /// Takes the next documents, and gives how many there were.
    func run(_ row: ReplayRow, node: UniqueID, until lease: Int64, most: Int) async throws -> Int {
        do {
            return try await take(row, node: node, until: lease, most: most)
        } catch let error as StoreError where error.isAboutData || error.kind == .serialization {
            // One of them is not to be had: each alone then.
            guard most > 1 else { throw error }
            var count = 0
            for _ in 0..<most {
                let one = try await alone(row, node: node, until: lease)
                guard one > 0 else { break }
                count += one
            }
            return count
        }
    }

    /// One document; what the store refuses for good is refused.
    private func alone(_ row: ReplayRow, node: UniqueID, until lease: Int64) async throws -> Int {
        do {
            return try await take(row, node: node, until: lease, most: 1)
        } catch let error as StoreError where error.isAboutData {
            let now = desk.clock.now().microseconds
            return try await database.write { transaction in
                guard let held = try transaction.holdReplay(row.id, node: node, until: lease) else { throw Lost() }
                let items = try items(of: held, most: 1, in: transaction)
                let ends = items.map { End($0.number, .refused, error.diagnostic.code.rawValue) }
                try write(ends, of: held, at: now, in: transaction)
                return items.count
            }
        }
    }

    private func take(_ row: ReplayRow, node: UniqueID, until lease: Int64, most: Int) async throws -> Int {
        let reread = try await reread(row, most: most)
        let done = Done()
        let batch = try await desk.decider.deciding { transaction, version in
            guard let row = try transaction.holdReplay(row.id, node: node, until: lease) else { throw Lost() }
            let items = try items(of: row, most: most, in: transaction)
            let now = desk.clock.now().microseconds
            // All orders first, in the order of their keys, and then what goes for them, as everyone takes them.
            _ = try transaction.lockOrders(items.compactMap(\.orderKey), at: now)
            try transaction.lockOpenDeliveries(ofDocuments: items.map(\.document))
            let work = ReplayWork(
                action: row.action, reason: row.reason, anyway: row.anyway, caller: row.starter, replay: row.id)
            var batch = DecidedBatch(version: version)
            var ends: [End] = []
            for item in items {
                ends.append(try apply(work, to: item, reread[item.document], in: transaction, by: version, &batch))
            }
            try write(ends, of: row, at: now, in: transaction)
            done.count.withLock { $0 = items.count }
            return batch
        }
        desk.decided(batch)
        return done.count.withLock { $0 }
    }

    /// How many documents a transaction took.
    private final class Done: Sendable { let count = Mutex(0) }

    /// The next documents. One whose order is not known locks it when it has been read, so that it goes alone.
    private func items(of row: ReplayRow, most: Int, in transaction: any Transaction) throws -> [ReplayItemRow] {
        let items = try transaction.replayItemsToDo(row.id, canaryOnly: row.phase == .canary, limit: most)
        guard row.action != .discard, let orderless = items.firstIndex(where: { $0.orderKey == nil }) else {
            return items
        }
        return Array(items.prefix(max(1, orderless)))
    }

    /// What begins at READ is read ahead of the transaction, so that nobody waits for that.
    private func reread(_ row: ReplayRow, most: Int) async throws -> [UniqueID: RereadDocument] {
        guard row.action == .reprocess else { return [:] }
        let rereading = desk.decider.rereading
        return try await database.read { transaction in
            let ids = try items(of: row, most: most, in: transaction).map(\.document)
            return try rereading.understood(ids, in: transaction)
        }
    }

    private func apply(
        _ work: ReplayWork, to item: ReplayItemRow, _ reread: RereadDocument?, in transaction: any Transaction,
        by version: RoutingState.Version, _ batch: inout DecidedBatch
    ) throws -> End {
        guard let present = try transaction.document(item.document)?.status else {
            return (item.number, .refused, "intake.document-unknown")
        }
        if present != item.plannedAs, present.isSetGoing { return (item.number, .already, nil) }
        try transaction.execute("savepoint replayed")
        do {
            let own = try desk.apply(work, to: item.document, reread: reread, in: transaction, by: version)
            try transaction.execute("release savepoint replayed")
            batch.backends.formUnion(own.backends)
            batch.interchanges.formUnion(own.interchanges)
            return (item.number, .applied, nil)
        } catch {
            guard let code = (error as? GatewayError)?.diagnostic.code ?? (error as? Diagnostic)?.code else {
                throw error
            }
            try transaction.execute("rollback to savepoint replayed")
            try transaction.execute("release savepoint replayed")
            // The copies for which it was planned have arrived meanwhile.
            let isDone = item.plannedAs == .delivered && !work.action.isOfDelivered && code == "intake.replay-illegal"
            return (item.number, isDone ? .already : .refused, isDone ? nil : code.rawValue)
        }
    }

    private func write(
        _ ends: [End], of row: ReplayRow, at now: Int64, in transaction: any Transaction
    ) throws {
        guard !ends.isEmpty else { return }
        try transaction.endReplayItems(row.id, ends, at: now)
        var row = row
        for end in ends {
            switch end.state {
            case .applied: row.counts.applied += 1
            case .already: row.counts.already += 1
            default: row.counts.refused += 1
            }
        }
        row.updatedAt = now
        row.note = nil
        // The pace is that of the last minute or two.
        if now - (row.markAt ?? now) > 120_000_000 {
            row.markAt = now - 60_000_000
            row.markDone += (row.counts.done - row.markDone) / 2
        }
        try transaction.journal(row)
    }
}

extension DocumentStatus {
    /// Whether somebody or something has set a document going that had stopped, or ended it.
    fileprivate var isSetGoing: Bool {
        switch self {
        case .delivering, .delivered, .duplicate, .superseded, .discarded: true
        case .accepted, .held, .parked, .failed, .unknown: false
        }
    }
}

extension ReplayAction {
    /// Whether it is done with what has arrived.
    fileprivate var isOfDelivered: Bool { self == .resend || self == .sendAsNew }
}
