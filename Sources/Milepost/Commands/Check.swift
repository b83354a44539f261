import ArgumentParser
import ConfigurationFiles
import Diagnostics
import Foundation
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
        var mappingCount = 0
        if let installation = reading.installation {
            let mappings = examineMappings(of: installation, into: &diagnostics)
            mappingCount = mappings.count
            diagnostics.append(
                contentsOf:
                    mappings.writingFaults(installation.backends, installation.partners, isThorough: true))
            diagnostics.append(contentsOf: AS2Book(installation).faults)
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
            if let installation = reading.installation, valid { Self.summary(installation, mappingCount) }
        }
        if !valid { throw ExitCode(CommandFailure.Exit.usage.rawValue) }
    }

    /// Reads and compiles the mappings as a gateway does that starts, and adds what is wrong with them: first what is no rule,
    /// then what the formats do not have.
    private func examineMappings(of installation: Installation, into diagnostics: inout DiagnosticList) -> MappingSet {
        let (mappings, unread) = MappingSet.read(installation.mappings)
        var faults = unread
        faults.append(contentsOf: mappings.faults())
        // What is no YAML was found with the rest of the configuration.
        var told = Set(diagnostics.items)
        let folder = ConfigurationPath.mappingFolder(config)
        for var fault in faults.items {
            if let file = fault.position?.file, let path = folder.map({ $0 + "/" + file }),
                FileManager.default.fileExists(atPath: path)
            {
                fault.position?.file = path
            }
            if told.insert(fault).inserted { diagnostics.append(fault) }
        }
        return mappings
    }

    private static func summary(_ installation: Installation, _ mappingCount: Int) {
        func names(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
        Terminal.output.line(Terminal.output.styled("The configuration is valid.", .green))
        Printing.facts([
            ("listens on", installation.listen.description), ("keeps its data in", installation.store.description),
            ("sites", names(installation.routing.sites.map(\.name))),
            ("back ends", names(installation.backends.map(\.name))),
            ("partners", names(installation.partners.map(\.id))),
            ("milestones", names(installation.milestones.map(\.name))),
            ("folders", names(installation.folders.map(\.path))),
            ("mappings", String(mappingCount)),
        ])
    }
}
