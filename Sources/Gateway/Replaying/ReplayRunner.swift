import Diagnostics
import Intake
import Logging
import Rollout
import Store

/// Runs replays of many documents, each in one node's hand, some documents a transaction.
///
/// A document's effect and its mark in the replay are one transaction, so that a node that stops in the middle leaves nothing half
/// done, and whoever comes next goes on behind it. What comes in goes first: transactions are small, behind each one the replay
/// rests for as long as its pace says, and it waits while what it set going has not arrived.
final class ReplayRunner: Sendable {
    private let database: any Database
    private let batches: ReplayBatches
    private let audit: AuditTrail
    private let node: UniqueID
    private let clock: Clock
    private let logger: Logger
    /// Whether something comes in at this moment.
    private let isLive: @Sendable () -> Bool
    private let signal = Signal()

    /// How long a node has a replay in hand without a step, in microseconds.
    static let lease: Int64 = 60_000_000
    private static let round = Duration.seconds(1)
    /// How many run at once.
    private static let width = 4
    /// For how long one is taken on before it is looked at again who has it.
    private static let slice = Duration.seconds(5)
    /// How often the canary is looked at.
    private static let look = Duration.milliseconds(200)
    /// The longest wait for what was set going to arrive: what waits behind something for good must not hold up the rest.
    private static let patience = Duration.seconds(2)
    /// How much of a replay may be on its way at once.
    private static let window = 1_000

    init(
        database: any Database, batches: ReplayBatches, audit: AuditTrail, node: UniqueID, clock: Clock, logger: Logger,
        isLive: @escaping @Sendable () -> Bool
    ) {
        self.database = database
        self.batches = batches
        self.audit = audit
        self.node = node
        self.clock = clock
        self.logger = logger
        self.isLive = isLive
    }

    /// Says that there may be something to do.
    func wake() { signal.set() }

    /// Runs until its task is cancelled; the transaction under way is finished first.
    func run() async {
        while !Task.isCancelled {
            do {
                let taken = try await claim()
                await withDiscardingTaskGroup { group in
                    for row in taken { group.addTask { await self.advance(row) } }
                }
                guard taken.isEmpty, try await !sweep() else { continue }
                await signal.wait(atMost: Self.round)
            } catch {
                logger.warning("replays cannot be taken on", metadata: ["error": "\(error)"])
                await signal.wait(atMost: Self.round)
            }
        }
    }

    private func claim() async throws -> [ReplayRow] {
        let (node, now) = (node, clock.now().microseconds)
        guard try await database.read({ try $0.hasDueReplay(at: now) }) else { return [] }
        return try await database.write {
            try $0.claimReplays(node: node, until: now + Self.lease, at: now, limit: Self.width)
        }
    }

    /// Takes one replay as far as it goes in a while.
    private func advance(_ row: ReplayRow) async {
        let end = ContinuousClock.now + Self.slice
        do {
            var goesOn = true
            while goesOn, !Task.isCancelled, ContinuousClock.now < end { goesOn = try await step(row.id) }
        } catch is ReplayBatches.Lost {
            // Somebody paused or cancelled it, or another node has it.
        } catch {
            if !Task.isCancelled {
                logger.warning("a replay waits", metadata: ["replay": "\(row.id)", "error": "\(error)"])
                await signal.wait(atMost: Self.round)
            }
        }
        let (id, node) = (row.id, node)
        // A task of its own: whoever stops lets go of it all the same.
        await Task { [database] in try? await database.write { try $0.releaseReplay(id, node: node) } }.value
    }

    /// One step; false when it has ended.
    private func step(_ id: UniqueID) async throws -> Bool {
        guard let row = try await database.read({ try $0.replay(id) }), row.state == .running else { return false }
        if row.phase == .watching { return try await watch(row) }
        let pace = ReplayPace(rate: row.rate.map(Int.init))
        try await letArrive(row)
        let began = ContinuousClock.now
        let count = try await batches.run(
            row, node: node, until: clock.now().microseconds + Self.lease, most: pace.batch)
        let worked = (ContinuousClock.now - began) / .seconds(1)
        guard count > 0 else { return try await finish(row) }
        let rest = pace.rest(behind: count, worked: worked, isLive: isLive())
        if rest > 0 { try? await Task.sleep(for: .seconds(rest)) }
        return true
    }

