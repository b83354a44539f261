import Foundation
import TestPeers
import Testing

/// The page on SFTP and FTPS: its example is run against OpenSSH.
@Suite("The page on servers of files", .timeLimit(.minutes(10)))
struct FileServerPageTests {
    /// The page's configuration, at a server of the test's.
    private static func install(_ server: OpenSSHServer, port: UInt16, in folder: String) throws {
        let page = try String(
            contentsOf: Program.root.appendingPathComponent("deploy/channels/file-servers.md"), encoding: .utf8)
        let start = try #require(page.range(of: "```yaml\n")).upperBound
        let end = try #require(page[start...].range(of: "```")).lowerBound
        let text = page[start..<end]
            .replacing("127.0.0.1:8480", with: "127.0.0.1:\(port)")
            .replacing("files.harbour.example", with: "127.0.0.1")
            .replacing("port: 22", with: "port: \(server.port)")
            .replacing("user: milepost", with: "user: \(server.user)")
            .replacing("keys/milepost_ed25519", with: server.clientKey)
            .replacing("SHA256:" + String(repeating: "0", count: 43), with: try server.hostKey())
            .replacing("/orders/", with: server.files + "/")
            .replacing("every: 30 s", with: "every: 0.2 s").replacing("settle: 2 s", with: "settle: 0.2 s")
        try text.write(toFile: folder + "/milepost.yaml", atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: folder + "/partners", withIntermediateDirectories: true)
        try "partner: northwind\nidentifiers: [{ gln: 5412345000013 }]\n"
            .write(toFile: folder + "/partners/northwind.yaml", atomically: true, encoding: .utf8)
        for name in ["in", "out"] {
            try FileManager.default.createDirectory(
                atPath: server.files + "/" + name, withIntermediateDirectories: true)
        }
    }

    private static func scratch() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "milepost-page-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test("a partner puts an order with OpenSSH's sftp, none is taken twice however often the gateway is killed")
    func runs() async throws {
        let ssh = try OpenSSHServer()
        let folder = try Self.scratch()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let port = try unusedPort()
        try Self.install(ssh, port: port, in: folder)
        let sample = try String(
            contentsOf: Program.root.appendingPathComponent("edi-samples/01-order-north.edi"), encoding: .utf8)
        var batch = ""
        for number in 0..<60 {
            let order = sample.replacing("PO-2026-0001", with: "PO-\(1000 + number)").replacing(
                "10001", with: "\(20000 + number)")
            try order.write(toFile: folder + "/\(number).edi", atomically: true, encoding: .utf8)
            batch += "put \(folder)/\(number).edi \(ssh.files)/out/order-\(number).edi.tmp\n"
            batch += "rename \(ssh.files)/out/order-\(number).edi.tmp \(ssh.files)/out/order-\(number).edi\n"
        }
        try batch.write(toFile: folder + "/batch", atomically: true, encoding: .utf8)
        let sftp = """
            sftp -q -b \(folder)/batch -i \(ssh.clientKey) -P \(ssh.port) -o StrictHostKeyChecking=no \
            -o UserKnownHostsFile=/dev/null \(ssh.user)@127.0.0.1 >/dev/null 2>&1
            """
        #expect(try await Program.run(["-c", sftp], shell: true, environment: [:]).status == 0)
        let server = try KillableServer(folder: folder, port: port)
        for _ in 0..<3 {
            try await server.start()
            try await Task.sleep(for: .milliseconds(400))
            await server.kill()
        }
        try await server.start()
        let expected = Set((0..<60).map { "order-\($0).edi" })
        _ = try await eventually(120) { ssh.names("out/done").count == 60 ? true : nil }
        #expect(ssh.names("out") == ["done"])
        // What was under way to the legacy system when it was killed may have arrived, and is not sent again.
        let arrived = ssh.names("in").filter { !$0.hasPrefix(".") }
        #expect(Set(arrived).isSubset(of: expected))
        _ = try await eventually(120) { ssh.names("in").contains { expected.contains($0) } ? true : nil }
        await server.kill()
    }

    @Test("doctor says what is right, and of another host key both fingerprints and what to do")
    func doctor() async throws {
        let ssh = try OpenSSHServer()
        let folder = try Self.scratch()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.install(ssh, port: try unusedPort(), in: folder)
        let old = try ssh.hostKey()
        let check = try await Program.run(["check", "--config", folder + "/milepost.yaml"])
        #expect(check.status == 0, "\(check.errors.prefix(500))")
        let well = try await Program.run(["doctor", "--config", folder + "/milepost.yaml", "--json"])
        let words = Self.findings(well)
        #expect(words["back end erp-old"]?.hasPrefix("ok files can be put, renamed and removed at sftp://") == true)
        #expect(words["folder northwind-out"]?.hasPrefix("ok ") == true)
        #expect(ssh.names("in").isEmpty && ssh.names("out").isEmpty)
        try FileManager.default.removeItem(atPath: ssh.files + "/out")
        let missing = try await Program.run(["doctor", "--config", folder + "/milepost.yaml", "--json"])
        #expect(
            Self.findings(missing)["folder northwind-out"]?.hasPrefix("fail There is no such file or folder") == true)
        try ssh.changeHostKey()
        let changed = try await Program.run(["doctor", "--config", folder + "/milepost.yaml", "--json"])
        let shown = try ssh.hostKey()
        let said = try #require(Self.findings(changed)["back end erp-old"])
        #expect(changed.status == 1 && said.hasPrefix("fail ") && said.contains(old) && said.contains(shown))
        #expect(said.contains("add it to `hostKeys`"))
    }

    @Test(
        "doctor says that a certificate is about to end: from 60 days ahead a note, from 7 days on a failure",
        arguments: [
            (90, nil, ""), (50, "note", "in 49 days"), (20, "note", "in 19 days: less than a month"),
            (3, "fail", "in 2 days"),
        ] as [(Int, String?, String)])
    func certificate(days: Int, verdict: String?, words: String) async throws {
        let server = try FTPSServer(days: days)
        let folder = try Self.scratch()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try """
        listen: 127.0.0.1:1
        store: ./data
        backends:
          old:
            ftps:
              host: localhost
              port: \(server.port)
              user: \(server.user)
              password: "${env:FTP_PASSWORD}"
              authorities: \(server.certificate)
        """.write(toFile: folder + "/milepost.yaml", atomically: true, encoding: .utf8)
        let result = try await Program.run(
            ["doctor", "--config", folder + "/milepost.yaml", "--json"], environment: ["FTP_PASSWORD": server.password])
        let checks = (result.json["checks"] as? [[String: Any]] ?? []).filter {
            $0["name"] as? String == "back end old"
        }
        #expect(checks.first?["verdict"] as? String == "ok", "\(result.output.prefix(800))")
        let second = checks.dropFirst().first
        #expect(second?["verdict"] as? String == verdict)
        #expect(second == nil || (second?["words"] as? String)?.contains(words) == true)
        #expect(!result.output.contains(server.password))
    }

    private static func findings(_ result: Program.Result) -> [String: String] {
        let checks = result.json["checks"] as? [[String: Any]] ?? []
        return Dictionary(
            checks.map { check in
                let words = ["verdict", "words", "fix"].compactMap { check[$0] as? String }
                return (check["name"] as? String ?? "", words.joined(separator: " "))
            }, uniquingKeysWith: { first, _ in first })
    }
}
