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
        abstract: "Show the canonical documents that a file becomes.",
        discussion: """
            Example: milepost map order.edi --explain

            Exits with 1 when a document was not understood.
            """)

    @Argument(help: "The file; - for standard input.")
    var file: String

    @Option(help: "The mapping's name; else the one that fits.")
    var mapping: String?

    @Flag(help: "Show where each value came from, and what no rule read.")
    var explain = false

    @Flag(help: "Write: the file is a canonical document as JSON; print its message, and what no rule wrote.")
    var write = false

    @Flag(help: "With --write, print JSON: {\"message\", \"contentType\", \"unwritten\", \"diagnostics\"}.")
    var json = false

    @Option(help: "The main file of the configuration whose mappings are used.")
    var config: String?

    func validate() throws {
        if json, !write { throw ValidationError("--json goes with --write.") }
        if write, explain {
            throw ValidationError("--explain goes without --write: what is not written is always listed.")
        }
        if write, mapping == nil { throw ValidationError("--write needs the --mapping that is to write.") }
    }

    func run() throws {
        let library = try Self.library(try ConfigurationPath.installation(config).mappings)
        if write { return try writeDocument(by: library) }
        let input = try InputFile(file)
        var reader = PayloadReader()
        var header: InterchangeHeader?
        var isGood = true
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange(let found): header = found
            case .message(let message):
                if let header { isGood = show(message, header, library) && isGood }
            case .end(let diagnostics):
                isGood = isGood && !diagnostics.hasErrors
                report(diagnostics.items)
            }
        }
        while let piece = try input.piece() { try reader.read(piece[...], take) }
        try reader.finish(take)
        if !isGood { throw ExitCode(CommandFailure.Exit.no.rawValue) }
    }

    /// The compiled mappings of a configuration, or everything that is wrong with them.
    static func library(_ files: [String: [UInt8]]) throws -> MappingLibrary {
        let (library, diagnostics) = MappingLibrary.load(files, shapes: MessageShapes.standard.shape)
        guard !diagnostics.hasErrors else {
            throw CommandFailure(.usage, diagnostics.items.map { DiagnosticReport($0) })
        }
        return library
    }

    /// Prints one message's documents; false when it was not understood.
    private func show(_ message: Message, _ header: InterchangeHeader, _ library: MappingLibrary) -> Bool {
        let (message, shape) = MessageShapes.standard.nest(message, syntax: header.syntax)
        report(message.diagnostics.items)
        guard let shape, !message.diagnostics.hasErrors else { return false }
        let chosen: CompiledMapping
        do throws(Diagnostic) {
            chosen = try choose(message, shape, header, library)
        } catch {
            report([error])
            return false
        }
        let documents = chosen.readAll(message.tree, shape: shape, header: header, explains: explain)
        for document in documents {
            let checks = document.document.check()
            report(document.diagnostics.items + checks.items)
            let json = (try? JSONValue.parse(document.document.jsonBytes)) ?? .null
            Terminal.output.write(bytes: json.indentedBytes)
            if explain { explain(document) }
        }
        return documents.allSatisfy { $0.isValid && !$0.document.check().hasErrors }
    }

    private func choose(
        _ message: Message, _ shape: Shape, _ header: InterchangeHeader, _ library: MappingLibrary
    ) throws(Diagnostic) -> CompiledMapping {
        guard let mapping else {
            let choice = try library.mapping(for: message, tree: message.tree, shape: shape, header: header)
            report(choice.diagnostics.items)
            return choice.mapping
        }
        return try Self.named(mapping, in: library)
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
        var origins = TextTable(["value", "is", "by rule", "from", "at"])
        for origin in document.origins {
            origins.add([
                origin.field, origin.value, Self.place(origin.rule), origin.inputValue,
                origin.input.flatMap { Self.place($0) },
            ])
        }
        if !origins.isEmpty { origins.print(on: .errors) }
        var unread = TextTable(["not read", "value", "at"])
        for value in document.unread { unread.add([value.path, value.value, Self.place(value.position)]) }
        if !unread.isEmpty { unread.print(on: .errors) }
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
