import ArgumentParser
import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Mapping
import Orders

/// `milepost doctor`: whether everything is in place that the gateway needs.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Check configuration, mappings, store, disk, back ends, folders on servers, providers, mailboxes, certificates and clock.",
        discussion: """
            Example: milepost doctor --config milepost.yaml

            Exits with 1 when something fails.
            """)

    @Option(help: "The main file of the configuration.")
    var config: String?

    @Flag(help: "Print JSON: {\"well\", \"checks\"}.")
    var json = false

    /// How one thing is.
    struct Finding {
        enum Verdict: String {
            case ok
            case note
            case fail
        }

        var name: String
        var verdict: Verdict
        var words: String
        var fix: String?
    }

    func run() async throws {
        let findings = await examine()
        json ? Self.printJSON(findings) : Self.print(findings)
        if findings.contains(where: { $0.verdict == .fail }) { throw ExitCode(CommandFailure.Exit.no.rawValue) }
    }

    private func examine() async -> [Finding] {
        let reading = ConfigurationPath.read(config)
        var findings = reading.diagnostics.items.filter { $0.severity == .error }.map {
            Self.failure("configuration", $0)
        }
        guard let installation = reading.installation, findings.isEmpty else { return findings }
        let file = ConfigurationPath.resolve(config) ?? "none; what is built in counts"
        findings.append(Finding(name: "configuration", verdict: .ok, words: file))
        findings.append(mappings(installation))
        findings += await StoreExamination.examine(installation)
        for backend in installation.backends {
            if let finding = await BackendExamination.examine(backend) { findings.append(finding) }
        }
        findings += await FileServerExamination.examine(installation)
        findings += await ProviderExamination.examine(installation)
        findings += MailboxExamination.examine(installation)
        findings += AS2Examination.examine(installation, at: Clock.system.now())
        findings.append(ClockExamination.examine())
        return findings
    }

    private func mappings(_ installation: Installation) -> Finding {
        do {
            let library = try Map.library(installation.mappings)
            guard !library.mappings.isEmpty else {
                return Finding(
                    name: "mappings", verdict: .fail, words: "there are none",
                    fix: Catalogue.english.wording(of: ShippedFiles.noMappings).fix)
            }
            return Finding(
                name: "mappings", verdict: .ok, words: library.mappings.keys.sorted().joined(separator: ", "))
        } catch let failure as CommandFailure {
            let first = failure.reports.first
            return Finding(
                name: "mappings", verdict: .fail,
                words: "\(failure.reports.count) fault(s), the first: \(first?.message ?? "")", fix: first?.fix)
        } catch {
            return Finding(name: "mappings", verdict: .fail, words: "\(error)")
        }
    }

    static func failure(_ name: String, _ diagnostic: Diagnostic) -> Finding {
        let report = DiagnosticReport(diagnostic)
        let place = report.place.map { "\($0): " } ?? ""
        return Finding(name: name, verdict: .fail, words: place + report.message, fix: report.fix)
    }

    private static func print(_ findings: [Finding]) {
        let terminal = Terminal.output
        let width = findings.map(\.name.count).max() ?? 0
        for finding in findings {
            let (mark, style): (String, Terminal.Style) =
                switch finding.verdict {
                case .ok: ("ok  ", .green)
                case .note: ("note", .yellow)
                case .fail: ("FAIL", .red)
                }
            let blanks = String(repeating: " ", count: width - finding.name.count)
            terminal.line(
                "\(terminal.styled(mark, style))  \(finding.name)\(blanks)  \(Terminal.safe(finding.words))")
            if let fix = finding.fix, finding.verdict != .ok {
                terminal.line(String(repeating: " ", count: width + 8) + "fix: " + Terminal.safe(fix))
            }
        }
    }

    private static func printJSON(_ findings: [Finding]) {
        let checks = findings.map { finding in
            JSONValue.object([
                ("name", .string(finding.name)), ("verdict", .string(finding.verdict.rawValue)),
                ("words", .string(finding.words)), ("fix", .text(finding.fix)),
            ])
        }
        let isWell = !findings.contains { $0.verdict == .fail }
        Terminal.output.write(bytes: JSONValue.object([("well", .bool(isWell)), ("checks", .array(checks))]).bytes)
        Terminal.output.line()
    }
}
