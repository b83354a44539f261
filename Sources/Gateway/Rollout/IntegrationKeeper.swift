import Intake
import Logging
import Rollout
import Store

/// Keeps the lives of temporary integrations on record: each begins when something first needs it, and is retired once nothing
/// does and its queue is empty. What goes its way is counted behind the deliveries, so that no decision pays for it.
///
/// Any node may do it, and several at once.
struct IntegrationKeeper: Sendable {
    private let database: any Database
    private let clock: Clock
    private let logger: Logger

    /// How often is looked, and at the least how many times as long as a look took.
    private static let round = 5.0
    private static let share = 20.0
    /// How far behind the present copies are counted, in seconds: what went well is there by then.
    private static let distance = 60.0
    private static let page = 5_000
    /// How many deliveries of a back end are looked at for what is still to go.
    static let mostQueued = 10_000

    init(database: any Database, clock: Clock, logger: Logger) {
        self.database = database
        self.clock = clock
        self.logger = logger
    }

    /// Runs until its task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let began = ContinuousClock.now
            do {
                try await keep()
                while try await count() {}
            } catch {
                logger.debug("integrations are looked at later", metadata: ["error": "\(error)"])
            }
            let took = (ContinuousClock.now - began) / .seconds(1)
            try? await Task.sleep(for: .seconds(max(Self.round, took * Self.share)))
        }
    }

    /// Holds what is on record against what is needed.
    private func keep() async throws {
        let now = clock.now()
        let (needed, alive, snapshot) = try await database.read { transaction in
            let snapshot = try transaction.routingInForce().snapshot
            let open = try snapshot.openItineraries(in: transaction)
            return (snapshot.integrations(open: open, now: now), try transaction.livingIntegrations(), snapshot)
        }
        let lives = Dictionary(alive.map { (IntegrationFlow($0), $0) }, uniquingKeysWith: { first, _ in first })
        let needs = Dictionary(needed.map { (IntegrationFlow($0), $0) }, uniquingKeysWith: { first, _ in first })
        let leaving = Set(lives.filter { needs[$0.key] == nil }.compactMap(\.value.toBackend))
        let queued = try await database.read { transaction in
            try leaving.reduce(into: Set<String>()) { found, backend in
                let queues = try transaction.copyQueues(at: backend, limit: Self.mostQueued)
                for queue in try queues + transaction.copiesUnderWay(to: backend) {
                    found.insert(IntegrationFlow.name(queue, at: backend))
                }
            }
        }
        for (flow, need) in needs {
            let row = need.life(in: snapshot, of: lives[flow], at: now)
            if row != lives[flow] { try await write(row, over: lives[flow], at: now) }
        }
        for (flow, present) in lives where needs[flow] == nil {
            let isQueued = present.toBackend.map { queued.contains(IntegrationFlow.name(present, at: $0)) } ?? false
            let state = IntegrationLife(rawValue: present.state) ?? .running
            guard let next = IntegrationLife.next(state, isNeeded: false, queued: isQueued ? 1 : 0), next != state
            else {
                continue
            }
            var row = present
            row.state = next.rawValue
            row.openOrders = 0
            if next == .retired { row.retiredAt = now.microseconds }
            try await write(row, over: present, at: now)
        }
    }

    private func write(_ changed: IntegrationRow, over present: IntegrationRow?, at now: Instant) async throws {
        var row = changed
        row.updatedAt = now.microseconds
        let written = row
        try await database.write { transaction in
            let isWritten =
                try present.map { try transaction.updateIntegration(written, from: $0.state) }
                ?? transaction.beginIntegration(written)
            guard isWritten, present?.state != written.state else { return }
            try transaction.append([
                EventRow(
                    at: now.microseconds, kind: "integration.\(written.state)",
                    subject: "\(written.function)@\(written.site)",
                    data: JSONText.object([
                        "purpose": .text(written.purpose), "from": .text(written.fromSide),
                        "id": .text(written.id.description),
                    ]))
            ])
        }
    }

    /// Counts what was made since the last time; false when there is no more.
    private func count() async throws -> Bool {
        let end = clock.now().adding(seconds: -Self.distance).microseconds
        guard try await database.read({ try $0.hasUncountedDeliveries(before: end) }) else { return false }
        return try await database.write { transaction in
            guard let (counts, isMore) = try transaction.countCopies(before: end, limit: Self.page) else {
                return false
            }
            guard !counts.isEmpty else { return isMore }
            let snapshot = try transaction.routingInForce().snapshot
            for count in counts {
                guard let site = snapshot.site(named: count.site),
                    let to = Side.allCases.first(where: { site.backends[$0] == count.backend })
                else { continue }
                try transaction.addCopies(count, fromSide: to.other.rawValue)
            }
            return isMore
        }
    }
}

/// What tells the lives of integrations from each other.
private struct IntegrationFlow: Hashable {
    var site: String
    var function: String
    var purpose: String
    var fromSide: String

    init(_ row: IntegrationRow) {
        (site, function, purpose, fromSide) = (row.site, row.function, row.purpose, row.fromSide)
    }

    init(_ integration: DerivedIntegration) {
        site = integration.flow.site
        function = integration.flow.function
        purpose = integration.purpose.rawValue
        fromSide = integration.flow.from.rawValue
    }

    /// What a queue and a life have in common.
    static func name(_ queue: CopyQueue, at backend: String) -> String {
        [queue.site, queue.function, queue.purpose.integrationPurpose, backend].joined(separator: " ")
    }

    static func name(_ row: IntegrationRow, at backend: String) -> String {
        [row.site, row.function, row.purpose, backend].joined(separator: " ")
    }
}

extension DeliveryPurpose {
    /// The purpose of the integration that makes such copies.
    var integrationPurpose: String { self == .copy ? CopyPurpose.derived.rawValue : rawValue }
}

extension DerivedIntegration {
    /// Its life as it stands now.
    fileprivate func life(in snapshot: RoutingSnapshot, of present: IntegrationRow?, at now: Instant) -> IntegrationRow
    {
        let site = snapshot.site(named: flow.site)
        var row =
            present
            ?? IntegrationRow(
                id: UniqueID(at: now.microseconds), site: flow.site, function: flow.function,
                purpose: purpose.rawValue, fromSide: flow.from.rawValue, fromBackend: nil, toBackend: nil,
                reasons: "[]",
                openOrders: 0, beganAt: now.microseconds)
        row.state = IntegrationLife.running.rawValue
        row.fromBackend = site?.backends[flow.from]
        row.toBackend = site?.backends[flow.to]
        row.reasons = JSONText.of(needs.map(\.words)) ?? "[]"
        row.openOrders = Int64(openOrders)
        return row
    }
}
