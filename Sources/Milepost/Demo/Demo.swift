import ArgumentParser
import ConfigurationFiles
import Foundation
import Gateway
import Logging
import Rollout
import ServiceLifecycle
import Synchronization

/// `milepost demo`: the whole story on this machine.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See the whole story on this machine: partners, two systems, a milestone that goes live.",
        discussion: """
            Starts a gateway in a temporary folder, two small order systems and a warehouse, sends the sample orders as \
            partners would, moves milestones of two plants, takes a system down and up, repairs a broken order, and tells what went where and why.

            Example: milepost demo
                     milepost demo --stay
            """)

    @Flag(help: "Keep it running afterwards, and say what to try.")
    var stay = false

    @Option(help: "The folder of the sample orders; else edi-samples above here or above the program.")
    var samples: String?

    @Option(help: "How much is logged: trace, debug, info, notice, warning, error.")
    var logLevel: Logger.Level = .error

    func run() async throws {
        let began = ContinuousClock.now
        var demo = try DemoInstallation(samples: samples)
        defer { demo.remove() }
        let logger = Logs.logger(logLevel)
        let names = ["legacy", "new", "warehouse"]
        let backends = Dictionary(uniqueKeysWithValues: names.map { ($0, DemoBackend(name: $0)) })
        let (ports, announce) = AsyncStream<(String, Int)>.makeStream()
        let partner = DemoPartner(name: "northwind")
        var servers: [any Service] = backends.map { name, backend in
            backend.server(logger: logger) { announce.yield((name, $0)) }
        }
        servers.append(partner.server(logger: logger) { announce.yield((partner.name, $0)) })
        let systems = ServiceGroup(
            configuration: .init(services: servers.map { .init(service: $0) }, logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { announce.finish() }
                try await systems.run()
            }
            var known: [String: Int] = [:]
            for await (name, port) in ports {
                known[name] = port
                if known.count == servers.count { break }
            }
            demo.connect(known)
            try await play(demo, backends, partner, known, began, logger)
            await systems.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func play(
        _ demo: DemoInstallation, _ backends: [String: DemoBackend], _ receiver: DemoPartner, _ ports: [String: Int],
        _ began: ContinuousClock.Instant, _ logger: Logger
    ) async throws {
        let process = GatewayProcess(installation: demo.installation, logger: logger)
        let token = Mutex("")
        defer { Self.withdrawProfile(token.withLock { $0 }) }
        try await process.run { started, group in
            token.withLock { $0 = started.token }
            Terminal.output.line("Milepost runs on \(started.url), its data in \(demo.folder)")
            let client = try GatewayClient(address: started.url, token: started.token)
            let administrator = Caller(name: "demo", role: .administrator, origin: "demo")
            var partners: [String: GatewayClient] = [:]
            var keys: [String: String] = [:]
            for partner in demo.installation.partners.map(\.id) {
                let key =
                    try await started.gateway.current.keys.create(
                        name: "\(partner) demo", role: .partner, partner: partner, expiresAt: nil, caller: administrator
                    ).key ?? ""
                keys[partner] = key
                partners[partner] = try GatewayClient(address: started.url, token: key)
            }
            var systems: [String: GatewayClient] = [:]
            for backend in ["legacy", "new"] {
                let key = try await started.gateway.current.keys.create(
                    name: "\(backend) demo", role: .backend, partner: nil, backend: backend, expiresAt: nil,
                    caller: administrator
                ).key
                systems[backend] = try GatewayClient(address: started.url, token: key ?? "")
            }
            if let own = partners[receiver.name] { receiver.connect(own) }
            try await DemoStory(
                demo: demo, client: client, partners: partners, systems: systems, receivers: [receiver.name: receiver],
                backends: backends, began: began
            ).tell()
            if stay {
                Self.invite(
                    started, keys, ports.filter { backends[$0.key] != nil }, hasProfile: try Self.offerProfile(started))
            } else {
                await group.triggerGracefulShutdown()
            }
        }
    }

    /// Where commands in this folder look for the server of this machine.
    private static let profile = "milepost-data/local.profile"

    /// Writes the profile for commands in this folder, unless a gateway that runs here has one.
    private static func offerProfile(_ started: GatewayProcess.Started) throws -> Bool {
        guard !FileManager.default.fileExists(atPath: profile) else { return false }
        try FileManager.default.createDirectory(
            atPath: "milepost-data", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Profile(url: started.url, token: started.token).write(to: profile)
        return true
    }

    /// Takes the profile away again, if it is this demonstration's.
    private static func withdrawProfile(_ token: String) {
        Profile.withdraw(from: profile, token: token)
        // Only an empty folder goes: data of a gateway stays.
        rmdir("milepost-data")
    }

    private static func invite(
        _ started: GatewayProcess.Started, _ keys: [String: String], _ ports: [String: Int], hasProfile: Bool
    ) {
        let terminal = Terminal.output
        terminal.line()
        terminal.line(terminal.styled("It stays until Ctrl-C. In another terminal, in this folder:", .bold))
        if !hasProfile { terminal.line("  export MILEPOST_URL=\(started.url) MILEPOST_TOKEN=\(started.token)") }
        terminal.line("  milepost documents list")
        terminal.line("  milepost orders show northwind/PO-2026-0001")
        terminal.line("  milepost milestones reverse north-intake --reason \"just to see\"")
        terminal.line("  milepost report equation")
        terminal.line(
            "  milepost users create NAME --role administrator    # then sign in to the console: \(started.url)")
        for (partner, key) in keys.sorted(by: { $0.key < $1.key }) {
            terminal.line("  as \(partner): MILEPOST_TOKEN=\(key) milepost submit --wait 10 FILE")
        }
        for (name, port) in ports.sorted(by: { $0.key < $1.key }) {
            terminal.line("  \(name) holds: curl http://127.0.0.1:\(port)/")
            terminal.line("  take it down: curl -X POST 'http://127.0.0.1:\(port)/mode?is=down'   (or up, or refuse)")
        }
    }
}
