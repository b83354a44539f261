import ConfigurationFiles
import Diagnostics
import Foundation
import Intake

/// The example's company, brought to this machine: its own folder, free ports, short waits.
struct DemoInstallation {
    /// Where the sample files stand.
    let samples: String
    /// What the gateway keeps, removed at the end.
    let folder: String
    private(set) var installation: Installation

    /// Finds the samples and the example's configuration beside them.
    init(samples named: String?) throws {
        let found = named ?? ShippedFiles.folder("edi-samples", holding: "01-order-north.edi", nearWorkingFolder: true)
        guard let samples = found, FileManager.default.fileExists(atPath: samples + "/01-order-north.edi") else {
            throw CommandFailure(
                .usage, "client.samples-missing", value: named ?? "looked above the working folder and the executable")
        }
        self.samples = samples
        let beside = URL(fileURLWithPath: samples).deletingLastPathComponent().path + "/deploy/example"
        let example =
            FileManager.default.fileExists(atPath: beside + "/milepost.yaml")
            ? beside
            : ShippedFiles.folder("deploy/example", holding: "milepost.yaml", nearWorkingFolder: true) ?? beside
        installation = try ConfigurationPath.installation(example + "/milepost.yaml")
        folder =
            FileManager.default.temporaryDirectory.path + "/milepost-demo-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        installation.listen.port = 0
        installation.store = .sqlite(folder: folder + "/data")
        installation.nodeName = "demo"
    }

    /// Puts the demonstration's servers in the place of the example's back ends; what goes wrong is tried again soon,
    /// so that nobody waits for the story to go on.
    mutating func connect(_ ports: [String: Int]) {
        connectPartners(ports)
        for index in installation.backends.indices {
            let name = installation.backends[index].name
            installation.backends[index].retry = RetrySchedule(first: 0.3, factor: 1.5, longest: 2, deadlineHours: 1)
            installation.backends[index].breaker = CircuitBreaker.Limits(failures: 3, pause: 1, longestPause: 2)
            switch installation.backends[index].kind {
            case .folder, .fileServer, .mailbox:
                let path = folder + "/" + name
                try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
                installation.backends[index].kind = .folder(path: path)
            case .http, .postgres, .soap, .as2, .provider:
                let url = "http://127.0.0.1:\(ports[name] ?? 0)/orders"
                installation.backends[index].kind = .http(HTTPBackend(url: Secret(url), shownURL: url))
            }
        }
    }

    /// Puts the demonstration's partner in the place of where the example sends things.
    private mutating func connectPartners(_ ports: [String: Int]) {
        for index in installation.partners.indices {
            guard let port = ports[installation.partners[index].id] else {
                installation.partners[index].outbound = nil
                continue
            }
            let url = "http://127.0.0.1:\(port)/in"
            installation.partners[index].outbound?.channel.kind = .http(HTTPBackend(url: Secret(url), shownURL: url))
        }
    }

    /// A sample's bytes.
    func bytes(_ name: String) throws -> [UInt8] { try InputFile(samples + "/" + name).bytes() }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
