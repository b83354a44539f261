import Foundation
import Testing

@Suite struct UsageTests {
    @Test("every command that does something shows an example")
    func examples() async throws {
        let commands = [
            "serve", "check", "doctor", "inspect", "map", "submit", "demo", "interchanges list", "interchanges show",
            "interchanges raw", "interchanges acknowledgements", "interchanges reprocess", "interchanges discard",
            "documents list", "documents show",
            "documents raw", "documents canonical",
            "documents timeline", "documents retry", "documents reprocess", "documents edit", "documents discard",
            "orders show", "orders import", "milestones list", "milestones show", "milestones advance",
            "milestones reverse",
            "milestones plan", "milestones approve", "milestones sign", "milestones pause", "milestones resume",
            "milestones cancel", "milestones pilot", "milestones countersign", "milestones schedule",
            "milestones withdraw", "milestones rearm", "milestones recall", "milestones leftovers",
            "milestones sign-off", "milestones shadow", "milestones test",
            "orders recall", "orders close", "integrations list", "integrations verify", "integrations verify start",
            "integrations verify list", "integrations verify show", "integrations verify fields",
            "integrations verify cancel", "integrations repair", "transfers start",
            "fences list", "fences show", "fences orders", "fences enter", "fences confirm", "fences return",
            "milestones quarantine", "transfers list", "transfers show", "transfers confirm", "transfers bulks",
            "transfers pause",
            "transfers resume", "plan", "backends list", "backends clear", "keys create",
            "keys list",
            "keys revoke",
            "report equation", "interchanges", "documents", "orders", "milestones", "backends", "keys", "report",
        ]
        for command in commands {
            let words = command.split(separator: " ").map(String.init)
            let result = try await Program.run(words + ["--help"])
            #expect(result.status == 0 && result.output.contains("Example: milepost \(command)"), "\(command)")
        }
    }

    @Test("a usage error is 2, a server that is not there 3, a key that is missing 4")
    func exits() async throws {
        #expect(try await Program.run(["frobnicate"]).status == 2)
        #expect(try await Program.run(["documents", "show"]).status == 2)
        let gone = try await Program.run(
            ["documents", "list"], environment: ["MILEPOST_URL": "http://127.0.0.1:1", "MILEPOST_TOKEN": "mp_x"])
        #expect(gone.status == 3 && gone.errors.contains("error[client.unreachable]"))
        let lost = try await Program.run(["documents", "list"])
        #expect(lost.status == 3 && lost.errors.contains("error[client.server-missing]"))
        let keyless = try await Program.run(["documents", "list", "--url", "http://127.0.0.1:1"])
        #expect(keyless.status == 4 && keyless.errors.contains("error[client.token-missing]"))
        let odd = try await Program.run(["documents", "list", "--url", "ftp://x"])
        #expect(odd.status == 2)
    }

    @Test("a profile that others can read is refused; a broken line is named")
    func profiles() async throws {
        let profile = try ScratchFile("url = http://127.0.0.1:1\ntoken = mp_x\n")
        let path = profile.url.path
        chmod(path, 0o644)
        let open = try await Program.run(["documents", "list", "--profile", path])
        #expect(open.status == 2 && open.errors.contains("error[client.profile-open]"))
        chmod(path, 0o600)
        #expect(try await Program.run(["documents", "list", "--profile", path]).status == 3)
        let broken = try ScratchFile("url = http://127.0.0.1:1\nnonsense\n")
        chmod(broken.url.path, 0o600)
        let named = try await Program.run(["documents", "list", "--profile", broken.url.path])
        #expect(named.status == 2 && named.errors.contains("Line 2"))
    }

    @Test("a back end's folder that is not there yet is well; one that cannot be made is not")
    func folders() async throws {
        let folder = try ScratchFolder()
        try "".write(toFile: folder.path + "/file", atomically: true, encoding: .utf8)
        try "backends:\n  a: { folder: ./out/a }\n  b: { folder: ./file/b }\n".write(
            toFile: folder.path + "/milepost.yaml", atomically: true, encoding: .utf8)
        let doctor = try await Program.run(["doctor", "--json"], in: folder.path)
        let checks = try #require(doctor.json["checks"] as? [[String: Any]])
        let verdicts = ["back end a", "back end b"].map { name in
            checks.first { $0["name"] as? String == name }?["verdict"] as? String
        }
        #expect(verdicts == ["ok", "fail"])
        let check = try await Program.run(["check"], in: folder.path)
        #expect(check.status == 0 && (check.output + check.errors).contains("configuration.folder-unmade"))
    }

