import Diagnostics
import Intake
import Logging
import Rollout
import Store

/// What has to be done now and then: the node's heartbeat, taking over from nodes that are gone, giving back what this node
/// began and never heard of, failing what waited too long for its order, removing the pieces of payloads that never came
/// whole.
struct Housekeeping: Sendable {
    let database: any Database
    let node: UniqueID
    let inHand: AttemptsInHand
    let backends: BackendBook
    let routing: RoutingState
    let waker: Waker
    /// True when no other node can be at this store, so that whoever left a lease is gone.
    let isAlone: Bool
    /// True when this gateway takes the place of another one of this process.
    let isTakingOver: Bool
    let milestones: MilestoneDesk
    let closing: OrderClosing
    let overdue: OverdueAnswers
    let guards: GuardWatching
    let clock: Clock
    let logger: Logger
    let decided: @Sendable (DecidedBatch) -> Void

    /// How long another node's heartbeat must not have moved, by our own clock, before it counts as gone.
    private static let silence = Duration.seconds(30)
    private static let round = Duration.seconds(2)
    /// Every so many rounds it looks for documents whose order was imported and that nobody woke.
    private static let roundsToWaking = 30
    /// Every so many rounds the guards look.
    private static let roundsToGuards = 5
    /// How long a lease must have passed before the node looks whether it ever heard of the attempt, in seconds.
    private static let margin = 5.0
    /// A payload in pieces that is not whole after this many seconds never will be.
    private static let uploadLife = 3_600.0

    /// Registers the node; on a store of our own, takes over what an earlier run left at once. Wakes what an import that was
    /// cut short left waiting.
    func begin() async throws {
        let now = clock.now().microseconds
        try await database.write { try $0.registerNode(node, at: now) }
        if isAlone {
            try await takeOverFromAll()
            try await freeSteps()
            // Uploads of a process that goes on are no orphans: who sends them is still at it.
            if !isTakingOver {
                _ = try await database.write { try $0.removeOrphans(begunBefore: now, limit: 1_000) }
            }
        }
        do { try await waker.wakeAll() } catch {
            logger.warning("what waits for imported orders is woken later", metadata: ["error": "\(error)"])
        }
    }

