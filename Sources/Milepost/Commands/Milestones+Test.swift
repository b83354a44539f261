import ArgumentParser
import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Logging
import Orders
import Rollout

extension Milestones {
    /// `milepost milestones test`: scenarios.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Play scenarios: messages in, moves by role, what back ends answer, and what must happen.",
            discussion: """
                Each YAML file of the folder is one story; deploy/schemas/scenario.schema.json says what it may hold. It is played \
                on the pure core, without store or network; with --live on a gateway of its own, with SQLite in a \
                temporary folder and HTTP back ends that give the scenario's answers. One that says `liveOnly: WHY` is passed over on \
                the core, and counted. A scenario ends at the first step that is not \
                as it must be.

                Exits with 1 when a scenario is not as expected.

                Example: milepost milestones test deploy/scenarios
                         milepost milestones test deploy/scenarios --live
                """)

        @Argument(help: "A folder of scenarios, or one of them.") var directory: String
        @Argument(help: "Scenarios to play: the names of their files, or how they begin; all when none is named.")
        var scenarios: [String] = []
        @Flag(help: "Play them on a gateway with SQLite and HTTP back ends.") var live = false
        @Option(help: "The configuration, in the place of the one that a scenario names.") var config: String?
        @Flag(
            help:
                "Print JSON, one object a scenario: {\"scenario\", \"file\", \"good\", \"findings\"}; {\"scenario\", \"file\", \"liveOnly\"} for one that is not played."
        ) var json =
            false

        func run() async throws {
            let files = try Self.files(directory).filter { file in
                let name = URL(fileURLWithPath: file).lastPathComponent
                return scenarios.isEmpty || scenarios.contains { name.hasPrefix($0) }
            }
            guard !files.isEmpty else {
                throw CommandFailure(.usage, "scenario.none", value: scenarios.first ?? directory)
            }
            let read = try files.map(Self.read)
            var companies = ScenarioCompanies(config: config)
            var (failed, passed) = (0, 0)
            for scenario in read {
                let company = try companies.company(of: scenario)
                if !live, let why = scenario.liveOnly {
                    passed += 1
                    if json { Self.printPassed(scenario, why) }
                    continue
                }
                let result = try await play(scenario, company)
                if !result.isGood { failed += 1 }
                json ? Self.printJSON(scenario, result) : Self.print(scenario, result)
            }
            let ground = live ? "live" : "on the core"
            let only = passed > 0 ? ", \(passed) live only" : ""
            if !json {
                Terminal.output.line(
                    "\(read.count - failed - passed) good, \(failed) not as expected\(only), \(ground)")
            }
            if failed > 0 { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }

        private func play(_ scenario: Scenario, _ company: ScenarioCompanies.Company) async throws -> ScenarioResult {
            do {
                if live {
                    let run = LiveScenario(
                        scenario: scenario, installation: company.installation, mappings: company.mappings,
                        logger: Logs.logger(.error))
                    return try await run.run()
                }
                let core = try CoreCompany(company.installation, mappings: company.mappings, clock: scenario.clock)
                return await ScenarioPlay(scenario, on: core).run()
            } catch let error as GatewayError {
                throw CommandFailure(.usage, [DiagnosticReport(error.diagnostic)])
            }
        }

        /// The files of a folder in the order of their names; a file is itself.
        private static func files(_ path: String) throws -> [String] {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw CommandFailure(.usage, "scenario.none", value: path)
            }
            guard isFolder.boolValue else { return [path] }
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            return names.filter { $0.hasSuffix(".yaml") }.sorted().map { path + "/" + $0 }
        }

        private static func read(_ file: String) throws -> Scenario {
            let (scenario, diagnostics) = ScenarioFile.read(file)
            guard let scenario else { throw CommandFailure(.usage, diagnostics.items.map { DiagnosticReport($0) }) }
            return scenario
        }

        private static func print(_ scenario: Scenario, _ result: ScenarioResult) {
            guard !result.isGood else { return }
            Terminal.output.line(Terminal.output.styled(Terminal.safe(result.name), .red))
            if let fault = result.fault { DiagnosticReport(fault).print(on: .output, indent: "  ") }
            var table = TextTable(["at", "step", "what", "expected", "is"], numbers: [1])
            for finding in result.findings {
                table.add([
                    place(finding, scenario), String(finding.step), finding.what, finding.expected, finding.actual,
                ])
            }
            if !table.isEmpty { table.print(indent: "  ") }
        }

        private static func place(_ finding: ScenarioResult.Finding, _ scenario: Scenario) -> String {
            let name = URL(fileURLWithPath: scenario.file).lastPathComponent
            return finding.position.line.map { "\(name):\($0)" } ?? name
        }

        private static func printPassed(_ scenario: Scenario, _ why: String) {
            let object = JSONValue.object([
                ("scenario", .string(scenario.name)), ("file", .string(scenario.file)), ("liveOnly", .string(why)),
            ])
            Terminal.output.write(bytes: object.bytes + [0x0A])
        }

        private static func printJSON(_ scenario: Scenario, _ result: ScenarioResult) {
            let findings = result.findings.map { finding in
                JSONValue.object([
                    ("step", .integer(finding.step)), ("line", .count(finding.position.line)),
                    ("what", .string(finding.what)), ("expected", .string(finding.expected)),
                    ("actual", .string(finding.actual)),
                ])
            }
            let object = JSONValue.object([
                ("scenario", .string(result.name)), ("file", .string(scenario.file)), ("good", .bool(result.isGood)),
                ("steps", .integer(result.steps)), ("findings", .array(findings)),
                ("diagnostics", .array(result.fault.map { [DiagnosticReport($0).json] } ?? [])),
            ])
            Terminal.output.write(bytes: object.bytes + [0x0A])
        }
    }
}

/// The configurations that scenarios are about, each read and compiled once.
struct ScenarioCompanies {
    /// A configuration with its mappings.
    struct Company {
        var installation: Installation
        var mappings: MappingSet
    }

    /// The configuration in the place of the one that a scenario names.
    let config: String?
    private var known: [String: Company] = [:]

    init(config: String?) { self.config = config }

    /// The company of a scenario, or the command's end with everything that is wrong.
    mutating func company(of scenario: Scenario) throws -> Company {
        let path = config ?? scenario.configuration
        let company = try known[path ?? ""] ?? Self.read(path)
        known[path ?? ""] = company
        let faults = scenario.faults(in: company.installation)
        guard faults.isEmpty else { throw CommandFailure(.usage, faults.items.map { DiagnosticReport($0) }) }
        return company
    }

    private static func read(_ path: String?) throws -> Company {
        let installation = try ConfigurationPath.installation(path)
        let (mappings, diagnostics) = MappingSet.read(installation.mappings)
        var faults = diagnostics
        if !faults.hasErrors { faults.append(contentsOf: mappings.faults()) }
        if !faults.hasErrors {
            faults.append(
                contentsOf:
                    mappings.writingFaults(installation.backends, installation.partners, isThorough: true))
        }
        guard !faults.hasErrors else { throw CommandFailure(.usage, faults.items.map { DiagnosticReport($0) }) }
        return Company(installation: installation, mappings: mappings)
    }
}
