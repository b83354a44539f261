import Logging
import Rollout
import Store

/// Takes transfers on, step by step, where their journals stand. A node that stops in the middle leaves them to whoever comes
/// next: every step may be done twice.
final class TransferRunner: Sendable {
    private let database: any Database
    private let steps: TransferSteps
    private let caller: TransferCaller
    private let backends: BackendBook
    private let reading: OldOwnerReading
    private let waker: Waker
    private let node: UniqueID
    private let clock: Clock
    private let logger: Logger
    /// Told which back ends have something to do.
    private let touched: @Sendable (Set<String>) -> Void
    private let loop = StepLoop()

    /// How long a call that did not arrive waits, in seconds.
    private static let pause = 5.0

    init(
        database: any Database, steps: TransferSteps, backends: BackendBook, waker: Waker, node: UniqueID, clock: Clock,
        logger: Logger, touched: @escaping @Sendable (Set<String>) -> Void
    ) {
        self.database = database
        self.steps = steps
        self.backends = backends
        reading = OldOwnerReading(database: database, backends: backends)
        caller = TransferCaller(backends)
        self.waker = waker
        self.node = node
        self.clock = clock
        self.logger = logger
        self.touched = touched
    }

    /// Says that there may be something to do.
    func wake() { loop.wake() }

    /// Runs until its task is cancelled; the step under way is finished first.
    func run() async {
        await loop.run(logger, "transfers cannot be taken on", claim: claim, advance: { await self.advance($0) })
        await caller.shutdown()
    }

    private func claim() async throws -> [TransferRow] {
        let (node, now) = (node, clock.now().microseconds)
        return try await database.write { transaction in
            _ = try transaction.beginBulkTransfers(at: now)
            return try transaction.claimTransfers(
                node: node, until: now + StepLoop.lease, at: now, limit: StepLoop.width)
        }
    }

    /// Takes one transfer as far as it goes now.
    private func advance(_ row: TransferRow) async {
        do {
            var present: TransferRow? = row
            while let row = present, row.state == .running { present = try await step(row) }
        } catch {
            logger.warning("a transfer waits", metadata: ["transfer": "\(row.id)", "error": "\(error)"])
            do { try await steps.postpone(row.id, seconds: Self.pause, "the store says no; see the log") } catch {
                // It is not let go at once, so that it is not taken up again at once.
                try? await Task.sleep(for: StepLoop.round)
            }
        }
        let (id, node) = (row.id, node)
        try? await database.write { try $0.releaseTransfer(id, node: node) }
    }

    /// One step; nil when it cannot go on now.
    private func step(_ row: TransferRow) async throws -> TransferRow? {
        guard let machine = row.machine else {
            try await steps.wait(row, seconds: 0, "its journal cannot be read", person: true)
            return nil
        }
        switch machine.next {
        case .hold: return try await steps.hold(row)
        case .supersedeUnlessOpen: return try await steps.supersede(row)
        case .call(let step, let key): return try await call(step, key, machine, row)
        case .clear(let step, _):
            try await steps.wait(row, seconds: 0, Self.question(step, row), person: true)
            return nil
        case .read(let cursor): return try await read(upTo: cursor, row)
        case .writeAndActivate:
            let next = try await steps.write(row)
            touched([row.to])
            return next
        case .lift(let dueAgain):
            let next = try await steps.lift(row, dueAgain: dueAgain)
            _ = try await waker.wake(among: [row.orderKey])
            touched([row.from, row.to])
            return next
        case .waitForPerson, .nothing: return nil
        }
    }

    private func call(
        _ step: CallStep, _ key: String, _ machine: Transfer, _ row: TransferRow
    ) async throws -> TransferRow? {
        let backend = step == .release ? row.from : row.to
        guard caller.isCalled(backend) else {
            try await steps.wait(row, seconds: 0, Self.question(step, row), person: true)
            return nil
        }
        var documents: [String] = []
        if step == .activate {
            guard try await database.read({ try $0.standingFence(around: backend) }) == nil else {
                try await steps.wait(row, seconds: Self.pause, "\(backend) stands behind a fence")
                return nil
            }
            let copied = try await steps.copied(row)
            guard copied.areThere else {
                try await steps.wait(row, seconds: 1, "waits until \(backend) has the copies")
                return nil
            }
            documents = copied.documents
        }
        guard let begun = try await steps.note(.began(step), row) else { return nil }
        let call = TransferCaller.Call(
            step: step, backend: backend, order: machine.order, id: machine.id, key: key, documents: documents)
        switch await caller.make(call) {
        case .done(let said):
            guard step == .release else { return try await steps.note(.activated, begun) }
            let cursor = try await reading.cursor(of: backend, said: said)
            return try await steps.note(.released(cursor: cursor), begun)
        case .refused: return try await steps.note(.refused(step), begun)
        case .absent(let words):
            guard let due = try await steps.note(.absent(step), begun) else { return nil }
            try await steps.wait(due, seconds: Self.pause, words)
        case .unknown(let words):
            // Where the key is honoured the same call goes again; else a person looks what became of it.
            try await steps.wait(begun, seconds: Self.pause, words)
        }
        return nil
    }

    /// Goes on once everything that the old owner had sent is decided. What it was to hand over and has not for a while, a
    /// person looks for.
    private func read(upTo cursor: String, _ row: TransferRow) async throws -> TransferRow? {
        switch try await reading.rest(of: row.from, upTo: cursor) {
        case .nothing: return try await steps.note(.read, row)
        case .soon(let words): try await steps.wait(row, seconds: 0.5, words)
        case .awaited(let words):
            // A first look, a second one behind a while, then a person.
            let isPatient = row.note != words
            try await steps.wait(row, seconds: isPatient ? Self.pause : 0, words, person: !isPatient)
        }
        return nil
    }

    /// What a person is asked.
    private static func question(_ step: CallStep, _ row: TransferRow) -> String {
        switch step {
        case .release: "let \(row.from) let go of the order, then confirm that it is released"
        case .activate: "let \(row.to) take the order over, then confirm that it is activated"
        }
    }
}
