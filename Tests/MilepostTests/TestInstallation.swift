import Foundation
import TestPeers
import Testing

/// The example's company, served by the program.
enum TestInstallation {
    /// Runs a server of the example's company on a free port while the body runs.
    static func withServer(_ body: (_ folder: String, _ legacy: RecordingBackend) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        let (legacy, new) = (try RecordingBackend(), try RecordingBackend())
        defer {
            legacy.stop()
            new.stop()
        }
        let example = Program.root.appendingPathComponent("deploy/example").path
        for name in ["partners", "milestones"] {
            try FileManager.default.copyItem(atPath: "\(example)/\(name)", toPath: "\(folder.path)/\(name)")
        }
        let text = try String(contentsOfFile: example + "/milepost.yaml", encoding: .utf8)
            .replacingOccurrences(of: "http://127.0.0.1:8481/orders", with: legacy.url)
            .replacingOccurrences(of: "http://127.0.0.1:8482/documents", with: new.url)
        try text.write(toFile: folder.path + "/milepost.yaml", atomically: true, encoding: .utf8)
        try await Program.whileRunning(["serve", "--port", "0"], in: folder.path, ready: "make a partner's key") {
            try await body(folder.path, legacy)
        }
    }
}
