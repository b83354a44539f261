public import ConfigurationFiles
public import Diagnostics
import Digests
import Foundation
import Intake
public import Logging
import Rollout
public import Store
import Synchronization

/// The whole gateway on one store: what is accepted is processed and delivered, and the desks answer what people ask.
///
/// The way through it: ``Submissions`` keeps bytes (RECEIVE), `Processor` reads and maps them (READ, MAP), `Decider`
/// decides them under the routing lock and the order rows (ROUTE), a `DeliveryRunner` for each back end sends them
/// (DELIVER). The pure machines are in `Intake` and `Rollout`; what runs here owns the loops, the clock and the store.
public final class Gateway: Sendable {
    public let submissions: Submissions
    public let documents: DocumentDesk
    public let replay: ReplayDesk
    public let replays: BulkReplayDesk
    public let interchanges: InterchangeDesk
    public let orders: OrderDesk
    public let entering: OrderEntering
    public let milestones: MilestoneDesk
    public let rehearsals: RehearsalDesk
    public let recalls: RecallDesk
    public let transfers: TransferDesk
    public let fences: FenceDesk
    public let integrations: IntegrationDesk
    public let verifications: VerificationDesk
    public let shadow: ShadowDesk
    public let backends: BackendDesk
    public let keys: KeyDesk
    public let users: UserDesk
    public let auditing: AuditDesk
    public let signIn: SignInDesk
    public let problems: ProblemDesk
    public let reports: ReportDesk
    public let origins: OriginDesk
    public let edits: EditDesk
    public let master: MasterDesk
    public let as2: AS2Desk

    let installation: Installation
    let routing: RoutingState
    let database: any Database
    let audit: AuditTrail
    private let processor: Processor
    private let runners: [DeliveryRunner]
    private let shadows: [DeliveryRunner]
    private let watchers: [FolderWatcher]
    private let serverWatchers: [FileServerWatcher]
    private let housekeeping: Housekeeping
    private let problemFolding: ProblemFolding
    private let dueWatch: DueWatch
    private let integrationKeeper: IntegrationKeeper
    private let transferRunner: TransferRunner
    private let fenceRunner: FenceRunner
    private let shadowRunner: ShadowRunner
    private let verificationRunner: VerificationRunner
    private let replayRunner: ReplayRunner
    private let polls: [PollRunner]
    private let providers: [ProviderRunner]
    private let mailboxWatchers: [MailboxWatcher]
    private let masterSources: [MasterSourceRunner]
    private let as2Receipts: AS2ReceiptRunner
    private let waiters: Waiters
    private let logger: Logger
    private let isRunning = Mutex(false)

    /// What would keep a gateway of this installation from starting at a store, beside what is wrong with its files: a milestone that
    /// moves traffic and lost its file, a site with open orders that is gone. Nil when nothing does; nothing is written.
    public static func obstacle(
        to installation: Installation, mappings: MappingSet, at database: any Database
    ) async throws -> Diagnostic? {
        let audit = AuditTrail(node: "", clock: .system)
        return try await RoutingPublisher(database: database, audit: audit, clock: .system).obstacle(
            to: installation.routing(by: mappings))
    }

