import Foundation
import Testing

/// `milepost milestones test`: stories that a company plays in its own CI.
@Suite(.serialized) struct ScenarioCommandTests {
    private static let shipped = Program.root.appendingPathComponent("deploy/scenarios")

    @Test("the shipped scenarios are as expected, on the core and on a gateway", arguments: [false, true])
    func shippedScenarios(live: Bool) async throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.shipped.path)
        let count = files.count { $0.hasSuffix(".yaml") }
        let only = try files.filter { $0.hasSuffix(".yaml") }.count {
            try String(contentsOf: Self.shipped.appendingPathComponent($0), encoding: .utf8).contains("\nliveOnly: ")
        }
        let result = try await Program.run(["milestones", "test", Self.shipped.path] + (live ? ["--live"] : []))
        #expect(result.status == 0, "\(result.output.prefix(2_000)) \(result.errors.prefix(2_000))")
        let ground = live ? "live" : "on the core"
        let played =
            live ? "\(count) good, 0 not as expected" : "\(count - only) good, 0 not as expected, \(only) live only"
        #expect(result.output == "\(played), \(ground)\n" && count >= 7 && only >= 1)
    }

    @Test("every role has a part in the shipped scenarios")
    func roles() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.shipped.path)
        let texts = try files.filter { $0.hasSuffix(".yaml") }.map {
            try String(contentsOf: Self.shipped.appendingPathComponent($0), encoding: .utf8)
        }.joined()
        for role in ["viewer", "support", "operator", "approver"] { #expect(texts.contains("as: \(role)"), "\(role)") }
        #expect(texts.contains("from: interlink"), "a provider")
    }

    /// A scenario about the shipped example, in a folder of its own.
    private static func with(_ steps: String, _ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scenarios-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sample = Program.root.appendingPathComponent("edi-samples/01-order-north.edi").path
        let text = """
            scenario: Mine
            config: \(Program.root.appendingPathComponent("deploy/example/milepost.yaml").path)
            steps:
              - send: \(sample)
                from: northwind
            \(steps)
            """
        try Data(text.utf8).write(to: folder.appendingPathComponent("mine.yaml"))
        try await body(folder.path)
    }

    @Test(
        "what is not as expected is told with its line, on either ground; the rest of that scenario is not played",
        arguments: [false, true])
    func different(live: Bool) async throws {
        let steps = """
                documents: [{ owner: new, status: delivered, copies: {} }]
              - { pause: north-intake, as: viewer }
            """
        try await Self.with(steps) { folder in
            let ground = live ? ["--live"] : []
            let result = try await Program.run(["milestones", "test", folder] + ground)
            #expect(result.status == 1)
            let lines = result.output.split(separator: "\n").map(String.init)
            #expect(lines.first == "Mine" && lines.last?.hasPrefix("0 good, 1 not as expected") == true)
            let owner = try #require(lines.first { $0.contains("owner of document 1") })
            #expect(owner.contains("mine.yaml:6") && owner.contains("new") && owner.contains("legacy"))
            #expect(lines.contains { $0.contains("copies of document 1") && $0.contains("warehouse: copy") })
            #expect(!result.output.contains("forbidden"))
            let json = try await Program.run(["milestones", "test", folder, "--json"] + ground)
            #expect(json.status == 1 && json.json["good"] as? Bool == false)
            let findings = try #require(json.json["findings"] as? [[String: Any]])
            #expect(findings.count == 2 && findings.first?["expected"] as? String == "new")
        }
    }

    @Test("a refusal that is expected must come, by its code", arguments: [false, true])
    func refusals(live: Bool) async throws {
        let steps = "  - { pause: north-intake, as: viewer, refused: intake.forbidden }\n"
        try await Self.with(steps + "  - { pause: north-intake, as: support, refused: route.mover-role }") { folder in
            let result = try await Program.run(["milestones", "test", folder] + (live ? ["--live"] : []))
            #expect(result.status == 1)
            #expect(result.output.contains("refused: route.mover-role") && result.output.contains("done"))
            #expect(!result.output.contains("intake.forbidden"))
        }
    }

    @Test("a file that is wrong is told with all its faults; nothing is played")
    func faulty() async throws {
        try await Self.with("  - { pause: west, as: boss }\n  - { wait: soon }") { folder in
            let result = try await Program.run(["milestones", "test", folder])
            #expect(result.status == 2)
            #expect(result.errors.contains("yaml.not-choice") && result.errors.contains("configuration.duration-form"))
        }
        try await Self.with("  - { pause: west, as: support }") { folder in
            let result = try await Program.run(["milestones", "test", folder])
            #expect(result.status == 2 && result.errors.contains("error[configuration.scenario-name]"))
        }
        let none = try await Program.run(["milestones", "test", "/nowhere"])
        #expect(none.status == 2 && none.errors.contains("error[scenario.none]"))
    }
}
