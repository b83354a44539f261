import ArgumentParser
import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Intake

/// `milepost backend-test`: whether a back end's endpoint keeps the contract.
struct BackendTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backend-test",
        abstract: "Try a back end's endpoint: does it keep the contract?",
        discussion: """
            Sends orders, changes and calls as a gateway does, and asks what became of them; each check says what was sent,
            expected and heard, by its clause in deploy/examples/README.md. What it sends is executed: orders KIT-…, of the
            buyer 5412345000013. Use it on an endpoint that is being built, and never on one that is in use. It exits with 1
            when a clause is broken, with 3 when nobody answers.

            Example: milepost backend-test http://127.0.0.1:8090/orders --orders http://127.0.0.1:8090/list
            Example: milepost backend-test --backend erp-new --config milepost.yaml
            """)

    @Argument(help: "Where documents are posted; else that of --backend.") var url: String?
    @Option(help: "A back end of the configuration: its ways, headers, answers and what it takes.") var backend: String?
    @Option(help: "The configuration of --backend; else MILEPOST_CONFIG, ./milepost.yaml.") var config: String?
    @Option(help: "Where it lists its orders.") var orders: String?
    @Option(help: "Where what it made is fetched from.") var poll: String?
    @Option(
        help:
            "What it takes beside its own documents, comma-separated: copies, standby, shadow, transfers; or none. All unless said."
    )
    var takes: String?
    @Option(name: .customLong("header"), help: "A header line of every request, such as 'Authorization: Bearer …'.")
    var headers: [String] = []
    @Flag(help: "Print JSON: {\"backend\", \"kept\", \"broken\", \"unseen\", \"findings\"}.") var json = false

    func run() async throws {
        let tried = try subject()
        let report: ContractReport
        do {
            report = try await ContractTest(tried).report { finding in
                if !json { Self.print(finding) }
            }
        } catch let error as GatewayError {
            throw CommandFailure(.unreachable, error.diagnostic)
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            Printing.json(try encoder.encode(report))
        } else {
            Terminal.output.line("\(report.kept) kept, \(report.broken) broken, \(report.unseen) unseen")
        }
        if report.broken > 0 { throw ExitCode(CommandFailure.Exit.no.rawValue) }
    }

    private static func print(_ finding: ContractFinding) {
        let style: Terminal.Style =
            switch finding.verdict {
            case .kept: .green
            case .broken: .red
            case .unseen: .yellow
            }
        let verdict = finding.verdict.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0)
        Terminal.output.line(
            "\(Terminal.output.styled(verdict, style))  \(finding.clause)  \(finding.check): \(finding.expected)")
        if finding.verdict == .kept { return }
        if finding.verdict == .broken { Terminal.output.line("        sent  " + Terminal.safe(finding.sent)) }
        Terminal.output.line("        came  " + Terminal.safe(finding.came))
    }

    /// The back end that is tried: of the configuration, with what the options say in its place.
    private func subject() throws -> Backend {
        var tried = try configured()
        guard case .canonical = tried.payload else {
            throw CommandFailure(.usage, "contract.payload", value: tried.name)
        }
        let lines = try headers.map(Self.header)
        if let url {
            try Self.check(url)
            var settings = HTTPBackend(url: Secret(url), shownURL: url, headers: lines)
            if case .http(let own) = tried.kind {
                settings = own
                (settings.url, settings.shownURL) = (Secret(url), url)
                settings.headers += lines
            }
            tried.kind = .http(settings)
        }
        if let orders {
            try Self.check(orders)
            tried.listing = PagedResource(url: Secret(orders), shownURL: orders, headers: lines, timeoutSeconds: 30)
        }
        if let poll {
            try Self.check(poll)
            tried.poll = .http(
                PagedResource(url: Secret(poll), shownURL: poll, headers: lines, timeoutSeconds: 30), everySeconds: 1)
        }
        if let takes { tried.abilities.takes = try Self.taken(takes) }
        return tried
    }

    private func configured() throws -> Backend {
        guard let backend else {
            guard let url else { throw ValidationError("Name the endpoint's URL, or a back end with --backend.") }
            var tried = Backend(
                name: url, kind: .http(HTTPBackend(url: Secret(url), shownURL: url)),
                abilities: BackendAbilities(honoursKey: true), concurrency: 8)
            tried.abilities.takes = Set(BackendAbilities.TakenCopy.allCases)
            return tried
        }
        let reading = ConfigurationPath.read(config)
        guard let installation = reading.installation else {
            throw CommandFailure(.usage, reading.diagnostics.items.map { DiagnosticReport($0) })
        }
        guard var found = installation.backends.first(where: { $0.name == backend }) else {
            throw CommandFailure(
                .usage, "contract.backend-unknown", value: backend,
                facts: ["known": installation.backends.map(\.name).joined(separator: ", ")])
        }
        found.concurrency = max(found.concurrency, 4)
        return found
    }

    private static func taken(_ text: String) throws -> Set<BackendAbilities.TakenCopy> {
        if text == "none" { return [] }
        return Set(
            try text.split(separator: ",").map { name in
                guard let one = BackendAbilities.TakenCopy(rawValue: String(name)) else {
                    throw ValidationError("--takes: \(name) is none of copies, standby, shadow, transfers.")
                }
                return one
            })
    }

    private static func check(_ url: String) throws {
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw ValidationError("\(url) is no http or https URL.")
        }
    }

    private static func header(_ line: String) throws -> HTTPBackend.Header {
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { throw ValidationError("--header: write 'Name: value'.") }
        return HTTPBackend.Header(
            String(parts[0]), Secret(parts[1].trimmingCharacters(in: .whitespaces)))
    }
}
