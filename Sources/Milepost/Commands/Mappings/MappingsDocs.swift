import ArgumentParser
import Diagnostics
import Foundation
import Intake
import Mapping
import Orders

extension Mappings {
    /// `milepost mappings docs`: pages made from the mappings.
    struct Docs: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a page of documentation for each mapping, in Markdown.",
            discussion: """
                A page lists each field with its place in the format, its conversions, and an example from the golden \
                cases.

                Example: milepost mappings docs mappings --output mapping-pages
                """)

        @Argument(help: "The folder of mappings.") var directory: String
        @Argument(help: "The mappings to document; all of the folder when none is named.") var mappings: [String] = []
        @Option(help: "The folder that the pages are written to, one a mapping; else standard output.") var output:
            String?

        func run() throws {
            let folder = try MappingFolder(directory)
            for name in mappings where !folder.own.contains(where: { $0.name == name }) {
                let known = folder.own.map(\.name).joined(separator: ", ")
                throw CommandFailure(
                    .usage, "client.value-invalid", value: name,
                    facts: ["name": "MAPPING", "expected": "one of \(known)"])
            }
            let run = GoldenRun(folder.library)
            var origins: [String: [ValueOrigin]] = [:]
            for golden in try folder.cases() { origins[golden.mapping, default: []] += run.run(golden).origins }
            for mapping in folder.own where mappings.isEmpty || mappings.contains(mapping.name) {
                let page = MappingPage(mapping, comment: comment(of: mapping), origins: origins[mapping.name] ?? [])
                try write(page.markdown, name: mapping.name)
            }
        }

        private func write(_ text: String, name: String) throws {
            guard let output else { return Terminal.output.write(text) }
            let folder = URL(fileURLWithPath: output)
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: folder.appending(path: name + ".md"))
            } catch {
                throw InputFile.failure(output, "\(error.localizedDescription)")
            }
        }

        /// The comment at the head of the mapping's file: what it is for and what it leaves out.
        private func comment(of mapping: CompiledMapping) -> String {
            let source = mapping.sources.first { $0.path == mapping.file }
            let lines = String(decoding: source?.bytes ?? [], as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false)
            return lines.prefix { $0.hasPrefix("#") }.map { $0.drop { $0 == "#" || $0 == " " } }.joined(separator: "\n")
        }
    }
}
