import Foundation
import TestPeers
import Testing

/// The console in a real browser, on a server of the built program: stories clicked through, and axe-core on every page.
@Suite(.serialized) struct ConsolePageTests {
    private static let password = "correct horse battery"

    /// Runs one of the scripts beside this file; what it says is what is wrong.
    private static func browse(_ script: String, _ arguments: String..., in folder: String) async throws {
        let python = Program.root.appendingPathComponent(".build/test-python/bin/python").path
        try #require(FileManager.default.isExecutableFile(atPath: python), "run Tests/python, which Tests/run does")
        try #require(
            FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium"), "run deploy/debian-packages --tests")
        let path = Program.root.appendingPathComponent("Tests/MilepostTests/\(script)").path
        let words = ([python, path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        let result = try await Program.run(
            ["-c", words], shell: true, input: password + "\n", environment: ["HOME": folder, "TZ": "UTC"], in: folder)
        #expect(result.status == 0, "\(result.output.suffix(2_000))\(result.errors.suffix(2_000))")
    }

    private static func run(_ arguments: String..., in folder: String) async throws {
        let result = try await Program.run(arguments, in: folder)
        try #require(result.status == 0, "\(arguments.joined(separator: " ")): \(result.errors.suffix(500))")
    }

    @Test(
        "support finds what failed, repairs and replays it; a viewer only looks; pages work without scripts; axe finds nothing"
    )
    func stories() async throws {
        try await TestInstallation.withServer { folder, legacy in
            for arguments in [
                ["ines", "--role", "administrator"], ["vera", "--role", "viewer"], ["olga", "--role", "operator"],
                ["wim", "--role", "approver"], ["kim", "--role", "viewer", "--signs", "key-user"],
                ["lee", "--role", "viewer", "--signs", "support-lead"],
            ] {
                let made = try await Program.run(
                    ["users", "create"] + arguments, input: Self.password + "\n", in: folder)
                try #require(made.status == 0, "\(made.errors.suffix(500))")
            }
            let profile = try String(contentsOfFile: folder + "/milepost-data/local.profile", encoding: .utf8)
            let url = try #require(profile.firstMatch(of: /http:\/\/\S+/).map { String($0.0) })
            legacy.behave { _ in .answer(422) }
            let samples = Program.samples
            try await Self.run("submit", "--sender", "northwind", samples + "/01-order-north.edi", in: folder)
            try await Self.run(
                "submit", "--sender", "northwind", samples + "/problems/wrong-segment-count.edi", in: folder)
            // Problems are folded behind the failure.
            var isFolded = false
            for _ in 1...100 where !isFolded {
                let found = try await Program.run(["problems", "list", "--json"], in: folder)
                isFolded = found.output.contains("deliver.refused")
                if !isFolded { try await Task.sleep(for: .milliseconds(100)) }
            }
            try await Self.browse("console_stories.py", "find", url, in: folder)
            try await Self.browse("console_pages.py", "axe", url, "ines", in: folder)
            try await Self.browse("console_stories.py", "viewer", url, in: folder)
            legacy.behave { _ in .answer(200) }
            try await Self.browse("console_stories.py", "repair", url, in: folder)
            try await Self.browse("console_stories.py", "quiet", url, in: folder)
            try await Self.browse("console_stories.py", "move", url, in: folder)
        }
    }
}