    @Test("check says that the example is valid, and lists the faults of one that is not")
    func check() async throws {
        let example = Program.root.appendingPathComponent("deploy/example/milepost.yaml").path
        let good = try await Program.run(["check", "--config", example, "--json"])
        #expect(good.status == 0 && good.json["valid"] as? Bool == true)
        let folder = try ScratchFolder()
        try "listen: nowhere:x\nbackendz: {}\n".write(
            toFile: folder.path + "/milepost.yaml", atomically: true, encoding: .utf8)
        let bad = try await Program.run(["check"], in: folder.path)
        #expect(bad.status == 2)
        #expect(bad.errors.contains("milepost.yaml:1:") && bad.errors.contains("milepost.yaml:2:1"))
    }

    @Test("a program that was copied without its mappings says so, and where they belong")
    func withoutMappings() async throws {
        let folder = try ScratchFolder()
        let copy = "cp \"$(command -v milepost)\" . && "
        let check = try await Program.run(["-c", copy + "./milepost check"], shell: true, in: folder.path)
        let said = check.output + check.errors
        #expect(check.status == 0 && said.contains("configuration.mappings-none"))
        #expect(said.contains("Put the folder `mappings` of the release beside the program"))
        let doctor = try await Program.run(["-c", "./milepost doctor"], shell: true, in: folder.path)
        #expect(doctor.status == 1)
        #expect((doctor.output + doctor.errors).contains("Put the folder `mappings` of the release beside the program"))
    }

    @Test("map shows the canonical document, and with --explain where each value came from")
    func map() async throws {
        let result = try await Program.run(["map", "--explain", Program.samples + "/01-order-north.edi"])
        #expect(result.status == 0)
        #expect(result.json["document"] as? String == "order" && result.json["number"] as? String == "PO-2026-0001")
        #expect(result.errors.contains("edifact-parts.yaml:") || result.errors.contains("edifact-orders.yaml:"))
        let json = try await Program.run(["map", "--json", "--explain", Program.samples + "/01-order-north.edi"])
        #expect(Set(json.json.keys) == ["file", "mapping", "valid", "document", "diagnostics", "unread", "origins"])
        #expect(json.json["mapping"] as? String == "edifact-orders" && json.json["valid"] as? Bool == true)
        #expect((json.json["origins"] as? [Any])?.isEmpty == false)
        let broken = try await Program.run(["map", "--json", Program.samples + "/problems/wrong-segment-count.edi"])
        #expect(broken.status == 1 && broken.json["valid"] as? Bool == false && broken.errors.isEmpty)
        let unknown = try await Program.run(["map", Program.samples + "/01-order-north.edi", "--mapping", "none"])
        #expect(unknown.status == 1 && unknown.errors.contains("edifact-orders"))
    }

    @Test("the first key is made on the store itself while no server runs, and listed without the key")
    func firstKey() async throws {
        let folder = try ScratchFolder()
        try "listen: 127.0.0.1:0\n".write(toFile: folder.path + "/milepost.yaml", atomically: true, encoding: .utf8)
        let made = try await Program.run(
            ["keys", "create", "first", "--role", "administrator", "--config", "milepost.yaml"], in: folder.path)
        #expect(made.status == 0 && made.output.hasPrefix("mp_"), "\(made.errors)")
        let listed = try await Program.run(["keys", "list", "--config", "milepost.yaml"], in: folder.path)
        #expect(listed.output.contains("administrator") && !listed.output.contains("mp_"))
    }

    @Test("doctor says of each thing how it is, and makes nothing")
    func doctor() async throws {
        let folder = try ScratchFolder()
        let result = try await Program.run(["doctor", "--json"], in: folder.path)
        #expect(result.status == 0 && result.json["well"] as? Bool == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("plan tells what each way costs, marks the cheapest within the limit, and says what is wrong with its file")
    func plan() async throws {
        let folder = try ScratchFolder()
        let example = Program.root.appendingPathComponent("deploy/example").path
        let shown = try await Program.run(
            ["plan", example + "/planning.yaml", "--config", example + "/milepost.yaml", "--steps"])
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.output.contains("all at once") && shown.output.contains("north takes orders"))
        let figures = try await Program.run(
            ["plan", example + "/planning.yaml", "--config", example + "/milepost.yaml", "--json"])
        let ways = try #require(figures.json["alternatives"] as? [[String: Any]])
        #expect(ways.compactMap { $0["name"] as? String }.last == "as planned" && ways.count == 5)
        let cheapest = try #require(figures.json["cheapest"] as? String)
        #expect(shown.output.contains("-> \(cheapest) is the cheapest that moves at most 4 cells at once"))
        let wrong = folder.path + "/planning.yaml"
        try "integrationSetUp: -1\nsequences: { a: { b: [order-intake@west] } }\n".write(
            toFile: wrong, atomically: true, encoding: .utf8)
        let refused = try await Program.run(["plan", wrong, "--config", example + "/milepost.yaml"])
        #expect(refused.status == 2)
        for code in ["configuration.figure-form", "configuration.plan-cell", "yaml.missing-key"] {
            #expect(refused.errors.contains(code), "\(code): \(refused.errors)")
        }
    }
}