    /// Runs until its task is cancelled, then says that the node has ended.
    func run() async {
        var seen: [UniqueID: (heartbeat: Int64, since: ContinuousClock.Instant)] = [:]
        var rounds = 0
        while !Task.isCancelled {
            rounds += 1
            do {
                try await beat()
                if !isAlone {
                    try await watchOthers(&seen)
                    try await freeSteps()
                }
                try await reclaim()
                if rounds.isMultiple(of: Self.roundsToWaking) {
                    try await waker.wakeAll()
                    try await waker.releaseBirths()
                    try await guards.forgetOldFigures()
                    try await closing.look()
                }
                try await failParked()
                let unanswered = try await overdue.fail()
                if !unanswered.isEmpty {
                    decided(DecidedBatch(interchanges: unanswered, version: routing.version))
                }
                try await milestones.runDue()
                if rounds.isMultiple(of: Self.roundsToGuards) { try await guards.look() }
                try await failCascaded()
                let before = clock.now().adding(seconds: -Self.uploadLife).microseconds
                _ = try await database.write { try $0.removeOrphans(begunBefore: before) }
            } catch {
                logger.warning("housekeeping did not come through", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Self.round)
        }
    }

    /// Moves the heartbeat. A node that stood still so long that others held it for gone comes back under its own name:
    /// what it had begun was taken over, and what it still has in hand sends nothing once its lease has passed. If it
    /// stayed away, others would take over all that it begins from now on while it is being sent.
    private func beat() async throws {
        let now = clock.now().microseconds
        let wasGone = try await database.write { transaction in
            if try transaction.beat(node) { return false }
            try transaction.registerNode(node, at: now)
            return true
        }
        if wasGone { logger.warning("other nodes held this one for gone; it is registered again") }
    }

    // MARK: Takeover

    /// Lets transfers and releases go on that an ended node had in hand.
    private func freeSteps() async throws {
        let (node, isAlone) = (node, isAlone)
        let freed = try await database.write { try $0.freeSteps(except: node, isAlone: isAlone) }
        guard freed > 0 else { return }
        logger.notice("steps of an ended node go on", metadata: ["count": "\(freed)"])
    }

    private func takeOverFromAll() async throws {
        let holders = try await database.read { try $0.leaseHolders() }.filter { $0 != node }
        try await takeOver(holders)
    }

    private func watchOthers(
        _ seen: inout [UniqueID: (heartbeat: Int64, since: ContinuousClock.Instant)]
    ) async throws {
        let now = ContinuousClock.now
        let nodes = try await database.read { try $0.nodes() }.filter { $0.id != node }
        for other in nodes {
            guard let last = seen[other.id], last.heartbeat == other.heartbeat else {
                seen[other.id] = (other.heartbeat, now)
                continue
            }
            guard now - last.since > Self.silence else { continue }
            if try await database.write({ try $0.removeNode(other) }) {
                logger.warning("a node is gone; its deliveries are taken over", metadata: ["node": "\(other.id)"])
                seen[other.id] = nil
            }
        }
        // Leases of nodes that are not registered any more.
        let known = Set(nodes.map(\.id)).union([node])
        let orphaned = try await database.read { try $0.leaseHolders() }.filter { !known.contains($0) }
        try await takeOver(orphaned)
    }

    private func takeOver(_ nodes: [UniqueID]) async throws {
        guard !nodes.isEmpty else { return }
        while true {
            let now = clock.now().microseconds
            let honouring = backends.honouringKeys
            let taken = try await database.write { transaction in
                try transaction.takeOver(from: nodes, honouring: honouring, now: now)
            }
            if !taken.isEmpty {
                logger.notice("attempts of an ended node were taken over", metadata: ["count": "\(taken.count)"])
            }
            wake(taken)
            if taken.count < 1_000 { return }
        }
    }

    private func wake(_ deliveries: [DeliveryRow]) {
        decided(
            DecidedBatch(
                backends: Set(deliveries.map(\.backend)),
                interchanges: Set(deliveries.map(\.interchangeID.description)), version: routing.version))
    }

    // MARK: Lost answers

    /// Gives back the attempts that a COMMIT with a lost answer began in this node's name; see ``AttemptsInHand`` for the
    /// races.
    private func reclaim() async throws {
        let now = clock.now()
        let before = now.adding(seconds: -Self.margin).microseconds
        let reclaimed = try await database.write { transaction in
            try transaction.reclaimDeliveries(
                of: node, leasedUntilBefore: before, at: now.microseconds, where: inHand.withdraw)
        }
        guard !reclaimed.isEmpty else { return }
        logger.warning("attempts that were begun and never sent wait again", metadata: ["count": "\(reclaimed.count)"])
        wake(reclaimed)
    }

    // MARK: Rejections

    /// Fails what came behind a rejected document of its order since, where the function of that one cascades.
    private func failCascaded() async throws {
        guard routing.version.snapshot.functions.contains(where: { $0.onRejection == .cascade }) else { return }
        var last: UniqueID?
        repeat {
            let (after, now) = (last, clock.now().microseconds)
            let page = try await database.write { try $0.cascade(after: after, limit: 500, at: now) }
            if !page.failed.isEmpty { wake(page.failed) }
            last = page.last
        } while last != nil
    }

    // MARK: Parking

    /// Fails what has waited for its order past the deadline, visibly.
    private func failParked() async throws {
        let hours = routing.version.snapshot.parkingHours
        let now = clock.now()
        let before = now.adding(seconds: -hours * 3_600).microseconds
        let interchanges = try await database.write { transaction in
            let expired = try transaction.parkedDocuments(receivedBefore: before, limit: 100)
            for row in expired {
                // Its order may be born at this very moment: the order's row decides who is first.
                _ = try transaction.lockOrders([row.orderKey].compactMap { $0 }, at: now.microseconds)
                let moved = try transaction.moveDocuments(
                    [row.id], from: [.parked], to: .failed, stage: DocumentStage.route.rawValue,
                    code: "route.parking-expired", at: now.microseconds)
                guard !moved.isEmpty else { continue }
                let facts = ["key": row.orderKey ?? "", "hours": String(Int(hours))]
                try transaction.setDiagnostics(
                    JSONText.of([Diagnostic("route.parking-expired", value: row.orderNumber, facts: facts)]) ?? "[]",
                    of: row)
                try transaction.append([
                    EventRow(at: now.microseconds, kind: "document.failed", subject: row.id.description)
                ])
            }
            return expired.map(\.interchangeID.description)
        }
        guard !interchanges.isEmpty else { return }
        decided(DecidedBatch(interchanges: Set(interchanges), version: routing.version))
    }
}
