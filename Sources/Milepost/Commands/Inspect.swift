import ArgumentParser
import Diagnostics
import Intake
import Orders
import Syntax

/// `milepost inspect`: what is in these bytes. It needs no server and no configuration.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What is in these bytes: syntax, interchanges, documents, every fault with its place.",
        discussion: """
            Example: milepost inspect order.edi
                     cat order.xml | milepost inspect --json -

            Exits with 0 when everything is valid, 1 when something is not, 2 when a file cannot be read.
            """)

    @Argument(help: "The files; - for standard input.")
    var files: [String]

    @Flag(help: "Print JSON, one object a file, each on its line.")
    var json = false

    func run() throws {
        var exit: Int32 = 0
        for file in files {
            do {
                let valid = try json ? InspectionJSON.inspect(file) : InspectionText.inspect(file)
                exit = max(exit, valid ? 0 : CommandFailure.Exit.no.rawValue)
            } catch let failure as CommandFailure {
                failure.print()
                if json { InspectionJSON.write(unreadable: file, failure) }
                exit = CommandFailure.Exit.usage.rawValue
            }
        }
        if exit != 0 { throw ExitCode(exit) }
    }
}

/// Reads one input piece by piece, checks each message against its shape and counts.
struct Inspection {
    private(set) var bytes = 0
    /// False from the first error on.
    private(set) var valid = true
    private(set) var interchanges = 0
    private(set) var documents = 0

    /// What is found, in the order of the bytes.
    enum Finding {
        case interchange(InterchangeHeader)
        case document(Message, DiagnosticList)
        /// The interchange's end: the faults of its envelope, and whether all of it is valid. A payload that cannot be
        /// read has an end without a beginning.
        case end(DiagnosticList, valid: Bool)
    }

    /// Reads a file to its end.
    mutating func run(_ file: String, _ handle: (Finding) -> Void) throws {
        let input = try InputFile(file)
        var reader = PayloadReader()
        var isWhole = true
        var syntax: SyntaxName?
        func take(_ event: ReaderEvent, into inspection: inout Inspection) {
            switch event {
            case .interchange(let header):
                isWhole = true
                syntax = header.syntax
                inspection.interchanges += 1
                handle(.interchange(header))
            case .message(let message):
                let diagnostics =
                    syntax.map { MessageShapes.standard.nest(message, syntax: $0).message.diagnostics }
                    ?? message.diagnostics
                inspection.documents += 1
                isWhole = isWhole && !diagnostics.hasErrors
                handle(.document(message, diagnostics))
            case .end(let diagnostics):
                isWhole = isWhole && !diagnostics.hasErrors
                inspection.valid = inspection.valid && isWhole
                handle(.end(diagnostics, valid: isWhole))
            }
        }
        while let piece = try input.piece() {
            bytes += piece.count
            try reader.read(piece[...]) { take($0, into: &self) }
        }
        try reader.finish { take($0, into: &self) }
    }
}
