import Foundation
import GRDB
public import Store
import Synchronization

/// A store in one folder of this machine.
public final class SQLiteDatabase: StoredDatabase {
    /// The SQL text that this database reads.
    public let dialect = Dialect.sqlite

    private let pool: DatabasePool
    private let lock: FolderLock
    private let checkpointer: Checkpointer
    private let statements = StatementTexts()

    /// Opens the folder's database, makes it when it is absent, and brings its schema up to date.
    ///
    /// - Parameter now: UTC microseconds since 1970, for the record of applied migrations.
    /// - Throws: ``StoreError`` of kind `inUse`, `newer`, `migrationChanged`, `notDurable` or `unavailable`.
    public init(folder: String, now: Int64) throws {
        let path = folder + "/milepost.sqlite"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError(.unavailable, code: "folder", message: folder)
        }
        lock = try FolderLock(folder: folder)
        let pool = try translatingErrors { try DatabasePool(path: path, configuration: Self.configuration) }
        self.pool = pool
        checkpointer = try translatingErrors { try Checkpointer(path: path, pool: pool) }
        try translatingErrors { try pool.writeWithoutTransaction(Self.makeDurable) }
        try migrate(now: now)
        checkpointer.start()
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "milepost"
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        return configuration
    }

    /// GRDB sets `synchronous=NORMAL` when it opens a WAL database, which would let a commit return before it is on
    /// disk; so FULL is set after opening, and read back.
    private static func makeDurable(_ database: GRDB.Database) throws {
        try database.execute(sql: "pragma synchronous = full")
        try database.execute(sql: "pragma wal_autocheckpoint = 0")
        let mode = try String.fetchOne(database, sql: "pragma journal_mode")
        guard mode == "wal" else { throw StoreError(.notDurable, code: "journal_mode", message: mode ?? "unknown") }
        let level = try Int.fetchOne(database, sql: "pragma synchronous")
        guard level == 2 else {
            throw StoreError(.notDurable, code: "synchronous", message: level.map(String.init) ?? "unknown")
        }
    }

    private func migrate(now: Int64) throws {
        try translatingErrors {
            try pool.writeWithoutTransaction { [statements] database in
                try Self.inTransaction(database) {
                    let transaction = SQLiteTransaction(database: database, statements: statements)
                    for step in try transaction.missingMigrations(of: Migration.sqlite) {
                        try database.execute(sql: step.sql)
                        try transaction.recordMigration(step, at: now)
                    }
                }
            }
        }
    }

    /// Runs a transaction on the one writer, after those that came before it.
    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        // Not GRDB's own async form: that one interrupts the transaction when its task is cancelled.
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [statements] database in
                continuation.resume(
                    with: Swift.Result {
                        try translatingErrors {
                            try Self.inTransaction(database) {
                                try body(SQLiteTransaction(database: database, statements: statements))
                            }
                        }
                    })
            }
        }
    }

    /// Runs a transaction on a reader, beside the writer, on what was committed when it began.
    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { [statements] access in
                continuation.resume(
                    with: Swift.Result {
                        try translatingErrors {
                            try body(SQLiteTransaction(database: access.get(), statements: statements))
                        }
                    })
            }
        }
    }

    /// Ends the present work and closes.
    public func close() async {
        await checkpointer.stop()
        try? pool.close()
        lock.release()
    }

    private static func inTransaction<Result>(_ database: GRDB.Database, _ body: () throws -> Result) throws -> Result {
        try database.beginTransaction(.immediate)
        let result: Result
        do {
            result = try body()
        } catch {
            try? database.rollback()
            throw error
        }
        do {
            try database.commit()
        } catch let error as DatabaseError {
            try? database.rollback()
            throw StoreError(failedCommit: error)
        }
        return result
    }
}

/// The statements' texts as SQLite reads them, made once.
final class StatementTexts: Sendable {
    private let texts = Mutex<[String: String]>([:])

    /// The SQLite side of a text, its `$1` as `?1`: SQLite takes `$1` for a name, not for a number.
    func text(of sql: String) -> String {
        texts.withLock { texts in
            if let text = texts[sql] { return text }
            let text = Self.numbered(Dialect.sqlite.text(of: sql))
            texts[sql] = text
            return text
        }
    }

    private static func numbered(_ sql: String) -> String {
        var quoted = false
        return String(
            sql.map { character in
                if character == "'" { quoted.toggle() }
                return character == "$" && !quoted ? "?" : character
            })
    }
}

extension Migration {
    /// The steps of the schema in SQLite's text.
    static let sqlite = [
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