    /// A gateway of an installation, whose routing is put in force.
    ///
    /// - Parameters:
    ///   - areVerified: true when the caller has verified the mappings itself.
    ///   - database: an open store.
    ///   - isAlone: true when no other process can be at the store (SQLite holds its folder's lock).
    ///   - present: the gateway that this one is to take over from; who waits for an outcome there hears of it here.
    /// - Throws: ``GatewayError`` when the configuration contradicts what the store holds.
    public init(
        _ installation: Installation, mappings: MappingSet, areVerified: Bool = false, database: any Database,
        isAlone: Bool, takingOverFrom present: Gateway? = nil, clock: Clock = .system, logger: Logger
    ) async throws {
        self.installation = installation
        self.database = database
        self.logger = logger
        let nodeName = installation.nodeName ?? "node"
        let audit = AuditTrail(node: nodeName, clock: clock)
        self.audit = audit
        let backends = BackendBook(installation.backends, channels: installation.channels)
        try Self.refuse(mappings.writingFaults(installation.backends, installation.partners, isThorough: false))
        if !areVerified { try await Self.verify(mappings, installation.backends, unlessInForceAt: database) }
        let as2Book = AS2Book(installation)
        try Self.refuse(as2Book.faults)
        for expiry in as2Book.expiries(at: clock.now()) where expiry.isLast && expiry.days <= (AS2Book.told.first ?? 0)
        {
            logger.warning(
                "a certificate of AS2 will be over, and none follows",
                metadata: ["path": "\(expiry.path)", "subject": "\(expiry.subject)", "days": "\(expiry.days)"])
        }
        let publisher = RoutingPublisher(database: database, audit: audit, clock: clock)
        let system = Caller(name: nodeName, role: .administrator, origin: "configuration")
        let routing = RoutingState(try await publisher.publish(installation.routing(by: mappings), by: system))
        self.routing = routing

        try await MappingArchive(database: database, clock: clock).keep(mappings.library)

        let understanding = installation.understanding(by: mappings)
        let writers = PayloadWriters(
            installation.backends, partners: installation.partners, sites: installation.routing.sites,
            mappings: mappings.library)
        let waiters = present?.waiters ?? Waiters()
        self.waiters = waiters
        let node = UniqueID(at: clock.now().microseconds)
        let results = ResultWriter(database: database, node: node, clock: clock)
        let recent = RecentGoods()
        let inHand = AttemptsInHand()
        func runner(_ backend: Backend, _ lane: DeliveryLane) -> DeliveryRunner {
            DeliveryRunner(
                backend, lane: lane, database: database, node: node, results: results, recent: recent, inHand: inHand,
                writers: writers, as2: as2Book, clock: clock, logger: logger,
                keepsAnswers: { routing.version.snapshot.comparesAnswers }, changed: { waiters.wake($0) })
        }
        let runners = (installation.backends + installation.channels).map { runner($0, .acting) }
        let shadowed = try await Self.shadowed(among: installation.backends, at: database)
        let shadows = shadowed.map { runner($0, .shadow) }
        let byName = Dictionary(runners.map { ($0.backend.name, $0) }, uniquingKeysWith: { first, _ in first })
        let lanes = Dictionary(grouping: runners + shadows, by: \.backend.name)
        let touched: @Sendable (Set<String>) -> Void = { names in
            for name in names { for runner in lanes[name] ?? [] { runner.wake() } }
        }
        let decider = Decider(
            database: database, routing: routing, backends: backends,
            rereading: Rereading(understanding: understanding, side: { writers.side(of: $0) }),
            writers: writers, acknowledging: installation.acknowledging,
            starts: { DeliveryStarts(byName, recent: recent, node: node) }, clock: clock)
        let decided: @Sendable (DecidedBatch) -> Void = { batch in
            touched(batch.backends)
            waiters.wake(batch.interchanges)
        }
        let waker = Waker(database: database, decider: decider, decided: decided)
        let processor = Processor(
            database: database, decider: decider,
            reading: InterchangeReading(
                database: database, understanding: understanding, acknowledging: installation.acknowledging,
                preparation: PayloadPreparation(writers: writers, routing: routing), clock: clock),
            logger: logger,
            decided: { batch in
                decided(batch)
                await waker.wakeBehind(batch)
            })
        let outcomes = Outcomes(database: database, waiters: waiters)
        let limits = installation.partnerLimits
        submissions = Submissions(
            database: database, partners: { limits[$0] }, processor: processor,
            outcomes: outcomes, clock: clock)
        interchanges = InterchangeDesk(
            database: database, processor: processor, outcomes: outcomes, waiters: waiters, audit: audit, clock: clock)
        documents = DocumentDesk(database: database, routing: routing, clock: clock)
        replay = ReplayDesk(database: database, decider: decider, audit: audit, clock: clock, decided: decided)
        let replayRunner = ReplayRunner(
            database: database, batches: ReplayBatches(database: database, desk: replay), audit: audit, node: node,
            clock: clock, logger: logger,
            isLive: { processor.awaitedReceipts.load(ordering: .relaxed) > 0 || processor.waiting > 0 })
        self.replayRunner = replayRunner
        replays = BulkReplayDesk(
            database: database, routing: routing,
            planning: ReplayPlanning(
                database: database, routing: routing, backends: backends,
                sampling: ReplaySampling(database: database, rereading: decider.rereading), clock: clock),
            runner: replayRunner, audit: audit, clock: clock)
        let closing = OrderClosing(database: database, routing: routing, audit: audit, clock: clock)
        entering = OrderEntering(submissions: submissions, database: database, audit: audit)
        orders = OrderDesk(
            reading: OrderReading(database: database, routing: routing, clock: clock),
            importer: OrderImporter(
                database: database, routing: routing, waker: waker, audit: audit, clock: clock),
            closing: closing)
        let transferRunner = TransferRunner(
            database: database, steps: TransferSteps(database: database, routing: routing, node: node, clock: clock),
            backends: backends, waker: waker, node: node, clock: clock, logger: logger,
            touched: touched)
        self.transferRunner = transferRunner
        transfers = TransferDesk(
            database: database, routing: routing, backends: backends, runner: transferRunner, audit: audit, clock: clock
        )
        let fenceSteps = FenceSteps(
            database: database, routing: routing, backends: backends, audit: audit, node: node, clock: clock)
        let fenceRunner = FenceRunner(
            database: database, steps: fenceSteps, backends: backends, node: node, clock: clock, logger: logger,
            touched: touched)
        self.fenceRunner = fenceRunner
        fences = FenceDesk(
            database: database, backends: backends, steps: fenceSteps, runner: fenceRunner, waker: waker)
        let definitions = installation.definitions
        shadow = ShadowDesk(database: database, definitions: definitions)
        let shadowRunner = ShadowRunner(
            routing: routing, backfilling: Backfilling(database: database, clock: clock, touched: touched),
            comparing: AnswerComparing(
                database: database, definitions: definitions, reading: AnswerReading(understanding: understanding),
                clock: clock),
            logger: logger)
        self.shadowRunner = shadowRunner
        integrations = IntegrationDesk(database: database, clock: clock)
        integrationKeeper = IntegrationKeeper(database: database, clock: clock, logger: logger)
        let verificationRunner = VerificationRunner(
            database: database,
            steps: VerificationSteps(database: database, backends: backends, node: node, clock: clock),
            lister: OrderLister(backends), routing: routing, node: node, clock: clock, logger: logger)
        self.verificationRunner = verificationRunner
        verifications = VerificationDesk(
            database: database, routing: routing, backends: backends, rules: installation.verifying, writers: writers,
            runner: verificationRunner, audit: audit, clock: clock, touched: touched)
        recalls = RecallDesk(database: database, decider: decider, audit: audit, decided: decided)
        let pulse = BackendPulse(runners: runners)
        milestones = MilestoneDesk(
            database: database, routing: routing, audit: audit,
            book: MilestoneBook(
                definitions: definitions,
                freezes: installation.freezes,
                pulse: pulse,
                numbers: installation.numbers, writers: writers),
            waker: waker, transfers: transfers, clock: clock, logger: logger)
        rehearsals = RehearsalDesk(
            database: database, audit: audit, writers: writers, backends: backends,
            slot: present?.rehearsals.slot ?? RehearsalSlot(), clock: clock)
        self.backends = BackendDesk(
            database: database, backends: backends, runners: runners, audit: audit, clock: clock, decided: decided,
            routing: routing)
        keys = KeyDesk(
            database: database, clock: clock, node: nodeName, partners: Set(installation.partners.map(\.id)),
            backends: Set(installation.backends.map(\.name)))
        let keeper = PasswordKeeper()
        users = UserDesk(
            database: database, clock: clock, node: nodeName, partners: Set(installation.partners.map(\.id)),
            keeper: keeper)
        auditing = AuditDesk(database: database, clock: clock)
        signIn = SignInDesk(database: database, clock: clock, audit: audit, keeper: keeper)
        problems = ProblemDesk(database: database, audit: audit, clock: clock)
        problemFolding = ProblemFolding(database: database, runners: runners, clock: clock, logger: logger)
        dueWatch = DueWatch(
            installation.partners, database: database, routing: routing, clock: clock, logger: logger)
        reports = ReportDesk(database: database, clock: clock)
        master = MasterDesk(
            database: database, audit: audit, clock: clock, partners: Set(installation.partners.map(\.id)),
            backends: Set(installation.backends.map(\.name)), replay: replay, sources: installation.masterData)
        masterSources = installation.masterData.map { [master] source in
            MasterSourceRunner(
                source, desk: master, database: database, node: node, nodeName: nodeName, clock: clock, logger: logger)
        }
        edits = EditDesk(database: database, rereading: Rereading(understanding: understanding))
        origins = OriginDesk(database: database, rereading: Rereading(understanding: understanding))
        self.processor = processor
        self.runners = runners
        self.shadows = shadows
        let submissions = submissions
        let returns = AS2Returns(
            database: database, relations: as2Book.relations, clock: clock, logger: logger,
            changed: { waiters.wake($0) })
        let as2Receipts = AS2ReceiptRunner(database: database, returns: returns, clock: clock, logger: logger)
        self.as2Receipts = as2Receipts
        as2 = AS2Desk(
            book: as2Book, submissions: submissions, database: database, returns: returns, clock: clock, logger: logger,
            due: { as2Receipts.wake() })
        polls = installation.backends.compactMap { backend in
            guard let source = PollSource(backend) else { return nil }
            return PollRunner(
                backend.name, source, database: database, submissions: submissions, node: node,
                clock: clock, logger: logger)
        }
        mailboxWatchers = installation.mailboxes.map {
            MailboxWatcher(
                mailbox: $0, database: database, clock: clock, logger: logger, changed: { waiters.wake($0) })
        }
        providers = installation.providers.compactMap { account in
            ProviderRunner(
                account, database: database, submissions: submissions, node: node, clock: clock, logger: logger)
        }
        watchers = installation.folders.filter { $0.server == nil }.map {
            FolderWatcher(
                $0, submissions: submissions, underWay: AttemptsUnderWay(database: database, clock: clock),
                logger: logger)
        }
        serverWatchers = installation.folders.compactMap { folder in
            FileServerWatcher(
                folder, largest: min(limits[folder.partner]?.largestInterchange ?? .max, FileServerWatcher.largest),
                database: database, submissions: submissions, node: node, clock: clock, logger: logger)
        }
        housekeeping = Housekeeping(
            database: database, node: node, inHand: inHand, backends: backends, routing: routing, waker: waker,
            isAlone: isAlone, isTakingOver: present != nil, milestones: milestones,
            closing: closing, overdue: OverdueAnswers(database: database, clock: clock),
            guards: GuardWatching(
                database: database, routing: routing, audit: audit, pulse: pulse, clock: clock, logger: logger),
            clock: clock, logger: logger,
            decided: decided)
    }

