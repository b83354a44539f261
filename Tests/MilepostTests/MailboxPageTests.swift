import Foundation
import TestPeers
import Testing

/// The page on mailboxes: its example is run with OpenSSH's sshd and sftp, by users without rights.
@Suite("The page on mailboxes", .timeLimit(.minutes(10)), .enabled(if: getuid() == 0))
struct MailboxPageTests {
    /// A company as the page sets it up, in a folder that is root's alone up to the root, as sshd demands.
    private struct Company {
        /// Users that every Debian has, and whose rights are few.
        static let (partner, legacy) = ("nobody", "games")
        let folder = "/srv/milepost-\(UUID().uuidString)"
        let port: UInt16
        var ssh: OpenSSHServer
        var environment: [String: String]

        func mailbox(_ name: String) -> String { folder + "/mailboxes/" + name }

        func names(_ path: String) -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/mailboxes/" + path)) ?? []).sorted()
        }

        /// Runs commands of OpenSSH's sftp, and gives its exit code.
        func sftp(_ user: String, _ commands: String) async throws -> Program.Result {
            let batch = folder + "/batch-\(UUID().uuidString)"
            try commands.write(toFile: batch, atomically: true, encoding: .utf8)
            let command = """
                sftp -q -b \(batch) -i \(ssh.clientKey) -P \(ssh.port) -o StrictHostKeyChecking=no \
                -o UserKnownHostsFile=/dev/null \(user)@127.0.0.1
                """
            return try await Program.run(["-c", command], shell: true)
        }

