import Foundation
import Testing

/// The built program, run as a user would.
struct Program: Sendable {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let samples = root.appendingPathComponent("edi-samples").path

    struct Result: Sendable {
        var status: Int32
        var output: String
        var errors: String
        /// The output as JSON.
        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any] ?? [:]
        }
    }

    /// The executable beside the running tests.
    static func executable() throws -> URL {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let beside = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("milepost")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        // The runner may stand elsewhere and have the tests' bundle among its arguments.
        let bundle = try #require(CommandLine.arguments.first { $0.contains(".xctest") })
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("milepost")
    }

    /// Runs it to its end.
    ///
    /// - Parameter shell: the arguments are bash's, which finds the program by its name.
    static func run(
        _ arguments: [String], shell: Bool = false, input: String? = nil, environment: [String: String] = [:],
        in folder: String? = nil
    ) async throws -> Result {
        let process = Process()
        process.executableURL = shell ? URL(fileURLWithPath: "/bin/bash") : try executable()
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder ?? FileManager.default.temporaryDirectory.path)
        process.environment = [
            "HOME": "/nonexistent", "PATH": try executable().deletingLastPathComponent().path + ":/usr/bin:/bin",
        ]
        .merging(environment) { $1 }
        let files = try (0..<3).map { _ in try ScratchFile() }
        try Data((input ?? "").utf8).write(to: files[0].url)
        process.standardInput = try FileHandle(forReadingFrom: files[0].url)
        process.standardOutput = try FileHandle(forWritingTo: files[1].url)
        process.standardError = try FileHandle(forWritingTo: files[2].url)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return Result(
            status: process.terminationStatus, output: try String(contentsOf: files[1].url, encoding: .utf8),
            errors: try String(contentsOf: files[2].url, encoding: .utf8))
    }
}

extension Program {
    /// Runs it while a body runs, from the moment it says a text; then it is told to stop, and must end well.
    static func whileRunning(
        _ arguments: [String], in folder: String, ready text: String, _ body: () async throws -> Void
    ) async throws {
        let process = Process()
        process.executableURL = try executable()
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        #expect(await comes(text, from: output.fileHandleForReading))
        // What it says later must not fill the pipe.
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        let result: Swift.Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        process.terminate()
        process.waitUntilExit()
        output.fileHandleForReading.readabilityHandler = nil
        #expect(process.terminationStatus == 0, "it stops when it is told to")
        try result.get()
    }

    /// Whether a text comes before the end. Reading blocks, so it gets a thread of its own.
    private static func comes(_ text: String, from handle: FileHandle) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var read = Data()
                while !String(decoding: read, as: UTF8.self).contains(text) {
                    let more = handle.availableData
                    guard !more.isEmpty else { return continuation.resume(returning: false) }
                    read.append(more)
                }
                continuation.resume(returning: true)
            }
        }
    }
}

/// A file that is removed with the value.
final class ScratchFile: Sendable {
    let url: URL

    init(_ text: String = "") throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("milepost-test-\(UUID().uuidString)")
        try Data(text.utf8).write(to: url)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}

/// A folder that is removed with the value.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/milepost-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
