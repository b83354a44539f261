import Logging
import Rollout
import Store

/// Asks fenced back ends to release the orders that were entered elsewhere, once nothing of them can arrive any more, and lifts
/// the fences of which every order is confirmed. A node that stops in the middle leaves them to whoever comes next.
final class FenceRunner: Sendable {
    private let database: any Database
    private let steps: FenceSteps
    private let caller: TransferCaller
    private let backends: BackendBook
    private let node: UniqueID
    private let clock: Clock
    private let logger: Logger
    /// Told which back ends have something to do.
    private let touched: @Sendable (Set<String>) -> Void
    private let loop = StepLoop()

    /// How long a release that did not arrive waits, in seconds: a quarter of the time since the order was entered, within these.
    private static let pauses = 5.0...300.0

    init(
        database: any Database, steps: FenceSteps, backends: BackendBook, node: UniqueID, clock: Clock, logger: Logger,
        touched: @escaping @Sendable (Set<String>) -> Void
    ) {
        self.database = database
        self.steps = steps
        self.backends = backends
        caller = TransferCaller(backends)
        self.node = node
        self.clock = clock
        self.logger = logger
        self.touched = touched
    }

    /// Says that there may be something to do.
    func wake() { loop.wake() }

    /// Runs until its task is cancelled; the step under way is finished first.
    func run() async {
        await loop.run(
            logger, "fences cannot be looked after", claim: claim, advance: { await self.advance($0) }, settle: lift)
        await caller.shutdown()
    }

    private func lift() async throws {
        let lifted = try await steps.lift()
        guard !lifted.isEmpty else { return }
        logger.notice("fences are lifted", metadata: ["backends": "\(lifted.sorted())"])
        touched(lifted)
    }

    private func claim() async throws -> [FencedOrderRow] {
        let (node, now) = (node, clock.now().microseconds)
        guard try await !database.read({ try $0.standingFences() }).isEmpty else { return [] }
        return try await database.write { transaction in
            try transaction.claimReleases(node: node, until: now + StepLoop.lease, at: now, limit: StepLoop.width)
        }
    }

    private func advance(_ row: FencedOrderRow) async {
        let (id, node) = (row.id, node)
        do {
            try await release(row)
            try await database.write { try $0.letGoOfRelease(id, node: node) }
        } catch {
            logger.warning("a release waits", metadata: ["order": "\(row.orderKey)", "error": "\(error)"])
            // Of a step of which it is not known whether it was written the store knows more.
            let due = clock.now().adding(seconds: Self.pauses.lowerBound).microseconds
            do { try await database.write { try $0.letGoOfRelease(id, node: node, until: due) } } catch {
                try? await Task.sleep(for: StepLoop.round)
            }
        }
    }

    /// One release, as far as it goes now.
    private func release(_ row: FencedOrderRow) async throws {
        let arrives = try await steps.arrives(row)
        let honoursKeys = backends.honouringKeys.contains(row.backend)
        switch row.machine.next(canArrive: arrives != nil, honoursKeys: honoursKeys) {
        case .waitForAttempts:
            let words = "an attempt at \(row.backend) may still arrive until \(arrives?.iso8601 ?? "it has ended")"
            _ = try await steps.note(nil, row, wait: Self.pauses.lowerBound, words)
        case .clear:
            _ = try await steps.note(nil, row, Self.question(row), asks: true)
        case .release(let key):
            guard caller.isCalled(row.backend) else {
                _ = try await steps.note(nil, row, Self.question(row), asks: true)
                return
            }
            try await call(key, row)
        case .waitForEntry, .waitForCancellation, .nothing: break
        }
    }

    private func call(_ key: String, _ row: FencedOrderRow) async throws {
        guard let begun = try await steps.note(.began, row) else { return }
        let machine = row.machine
        let call = TransferCaller.Call(
            step: .release, backend: row.backend, order: machine.order, id: machine.id, key: key)
        switch await caller.make(call) {
        case .done: _ = try await steps.note(.released, begun)
        case .refused(let words):
            _ = try await steps.note(.refused, begun, "\(row.backend) does not let go (\(words)): \(Self.cancel(row))")
        case .absent(let words): _ = try await steps.note(.absent, begun, wait: pause(row), words)
        case .unknown(let words): _ = try await steps.note(nil, begun, wait: pause(row), words)
        }
    }

    private func pause(_ row: FencedOrderRow) -> Double {
        let passed = Double(clock.now().microseconds - (row.enteredAt ?? row.madeAt)) / 4e6
        return min(max(passed, Self.pauses.lowerBound), Self.pauses.upperBound)
    }

    /// What a person is asked.
    private static func question(_ row: FencedOrderRow) -> String {
        "see that \(row.backend) lets go of the order, then confirm its release"
    }

    /// What a person does with an order that is not released.
    static func cancel(_ row: FencedOrderRow) -> String {
        "cancel \(row.enteredAs ?? "it") at \(row.otherBackend), then return the order"
    }
}
