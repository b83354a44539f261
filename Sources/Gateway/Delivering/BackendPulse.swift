import Channels
import ConfigurationFiles
import Foundation
import Intake

/// Whether back ends answer now: what their deliveries last saw, and where that says nothing against them, a connection
/// over which nothing is sent.
struct BackendPulse: Sendable {
    let runners: [DeliveryRunner]

    /// How long connecting may take, in seconds.
    private static let patience = 10

    /// For each of some back ends whether it answers.
    func answers(of names: Set<String>) async -> [String: Bool] {
        await withTaskGroup(of: (String, Bool).self) { group in
            for runner in runners where names.contains(runner.backend.name) {
                group.addTask { (runner.backend.name, await Self.answers(runner)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private static func answers(_ runner: DeliveryRunner) async -> Bool {
        guard case .closed = runner.breaker else { return false }
        switch runner.backend.kind {
        case .http(let settings): return await answers(settings)
        case .soap(let settings): return await answers(settings.http)
        case .as2(let settings): return await answers(settings.http)
        case .provider(let account): return await PlainExchange("HEAD", account.url).isReachable()
        case .postgres(let settings):
            let sender = PostgresSender(PostgresTarget(settings.database, connectingWithin: patience), connections: 1)
            let fault = await sender.examine()
            await sender.shutdown()
            return fault == nil
        case .fileServer(let server):
            var target = FileServerTarget(server)
            target.connectTimeout = min(target.connectTimeout, .seconds(patience))
            return await FileServerProbe.fault(of: target) == nil
        case .mailbox(let mailbox): return FileManager.default.isWritableFile(atPath: mailbox.out)
        case .folder(let path):
            return FileManager.default.isWritableFile(atPath: path)
        }
    }

    private static func answers(_ settings: HTTPBackend) async -> Bool {
        var exchange = PlainExchange("HEAD", settings.url.reveal())
        exchange.connectSeconds = min(patience, max(1, Int(settings.connectSeconds)))
        exchange.seconds = patience
        return await exchange.isReachable()
    }
}