    /// Runs all loops until the task is cancelled; attempts under way are finished first.
    public func run() async throws {
        makeFolders()
        try await housekeeping.begin()
        isRunning.withLock { $0 = true }
        await withDiscardingTaskGroup { group in
            group.addTask { await self.processor.run() }
            group.addTask { await self.housekeeping.run() }
            group.addTask { await self.problemFolding.run() }
            group.addTask { await self.dueWatch.run() }
            group.addTask { await self.integrationKeeper.run() }
            group.addTask { await self.transferRunner.run() }
            group.addTask { await self.fenceRunner.run() }
            group.addTask { await self.shadowRunner.run() }
            group.addTask { await self.verificationRunner.run() }
            group.addTask { await self.replayRunner.run() }
            for runner in runners + shadows { group.addTask { await runner.run() } }
            for watcher in watchers { group.addTask { await watcher.run() } }
            for watcher in serverWatchers { group.addTask { await watcher.run() } }
            group.addTask { await self.as2Receipts.run() }
            for poll in polls { group.addTask { await poll.run() } }
            for watcher in mailboxWatchers { group.addTask { await watcher.run() } }
            for provider in providers { group.addTask { await provider.run() } }
            for source in masterSources { group.addTask { await source.run() } }
        }
        isRunning.withLock { $0 = false }
    }

