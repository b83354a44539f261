import Foundation
import Testing

/// The conformance kit, run as its user would: against the example back end, and against ones that break one clause each.
@Suite("The conformance kit of back ends", .serialized)
struct BackendTestTests {
    private static let example = Program.root.appendingPathComponent("deploy/examples/backend.py").path
    private static let broken = Program.root.appendingPathComponent("Tests/MilepostTests/broken_backend.py").path
    private static let checks = [
        "document-taken", "order-key-escaped", "changes-in-order", "large-document", "several-orders",
        "same-key-again",
        "same-key-at-once",
        "same-key-other-bytes", "effect-once", "rubbish-refused", "refusal-keeps-key", "shadow-without-effect",
        "copy-taken",
        "standby-taken",
        "release-once", "activate-once", "listing-window", "listing-pages", "listing-one-order", "poll-pages",
        "poll-cursor-again", "copy-makes-nothing", "slow-body", "cut-body",
    ]

    /// Starts a back end in Python on a free port, runs lines of bash with `$url` and `$pages`, and ends it. The tests' processes
    /// have SIGTERM blocked.
    private func with(_ script: String, _ arguments: String = "", _ lines: String) async throws -> Program.Result {
        let shell = """
            printed=$(mktemp)
            python3 '\(script)' --port 0 \(arguments) > "$printed" 2>/dev/null </dev/null &
            server=$!
            trap 'kill -KILL $server; rm -f "$printed"' EXIT
            for _ in $(seq 300); do [ -s "$printed" ] && break; sleep 0.1; done
            url=$(cat "$printed")
            pages="--orders ${url%/orders}/list --poll ${url%/orders}/made"
            \(lines)
            """
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let program = try Program.executable().deletingLastPathComponent().path
        return try await Program.run(["-c", shell], shell: true, environment: ["PATH": program + ":" + path])
    }

    private static func findings(_ result: Program.Result) -> [String: [String: String]] {
        let list = result.json["findings"] as? [[String: String]] ?? []
        return Dictionary(list.map { ($0["check"] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("the example keeps every clause, as often as it is tried, and its page names every check")
    func kept() async throws {
        let result = try await with(
            Self.example, "", "milepost backend-test $url $pages >/dev/null && milepost backend-test $url $pages --json"
        )
        let findings = Self.findings(result)
        let other = findings.values.filter { $0["verdict"] != "kept" }
        #expect(other.isEmpty, "\(other)")
        #expect(findings.keys.sorted() == Self.checks.sorted() && result.status == 0, "\(result.errors)")
        let page = try String(
            contentsOf: Program.root.appendingPathComponent("deploy/examples/README.md"), encoding: .utf8)
        for finding in findings.values {
            let (check, clause) = (finding["check"] ?? "", finding["clause"] ?? "")
            #expect(page.contains("**\(clause)** `\(check)`"), "\(clause) \(check)")
        }
    }

    @Test("what cannot be looked at is unseen, and breaks nothing")
    func unseen() async throws {
        let result = try await with(Self.example, "", "milepost backend-test $url --takes none")
        #expect(result.status == 0 && result.output.contains("unseen  4.1  shadow-without-effect"), "\(result.output)")
        #expect(result.output.contains(" kept, 0 broken, "))
    }

    @Test("a back end of the configuration is tried as its entry says")
    func configured() async throws {
        let lines = """
            folder=$(mktemp -d)
            echo "backends: { erp: { http: { url: \\"$url\\" }, honoursKey: yes, takes: [copies],
              orders: { url: \\"${url%/orders}/list\\" } }, old: { folder: out, payload: original } }
            sites: { north: { timeZone: UTC, legacy: old, new: erp } }" > $folder/milepost.yaml
            milepost backend-test --backend erp --config $folder/milepost.yaml --json; status=$?
            milepost backend-test --backend old --config $folder/milepost.yaml
            rm -r $folder; exit $status
            """
        let result = try await with(Self.example, "", lines)
        let verdicts = Self.findings(result).mapValues { $0["verdict"] ?? "" }
        #expect(result.status == 0, "\(result.output.prefix(500)) \(result.errors.prefix(500))")
        #expect(verdicts["copy-taken"] == "kept" && verdicts["standby-taken"] == "unseen")
        #expect(verdicts["listing-pages"] == "kept" && verdicts["poll-pages"] == "unseen")
        #expect(result.errors.contains("error[contract.payload]"))
    }

    @Test("a back end that breaks a clause is told of it", arguments: checks)
    func broken(check: String) async throws {
        let result = try await with(Self.broken, "--break \(check)", "milepost backend-test $url $pages --json")
        let finding = try #require(Self.findings(result)[check], "\(result.errors)")
        #expect(finding["verdict"] == "broken" && result.status == 1, "\(finding)")
        #expect(finding["sent"]?.isEmpty == false && finding["came"]?.isEmpty == false)
    }

    @Test("nobody there is said, and is no verdict")
    func unreachable() async throws {
        let result = try await Program.run(["backend-test", "http://127.0.0.1:9/orders"])
        #expect(result.status == 3 && result.errors.contains("error[contract.unreachable]"))
        let none = try await Program.run(["backend-test"])
        #expect(none.status == 2)
    }
}
