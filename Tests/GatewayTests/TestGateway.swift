import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Intake
import Logging
import Rollout
import Store
import StorePostgres
import StoreSQLite
import Synchronization
import TestPeers
import Testing

/// The stores that a gateway runs on; every behaviour is tested on both.
enum StoreKind: String, CaseIterable, Sendable {
    case sqlite
    case postgres

    /// Both; PostgreSQL is left out only when `MILEPOST_TEST_POSTGRES` says `none`, on purpose.
    static let all: [StoreKind] =
        ProcessInfo.processInfo.environment["MILEPOST_TEST_POSTGRES"] == "none" ? [.sqlite] : allCases
}

/// A whole gateway in this process: a store of its own, two back ends that record, the shipped mappings.
final class TestGateway: Sendable {
    var gateway: Gateway { running.withLock { $0.gateway } }
    let legacy: RecordingBackend
    let new: RecordingBackend
    let administrator = Caller(name: "tester", role: .administrator)
    let database: LossyDatabase
    private let options: Options
    private let running: Mutex<Running>
    private let clock = ShiftedClock()
    private let cleanUp: @Sendable () async -> Void

    private struct Running {
        var gateway: Gateway
        var loops: Task<Void, any Error>
    }

    struct Options: Sendable {
        var legacyPayload = Backend.Payload.original
        var honoursKey = true
        var settlingSeconds = 0.0
        var retry = RetrySchedule(first: 0.05, factor: 2, longest: 0.2, deadlineHours: 1)
        var sameKey = SameKeyPolicy.hold
        var orderKey = OrderKeyRule()
        var parkingHours = 72.0
        var folders: [WatchedFolder] = []
        var largestXML = 20_000_000
        /// What northwind's file says.
        var acknowledgements = AcknowledgementProfile()
    }

    init(_ kind: StoreKind, _ options: Options = Options()) async throws {
        legacy = try RecordingBackend(honoursKey: options.honoursKey)
        new = try RecordingBackend(honoursKey: options.honoursKey)
        self.options = options
        let (opened, cleanUp) = try await Self.open(kind)
        database = LossyDatabase(opened)
        self.cleanUp = cleanUp
        let installation = Self.installation(options, legacy: legacy.url, new: new.url)
        running = Mutex(try await Self.run(installation, on: database, by: clock))
    }

    private static func run(
        _ installation: Installation, on database: any Database, by clock: ShiftedClock
    ) async throws -> Running {
        let own = installation.mappings.isEmpty ? nil : MappingSet.read(installation.mappings).set
        let gateway = try await Gateway(
            installation, mappings: own ?? mappings.get(), areVerified: true, database: database, isAlone: true,
            clock: clock.clock, logger: logger)
        return Running(gateway: gateway, loops: Task { try await gateway.run() })
    }

    /// Stops the gateway and starts it again on the same store, with a changed configuration.
    func restart(_ change: (inout Installation) -> Void) async throws {
        beginStop()
        await loopsEnded()
        var installation = Self.installation(options, legacy: legacy.url, new: new.url)
        change(&installation)
        let next = try await Self.run(installation, on: database, by: clock)
        running.withLock { $0 = next }
    }

    /// What would keep a gateway of a changed configuration from starting on this store.
    func obstacle(_ change: (inout Installation) -> Void = { _ in }) async throws -> Diagnostic? {
        var installation = Self.installation(options, legacy: legacy.url, new: new.url)
        change(&installation)
        return try await Gateway.obstacle(to: installation, mappings: Self.mappings.get(), at: database)
    }

    /// Runs a test with a gateway, which is stopped whatever happens.
    static func with(
        _ kind: StoreKind, _ options: Options = Options(), _ body: (TestGateway) async throws -> Void
    ) async throws {
        let test = try await TestGateway(kind, options)
        do { try await body(test) } catch {
            await test.stop()
            throw error
        }
        _ = try await test.balances()
        await test.stop()
    }

