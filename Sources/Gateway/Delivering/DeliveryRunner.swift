import ConfigurationFiles
import Diagnostics
import Intake
import Logging
import Rollout
import Store
import Synchronization

/// Runs the deliveries of one back end: claims what may go, sends it, records how it ended, lets the next go.
///
/// An attempt is committed before any byte leaves. Most attempts are begun by the transaction that decides the document,
/// as far as there are places here; what is due otherwise is claimed. How many are under way is bounded by the back end's
/// limits and by its circuit breaker; a back end that is down holds up nobody else. What a back end gets in the shadow of
/// another one goes on a lane of its own, with places and a breaker of its own: however it fares, what the back end owns
/// goes on.
final class DeliveryRunner: Sendable {
    let backend: Backend
    let lane: DeliveryLane
    private let database: any Database
    private let node: UniqueID
    private let sender: DeliverySender
    private let results: ResultWriter
    private let recent: RecentGoods
    private let inHand: AttemptsInHand
    private let writers: PayloadWriters
    private let clock: Clock
    private let logger: Logger
    /// Whether answers are compared now.
    private let keepsAnswers: @Sendable () -> Bool
    /// Told the interchanges whose documents changed.
    private let changed: @Sendable ([String]) -> Void
    private let state: Mutex<DeliveryPlaces>
    private let signal = Signal()

    /// How long a begun attempt may wait for its first byte to leave, in microseconds. Other nodes go by the heartbeat when
    /// they take over, this one by what it has in hand.
    static let lease: Int64 = 60_000_000
    private static let longestSleep = Duration.seconds(1)

    init(
        _ backend: Backend, lane: DeliveryLane = .acting, database: any Database, node: UniqueID,
        results: ResultWriter, recent: RecentGoods, inHand: AttemptsInHand, writers: PayloadWriters, as2: AS2Book,
        clock: Clock,
        logger: Logger, keepsAnswers: @escaping @Sendable () -> Bool, changed: @escaping @Sendable ([String]) -> Void
    ) {
        self.backend = backend
        self.lane = lane
        self.keepsAnswers = keepsAnswers
        self.database = database
        self.node = node
        self.results = results
        self.recent = recent
        self.inHand = inHand
        self.writers = writers
        self.clock = clock
        self.logger = logger
        self.changed = changed
        let places = DeliveryPlaces(backend)
        let relation = Outbound.partner(of: backend.name).flatMap { as2.relations[$0] }
        sender = DeliverySender(backend, waiting: places.limit, clock: clock) { channel, http in
            relation.map {
                AS2Delivery(
                    channel: channel, relation: $0, book: as2, sender: http, database: database, clock: clock)
            }
        }
        state = Mutex(places)
    }

    var breaker: CircuitBreaker.State { state.withLock { $0.breaker.state } }

    /// What was heard, or not, when an attempt last failed.
    var lastFailure: String? { state.withLock { $0.lastFailure } }

    /// Says that there may be something to do.
    func wake() {
        state.withLock { $0.noticeWork() }
        signal.set()
    }

    /// Takes places for deliveries that a deciding transaction means to begin; each is to be begun or given back.
    func reserve(_ wanted: Int) -> Int { state.withLock { $0.reserve(wanted) } }

    /// Sends deliveries whose attempts were begun on reserved places, and gives the rest of the places back.
    func begin(_ claimed: [ClaimedDelivery], reserved: Int) {
        state.withLock { $0.begin(claimed, reserved: reserved) }
        signal.set()
    }

    /// Runs until its task is cancelled; attempts under way are finished first.
    func run() async {
        await withDiscardingTaskGroup { group in
            func send(_ consignments: [[ClaimedDelivery]]) {
                for consignment in consignments {
                    // A task of its own: stopping must not cancel what is on its way, or its outcome would be unknown.
                    group.addTask { await Task { await self.deliver(consignment) }.value }
                }
            }
            while !Task.isCancelled {
                let begun = state.withLock { $0.takeBegun() }
                send(begun.map { [$0] })
                let claimed = await claim()
                send(claimed)
                if begun.isEmpty, claimed.isEmpty { await signal.wait(atMost: Self.longestSleep) }
            }
            results.beginStop()
            // What a deciding transaction has reserved comes yet, or is given back.
            state.withLock { $0.end() }
            while state.withLock({ $0.isExpecting }) {
                send(state.withLock { $0.takeBegun() }.map { [$0] })
                await Task { await signal.wait(atMost: .milliseconds(50)) }.value
            }
        }
        await sender.shutdown()
    }

    // MARK: Claiming

