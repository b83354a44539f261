import ArgumentParser
import ConfigurationFiles
import Diagnostics
import Gateway
import Orders
import Rollout

/// `milepost check`: whether a configuration holds together.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a configuration: all faults at once, with file, line and column.",
        discussion: "Example: milepost check --config deploy/example/milepost.yaml")

    @Option(help: "The main file; else ./milepost.yaml.")
    var config: String?

    @Flag(help: "Print JSON: {\"valid\", \"diagnostics\"}.")
    var json = false

    func run() throws {
        let reading = ConfigurationPath.read(config)
        var diagnostics = reading.diagnostics
        if let installation = reading.installation {
            let mappings = MappingSet.read(installation.mappings).set
            diagnostics.append(contentsOf: mappings.faults())
            diagnostics.append(
                contentsOf:
                    mappings.writingFaults(installation.backends, installation.partners, isThorough: true))
            for backend in installation.backends {
                guard case .folder(let path) = backend.kind, let fault = BackendExamination.fault(ofFolder: path) else {
                    continue
                }
                diagnostics.append(
                    Diagnostic(
                        "configuration.folder-unmade", .warning, value: path,
                        facts: ["backend": backend.name, "reason": fault]))
            }
        }
        let reports = diagnostics.items.map { DiagnosticReport($0) }
        let valid = reading.installation != nil && !diagnostics.hasErrors
        if json {
            let answer = JSONValue.object([("valid", .bool(valid)), ("diagnostics", .array(reports.map(\.json)))])
            Terminal.output.write(bytes: answer.bytes)
            Terminal.output.line()
        } else {
            for report in reports { report.print(on: valid ? .output : .errors) }
            if let installation = reading.installation, valid { Self.summary(installation) }
        }
        if !valid { throw ExitCode(CommandFailure.Exit.usage.rawValue) }
    }

    private static func summary(_ installation: Installation) {
        func names(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
        Terminal.output.line(Terminal.output.styled("The configuration is valid.", .green))
        Printing.facts([
            ("listens on", installation.listen.description), ("keeps its data in", installation.store.description),
            ("sites", names(installation.routing.sites.map(\.name))),
            ("back ends", names(installation.backends.map(\.name))),
            ("partners", names(installation.partners.map(\.id))),
            ("milestones", names(installation.milestones.map(\.name))),
            ("folders", names(installation.folders.map(\.path))),
            ("mappings", String(installation.mappings.keys.filter { $0.hasSuffix(".yaml") }.count)),
        ])
    }
}