    /// Says only what goes wrong.
    private static let logger: Logger = {
        var logger = Logger(label: "gateway-tests", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        return logger
    }()

    /// What a further start on the same store, with a changed configuration, says.
    func start(_ change: (inout Installation) -> Void) async throws {
        var installation = Self.installation(options, legacy: legacy.url, new: new.url)
        change(&installation)
        _ = try await Gateway(
            installation, mappings: Self.mappings.get(), areVerified: true, database: database, isAlone: true,
            logger: Self.logger)
    }

    /// Runs a second node on the same store for a while.
    func withSecondNode(
        _ change: (inout Installation) -> Void = { _ in }, _ body: (Gateway) async throws -> Void
    ) async throws {
        var installation = Self.installation(options, legacy: legacy.url, new: new.url)
        change(&installation)
        installation.nodeName = "second"
        let second = try await Gateway(
            installation, mappings: Self.mappings.get(), areVerified: true, database: database, isAlone: false,
            clock: clock.clock, logger: Self.logger)
        let loops = Task { try await second.run() }
        let result: Result<Void, any Error>
        do { result = .success(try await body(second)) } catch { result = .failure(error) }
        loops.cancel()
        _ = await loops.result
        try result.get()
    }

    /// Puts the gateway's clock forward.
    func advance(seconds: Double) { clock.advance(seconds: seconds) }

    /// Tells the loops to end, as a stop of the server does.
    func beginStop() { running.withLock { $0.loops.cancel() } }
    /// Waits until the loops have ended; the store stays open.
    func loopsEnded() async { _ = await running.withLock { $0.loops }.result }

    func stop() async {
        beginStop()
        await loopsEnded()
        legacy.stop()
        new.stop()
        await database.close()
        await cleanUp()
    }

    /// Submits a payload and waits for its outcome.
    @discardableResult
    func submit(
        _ text: String, sender: String = "northwind", key: String? = nil, fileName: String? = nil, wait: Int = 240
    ) async throws -> InterchangeView {
        let receipt = try await gateway.submissions.submit(
            Submission(
                sender: sender, channel: "test", fileName: fileName, idempotencyKey: key, bytes: Array(text.utf8)))
        return try await gateway.submissions.outcome(of: receipt.id, waiting: .seconds(wait))
    }

    /// An interchange's first document, once it is decided.
    func routed(_ interchange: String) async throws -> DocumentView {
        try await eventually(240) {
            try await self.gateway.submissions.outcome(of: interchange, waiting: .zero).documents?.first
        }
    }

    func goLive() async throws { try await advance(to: .live) }

    func advance(to stage: Stage) async throws {
        let milestones = gateway.milestones
        if try await milestones.show("north-intake", caller: administrator).approvedBy == nil {
            _ = try await milestones.approve("north-intake", seen: nil, caller: administrator)
        }
        let plan = try await milestones.plan("north-intake", .advance(to: stage), caller: administrator)
        let closed = plan.gates.filter { $0.verdict != "pass" }.compactMap { GateKind(rawValue: $0.gate) }
        _ = try await milestones.move(
            "north-intake",
            MoveForm(
                .advance(to: stage), reason: "test", plan: plan.version, typedName: "north-intake",
                overrides: Dictionary(uniqueKeysWithValues: closed.map { ($0, "test") })),
            caller: administrator)
    }

    func goBack() async throws {
        _ = try await gateway.milestones.move(
            "north-intake", MoveForm(.reverse(to: .planned, policy: nil), reason: "test"), caller: administrator)
    }

    /// The equation of invariant 3, which must hold whatever was done.
    func balances() async throws -> EquationView.Row {
        let equation = try await gateway.reports.equation(caller: administrator)
        #expect(equation.balances)
        return equation.total
    }

    // MARK: Parts

    /// Compiled once for all tests.
    static let mappings = Result<MappingSet, any Error> {
        let mappings = MappingSet.read(try shippedMappings()).set
        let faults = mappings.faults()
        guard faults.isEmpty else { throw PeerError("the shipped mappings have faults: \(faults.items.map(\.code))") }
        return mappings
    }

    static func shippedMappings() throws -> [String: [UInt8]] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("mappings")
        var files: [String: [UInt8]] = [:]
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path)
        for path in paths where path.hasSuffix(".yaml") || path.hasSuffix(".csv") {
            files[path] = Array(try Data(contentsOf: root.appendingPathComponent(path)))
        }
        return files
    }

    private static func open(_ kind: StoreKind) async throws -> (any Database, @Sendable () async -> Void) {
        let now = Clock.system.now().microseconds
        switch kind {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("milepost-\(UUID())").path
            let database = try SQLiteDatabase(folder: folder, now: now)
            return (database, { try? FileManager.default.removeItem(atPath: folder) })
        case .postgres:
            let url = try #require(ProcessInfo.processInfo.environment["MILEPOST_TEST_POSTGRES"])
            let scratch = try await ScratchDatabase.make(url, prefix: "gateway")
            let database = try await PostgresDatabase(url: scratch.url, now: now)
            return (database, { await scratch.drop() })
        }
    }

    static func installation(_ options: Options, legacy: String, new: String) -> Installation {
        func backend(_ name: String, _ url: String, _ payload: Backend.Payload) -> Backend {
            Backend(
                name: name,
                kind: .http(HTTPBackend(url: Secret(url), shownURL: url, connectSeconds: 2, timeoutSeconds: 60)),
                payload: payload,
                abilities: BackendAbilities(honoursKey: options.honoursKey, settlingSeconds: options.settlingSeconds),
                concurrency: 8, retry: options.retry,
                breaker: CircuitBreaker.Limits(failures: 5, pause: 0.2, longestPause: 0.5))
        }
        let partners = [
            Partner(
                id: "northwind",
                identifiers: [.init(PartyIdentifier(scheme: "GLN", value: "5412345000013"))],
                orderKey: options.orderKey, sameKey: options.sameKey, acknowledgements: options.acknowledgements),
            Partner(
                id: "other", kind: .provider,
                identifiers: [.init(PartyIdentifier(scheme: "GLN", value: "4098765000027"))]),
        ]
        let milestone = Milestone(
            name: "north-intake", cells: [Cell(function: "order-intake", site: "north")], title: "North takes orders",
            author: "ann")
        var routing = RoutingSnapshot(
            sites: [
                Site(name: "north", timeZone: "Europe/Brussels", backends: [.legacy: "legacy", .new: "new"]),
                Site(name: "south", timeZone: "Europe/Madrid", backends: [.legacy: "legacy", .new: "new"]),
            ],
            siteRules: [
                SiteRule(
                    fact: "deliveryParty.gln", sites: ["5412345000037": ["north"], "5412345000044": ["south"]]),
                SiteRule(fact: "partner", sites: ["northwind": ["north"]]),
            ],
            parties: partners.map(\.registered),
            milestones: [StagedMilestone(name: milestone.name, cells: milestone.cells, stage: .planned, since: nil)])
        routing.parkingHours = options.parkingHours
        var installation = Installation(
            nodeName: "test",
            backends: [backend("legacy", legacy, options.legacyPayload), backend("new", new, .canonical)],
            routing: routing, partners: partners, milestones: [milestone], folders: options.folders)
        installation.limits.largestXML = options.largestXML
        return installation
    }
}

/// The code of the no that a desk gives; nil where it gives none.
func faultCode(_ body: () async throws -> Void) async -> String? {
    do {
        try await body()
        return nil
    } catch { return (error as? GatewayError)?.diagnostic.code.rawValue }
}

/// The machine's clock, put forward by a test.
private final class ShiftedClock: Sendable {
    private let ahead = Mutex(0.0)

    func advance(seconds: Double) { ahead.withLock { $0 += seconds } }

    var clock: Clock {
        Clock(
            now: { [self] in Clock.system.now().adding(seconds: ahead.withLock { $0 }) }, random: Clock.system.random)
    }
}
