import ArgumentParser
import Diagnostics
import Foundation
import Gateway

/// `milepost codes`: what codes mean for the business, and who does what.
struct Codes: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What a code means for the business, and what each role does about it.",
        discussion: """
            Every code that a document, a delivery or an interchange can fail with, in English, Russian and Polish. Without a \
            code all of them are listed. It needs no server.

            Example: milepost codes deliver.refused
                     milepost codes master.code-unknown --language pl
            """)

    @Argument(help: "The code: deliver.refused.") var code: String?
    @Option(help: "en, ru or pl.") var language = "en"
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        do {
            if let code { try show(CodeMeaning.named(code, language: language)) } else { try list() }
        } catch let error as GatewayError {
            throw CommandFailure(error.kind == .notFound ? .no : .usage, error.diagnostic)
        }
    }

    private func show(_ meaning: CodeMeaning) throws {
        if json { return try print(meaning) }
        let terminal = Terminal.output
        terminal.line(terminal.styled(meaning.code, .bold))
        terminal.line(meaning.meaning)
        Printing.facts([
            ("support", meaning.support), ("operations", meaning.operations), ("partner", meaning.partner),
            ("fault", meaning.fault), ("rule", meaning.rule), ("fix", meaning.fix),
        ])
    }

    private func list() throws {
        let all = CodeMeaning.all(language: try CodeMeaning.known(language))
        if json { return try print(Page(items: all, next: nil)) }
        var table = TextTable(["code", "what it means"])
        for meaning in all { table.add([meaning.code, meaning.meaning]) }
        table.print(on: .output)
    }

    private func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Printing.json(try encoder.encode(value))
    }
}
