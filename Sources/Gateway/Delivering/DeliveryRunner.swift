import ConfigurationFiles
import Diagnostics
import Intake
import Logging
import Rollout
import Store
import Synchronization

/// Runs the deliveries of one back end: claims what may go, sends it, records how it ended, lets the next go.
///
/// An attempt is committed before any byte leaves. How many are under way is bounded by the back end's limits and by its
/// circuit breaker; a back end that is down holds up nobody else.
final class DeliveryRunner: Sendable {
    private struct State {
        var breaker: CircuitBreaker
        var underWay = 0
        /// When the next delivery may begin, for a back end with a rate.
        var nextStart = Instant(microseconds: 0)
    }

    let backend: Backend
    private let database: any Database
    private let node: UniqueID
    private let sender: DeliverySender
    private let results: ResultWriter
    private let writers: PayloadWriters
    private let clock: Clock
    private let logger: Logger
    /// Told the interchanges whose documents changed.
    private let changed: @Sendable ([String]) -> Void
    private let state: Mutex<State>
    private let signal = Signal()

    /// How long a claimed delivery is this node's, in microseconds; takeover goes by the node's heartbeat.
    private static let lease: Int64 = 60_000_000
    private static let longestSleep = Duration.seconds(1)

    init(
        _ backend: Backend, database: any Database, node: UniqueID, results: ResultWriter, writers: PayloadWriters,
        clock: Clock, logger: Logger, changed: @escaping @Sendable ([String]) -> Void
    ) {
        self.backend = backend
        self.database = database
        self.node = node
        self.results = results
        self.writers = writers
        self.clock = clock
        self.logger = logger
        self.changed = changed
        sender = DeliverySender(backend)
        state = Mutex(State(breaker: CircuitBreaker(limits: backend.breaker)))
    }

    var breaker: CircuitBreaker.State { state.withLock { $0.breaker.state } }

    /// Says that there may be something to do.
    func wake() { signal.set() }

    /// Runs until its task is cancelled; attempts under way are finished first.
    func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let claimed = await claim()
                for consignment in claimed {
                    // A task of its own: stopping must not cancel what is on its way, or its outcome would be unknown.
                    group.addTask { await Task { await self.deliver(consignment) }.value }
                }
                if claimed.isEmpty { await signal.wait(atMost: Self.longestSleep) }
            }
        }
        await sender.shutdown()
    }

    // MARK: Claiming

    private func claim() async -> [[ClaimedDelivery]] {
        let now = clock.now()
        let allowed = allowance(now: now)
        guard allowed > 0 else { return [] }
        let (name, node, lease) = (backend.name, node, now.microseconds + Self.lease)
        do {
            let claimed = try await database.write { transaction in
                try transaction.claimDeliveries(
                    backend: name, node: node, now: now.microseconds, leaseUntil: lease, limit: allowed,
                    newID: { UniqueID(at: now.microseconds) })
            }
            let consignments = Self.grouped(claimed)
            settle(allowed: allowed, claimed: consignments.count, now: now)
            return consignments
        } catch {
            settle(allowed: allowed, claimed: 0, now: now)
            logger.warning("deliveries cannot be claimed", metadata: ["backend": "\(name)", "error": "\(error)"])
            try? await Task.sleep(for: .milliseconds(200))
            return []
        }
    }

    /// How many deliveries may begin now; they count as under way from here.
    private func allowance(now: Instant) -> Int {
        state.withLock { state in
            var wanted = backend.concurrency - state.underWay
            if let rate = backend.ratePerSecond, rate > 0 {
                guard now >= state.nextStart else { return 0 }
                wanted = min(wanted, max(1, Int(rate / 10)))
            }
            guard wanted > 0 else { return 0 }
            let allowed = state.breaker.allowance(wanted: wanted, now: now)
            state.underWay += allowed
            return allowed
        }
    }

    /// Gives back what was allowed and not claimed.
    private func settle(allowed: Int, claimed: Int, now: Instant) {
        state.withLock { state in
            state.underWay -= allowed - claimed
            if claimed == 0 { state.breaker.returnProbe(now: now) }
            if let rate = backend.ratePerSecond, rate > 0, claimed > 0 {
                state.nextStart = now.adding(seconds: Double(claimed) / rate)
            }
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
        let outcome = await attempt(claimed)
        let now = clock.now()
        state.withLock { $0.breaker.record(outcome, now: now) }
        // The place is free once the outcome is on record, so that no successor overtakes what may come again.
        var interchanges: Set<String> = []
        for delivery in claimed {
            let effect = await results.record(await result(of: outcome, for: delivery, at: now))
            if let row = effect?.delivery { interchanges.insert(row.interchangeID.description) }
        }
        state.withLock { $0.underWay -= 1 }
        changed(Array(interchanges))
        signal.set()
    }

    private func attempt(_ claimed: [ClaimedDelivery]) async -> DeliveryOutcome {
        let builder = ConsignmentBuilder(backend: backend)
        do {
            var consignment = try await database.read { try builder.consignment(of: claimed, in: $0) }
            if consignment == nil, writers.isNeeded(for: backend.name) {
                if let fault = try await writeLate(claimed) {
                    let first = fault.diagnostics.first { $0.severity == .error }
                    return .refused(
                        .init(detail: first.map { Catalogue.english.wording(of: $0).message } ?? "it cannot be written")
                    )
                }
                consignment = try await database.read { try builder.consignment(of: claimed, in: $0) }
            }
            guard let consignment else {
                return .refused(.init(detail: "the document's bytes are no longer kept"))
            }
            return await sender.send(consignment)
        } catch {
            return .failed(.init(detail: "the document could not be read from the store"))
        }
    }

    /// Writes and keeps the payload of a delivery that was decided when its back end took another form, or whose document
    /// could not be written then; what is wrong if it still cannot.
    private func writeLate(_ claimed: [ClaimedDelivery]) async throws -> PayloadFault? {
        let writers = writers
        return try await database.write { transaction in
            guard let delivery = claimed.first?.delivery, let document = try transaction.document(delivery.documentID),
                let stored = try transaction.payload(of: document.id, version: delivery.payloadVersion)
            else { return nil }
            let written: WrittenPayloadRow?
            do throws(PayloadFault) {
                written = try writers.payload(
                    of: stored.canonical, for: delivery, receivedAt: Instant(microseconds: document.receivedAt))
            } catch {
                return error
            }
            try transaction.insertWrittenPayloads([written].compactMap { $0 })
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
            detail: JSONText.of(AttemptDetail(status: outcome.answer.status, detail: outcome.answer.detail)))
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
