public import Store

/// A store on a PostgreSQL server.
public final class PostgresDatabase: Database {
    /// How long anything may wait. Nothing waits for ever, so that a stopped node or a silent network frees what it holds.
    public struct Timeouts: Sendable, Hashable {
        /// Making a connection.
        public var connect = Duration.seconds(5)
        /// One statement, COMMIT included.
        public var statement = Duration.seconds(30)
        /// One lock; the server's `lock_timeout`.
        public var lock = Duration.seconds(10)
        /// A transaction between two statements; frees the locks of a node that has stopped.
        public var idleInTransaction = Duration.seconds(15)
        /// Sent bytes without the other machine's acknowledgement (TCP_USER_TIMEOUT).
        public var network = Duration.seconds(10)

        /// The usual times.
        public init() {}
    }

    /// The SQL text that this database reads.
    public let dialect = Dialect.postgres

    private let queue: JobQueue

    /// Connects and brings the schema up to date; several nodes may do so at once.
    ///
    /// - Parameters:
    ///   - url: A connection URI or string as libpq takes it, with several hosts and `target_session_attrs` if need be.
    ///   - connections: How many connections, and threads, this node uses.
    ///   - waiting: How many transactions may wait for a connection; more fail as overloaded.
    ///   - now: UTC microseconds since 1970, for the record of applied migrations.
    /// - Throws: ``StoreError`` of kind `unavailable`, `newer`, `migrationChanged` or `notDurable`.
    public init(
        url: String, connections: Int = 4, waiting: Int = 10_000, timeouts: Timeouts = Timeouts(), now: Int64
    ) async throws {
        precondition(connections > 0 && waiting > 0)
        queue = JobQueue(limit: waiting)
        for _ in 0..<connections {
            queue.startThread { Connection(url: url, timeouts: timeouts) }
        }
        do {
            try await run { connection in
                try connection.transaction(begin: "begin") { transaction in
                    try Self.migrate(transaction, on: connection, now: now)
                }
            }
        } catch {
            queue.close()
            throw error
        }
    }

    deinit { queue.close() }

    /// A number of our own for the lock that lets one node at a time migrate.
    private static let migrationLock: Int64 = 0x4d49_4c45_4d49_4752
    /// How long one statement of a migration may take.
    private static let migrationTimeout = Duration.seconds(3600)

    private static func migrate(_ transaction: any Transaction, on connection: Connection, now: Int64) throws {
        // A migration may take long, and so may waiting for another node's.
        try connection.runScript("set local statement_timeout = 0; set local lock_timeout = 0")
        let wire = try connection.live()
        let usual = wire.answerTimeout
        wire.answerTimeout = migrationTimeout
        defer { wire.answerTimeout = usual }
        _ = try transaction.query("select pg_advisory_xact_lock($1)", [.integer(migrationLock)])
        for step in try transaction.missingMigrations(of: Migration.postgres) {
            try connection.runScript(step.sql)
            try transaction.recordMigration(step, at: now)
        }
    }

    /// Runs a transaction (READ COMMITTED) on a connection that is free.
    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await run { try $0.transaction(begin: "begin", body) }
    }

    /// Runs a transaction that only reads (REPEATABLE READ) on a connection that is free.
    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await run { try $0.transaction(begin: "begin isolation level repeatable read, read only", body) }
    }

    /// Ends the present work and closes.
    public func close() async { await queue.end() }

    private func run<Result: Sendable>(
        _ work: @escaping @Sendable (Connection) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try queue.add { connection in
                    continuation.resume(with: Swift.Result { try work(connection) })
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}

extension Migration {
    /// The steps of the schema in PostgreSQL's text.
    static let postgres = [
        Migration(number: 1, name: "initial", file: PackageResources.m001_initial_sql),
        Migration(number: 2, name: "written_payloads", file: PackageResources.m002_written_payloads_sql),
        Migration(
            number: 3, name: "discarded_interchanges", file: PackageResources.m003_discarded_interchanges_sql),
        Migration(
            number: 4, name: "numbers_of_prior_orders", file: PackageResources.m004_numbers_of_prior_orders_sql),
        Migration(number: 5, name: "acknowledgements", file: PackageResources.m005_acknowledgements_sql),
        Migration(number: 6, name: "sent_interchanges", file: PackageResources.m006_sent_interchanges_sql),
        Migration(number: 7, name: "mapping_versions", file: PackageResources.m007_mapping_versions_sql),
        Migration(number: 8, name: "milestone_control", file: PackageResources.m008_milestone_control_sql),
        Migration(
            number: 9, name: "answered_acknowledgements", file: PackageResources.m009_answered_acknowledgements_sql),
        Migration(number: 10, name: "delivery_figures", file: PackageResources.m010_delivery_figures_sql),
        Migration(number: 11, name: "transfers", file: PackageResources.m011_transfers_sql),
        Migration(number: 12, name: "shadow", file: PackageResources.m012_shadow_sql),
        Migration(number: 13, name: "fences", file: PackageResources.m013_fences_sql),
        Migration(number: 14, name: "routing_facts", file: PackageResources.m014_routing_facts_sql),
        Migration(number: 15, name: "outbound", file: PackageResources.m015_outbound_sql),
        Migration(number: 16, name: "verifications", file: PackageResources.m016_verifications_sql),
        Migration(number: 17, name: "order_parts", file: PackageResources.m017_order_parts_sql),
        Migration(number: 18, name: "document_orders", file: PackageResources.m018_document_orders_sql),
        Migration(number: 19, name: "signing_roles", file: PackageResources.m019_signing_roles_sql),
        Migration(number: 20, name: "polls", file: PackageResources.m020_polls_sql),
        Migration(number: 22, name: "cross_references", file: PackageResources.m022_cross_references_sql),
        Migration(number: 23, name: "stuck_transfers", file: PackageResources.m023_stuck_transfers_sql),
        Migration(number: 24, name: "sent_documents", file: PackageResources.m024_sent_documents_sql),
        Migration(number: 25, name: "as2", file: PackageResources.m025_as2_sql),
        Migration(number: 27, name: "problems", file: PackageResources.m027_problems_sql),
        Migration(number: 28, name: "users", file: PackageResources.m028_users_sql),
        Migration(number: 29, name: "replays", file: PackageResources.m029_replays_sql),
        Migration(number: 30, name: "expectations", file: PackageResources.m030_expectations_sql),
        Migration(
            number: 31, name: "providers_and_mailboxes", file: PackageResources.m031_providers_and_mailboxes_sql),
        Migration(number: 32, name: "support", file: PackageResources.m032_support_sql),
        Migration(number: 33, name: "integrations", file: PackageResources.m033_integrations_sql),
    ]
}