    private func claim() async -> [[ClaimedDelivery]] {
        let now = clock.now()
        guard let look = state.withLock({ $0.look(now: now) }) else { return [] }
        let (name, lane, node, lease) = (backend.name, lane, node, now.microseconds + Self.lease)
        let batches = lane == .acting ? BatchClosing(backend, by: writers) : nil
        do {
            let (claimed, isWaiting) = try await database.write { transaction in
                try batches?.close(in: transaction, at: now)
                let claimed = try transaction.claimDeliveries(
                    backend: name, lane: lane, node: node, now: now.microseconds, leaseUntil: lease,
                    limit: look.allowed, isProbe: look.isProbe,
                    newID: { UniqueID(at: now.microseconds) })
                return (claimed, try transaction.hasDueDeliveries(backend: name, lane: lane, now: now.microseconds))
            }
            let consignments = Self.grouped(claimed)
            state.withLock { $0.settle(look, claimed: consignments.count, isWaiting: isWaiting, now: now) }
            return consignments
        } catch {
            state.withLock { $0.giveUp(look, now: now) }
            logger.warning("deliveries cannot be claimed", metadata: ["backend": "\(name)", "error": "\(error)"])
            try? await Task.sleep(for: .milliseconds(200))
            return []
        }
    }

    /// The members of a bundle go together.
    private static func grouped(_ claimed: [ClaimedDelivery]) -> [[ClaimedDelivery]] {
        var groups: [[ClaimedDelivery]] = []
        var bundles: [UniqueID: Int] = [:]
        for delivery in claimed {
            if let bundle = delivery.delivery.bundle {
                if let index = bundles[bundle] {
                    groups[index].append(delivery)
                    continue
                }
                bundles[bundle] = groups.count
            }
            groups.append([delivery])
        }
        return groups
    }

    // MARK: Sending

    private func deliver(_ claimed: [ClaimedDelivery]) async {
        let attempts = claimed.map(\.attempt.id)
        if inHand.take(attempts) {
            // What is not on record stays in hand: it may have been sent.
            if await !results.record(await make(claimed)).isEmpty { inHand.letGo(attempts) }
        } else {
            // Housekeeping has given it up, and back.
            state.withLock { $0.breaker.returnProbe(now: clock.now()) }
        }
        // The place is free once the outcome is on record, so that no successor overtakes what may come again.
        if state.withLock({ $0.free() }) { signal.set() }
        changed(Array(Set(claimed.map(\.delivery.interchangeID.description))))
    }

    /// Makes an attempt that is in hand, and says how it ended.
    private func make(_ claimed: [ClaimedDelivery]) async -> [AttemptResult] {
        guard let sent = await attempt(claimed) else {
            let now = clock.now()
            // It says nothing about the back end.
            state.withLock { $0.breaker.returnProbe(now: now) }
            return claimed.map { Self.unsent($0, at: now) }
        }
        let now = clock.now()
        state.withLock { $0.record(sent.outcome, at: now) }
        var answer = keepsAnswers() ? sent.answer : nil
        // What is said of several documents says nothing of one of them alone.
        if claimed.count > 1 { answer?.isWhole = false }
        var ends: [AttemptResult] = []
        for delivery in claimed {
            var end = await result(of: sent.outcome, for: delivery, at: now)
            end.answer = answer
            end.put = sent.put.map { put in
                MailboxFileRow(
                    deliveryID: delivery.delivery.id, mailbox: put.mailbox.name, name: put.name,
                    putAt: now.microseconds, dueAt: now.adding(seconds: put.mailbox.fetchedWithin).microseconds)
            }
            end.learned = LearnedCodes.ownOrder(in: sent, of: delivery, at: backend, now)
            ends.append(end)
        }
        return ends
    }

    /// Whether an attempt may still begin to send. Behind its lease others may hold this node for gone, and a person may
    /// have cleared the attempt as one that can no longer arrive.
    private func isLeased(_ claimed: [ClaimedDelivery]) -> Bool {
        let now = clock.now().microseconds
        return claimed.allSatisfy { $0.delivery.leaseUntil.map { now < $0 } ?? false }
    }

    /// The result of an attempt whose lease passed before a byte of it left: it is made again at once.
    private static func unsent(_ claimed: ClaimedDelivery, at now: Instant) -> AttemptResult {
        AttemptResult(
            attemptID: claimed.attempt.id, deliveryID: claimed.delivery.id, outcome: .failed,
            next: .retry(dueAt: now.microseconds), code: "deliver.retrying",
            detail: JSONText.object(["detail": .text("its lease passed before it was sent")]))
    }

