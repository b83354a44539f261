import Foundation

/// A `milepost serve` of its own: a folder, a configuration, a process.
final class Server {
    let port: UInt16
    let folder: String
    private let process = Process()
    /// Seconds from start to the first answer of `/readyz`.
    private(set) var startSeconds = 0.0

    /// Starts a gateway whose back ends are at a port.
    convenience init(binary: String, backend: UInt16, port: UInt16) throws {
        try self.init(
            binary: binary, port: port, configuration: Self.configuration(port: port, backend: backend),
            partner: "as2: { name: PARTNER, certificates: [partner.pem] }\n")
    }

    /// Starts a gateway of a configuration, with milestones by name and what else the partner's file says.
    init(
        binary: String, port: UInt16, configuration: String, milestones: [String: String] = [:], partner: String = ""
    ) throws {
        self.port = port
        folder = NSTemporaryDirectory() + "milepost-rates-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder + "/partners", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder + "/milestones", withIntermediateDirectories: true)
        for (name, text) in milestones {
            try text.write(toFile: folder + "/milestones/\(name).yaml", atomically: true, encoding: .utf8)
        }
        try configuration.write(
            toFile: folder + "/milepost.yaml", atomically: true, encoding: .utf8)
        try AS2Sender.makeCertificates(in: folder)
        try ("partner: northwind\nkind: buyer\nidentifiers:\n  - gln: 5412345000013\n" + partner).write(
            toFile: folder + "/partners/northwind.yaml", atomically: true, encoding: .utf8)
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = ["serve", "--config", folder + "/milepost.yaml"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: "/dev/null")
        let began = now()
        try process.run()
        while true {
            if let connection = try? connected(port: port) {
                close(connection)
                break
            }
            guard process.isRunning, now() - began < 60 else { throw BenchmarkError("milepost did not start") }
            usleep(2_000)
        }
        startSeconds = now() - began
    }

    /// A key, made by the command line: the partner's own, or an administrator's.
    func makeKey(binary: String, role: String = "partner") throws -> String {
        let command = Process()
        command.executableURL = URL(fileURLWithPath: binary)
        command.arguments = [
            "keys", "create", "load-\(role)", "--config", folder + "/milepost.yaml", "--role", role, "--json",
        ]
        if role == "partner" { command.arguments? += ["--partner", "northwind"] }
        command.currentDirectoryURL = URL(fileURLWithPath: folder)
        let pipe = Pipe()
        command.standardOutput = pipe
        try command.run()
        command.waitUntilExit()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        guard let start = text.range(of: "mp_")?.lowerBound else { throw BenchmarkError("no key: \(text)") }
        return String(text[start...].prefix { $0 != "\"" && !$0.isWhitespace })
    }

    /// Runs a command of the program with a key, and gives what it prints.
    @discardableResult
    func run(binary: String, key: String, _ arguments: String...) throws -> String {
        let command = Process()
        command.executableURL = URL(fileURLWithPath: binary)
        command.arguments = arguments
        command.currentDirectoryURL = URL(fileURLWithPath: folder)
        command.environment = ["MILEPOST_URL": "http://127.0.0.1:\(port)", "MILEPOST_TOKEN": key]
        let pipe = Pipe()
        command.standardOutput = pipe
        try command.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        command.waitUntilExit()
        guard command.terminationStatus == 0 else { throw BenchmarkError("\(arguments): \(text)") }
        return text
    }

    /// Resident memory in MB, now and at most so far.
    var memory: (now: Double, peak: Double) {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        func value(_ name: String) -> Double {
            guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return 0 }
            return (Double(line.split(separator: " ").dropLast().last ?? "") ?? 0) / 1_024
        }
        return (value("VmRSS"), value("VmHWM"))
    }

    /// Forgets the highest memory so far, where the system lets it.
    func resetPeak() {
        guard let file = FileHandle(forWritingAtPath: "/proc/\(process.processIdentifier)/clear_refs") else { return }
        file.write(Data("5".utf8))
        try? file.close()
    }

    /// The processor time that the server has used, in seconds.
    var processorSeconds: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func configuration(port: UInt16, backend: UInt16) -> String {
        """
        listen: 127.0.0.1:\(port)
        store: ./data
        node: rates
        as2: { name: RATES, certificates: [{ certificate: own.pem, key: own.key }] }
        backends:
          legacy:
            http: { url: "http://127.0.0.1:\(backend)/orders" }
            payload: original
            honoursKey: yes
            concurrency: 32
          new:
            http: { url: "http://127.0.0.1:\(backend)/orders" }
            payload: canonical
            honoursKey: yes
            concurrency: 32
        sites:
          north: { timeZone: Europe/Brussels, legacy: legacy, new: new }
        siteRules:
          - fact: partner
            sites: { northwind: north }

        """
    }
}
