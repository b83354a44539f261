import CLinux
import ConfigurationFiles
import Console
import Diagnostics
import Foundation
import Gateway
import HTTPAPI
import Logging
import NIOCore
import Rollout
import ServiceLifecycle
import Store
import StorePostgres
import StoreSQLite
import UnixSignals

/// A gateway with its HTTP server in this process: opened, run, and stopped gracefully.
struct GatewayProcess {
    /// What is known once it listens.
    struct Started: Sendable {
        var url: String
        /// A key with all rights that is valid as long as this process runs.
        var token: String
        var gateway: GatewayInForce
    }

    let installation: Installation
    /// Reads the configuration again; nil where there is none to be read.
    var reading: (@Sendable () -> ConfigurationReading)?
    let logger: Logger

    /// Opens the store that an installation names, its schema brought up to date.
    static func open(_ location: StoreLocation) async throws -> any Database {
        let now = Clock.system.now().microseconds
        do {
            switch location {
            case .sqlite(let folder): return try SQLiteDatabase(folder: folder, now: now)
            case .postgres(let url): return try await PostgresDatabase(url: url.reveal(), now: now)
            }
        } catch let error as StoreError {
            throw CommandFailure(.usage, error.diagnostic)
        }
    }

    /// The gateway over a store; throws everything that is wrong with its mappings or its configuration.
    private func make(
        _ installation: Installation, _ database: any Database, takingOverFrom present: Gateway? = nil,
        checking check: @Sendable (MappingSet) throws -> Void = { _ in }
    ) async throws -> Gateway {
        let (mappings, diagnostics) = MappingSet.read(installation.mappings)
        if let fault = GatewayError(.invalid, all: diagnostics) { throw fault }
        try check(mappings)
        var isAlone = false
        if case .sqlite = installation.store { isAlone = true }
        let gateway = try await Gateway(
            installation, mappings: mappings, database: database, isAlone: isAlone, takingOverFrom: present,
            logger: logger)
        // Verifying mappings takes several times the memory of what follows; the allocator would keep it.
        malloc_trim(0)
        return gateway
    }

    private func open(_ database: any Database) async throws -> Gateway {
        do {
            return try await make(installation, database)
        } catch {
            await database.close()
            guard let error = error as? GatewayError else { throw error }
            throw CommandFailure(.usage, ([error.diagnostic] + error.further).map { DiagnosticReport($0) })
        }
    }

    /// How the gateway of today's configuration is made in place of the present one.
    private func remaking(_ database: any Database) -> GatewayInForce.Remaking? {
        guard let reading else { return nil }
        return { present, check in
            let today = try Self.today(reading)
            if let setting = today.firstToRestartFor(since: installation) {
                throw GatewayError(.conflict, Diagnostic("configuration.restart-needed", value: setting))
            }
            return try await make(today, database, takingOverFrom: present, checking: check)
        }
    }

    /// How today's configuration is read without putting it in force.
    private func todaysMappings() -> GatewayInForce.Reading? {
        guard let reading else { return nil }
        return {
            let today = try Self.today(reading)
            let (mappings, diagnostics) = MappingSet.read(today.mappings)
            if let fault = GatewayError(.invalid, all: diagnostics) { throw fault }
            return (today, mappings)
        }
    }

    private static func today(_ reading: () -> ConfigurationReading) throws -> Installation {
        let found = reading()
        if let fault = GatewayError(.invalid, all: found.diagnostics) { throw fault }
        guard let today = found.installation else {
            throw GatewayError(.conflict, Diagnostic("api.reload-unavailable"))
        }
        return today
    }

    /// Runs until it is told to stop, by a signal or by the end of `whileRunning`, which begins when the server listens.
    func run(
        signals: [UnixSignal] = [.sigterm, .sigint], extra: [any Service] = [],
        whileRunning: @escaping @Sendable (Started, ServiceGroup) async throws -> Void
    ) async throws {
        let database = try await Self.open(installation.store)
        let gateway = GatewayInForce(try await open(database), remaking: remaking(database), reading: todaysMappings())
        let (ports, announce) = AsyncStream<Int>.makeStream()
        let api = HTTPAPI(
            gateway: gateway, limits: HTTPAPI.Limits(largestPayload: installation.limits.largestInterchange),
            logger: logger)
        let console = Console(gateway: gateway, isSecure: installation.isBehindTLS, logger: logger)
        let server = api.server(
            host: installation.listen.host, port: installation.listen.port, adding: { console.add(to: $0) }
        ) { port in
            announce.yield(port)
            announce.finish()
        }
        // Stopped in the opposite order: first nothing more comes in, then what is under way ends.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: extra.map { .init(service: $0) } + [
                    .init(service: GatewayService(gateway: gateway)),
                    .init(service: ReloadService(gateway: gateway, logger: logger)), .init(service: server),
                ],
                gracefulShutdownSignals: signals, logger: logger))
        do {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    defer { announce.finish() }
                    try await group.run()
                }
                tasks.addTask {
                    for await port in ports {
                        var listen = installation.listen
                        listen.port = port
                        let keys = gateway.current.keys
                        let token = keys.makeLocalKey(name: "this machine", role: .administrator)
                        let started = Started(url: "http://\(listen)", token: token, gateway: gateway)
                        try await whileRunning(started, group)
                    }
                }
                try await tasks.waitForAll()
            }
        } catch let error as IOError {
            await database.close()
            if error.errnoCode == EADDRINUSE {
                throw CommandFailure(.usage, "client.port-taken", value: installation.listen.description)
            }
            throw CommandFailure(.usage, "client.serve-failed", facts: ["detail": "\(installation.listen): \(error)"])
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }
}

/// The gateway's loops as a service: when the group stops they end what is under way.
private struct GatewayService: Service {
    let gateway: GatewayInForce

    func run() async throws { try await cancelWhenGracefulShutdown { try await gateway.run() } }
}

/// SIGHUP reads the configuration again, as daemons do.
private struct ReloadService: Service {
    let gateway: GatewayInForce
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do {
                let change = try await gateway.reload(
                    by: Caller(name: "SIGHUP", role: .administrator, origin: "signal"))
                logger.notice("the configuration was read again", metadata: ["epoch": "\(change.epoch)"])
            } catch {
                logger.error("the configuration was not put in force", metadata: ["error": "\(error)"])
            }
        }
    }
}
