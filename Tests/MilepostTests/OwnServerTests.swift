import Foundation
import TestPeers
import Testing

/// How commands find the server of this machine.
@Suite(.serialized) struct OwnServerTests {
    @Test("commands find a server by its configuration, wherever its store is")
    func found() async throws {
        let folder = try ScratchFolder()
        let file = folder.path + "/milepost.yaml"
        try "listen: 127.0.0.1:0\nstore: ./data of ours\n".write(toFile: file, atomically: true, encoding: .utf8)
        try await Program.whileRunning(["serve"], in: folder.path, ready: "make a partner's key") {
            let here = try await Program.run(["keys", "list"], in: folder.path)
            #expect(here.status == 0, "\(here.errors)")
            let named = try await Program.run(["documents", "list", "--config", file])
            #expect(named.status == 0, "\(named.errors)")
            let said = try await Program.run(["documents", "list"], environment: ["MILEPOST_CONFIG": file])
            #expect(said.status == 0, "\(said.errors)")
            let made = try await Program.run(["keys", "create", "x", "--role", "viewer", "--config", file])
            #expect(made.status == 0 && made.output.hasPrefix("mp_"), "\(made.errors)")
            let lost = try await Program.run(["documents", "list"])
            #expect(lost.status == 3 && lost.errors.contains("--profile"))
        }
        let stopped = try await Program.run(["documents", "list", "--config", file])
        #expect(stopped.status == 3 && stopped.errors.contains("error[client.profile-missing]"))
    }

    @Test("a configuration with faults elsewhere still says where its server keeps its profile")
    func faulty() async throws {
        let folder = try ScratchFolder()
        try "store: ./data\nbackendz: {}\n".write(
            toFile: folder.path + "/milepost.yaml", atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: folder.path + "/data", withIntermediateDirectories: false)
        let profile = folder.path + "/data/local.profile"
        try "url = http://127.0.0.1:1\ntoken = mp_x\n".write(toFile: profile, atomically: true, encoding: .utf8)
        chmod(profile, 0o600)
        let result = try await Program.run(["documents", "list"], in: folder.path)
        #expect(result.status == 3 && result.errors.contains("error[client.unreachable]"))
    }

    @Test("what serve tells to do next names the configuration that it was given")
    func hint() async throws {
        let folder = try ScratchFolder()
        try "listen: 127.0.0.1:0\n".write(
            toFile: folder.path + "/a b.yaml", atomically: true, encoding: .utf8)
        try await Program.whileRunning(
            ["serve", "--config", "a b.yaml"], in: folder.path, ready: "--partner ID --config 'a b.yaml'"
        ) {}
    }
}
