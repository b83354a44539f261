import Foundation
import Synchronization
import TestPeers

/// The built program as a server that is killed and started again, always at the same port.
final class KillableServer: Sendable {
    private let folder: String
    private let port: UInt16
    private let log: FileHandle
    private let process = Mutex<Process?>(nil)

    init(folder: String, port: UInt16) throws {
        self.folder = folder
        self.port = port
        try Data().write(to: URL(fileURLWithPath: folder + "/server.log"))
        log = try FileHandle(forWritingTo: URL(fileURLWithPath: folder + "/server.log"))
    }

    /// What the server logged, its end.
    var lastWords: String {
        let text = (try? String(contentsOfFile: folder + "/server.log", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(20).joined(separator: "\n")
    }

    /// Starts it; it is ready when this returns.
    func start() async throws {
        let process = Process()
        process.executableURL = try Program.executable()
        process.arguments = ["serve", "--config", folder + "/milepost.yaml", "--log-level", "notice"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = log
        try process.run()
        let isReady = try await eventually(240) {
            guard process.isRunning else { return false }
            return await self.isReady() ? true : nil
        }
        guard isReady else { throw PeerError("the server did not start: \(lastWords)") }
        self.process.withLock { $0 = process }
    }

    /// Ends it with SIGKILL, as a power cut would, if it runs.
    func kill() async { _ = await end(SIGKILL) }

    /// Sends it a signal.
    func signal(_ signal: Int32) {
        process.withLock { if let process = $0 { _ = Foundation.kill(process.processIdentifier, signal) } }
    }

    /// Sends it a signal and waits for its end; gives its exit code.
    func end(_ signal: Int32) async -> Int32? {
        let process = process.withLock { running in
            defer { running = nil }
            return running
        }
        guard let process else { return nil }
        _ = Foundation.kill(process.processIdentifier, signal)
        await onThread { process.waitUntilExit() }
        return process.terminationStatus
    }

    /// Whether somebody listens at its port.
    func listens() async -> Bool {
        let port = port
        return await onThread { (try? HTTPConnection(port: port)) != nil }
    }

    private func isReady() async -> Bool {
        let port = port
        return await onThread { (try? HTTPConnection(port: port).request("GET", "/readyz"))?.status == 200 }
    }
}

/// Runs what blocks on a thread of its own.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}

/// Runs what blocks on a thread of its own.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}

/// Asks until there is an answer, at most so many seconds.
func eventually<Value>(
    _ seconds: Double, every pause: Duration = .milliseconds(20), _ body: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
        if let value = try await body() { return value }
        guard ContinuousClock.now < deadline else { throw PeerError("it did not happen within \(seconds) s") }
        try await Task.sleep(for: pause)
    }
}
