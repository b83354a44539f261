import Foundation
import TestPeers
import Testing

/// The program as a server and as its own client, with README.md's tour as the test.
@Suite(.serialized) struct ServerTests {
    /// Runs a server of the example's company on a free port while the body runs.
    private func withServer(_ body: (_ folder: String, _ legacy: RecordingBackend) async throws -> Void) async throws {
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
        let process = Process()
        process.executableURL = try Program.executable()
        process.arguments = ["serve", "--port", "0"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "it stops when it is told to")
        }
        #expect(await Self.text("make a partner's key", comesFrom: output.fileHandleForReading))
        try await body(folder.path, legacy)
    }

    /// Whether a text comes before the end. Reading blocks, so it gets a thread of its own.
    private static func text(_ text: String, comesFrom handle: FileHandle) async -> Bool {
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

    @Test("the tour: a key, an order, a milestone, a question, all by the program's own commands")
    func tour() async throws {
        try await withServer { folder, legacy in
            func run(_ arguments: String..., token: String? = nil) async throws -> Program.Result {
                try await Program.run(arguments, environment: token.map { ["MILEPOST_TOKEN": $0] } ?? [:], in: folder)
            }
            let made = try await run("keys", "create", "northwind-edi", "--role", "partner", "--partner", "northwind")
            #expect(made.status == 0)
            let key = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(key.hasPrefix("mp_") && key.count == 46)
            let order = Program.samples + "/01-order-north.edi"
            let sent = try await run("submit", "--wait", "20", order, token: key)
            #expect(sent.status == 0 && sent.output.contains("northwind/PO-2026-0001: delivered"))
            #expect(legacy.effects.count == 1)
            let broken = try await run(
                "submit", "--wait", "20", "--json", Program.samples + "/problems/wrong-segment-count.edi", token: key)
            #expect(broken.status == 1)

            let live = try await run("milestones", "advance", "north-intake", "--reason", "rehearsed")
            #expect(live.status == 0 && live.output.contains("live"))
            let refused = try await run("milestones", "list", token: key)
            #expect(refused.status == 4 && refused.errors.contains("error[intake.forbidden]"))
            let listed = try await run("documents", "list", "--order-number", "PO-2026-0001", "--json")
            let item = try #require((listed.json["items"] as? [[String: Any]])?.first)
            let id = try #require(item["id"] as? String)
            #expect(try await run("documents", "show", id).output.contains("delivered"))
            #expect(try await run("documents", "canonical", id).json["number"] as? String == "PO-2026-0001")
            #expect(try await run("documents", "timeline", id).output.contains("received from northwind by http"))
            #expect(try await run("orders", "show", "northwind/PO-2026-0001").output.contains("order-intake"))
            let interchange = try #require(item["interchange"] as? String)
            let raw = try await run("interchanges", "raw", interchange, token: key)
            #expect(raw.output == (try String(contentsOfFile: order, encoding: .utf8)))
            #expect(try await run("backends", "list").output.contains("closed"))
            #expect(try await run("report", "equation").status == 0)
            #expect(try await run("documents", "show", "nonsense").status == 1)
        }
    }

    @Test("the demonstration ends well and says how long the first order took")
    func demo() async throws {
        let result = try await Program.run(["demo", "--samples", Program.samples])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("first order delivered"))
        #expect(result.output.contains("The equation: nothing vanishes"))
        #expect(!result.output.contains("DOES NOT BALANCE"))
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: FileManager.default.temporaryDirectory.path)
        #expect(!leftovers.contains { result.output.contains("/" + $0) && $0.hasPrefix("milepost-demo-") })
    }
}
