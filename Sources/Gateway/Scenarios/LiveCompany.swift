public import ConfigurationFiles
import Diagnostics
import Intake
public import Logging
public import Rollout
public import Store
import Synchronization

/// The back ends of a scenario that is played live: servers that answer as they are told, and say what they got.
public protocol ScenarioBackends: Sendable {
    /// Lets back ends answer so from now on.
    func answer(_ replies: [String: Scenario.Reply])
    /// What a back end has got, each key once: purpose, type and order.
    func received(by backend: String) -> [String]
}

/// A gateway with a store and back ends, as a scenario's ground. Its clock is the scenario's.
public actor LiveCompany: ScenarioGround {
    private let gateway: Gateway
    private let backends: any ScenarioBackends
    private let clock: ScenarioClock
    /// Until when a step's expectations are waited for.
    private var deadline: ContinuousClock.Instant

    /// How long a step's expectations are waited for, how long what goes on by itself may take before time passes, and how
    /// often it is looked.
    private static let patience = Duration.seconds(30)
    private static let quiet = Duration.seconds(10)
    /// How long an interchange may take to be read.
    private static let reading = Duration.seconds(120)
    private static let pause = Duration.milliseconds(50)
    private static let director = Caller(name: "scenario", role: .administrator, origin: "scenario")

    /// A gateway of an installation at the begin of a scenario; its loops are the caller's to run.
    ///
    /// - Parameter database: an empty store.
    public init(
        _ installation: Installation, mappings: MappingSet, database: any Database, backends: any ScenarioBackends,
        clock begin: Instant, logger: Logger
    ) async throws {
        clock = ScenarioClock(begin)
        self.backends = backends
        deadline = .now
        gateway = try await Gateway(
            installation, mappings: mappings, areVerified: true, database: database, isAlone: true, clock: clock.clock,
            logger: logger)
    }

    /// Runs the gateway until the task is cancelled.
    public nonisolated func run() async throws { try await gateway.run() }

    public func perform(_ action: Scenario.Action, reason: String?, by caller: Caller) async throws -> [String] {
        deadline = .now + Self.patience
        switch action {
        case .send(let bytes, let name, let partner):
            let receipt = try await gateway.submissions.submit(
                Submission(sender: partner, channel: "scenario", fileName: name, bytes: bytes))
            return try await documents(of: receipt.id)
        case .move(let name, let wish, let details):
            _ = try await gateway.milestones.move(name, MoveForm(wish, reason: reason, details), caller: caller)
        case .approve(let name): _ = try await gateway.milestones.approve(name, seen: nil, caller: caller)
        case .sign(let name, let item):
            _ = try await gateway.milestones.sign(name, item: item, note: nil, caller: caller)
        case .countersign(let name):
            let view = try await gateway.milestones.show(name, caller: Self.director)
            let epoch = view.toCountersign.map(\.epoch).max() ?? 0
            _ = try await gateway.milestones.countersign(name, epoch: epoch, caller: caller)
        case .importOrders(let open): try await importOrders(open, caller)
        case .retry(let order):
            _ = try await gateway.replay.retry(try await stopped(order), caller: caller)
        case .discard(let order):
            // What was tried again just now has its result first.
            try await becomeQuiet()
            _ = try await gateway.replay.discard(try await stopped(order), reason: reason, caller: caller)
        case .transfer(let order, let side):
            // What is still under way stands in its way.
            try await becomeQuiet()
            _ = try await gateway.transfers.start(order, to: side, reason: reason, caller: caller)
        case .confirm(let order, let found):
            try await becomeQuiet()
            let asking = try await gateway.transfers.list(before: nil, limit: 100, caller: Self.director)
                .first { $0.order == order && !["done", "kept"].contains($0.state) }
            guard let asking, let finding = TransferDesk.Finding(rawValue: found) else {
                throw GatewayError.unknown("route.transfer-unknown", order)
            }
            _ = try await gateway.transfers.confirm(asking.id, finding, cursor: nil, reason: reason, caller: caller)
        case .enter(let order, let id):
            try await becomeQuiet()
            _ = try await gateway.fences.enter(order, as: id, reason: reason, caller: caller)
        case .close(let order):
            try await becomeQuiet()
            _ = try await gateway.orders.close(order, reason: reason, caller: caller)
        case .schedule(let name, let stage, let time, let details):
            _ = try await gateway.milestones.schedule(
                name, MoveForm(.advance(to: stage), reason: reason, details), at: time, caller: caller)
        case .answers(let replies): backends.answer(replies)
        case .wait(let seconds):
            try await becomeQuiet()
            try await wait(seconds)
        case .look: break
        }
        return []
    }

    public func settle() async -> Bool {
        guard ContinuousClock.now < deadline else { return false }
        try? await Task.sleep(for: Self.pause)
        return true
    }

    public func document(_ id: String) async throws -> ScenarioDocument {
        let view = try await gateway.documents.document(id, caller: Self.director)
        var copies: [String: [String]] = [:]
        for delivery in view.deliveries ?? [] where delivery.purpose != DeliveryPurpose.primary.rawValue {
            copies[delivery.backend, default: []].append(delivery.purpose)
        }
        return ScenarioDocument(
            order: view.orderKey, type: view.type, status: view.status, owner: view.side, backend: view.backend,
            site: view.site, reason: view.reason, codes: view.diagnostics.map(\.code),
            copies: copies.mapValues { $0.sorted() })
    }

    public func stages() async throws -> [String: Stage] {
        let views = try await gateway.milestones.list(caller: Self.director)
        return Dictionary(
            views.compactMap { view in Stage(rawValue: view.stage).map { (view.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    public func sides(of order: String) async throws -> [String: String] {
        do {
            let view = try await gateway.orders.show(order, caller: Self.director)
            return Dictionary(view.itinerary.map { ($0.function, $0.side) }, uniquingKeysWith: { first, _ in first })
        } catch let error as GatewayError where error.kind == .notFound {
            return [:]
        }
    }

    public func received(by backend: String) async throws -> [String] { backends.received(by: backend) }

    public func integrations() async throws -> [String] {
        try await gateway.integrations.list(caller: Self.director).map {
            "\($0.purpose) \($0.cell) \($0.fromSide) to \($0.toSide)"
        }
    }

    public func compared(_ milestone: String) async throws -> Scenario.Comparison {
        let view = try await gateway.shadow.show(milestone, .shadow, caller: Self.director)
        return Scenario.Comparison(
            documents: view.documents, matching: view.matching, fields: view.differences.map(\.field).sorted())
    }

    public func gates(of milestone: String) async throws -> [GateKind: Verdict] {
        let view = try await gateway.milestones.show(milestone, caller: Self.director)
        guard let next = view.next.compactMap(Stage.init(rawValue:)).first else { return [:] }
        let plan = try await gateway.milestones.plan(milestone, .advance(to: next), caller: Self.director)
        let verdicts = plan.gates.compactMap { gate -> (GateKind, Verdict)? in
            guard let kind = GateKind(rawValue: gate.gate), let verdict = Verdict(rawValue: gate.verdict) else {
                return nil
            }
            return (kind, verdict)
        }
        return Dictionary(verdicts, uniquingKeysWith: { first, _ in first })
    }

    public func trippedGuards(of milestone: String) async throws -> Set<GuardKind> {
        let guards = try await gateway.milestones.show(milestone, caller: Self.director).guards ?? []
        return Set(guards.filter { $0.tripped != nil }.compactMap { GuardKind(rawValue: $0.guard) })
    }

    public func isClosed(_ order: String) async throws -> Bool {
        try await gateway.orders.show(order, caller: Self.director).state == OrderLife.closed.rawValue
    }

    /// The documents of an interchange in their order, once it is read; none where nothing could be read.
    private func documents(of interchange: String) async throws -> [String] {
        let end = ContinuousClock.now + Self.reading
        while ContinuousClock.now < end {
            let outcome = try await gateway.submissions.outcome(of: interchange, waiting: .zero)
            if outcome.processedAt != nil {
                deadline = .now + Self.patience
                return (outcome.documents ?? []).sorted { ($0.position, $0.part ?? 0) < ($1.position, $1.part ?? 0) }
                    .map(\.id)
            }
            try await Task.sleep(for: Self.pause)
        }
        return []
    }

    /// Lets time pass, with a halt at each scheduled move: it runs at its own time.
    private func wait(_ seconds: Double) async throws {
        let end = clock.clock.now().adding(seconds: seconds)
        while let due = try await scheduled().min(), due < end {
            clock.advance(seconds: max(0, Double(due.microseconds - clock.clock.now().microseconds) / 1e6))
            let patience = ContinuousClock.now + Self.patience
            while try await scheduled().contains(due), ContinuousClock.now < patience {
                try await Task.sleep(for: Self.pause)
            }
            try await becomeQuiet()
            if try await scheduled().contains(due) { break }
        }
        clock.advance(seconds: max(0, Double(end.microseconds - clock.clock.now().microseconds) / 1e6))
    }

    /// When the moves run that wait for their time.
    private func scheduled() async throws -> [Instant] {
        try await gateway.milestones.list(caller: Self.director).flatMap(\.scheduled).filter { $0.state == "waiting" }
            .compactMap { Instant(text: $0.at) }
    }

    /// Lets what is on its way arrive; what a busy back end keeps waiting is not waited for.
    private func becomeQuiet() async throws {
        let end = ContinuousClock.now + Self.quiet
        while ContinuousClock.now < end {
            let views = try await gateway.backends.list(caller: Self.director)
            if views.allSatisfy({ $0.waiting == 0 && $0.sending == 0 }) { return }
            try await Task.sleep(for: Self.pause)
        }
    }

    private func importOrders(_ open: Scenario.OpenOrders, _ caller: Caller) async throws {
        let lines = open.orders.map { order in
            order.split(separator: "/", maxSplits: 1).map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(
                separator: ",")
        }
        let view = try await gateway.orders.importOpenOrders(
            Array((["buyer,number"] + lines).joined(separator: "\n").utf8), side: open.side, site: open.site,
            sign: open.isSigned, caller: caller)
        if let fault = view.faults.first {
            throw GatewayError(
                .invalid, Diagnostic("intake.import-line", value: fault.value, facts: ["line": String(fault.line)]))
        }
    }

    /// The oldest document of an order that stopped; the newest one where none did.
    private func stopped(_ order: String) async throws -> String {
        let own = try await gateway.orders.show(order, caller: Self.director).documents.sorted { $0.id < $1.id }
        var open: DocumentView?
        for view in own where open == nil {
            let whole = try await gateway.documents.document(view.id, caller: Self.director)
            let isStopped = ["failed", "held", "parked", "unknown"].contains(whole.status)
            if isStopped || whole.deliveries?.contains(where: { $0.state == "failed" }) == true { open = whole }
        }
        guard let document = open ?? own.last else { throw GatewayError.unknown("intake.order-unknown", order) }
        return document.id
    }
}

/// The clock of a scenario: it begins when the scenario says, goes on as time does, and is put forward.
private final class ScenarioClock: Sendable {
    private let begin: Instant
    private let since = ContinuousClock.now
    private let ahead = Mutex(0.0)

    init(_ begin: Instant) { self.begin = begin }

    func advance(seconds: Double) { ahead.withLock { $0 += seconds } }

    var clock: Clock {
        Clock(
            now: { [self] in
                begin.adding(seconds: ahead.withLock { $0 } + (ContinuousClock.now - since) / .seconds(1))
            }, random: Clock.system.random)
    }
}
