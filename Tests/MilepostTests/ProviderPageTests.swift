import Foundation
import TestPeers
import Testing

/// The page on providers' APIs: its example is run against the provider that it describes.
@Suite("The page on providers' APIs", .timeLimit(.minutes(10)))
struct ProviderPageTests {
    /// The page's files, with the provider's address and key.
    private static func install(_ provider: HarbourProvider, port: UInt16, in folder: String) throws {
        let page = try String(
            contentsOf: Program.root.appendingPathComponent("deploy/channels/provider-apis.md"), encoding: .utf8)
        for name in ["providers/harbour.yaml", "milepost.yaml", "partners/northwind.yaml"] {
            let start = try #require(page.range(of: "```yaml\n# \(name)\n")).upperBound
            let end = try #require(page[start...].range(of: "```")).lowerBound
            let text = page[start..<end]
                .replacing("https://api.harbour.example/v2", with: provider.url)
                .replacing("127.0.0.1:8480", with: "127.0.0.1:\(port)")
                .replacing("every: 1 min", with: "every: 0.1 s")
            let path = folder + "/" + name
            try FileManager.default.createDirectory(
                atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        try FileManager.default.createDirectory(atPath: folder + "/keys", withIntermediateDirectories: true)
        try provider.key.write(toFile: folder + "/keys/harbour", atomically: true, encoding: .utf8)
    }

    private static func scratch() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "milepost-page-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test("orders are fetched and confirmed once each, however often the gateway is killed")
    func runs() async throws {
        let provider = try HarbourProvider()
        defer { provider.stop() }
        let folder = try Self.scratch()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let port = try unusedPort()
        try Self.install(provider, port: port, in: folder)
        let sample = try String(
            contentsOf: Program.root.appendingPathComponent("edi-samples/01-order-north.edi"), encoding: .utf8)
        for number in 0..<60 {
            provider.put(
                "m\(number)",
                sample.replacing("PO-2026-0001", with: "PO-\(1000 + number)").replacing(
                    "10001", with: "\(20000 + number)"))
        }
        let server = try KillableServer(folder: folder, port: port)
        for _ in 0..<3 {
            try await server.start()
            try await Task.sleep(for: .milliseconds(300))
            await server.kill()
        }
        try await server.start()
        _ = try await eventually(120) { Set(provider.confirmed).count == 60 ? true : nil }
        // What arrived at the legacy system arrived once; what was under way to it when the gateway was killed waits for a person.
        _ = try await eventually(120) { () -> Bool? in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/erp-old")) ?? []
            return names.contains { $0.hasSuffix(".edi") } ? true : nil
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/erp-old")
        #expect(Set(names.filter { !$0.hasPrefix(".") }).isSubset(of: Set((0..<60).map { "m\($0).edi" })), "\(names)")
        await server.kill()
    }

    @Test("doctor says what is right, that a key is refused, and which place does not fit; no key is shown")
    func doctor() async throws {
        let provider = try HarbourProvider()
        defer { provider.stop() }
        let folder = try Self.scratch()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.install(provider, port: try unusedPort(), in: folder)
        provider.put("m1", "x")
        let check = try await Program.run(["check", "--config", folder + "/milepost.yaml"])
        #expect(check.status == 0, "\(check.errors.prefix(500))")
        func finding() async throws -> String {
            let result = try await Program.run(["doctor", "--config", folder + "/milepost.yaml", "--json"])
            #expect(!result.output.contains(provider.key))
            let checks = result.json["checks"] as? [[String: Any]] ?? []
            let found = checks.first { $0["name"] as? String == "provider harbour-main" }
            return ["verdict", "words", "fix"].compactMap { found?[$0] as? String }.joined(separator: " ")
        }
        let well = try await finding()
        #expect(well.hasPrefix("ok \(provider.url) answers as harbour says; 1 entries"), "\(well)")
        #expect(provider.fetched.isEmpty && provider.confirmed.isEmpty)
        provider.answer { _ in .tell(200, "{\"data\":{\"items\":[]}}") }
        let misfit = try await finding()
        #expect(misfit.hasPrefix("fail ") && misfit.contains("data.messages"), "\(misfit)")
        provider.answer(nil)
        try "wrong".write(toFile: folder + "/keys/harbour", atomically: true, encoding: .utf8)
        let refused = try await finding()
        #expect(
            refused.hasPrefix("fail ") && refused.contains("HTTP 401") && refused.contains("settings"), "\(refused)")
        provider.stop()
        #expect(try await finding().hasPrefix("fail "))
    }
}