    /// Takes over from the gateway whose place this one takes: its keys of the process's life, and what it accepts until its
    /// last request ends.
    func take(over present: Gateway) {
        keys.takeLocalKeys(of: present.keys)
        present.processor.handOver(to: processor)
    }

    /// Back ends that are folders find them made. One that cannot be made keeps its deliveries waiting, no others.
    private func makeFolders() {
        for runner in runners {
            let path: String
            switch runner.backend.kind {
            case .folder(let folder): path = folder
            case .mailbox(let mailbox): path = mailbox.out
            default: continue
            }
            do {
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            } catch {
                logger.warning(
                    "a back end's folder cannot be made",
                    metadata: ["backend": "\(runner.backend.name)", "folder": "\(path)", "error": "\(error)"])
            }
        }
    }

    /// How often interchanges moved on at this node, gateways before this one included.
    var traffic: UInt64 { waiters.changes }

    /// The breakers of all back ends.
    var breakers: [String: String] {
        Dictionary(runners.map { ($0.backend.name, $0.breaker.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// The time zone of the first site: that of the pages of a reader whose own is not known.
    public var houseZone: String? { installation.routing.sites.first?.timeZone }

    /// What is missing before the gateway takes traffic; empty when it is ready.
    public func readiness() async -> [String: String] {
        var missing: [String: String] = [:]
        if !isRunning.withLock({ $0 }) { missing["gateway"] = "its loops are not running" }
        do {
            let head = try await database.read { try $0.routing()?.epoch }
            if head == nil { missing["routing"] = "no routing snapshot is in force" }
        } catch {
            missing["store"] = "the store does not answer"
        }
        return missing
    }

    /// Mappings are refused where they are put in force: those that the present routing snapshot names by their hashes were
    /// verified then, and a restart need not wait for it again.
    private static func verify(
        _ mappings: MappingSet, _ backends: [Backend], unlessInForceAt database: any Database
    ) async throws {
        let inForce = try await GatewayError.translating {
            try await database.read { try $0.routing().map(RoutingState.version(of:)) }
        }
        let known = inForce?.snapshot.mappings ?? [:]
        if known == mappings.hashes { return }
        try refuse(mappings.faults(unlessIn: known))
        try refuse(mappings.writingFaults(backends, [], isThorough: true))
    }

    /// The back ends that answer in the shadow, and those that took it once and still have to get something.
    private static func shadowed(among backends: [Backend], at database: any Database) async throws -> [Backend] {
        try await GatewayError.translating {
            try await database.read { transaction in
                try backends.filter { backend in
                    try backend.abilities.takes.contains(.shadow)
                        || transaction.hasDueDeliveries(backend: backend.name, lane: .shadow, now: .max)
                }
            }
        }
    }

    private static func refuse(_ faults: DiagnosticList) throws {
        if let fault = GatewayError(.invalid, all: faults) { throw fault }
    }
}
