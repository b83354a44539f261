public import ArgumentParser
import ConfigurationFiles
import Foundation
public import Logging
import Synchronization

/// `milepost serve`: runs the gateway.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the gateway.",
        discussion: """
            Without a file: MILEPOST_CONFIG or ./milepost.yaml if there is one, else SQLite in ./milepost-data on this \
            machine only. `milepost reload`, or SIGHUP, makes it read the configuration again.

            Example: milepost serve --config deploy/example/milepost.yaml
            """)

    @Option(help: "The main file of the configuration.")
    var config: String?

    @Option(help: "Where to listen instead of where the configuration says; 0 lets the system choose.")
    var port: Int?

    @Option(help: "How much is logged: trace, debug, info, notice, warning, error.")
    var logLevel: Logger.Level = .info

    func run() async throws {
        let reading: @Sendable () -> ConfigurationReading = { [config, port] in
            var reading = ConfigurationPath.read(config)
            if let port { reading.installation?.listen.port = port }
            return reading
        }
        let installation = try ConfigurationPath.require(reading())
        let logger = Logs.logger(logLevel)
        let profile = Self.profilePath(installation.store)
        let token = Mutex("")
        defer { if let profile { Profile.withdraw(from: profile, token: token.withLock { $0 }) } }
        let process = GatewayProcess(installation: installation, reading: reading, logger: logger)
        try await process.run { started, _ in
            token.withLock { $0 = started.token }
            if let profile { try Profile(url: started.url, token: started.token).write(to: profile) }
            Terminal.output.line("Milepost listens on \(started.url)")
            Terminal.output.line("  keeps its data in \(installation.store)")
            if let profile { Terminal.output.line("  commands on this machine use \(profile)") }
            let named = config.map { " --config " + Self.quoted($0) } ?? ""
            Terminal.output.line(
                "  make a partner's key: milepost keys create NAME --role partner --partner ID\(named)")
        }
    }

    /// A path as a shell takes it for one word.
    private static func quoted(_ path: String) -> String {
        let plain = path.utf8.allSatisfy { byte in
            switch byte {
            case 0x2D...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
            default: false
            }
        }
        return plain ? path : "'" + path.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }

    /// Where the machine's own profile stands: in the data folder, which only its owner can enter. With PostgreSQL there
    /// is no such folder; keys are then made on the store itself.
    static func profilePath(_ store: StoreLocation) -> String? {
        guard case .sqlite(let folder) = store else { return nil }
        return folder + "/local.profile"
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

/// Where log lines go.
enum Logs {
    /// Lines on standard error, with the facts behind the sentence.
    static func logger(_ level: Logger.Level) -> Logger {
        var logger = Logger(label: "milepost") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}
