import ArgumentParser
import Diagnostics
import Intake
import Mapping
import Orders

extension Mappings {
    /// `milepost mappings test`: golden cases.
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the golden cases of a folder of mappings.",
            discussion: """
                Each message is read by its mapping and held against its document (CASE.json), what is wrong with it \
                against CASE.faults, what no rule read against CASE.unread; and it is written and read again, what \
                that loses against CASE.lost. With \
                --update these files are written anew: look at the difference before you keep it.

                Exits with 1 when a case is not as expected.

                Example: milepost mappings test mappings
                """)

        @Argument(help: "The folder of mappings.") var directory: String
        @Argument(help: "Cases to run: their names, or how they begin; all when none is named.") var cases: [String] =
            []
        @Flag(help: "Write what comes out as what is expected.") var update = false
        @Flag(help: "Print JSON, one object a case: {\"case\", \"good\", \"differences\", \"diagnostics\"}.") var json =
            false

        /// How many differences of a case are printed.
        private static let shownDifferences = 40

        func run() throws {
            let folder = try MappingFolder(directory)
            let wanted = try folder.cases().filter { golden in
                cases.isEmpty || cases.contains { golden.name.hasPrefix($0) }
            }
            guard !wanted.isEmpty else {
                throw CommandFailure(.usage, "mapping.no-case", value: cases.first ?? directory)
            }
            let run = GoldenRun(folder.library)
            var failed = 0
            for golden in wanted {
                var result = run.run(golden)
                if update, result.faults.isEmpty, !result.differences.isEmpty {
                    try folder.update(golden, to: result.actual)
                    Terminal.errors.line("written: \(golden.name)")
                    result.differences = []
                }
                if !result.isGood { failed += 1 }
                json ? printJSON(golden, result) : print(golden, result)
            }
            if !json { Terminal.output.line("\(wanted.count - failed) good, \(failed) not as expected") }
            if failed > 0 { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }

        private func print(_ golden: GoldenCase, _ result: GoldenResult) {
            guard !result.isGood else { return }
            Terminal.output.line(Terminal.output.styled(Terminal.safe(golden.name), .red))
            for fault in result.faults { DiagnosticReport(fault).print(on: .output, indent: "  ") }
            // What could not be read differs throughout.
            guard result.faults.isEmpty else { return }
            var table = TextTable(["file", "value", "expected", "is"])
            for difference in result.differences.prefix(Self.shownDifferences) {
                table.add([difference.kind, difference.path, difference.expected, difference.actual])
            }
            table.print(indent: "  ")
            let more = result.differences.count - Self.shownDifferences
            if more > 0 { Terminal.output.line("  … and \(more) more") }
        }

        private func printJSON(_ golden: GoldenCase, _ result: GoldenResult) {
            let differences = result.differences.map { difference in
                JSONValue.object([
                    ("file", .string(difference.kind)), ("path", .string(difference.path)),
                    ("expected", .text(difference.expected)), ("actual", .text(difference.actual)),
                ])
            }
            let object = JSONValue.object([
                ("case", .string(golden.name)), ("good", .bool(result.isGood)), ("differences", .array(differences)),
                ("diagnostics", .array(result.faults.map { DiagnosticReport($0).json })),
            ])
            Terminal.output.write(bytes: object.bytes + [0x0A])
        }
    }
}
