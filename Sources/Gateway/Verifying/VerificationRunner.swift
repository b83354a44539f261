import Diagnostics
import Logging
import Orders
import Rollout
import Store

/// Takes verifications on: reads both listings, compares by fingerprint, then looks at what is not alike. A node that stops in
/// the middle leaves them to whoever comes next, who goes on behind the last page that was written.
final class VerificationRunner: Sendable {
    private let database: any Database
    private let steps: VerificationSteps
    private let lister: OrderLister
    private let routing: RoutingState
    private let node: UniqueID
    private let clock: Clock
    private let logger: Logger
    private let signal = Signal()

    private static let round = Duration.seconds(1)

    init(
        database: any Database, steps: VerificationSteps, lister: OrderLister, routing: RoutingState, node: UniqueID,
        clock: Clock, logger: Logger
    ) {
        self.database = database
        self.steps = steps
        self.lister = lister
        self.routing = routing
        self.node = node
        self.clock = clock
        self.logger = logger
    }

    /// Says that there may be something to do.
    func wake() { signal.set() }

    /// Runs until its task is cancelled; the step under way is finished first.
    func run() async {
        while !Task.isCancelled {
            do {
                if let row = try await claim() {
                    await advance(row)
                } else if try await !sweep() {
                    await signal.wait(atMost: Self.round)
                }
            } catch {
                logger.warning("verifications cannot be taken on", metadata: ["error": "\(error)"])
                await signal.wait(atMost: Self.round)
            }
        }
        await lister.shutdown()
    }

    private func claim() async throws -> VerificationRow? {
        let (node, now) = (node, clock.now().microseconds)
        guard try await database.read({ try $0.hasDueVerification(at: now) }) else { return nil }
        return try await database.write { transaction in
            try transaction.claimVerification(node: node, until: now + VerificationSteps.lease, at: now)
        }
    }

    /// Forgets what ended runs have left, a page at a time.
    private func sweep() async throws -> Bool {
        guard try await database.read({ try $0.hasUnsweptVerification() }) else { return false }
        return try await database.write { try $0.sweepVerifications() }
    }

    /// Takes one run as far as it goes now.
    private func advance(_ row: VerificationRow) async {
        do {
            var row = row
            while row.state == .running, row.dueAt <= clock.now().microseconds, !Task.isCancelled {
                row = try await step(row)
            }
        } catch is VerificationSteps.Lost {
            // Somebody cancelled it, or another node has it.
        } catch {
            logger.warning("a verification waits", metadata: ["run": "\(row.id)", "error": "\(error)"])
            await signal.wait(atMost: Self.round)
        }
        let (id, node) = (row.id, node)
        try? await database.write { try $0.releaseVerification(id, node: node) }
    }

    private func step(_ row: VerificationRow) async throws -> VerificationRow {
        switch row.phase {
        case .listing: try await list(row)
        case .comparing: try await steps.compare(row.id)
        case .settling: try await settle(row)
        }
    }

    // MARK: Listing

    /// Reads both listings, at the same time, until each has ended or waits.
    private func list(_ row: VerificationRow) async throws -> VerificationRow {
        let now = clock.now().microseconds
        let sides = try await database.read { try $0.verificationSides(of: row.id) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for side in sides where !side.isDone && side.dueAt <= now {
                group.addTask { try await self.list(side, row) }
            }
            try await group.waitForAll()
        }
        return try await steps.closeListing(row.id)
    }

    /// Reads a side's listing; the page behind the one that is written is asked for meanwhile.
    private func list(_ start: VerificationSideRow, _ row: VerificationRow) async throws {
        let fingerprint = OrderFingerprint(JSONText.read(ShadowRules.self, from: row.rules) ?? ShadowRules())
        var side = start
        var answer = await page(side, row, after: side.cursor)
        while !Task.isCancelled {
            switch answer {
            case .fault(let fault): return try await steps.fail(row.id, fault)
            case .later(let words, let seconds):
                // Who stops asks no more, and nobody failed.
                if Task.isCancelled { return }
                return try await steps.putOff(side, words, asked: seconds)
            case .page(let page):
                let present = side
                async let upcoming = page.next == nil ? nil : self.page(present, row, after: page.next)
                let orders = listed(page, present, fingerprint)
                let behind = try await steps.take(page, orders, of: present)
                guard let behind, !behind.isDone, let next = await upcoming else { return }
                (side, answer) = (behind, next)
            }
        }
    }

    private func page(
        _ side: VerificationSideRow, _ row: VerificationRow, after cursor: String?
    ) async -> OrderLister.Reply {
        await lister.page(of: side.backend, from: row.from, to: row.to, after: cursor)
    }

    private func listed(
        _ page: ListedPage, _ side: VerificationSideRow, _ fingerprint: OrderFingerprint
    ) -> [ListedOrderRow] {
        let snapshot = routing.version.snapshot
        return page.orders.map { order in
            ListedOrderRow(
                orderKey: order.key(by: snapshot, of: side.backend), side: side.side, ownID: order.id,
                changedAt: order.changed.microseconds, fingerprint: fingerprint.of(order.content))
        }
    }

    // MARK: Settling

    private func settle(_ row: VerificationRow) async throws -> VerificationRow {
        let suspects = try await steps.suspects(of: row)
        var found: [Side: [String: [ListedOrder]]] = [:]
        for side in suspects.sides {
            guard let name = Side(rawValue: side.side) else { continue }
            switch await look(suspects, at: side) {
            case .success(let orders): found[name] = orders
            case .failure(.fault(let fault)):
                try await steps.fail(row.id, fault)
                throw VerificationSteps.Lost()
            case .failure(.later(let words, let seconds)):
                if Task.isCancelled { throw VerificationSteps.Lost() }
                try await steps.putOff(side, words, asked: seconds)
                throw VerificationSteps.Lost()
            }
        }
        return try await steps.settle(suspects, found, row.id)
    }

    private enum Unseen: Error {
        case fault(Diagnostic)
        case later(String, seconds: Double?)
    }

    /// What a side has now of some orders, by their keys: by its own ids of those that it listed, by their keys of the others.
    private func look(
        _ suspects: VerificationSteps.Suspects, at side: VerificationSideRow
    ) async -> Result<[String: [ListedOrder]], Unseen> {
        let rows = suspects.listed.filter { $0.side == side.side }
        let keys = Dictionary(rows.map { ($0.ownID, $0.orderKey) }, uniquingKeysWith: { first, _ in first })
        let unlisted = Set(suspects.keys).subtracting(keys.values)
        let answer = await lister.orders(unlisted.sorted(), ids: keys.keys.sorted(), at: side.backend)
        switch answer {
        case .fault(let fault): return .failure(.fault(fault))
        case .later(let words, let seconds): return .failure(.later(words, seconds: seconds))
        case .page(let page):
            let snapshot = routing.version.snapshot
            var found: [String: [ListedOrder]] = [:]
            for order in page.orders {
                let key = keys[order.id] ?? order.key(by: snapshot, of: side.backend)
                guard keys[order.id] != nil || unlisted.contains(key) else {
                    return .failure(
                        .fault(
                            Diagnostic(
                                "verify.listing-unasked", value: order.key ?? order.id,
                                facts: ["backend": side.backend])))
                }
                if found[key]?.contains(where: { $0.id == order.id }) != true { found[key, default: []].append(order) }
            }
            return .success(found)
        }
    }
}