        func milepost(_ arguments: [String]) async throws -> Program.Result {
            try await Program.run(arguments, environment: environment, in: folder)
        }
    }

    private static func with(_ body: (Company) async throws -> Void) async throws {
        let port = try unusedPort()
        var company = Company(port: port, ssh: try OpenSSHServer(), environment: [:])
        let folder = company.folder
        try FileManager.default.createDirectory(atPath: folder + "/partners", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let page = try String(
            contentsOf: Program.root.appendingPathComponent("deploy/channels/mailboxes.md"), encoding: .utf8)
        func block(_ start: String) throws -> String {
            let from = try #require(page.range(of: start)).upperBound
            return String(page[from..<(try #require(page[from...].range(of: "```")).lowerBound)])
        }
        try block("```yaml\nlisten").replacing(": 127.0.0.1:8480", with: "listen: 127.0.0.1:\(port)")
            .replacing("store: /var/lib/milepost\n", with: "store: \(folder)/milepost-data\n")
            .replacing("/srv/milepost/mailboxes", with: folder + "/mailboxes")
            .replacing("/var/lib/milepost-erp-new", with: folder + "/erp-new")
            .replacing("user: erp-old", with: "user: \(Company.legacy)")
            .replacing("one folder in it for each", with: "x").replacing(
                "    payload: original", with: "    payload: original"
            )
            .replacing("mailboxes          # x", with: "mailboxes")
            .write(toFile: folder + "/milepost.yaml", atomically: true, encoding: .utf8)
        try block("# partners/northwind.yaml\n").replacing("user: northwind", with: "user: \(Company.partner)")
            .write(toFile: folder + "/partners/northwind.yaml", atomically: true, encoding: .utf8)
        let configuration = folder + "/milepost.yaml"
        // As the page says, but for the paths.
        let programs = try Program.executable().deletingLastPathComponent().path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let prepared = try await Program.run(
            ["-c", "milepost mailbox prepare --user root --config \(configuration) | sh -e"], shell: true,
            environment: ["PATH": programs + ":" + path])
        #expect(prepared.status == 0, "\(prepared.errors.prefix(500))")
        try FileManager.default.createDirectory(atPath: folder + "/keys", withIntermediateDirectories: true)
        for user in [Company.partner, Company.legacy] {
            try FileManager.default.copyItem(atPath: company.ssh.clientKey + ".pub", toPath: folder + "/keys/" + user)
        }
        let printed = try await Program.run(
            ["mailbox", "sshd-config", "--keys", folder + "/keys", "--config", configuration])
        #expect(printed.status == 0, "\(printed.errors.prefix(500))")
        try company.ssh.restart(with: printed.output)
        let key = try await Program.run(
            ["keys", "create", "admin", "--role", "administrator", "--config", configuration], in: folder)
        let token = try #require(key.output.firstMatch(of: /mp_[A-Za-z0-9_-]+/)).0
        company.environment = ["MILEPOST_URL": "http://127.0.0.1:\(port)", "MILEPOST_TOKEN": String(token)]
        try await body(company)
    }

    @Test("an order put by sftp is fetched by the back end, its answer by the partner, and each step is told")
    func runs() async throws {
        try await Self.with { company in
            let folder = company.folder
            let server = try KillableServer(folder: folder, port: company.port)
            try await server.start()
            let sample = Program.samples + "/01-order-north.edi"
            let put = try await company.sftp(
                Company.partner, "put \(sample) in/order.tmp\nrename in/order.tmp in/order.edi\nls in\n")
            #expect(put.status == 0, "\(put.errors.prefix(500))")
            _ = try await eventually(120) { company.names("erp-old/out") == ["order.edi"] ? true : nil }
            #expect(company.names("northwind/in").isEmpty)
            let listed = try await company.milepost(["documents", "list", "--json"])
            let items = listed.json["items"] as? [[String: Any]] ?? []
            let id = try #require(
                items.first?["id"] as? String, "\(listed.output.prefix(500)) \(listed.errors.prefix(300))")
            func shown(_ id: String) async throws -> [String: Any]? {
                let json = try await company.milepost(["documents", "show", id, "--json"]).json
                return (json["deliveries"] as? [[String: Any]])?.first
            }
            let mailbox = try await shown(id)?["mailbox"] as? [String: Any]
            #expect(
                mailbox?["state"] as? String == "put" && mailbox?["file"] as? String == "order.edi", "\(mailbox ?? [:])"
            )
            // The back end fetches and deletes, as it did at its provider.
            let fetched = try await company.sftp(
                Company.legacy, "get out/order.edi \(folder)/got.edi\nrm out/order.edi\n")
            #expect(fetched.status == 0, "\(fetched.errors.prefix(500))")
            #expect(FileManager.default.contentsEqual(atPath: folder + "/got.edi", andPath: sample))
            let state = try await eventually(60) {
                let mailbox = try await shown(id)?["mailbox"] as? [String: Any]
                return mailbox?["fetchedAt"] == nil ? nil : mailbox?["state"] as? String
            }
            #expect(state == "fetched")
            let words = try await company.milepost(["documents", "show", id])
            #expect(
                words.output.contains("in the mailbox as order.edi: fetched, put 20"), "\(words.output.prefix(900))")
            // What it answers goes to the partner's mailbox.
            let response = """
                {"document":"order-response","number":"PO-2026-0001","documentNumber":"R-1","status":"accepted",\
                "buyer":{"gln":"5412345000013"},"supplier":{"gln":"4098765000010"},"lines":[{"number":"1","orderLine":"1"}],\
                "extensions":[{"name":"orderKey","value":"northwind/PO-2026-0001"}]}
                """
            try response.write(toFile: folder + "/answer.json", atomically: true, encoding: .utf8)
            let answered = try await company.sftp(
                Company.legacy,
                "put \(folder)/answer.json in/answer.json.part\nrename in/answer.json.part in/answer.json\n")
            #expect(answered.status == 0, "\(answered.errors.prefix(500))")
            let name = try await eventually(120) { company.names("northwind/out").first { !$0.hasPrefix(".") } }
            let moved = try await company.sftp(Company.partner, "rename out/\(name) fetched/\(name)\n")
            #expect(moved.status == 0, "\(moved.errors.prefix(500))")
            let way = try await eventually(60) { () -> [String: Any]? in
                let list = try await company.milepost(["documents", "list", "--sender", "backend:erp-old", "--json"])
                let id = (list.json["items"] as? [[String: Any]])?.first?["id"] as? String
                guard let id, let way = try await shown(id)?["way"] as? [String: Any] else { return nil }
                return way["closed"] as? Bool == true ? way : nil
            }
            #expect(way["stage"] as? String == "with-partner" && way["closes"] as? String == "with-partner", "\(way)")
            await server.kill()
        }
    }

    @Test("a user gets its mailbox by SFTP with a key, and nothing else")
    func confined() async throws {
        try await Self.with { company in
            try "secret".write(toFile: company.mailbox("erp-old") + "/out/other.edi", atomically: true, encoding: .utf8)
            let looked = try await company.sftp(Company.partner, "ls -a /\n")
            let names = Set(looked.output.split(whereSeparator: \.isWhitespace).map { $0.replacing("/", with: "") })
            #expect(
                names.contains("out") && names.contains("in") && !names.contains("etc"), "\(looked.output.prefix(500))")
            for command in [
                "get ../erp-old/out/other.edi /dev/null", "get /etc/passwd /dev/null", "mkdir in/more", "ls rejected",
                "put /etc/hostname /top.edi", "symlink /etc in/link", "chmod 777 in", "rename in out/in",
            ] {
                let result = try await company.sftp(Company.partner, command + "\n")
                #expect(result.status != 0, "\(command): \(result.output.prefix(300))")
            }
            let options =
                "-i \(company.ssh.clientKey) -p \(company.ssh.port) -o StrictHostKeyChecking=no "
                + "-o UserKnownHostsFile=/dev/null -o BatchMode=yes"
            let shell = try await Program.run(
                ["-c", "timeout 10 ssh -q \(options) \(Company.partner)@127.0.0.1 id"], shell: true)
            #expect(!shell.output.contains("uid="), "\(shell.output.prefix(300))")
            let forward = try await Program.run(
                [
                    "-c",
                    "timeout 10 ssh -q \(options) -o ExitOnForwardFailure=yes -W 127.0.0.1:\(company.ssh.port) "
                        + "\(Company.partner)@127.0.0.1 </dev/null",
                ], shell: true)
            #expect(forward.status != 0 && !forward.output.contains("SSH-2.0"), "\(forward.output.prefix(300))")
        }
    }

    @Test("doctor says what is right, what is missing and whose it is")
    func doctor() async throws {
        try await Self.with { company in
            func finding() async throws -> String {
                let result = try await Program.run(
                    ["doctor", "--config", company.folder + "/milepost.yaml", "--json"], in: company.folder)
                let checks = result.json["checks"] as? [[String: Any]] ?? []
                let found = checks.first { $0["name"] as? String == "mailbox northwind" }
                return ["verdict", "words", "fix"].compactMap { found?[$0] as? String }.joined(separator: " ")
            }
            let well = try await finding()
            #expect(well.hasPrefix("ok "), "\(well)")
            let path = company.mailbox("northwind")
            #expect(chmod(path, 0o777) == 0)
            let open = try await finding()
            #expect(open.hasPrefix("fail ") && open.contains("sshd refuses it"), "\(open)")
            #expect(chmod(path, 0o755) == 0 && chown(path, 65_534, 65_534) == 0)
            let owned = try await finding()
            #expect(owned.hasPrefix("fail ") && owned.contains("belongs to nobody, not to root"), "\(owned)")
            #expect(chown(path, 0, 0) == 0 && chown(path + "/out", 0, 0) == 0)
            let foreign = try await finding()
            #expect(foreign.hasPrefix("fail ") && foreign.contains("cannot use it"), "\(foreign)")
            try FileManager.default.removeItem(atPath: path + "/out")
            let missing = try await finding()
            #expect(missing.contains("out is not there") && missing.contains("milepost mailbox prepare"), "\(missing)")
        }
    }
}
