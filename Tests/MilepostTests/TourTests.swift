import Foundation
import Testing

/// README.md's tour, line by line, beside a demonstration that stays.
@Suite(.serialized) struct TourTests {
    /// A line of the tour and how it must end.
    private struct Step: Sendable {
        var command: String
        var status: Int32
    }

    private static func steps() throws -> [Step] {
        let readme = try String(contentsOf: Program.root.appendingPathComponent("README.md"), encoding: .utf8)
        let block = try #require(readme.components(separatedBy: "<!-- tour -->\n```sh\n").last)
        return block.components(separatedBy: "\n```")[0].split(separator: "\n").map { line in
            Step(command: String(line), status: line.contains("# exits with 1") ? 1 : 0)
        }
    }

    @Test("every line of the readme's tour works as it says")
    func tour() async throws {
        let steps = try Self.steps()
        #expect(steps.count > 10 && steps.allSatisfy { $0.command.hasPrefix("milepost ") })
        let folder = try ScratchFolder()
        for name in ["edi-samples", "deploy"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/" + name,
                withDestinationPath: Program.root.appendingPathComponent(name).path)
        }
        try await Program.whileRunning(["demo", "--stay"], in: folder.path, ready: "It stays until") {
            for step in steps {
                let result = try await Program.run(
                    ["-c", step.command], shell: true, in: folder.path)
                #expect(result.status == step.status, "\(step.command)\n\(result.output)\n\(result.errors)")
            }
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(left) == ["edi-samples", "deploy"], "the demonstration takes its profile away again")
    }
}