    /// Waits while all that was set going last is still on its way, for a while at most.
    private func letArrive(_ row: ReplayRow) async throws {
        let end = ContinuousClock.now + Self.patience
        let id = row.id
        while row.counts.applied >= Int64(Self.window), ContinuousClock.now < end, !Task.isCancelled {
            guard try await database.read({ try $0.isReplayUnderWay(id, last: Self.window) }) else { return }
            try await Task.sleep(for: Self.look)
        }
    }

    // MARK: Phases

    /// Looks whether the canary came to a good end: then the rest goes, or nothing does.
    private func watch(_ row: ReplayRow) async throws -> Bool {
        let verdict = try await database.read { transaction in
            CanaryVerdict(try transaction.canary(ofReplay: row.id).map(CanaryVerdict.Standing.init))
        }
        switch verdict {
        case .waiting(let arrived):
            let note = "\(arrived) of \(row.canary) documents of the canary have arrived"
            if row.note != note { try await change(row.id) { _, row in row.note = note } }
            try await Task.sleep(for: Self.look)
            return true
        case .good:
            let now = clock.now()
            try await change(row.id) { _, row in
                row.phase = .whole
                row.note = nil
                row.mark(at: now)
            }
            return true
        case .failed(let document, let status, let code):
            let fault = Diagnostic(
                "replay.canary-failed", value: document, facts: ["status": status.rawValue, "code": code])
            try await end(row.id, .stopped, fault: fault)
            return false
        }
    }

    /// Nothing is left of this phase.
    private func finish(_ row: ReplayRow) async throws -> Bool {
        guard row.phase == .canary else {
            try await end(row.id, .done, fault: nil)
            return false
        }
        try await change(row.id) { _, row in row.phase = .watching }
        return true
    }

    private func end(_ id: UniqueID, _ state: ReplayRow.State, fault: Diagnostic?) async throws {
        let (now, audit) = (clock.now(), audit)
        try await change(id) { transaction, row in
            row.state = state
            row.note = nil
            row.fault = JSONText.of(fault)
            row.endedAt = now.microseconds
            let counts = row.counts
            try audit.append(
                "replay.\(state == .done ? "end" : "stop")", subject: id.description, by: row.starter,
                before: "running",
                after:
                    "\(counts.applied) done, \(counts.already) already, \(counts.refused) refused, \(counts.left) left",
                reason: row.reason, in: transaction)
        }
    }

    private func change(
        _ id: UniqueID, _ body: @escaping @Sendable (any Transaction, inout ReplayRow) throws -> Void
    ) async throws {
        let (node, now) = (node, clock.now().microseconds)
        try await database.write { transaction in
            guard var row = try transaction.holdReplay(id, node: node, until: now + Self.lease) else {
                throw ReplayBatches.Lost()
            }
            row.updatedAt = now
            try body(transaction, &row)
            try transaction.journal(row)
        }
    }

    /// Forgets the documents of plans whose time is over, some at a time.
    private func sweep() async throws -> Bool {
        let now = clock.now().microseconds
        return try await database.write { transaction in
            guard var row = try transaction.lockExpiredReplay(at: now) else { return false }
            if try transaction.removeReplayItems(row.id, limit: 2_000) > 0 { return true }
            row.state = .expired
            row.endedAt = now
            row.updatedAt = now
            try transaction.journal(row)
            return true
        }
    }
}

extension CanaryVerdict.Standing {
    init(_ item: CanaryItem) {
        self.init(
            document: item.document.description, status: item.status, code: item.code,
            refusal: item.state == .refused ? item.refusal : nil, failedCopies: Int(item.failedCopies),
            openCopies: Int(item.openCopies))
    }
}

extension ReplayRow {
    /// Who started it.
    var starter: Caller {
        Caller(name: startedBy ?? madeBy, role: startedRole.flatMap(Role.init(rawValue:)) ?? .support, origin: "replay")
    }
}
