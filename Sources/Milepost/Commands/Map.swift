import ArgumentParser
import ConfigurationFiles
import Diagnostics
import Directories
import Intake
import Mapping
import Orders
import Syntax

/// `milepost map`: what a mapping makes of a file. It needs no server.
struct Map: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the canonical documents that files become.",
        discussion: """
            Example: milepost map order.edi --explain

            Exits with 1 when a document was not understood.
            """)

    @Argument(help: "The files; - for standard input.")
    var files: [String]

    @Option(help: "The mapping's name; else the one that fits.")
    var mapping: String?

    @Flag(help: "Show where each value came from, and what no rule read.")
    var explain = false

    @Flag(help: "Write: the file is a canonical document as JSON; print its message, and what no rule wrote.")
    var write = false

    @Option(
        help: """
            With --write: the file with the order that the document answers. The answer is written for whoever sent it: in \
            its format and version, with its references and line numbers.
            """)
    var answers: String?

    @Option(
        help: """
            With --write --mapping: a setting of the mapping (`$sender`) as NAME=VALUE, as `settings` beside `mapping` says it \
            in a configuration; once for each.
            """)
    var setting: [String] = []

    @Flag(
        help: """
            Print JSON, one object a document: {\"file\", \"mapping\", \"valid\", \"document\", \"diagnostics\", \"unread\", \"origins\"}; \
            with --write {\"message\", \"contentType\", \"unwritten\", \"diagnostics\"}.
            """)
    var json = false

    @Option(help: "The main file of the configuration whose mappings are used.")
    var config: String?

    func validate() throws {
        if write, explain {
            throw ValidationError("--explain goes without --write: what is not written is always listed.")
        }
        if write, files.count > 1 { throw ValidationError("--write writes one document.") }
        if answers != nil, !write { throw ValidationError("--answers goes with --write.") }
        if write, mapping == nil, answers == nil {
            throw ValidationError(
                "--write needs the --mapping that is to write, or the order that the document --answers.")
        }
        if !setting.isEmpty, !write || mapping == nil {
            throw ValidationError("--setting goes with --write and --mapping.")
        }
        if let wrong = setting.first(where: { !$0.dropFirst().contains("=") }) {
            throw ValidationError("--setting is NAME=VALUE, not \(wrong).")
        }
        if answers != nil, mapping != nil {
            throw ValidationError("The order that is answered settles the mapping: leave out --mapping.")
        }
        try InputFile.requireOneStandardInput(files + [answers].compactMap(\.self))
    }

    func run() throws {
        let library = try Self.library(try ConfigurationPath.installation(config).mappings)
        if write { return try writeDocument(by: library) }
        var isGood = true
        for file in files { isGood = try show(file, library) && isGood }
        if !isGood { throw ExitCode(CommandFailure.Exit.no.rawValue) }
    }

    /// Prints what becomes of one file; false when a document was not understood.
    private func show(_ file: String, _ library: MappingLibrary) throws -> Bool {
        let input = try InputFile(file)
        if !json, files.count > 1 { Terminal.errors.line("\(ArgumentPath.shown(file)):") }
        var reader = PayloadReader(
            profile: ReadingProfile(format: mapping.flatMap { library[$0]?.message }),
            formats: MessageShapes.standard.with(library.shapes).formats)
        var header: InterchangeHeader?
        var isGood = true
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange(let found): header = found
            case .message(let message):
                if let header { isGood = show(message, of: file, header, library) && isGood }
            case .group: break
            case .end(let diagnostics):
                isGood = isGood && !diagnostics.hasErrors
                if !diagnostics.items.isEmpty, json {
                    MappingJSON.write(nil, of: file, by: nil, diagnostics.items, valid: false, explains: false)
                } else {
                    report(diagnostics.items)
                }
            }
        }
        while let piece = try input.piece() { try reader.read(piece[...], take) }
        try reader.finish(take)
        return isGood
    }

    /// The mappings of a configuration, or everything that is wrong with them. Those that came with the program, as they
    /// came, were verified when it was built.
    static func library(_ files: [String: [UInt8]]) throws -> MappingLibrary {
        let shipped = ShippedFiles.mappings()
        return try library(files) { source in shipped[source.path] != source.bytes }
    }

    /// The mappings of some files, or everything that is wrong with them; verified are those that were made from a file
    /// which is to be.
    static func library(
        _ files: [String: [UInt8]], verifying isDoubtful: (MappingSource) -> Bool
    ) throws -> MappingLibrary {
        var (library, diagnostics) = MappingLibrary.load(files)
        let doubtful = library.mappings.filter { $0.value.sources.contains(where: isDoubtful) }.keys
        diagnostics.append(contentsOf: library.verify(only: Set(doubtful), shapes: MessageShapes.standard.shape))
        guard !diagnostics.hasErrors else {
            throw CommandFailure(.usage, diagnostics.items.map { DiagnosticReport($0) })
        }
        return library
    }

    /// Prints one message's documents; false when it was not understood.
    private func show(
        _ message: Message, of file: String, _ header: InterchangeHeader, _ library: MappingLibrary
    ) -> Bool {
        let (message, shape) = MessageShapes.standard.with(library.shapes).nest(message, syntax: header.syntax)
        let found = message.diagnostics.items
        if let (document, faults) = PayloadMapping.canonical(message, header) {
            return tell(document, of: file, by: nil, found + faults + (document?.diagnostics.items ?? []))
        }
        guard let shape, !message.diagnostics.hasErrors else { return tell(nil, of: file, by: nil, found) }
        do throws(Diagnostic) {
            let (chosen, remarks) = try choose(message, shape, header, library)
            let documents = chosen.readAll(message.tree, shape: shape, header: header, explains: explain)
            var isGood = true
            for (index, document) in documents.enumerated() {
                var checks = document.document.check()
                if !checks.isEmpty {
                    let told =
                        explain ? documents : chosen.readAll(message.tree, shape: shape, header: header, explains: true)
                    if told.indices.contains(index) { checks.place(by: told[index].origins) }
                }
                let own = document.diagnostics.items + checks.items
                isGood = tell(document, of: file, by: chosen.name, (index == 0 ? found + remarks : []) + own) && isGood
            }
            return isGood
        } catch {
            return tell(nil, of: file, by: nil, found + [error])
        }
    }

    /// Prints one document, or why there is none; true when it is valid.
    private func tell(
        _ document: MappedDocument?, of file: String, by mapping: String?, _ diagnostics: [Diagnostic]
    ) -> Bool {
        let isValid = document != nil && !diagnostics.contains { $0.severity == .error }
        if json {
            MappingJSON.write(document, of: file, by: mapping, diagnostics, valid: isValid, explains: explain)
            return isValid
        }
        report(diagnostics)
        guard let document else { return false }
        let canonical = (try? JSONValue.parse(document.document.jsonBytes)) ?? .null
        Terminal.output.write(bytes: canonical.indentedBytes)
        if explain { explain(document) }
        return isValid
    }

    private func choose(
        _ message: Message, _ shape: Shape, _ header: InterchangeHeader, _ library: MappingLibrary
    ) throws(Diagnostic) -> (CompiledMapping, [Diagnostic]) {
        if let mapping { return (try Self.named(mapping, in: library), []) }
        let choice = try library.mapping(for: message, tree: message.tree, shape: shape, header: header)
        return (choice.mapping, choice.diagnostics.items)
    }

    /// A mapping by its name.
    static func named(_ name: String, in library: MappingLibrary) throws(Diagnostic) -> CompiledMapping {
        guard let named = library[name] else {
            let known = library.mappings.keys.sorted().joined(separator: ", ")
            throw Diagnostic(
                "client.value-invalid", value: name, facts: ["name": "--mapping", "expected": "one of \(known)"])
        }
        return named
    }

    private func explain(_ document: MappedDocument) {
        let origins = Self.table(of: document.origins)
        if !origins.isEmpty { origins.print(on: .errors) }
        let unread = Self.table(of: document.unread)
        if !unread.isEmpty { unread.print(on: .errors) }
    }

    /// Where values come from, a row each.
    static func table(of origins: [ValueOrigin]) -> TextTable {
        var table = TextTable(["value", "is", "by rule", "from", "at"])
        for origin in origins {
            table.add([
                origin.field, origin.value, place(origin.rule), origin.inputValue, origin.input.flatMap { place($0) },
            ])
        }
        return table
    }

    /// What no rule read, a row each.
    static func table(of unread: [UnreadValue]) -> TextTable {
        var table = TextTable(["not read", "value", "at"])
        for value in unread { table.add([value.path, value.value, place(value.position)]) }
        return table
    }

    private static func place(_ position: Position) -> String? {
        if let file = position.file {
            return ([file] + [position.line].compactMap { $0 }.map(String.init)).joined(separator: ":")
        }
        let parts = [position.line.map { "line \($0)" }, position.tag, position.element].compactMap { $0 }
        return parts.isEmpty ? position.path : parts.joined(separator: " ")
    }

    func report(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { DiagnosticReport(diagnostic).print(on: .errors) }
    }
}
