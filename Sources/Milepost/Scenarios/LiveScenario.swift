import ConfigurationFiles
import Foundation
import Gateway
import Intake
import Logging
import Rollout
import ServiceLifecycle
import StoreSQLite

/// Plays a scenario on a gateway of its own: SQLite in a temporary folder, and back ends on free ports.
struct LiveScenario {
    let scenario: Scenario
    let installation: Installation
    let mappings: MappingSet
    let logger: Logger

    func run() async throws -> ScenarioResult {
        let servers = ScenarioServers(installation.backends)
        let (ports, announce) = AsyncStream<(String, Int)>.makeStream()
        let services = servers.names.map { name in
            servers.server(name, logger: logger) { announce.yield((name, $0)) }
        }
        let group = ServiceGroup(configuration: .init(services: services.map { .init(service: $0) }, logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { announce.finish() }
                try await group.run()
            }
            var known: [String: Int] = [:]
            if !servers.names.isEmpty {
                for await (name, port) in ports {
                    known[name] = port
                    if known.count == servers.names.count { break }
                }
            }
            let result = await Result.of { try await play(servers, known) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }

    private func play(_ servers: ScenarioServers, _ ports: [String: Int]) async throws -> ScenarioResult {
        let folder = FileManager.default.temporaryDirectory.path + "/milepost-scenario-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try SQLiteDatabase(folder: folder + "/data", now: scenario.clock.microseconds)
        let company = try await LiveCompany(
            connected(ports, in: folder), mappings: mappings, database: database, backends: servers,
            clock: scenario.clock, logger: logger)
        let loops = Task { try await company.run() }
        let result = await ScenarioPlay(scenario, on: company).run()
        loops.cancel()
        _ = await loops.result
        await database.close()
        return result
    }

    /// The installation with the scenario's servers in the place of its back ends. What goes wrong is tried again soon, and no
    /// breaker opens: the scenario's clock says when what happens.
    private func connected(_ ports: [String: Int], in folder: String) -> Installation {
        var live = installation
        live.nodeName = "scenario"
        live.folders = []
        for index in live.backends.indices {
            let name = live.backends[index].name
            live.backends[index].retry = RetrySchedule(first: 0.05, factor: 1, longest: 0.05, deadlineHours: 24 * 365)
            live.backends[index].breaker = CircuitBreaker.Limits(failures: 1_000_000, pause: 0.05, longestPause: 0.05)
            live.backends[index].ratePerSecond = nil
            live.backends[index].poll = nil
            if let answers = live.backends[index].kind.answers {
                let url = "http://127.0.0.1:\(ports[name] ?? 0)/documents"
                live.backends[index].kind = .http(HTTPBackend(url: Secret(url), shownURL: url, answers: answers))
            } else {
                live.backends[index].kind = .folder(path: folder + "/" + name)
            }
        }
        return live
    }
}

extension Result where Failure == any Error {
    /// How something ends.
    fileprivate static func of(_ body: () async throws -> Success) async -> Result {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