    /// Sends what was claimed; nil when its lease has passed, and nothing was sent.
    private func attempt(_ claimed: [ClaimedDelivery]) async -> SentConsignment? {
        do {
            var consignment = try await consignment(of: claimed)
            if consignment == nil, writers.isNeeded(for: backend.name) {
                if let fault = try await writeLate(claimed) {
                    let first = fault.diagnostics.first { $0.severity == .error }
                    return .refused(
                        first.map { Catalogue.english.wording(of: $0).message } ?? "it cannot be written")
                }
                consignment = try await self.consignment(of: claimed)
            }
            guard let consignment else {
                return .refused("the document's bytes are no longer kept")
            }
            return isLeased(claimed) ? await sender.send(consignment) : nil
        } catch {
            return SentConsignment(.failed(.init(detail: "the document could not be read from the store")))
        }
    }

    /// From memory what this node has just decided, from the store what it has not.
    private func consignment(of claimed: [ClaimedDelivery]) async throws -> Consignment? {
        let builder = ConsignmentBuilder(backend: backend)
        let remembered = claimed.map { recent.take(for: $0.delivery) }
        if let goods = remembered.first ?? nil, let consignment = builder.consignment(of: claimed, from: goods) {
            return consignment
        }
        guard let first = claimed.first?.delivery else { return nil }
        let goods = try await database.read { try builder.goods(of: first, in: $0) }
        return goods.flatMap { builder.consignment(of: claimed, from: $0) }
    }

    /// Writes and keeps the payload of a delivery that was decided when its back end took another form, or whose document
    /// could not be written then; what is wrong if it still cannot.
    private func writeLate(_ claimed: [ClaimedDelivery]) async throws -> PayloadFault? {
        let (writers, clock) = (writers, clock)
        return try await database.write { transaction in
            guard let delivery = claimed.first?.delivery, let document = try transaction.document(delivery.documentID),
                let stored = try transaction.payload(of: document.id, version: delivery.payloadVersion)
            else { return nil }
            let content = try writers.content(stored.canonical, for: delivery, at: clock.now(), in: transaction)
            let written: PayloadToKeep?
            do throws(PayloadFault) {
                written = try writers.payload(
                    of: content, for: delivery, receivedAt: Instant(microseconds: document.receivedAt))
            } catch {
                return error
            }
            try PayloadsToKeep.keep([written].compactMap { $0 }, in: transaction, at: clock.now())
            return nil
        }
    }

    private func result(
        of outcome: DeliveryOutcome, for claimed: ClaimedDelivery, at now: Instant
    ) async -> AttemptResult {
        let result = DeliveryResult.after(
            outcome, attempts: Int(claimed.attempt.number), firstAttempt: await firstAttempt(claimed, now: now),
            now: now,
            abilities: backend.abilities, schedule: backend.retry, random: clock.random())
        let next: AttemptResult.Next =
            switch result.state {
            case .waiting: .retry(dueAt: result.dueAt?.microseconds ?? now.microseconds)
            case .unknown: .unknown
            default: .fail
            }
        return AttemptResult(
            attemptID: claimed.attempt.id, deliveryID: claimed.delivery.id, outcome: AttemptOutcome(outcome),
            next: next,
            code: Self.code(outcome, result.state),
            detail: JSONText.object([
                "detail": .text(outcome.answer.detail), "status": outcome.answer.status.map { .integer($0) },
            ]))
    }

    /// When the delivery was first tried: now for most, else what the store remembers.
    private func firstAttempt(_ claimed: ClaimedDelivery, now: Instant) async -> Instant {
        guard claimed.attempt.number > 1 else { return Instant(microseconds: claimed.attempt.beganAt) }
        let id = claimed.delivery.id
        let attempts = try? await database.read { try $0.attempts(ofDelivery: id) }
        return Instant(microseconds: attempts?.first?.beganAt ?? claimed.delivery.madeAt)
    }

    private static func code(_ outcome: DeliveryOutcome, _ state: DeliveryState) -> String? {
        switch (outcome, state) {
        case (.done, _): nil
        case (.refused, _): "deliver.refused"
        case (_, .failed): "deliver.gave-up"
        case (_, .unknown): "deliver.unknown"
        default: "deliver.retrying"
        }
    }
}

extension AttemptOutcome {
    /// The outcome's place among the store's.
    init(_ outcome: DeliveryOutcome) {
        switch outcome {
        case .done: self = .done
        case .refused: self = .refused
        case .failed: self = .failed
        case .unknown: self = .unknown
        }
    }
}
