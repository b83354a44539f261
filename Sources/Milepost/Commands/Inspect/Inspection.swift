import Diagnostics
import Directories
import Intake
import Mapping
import Syntax

/// How much there is in one input, and whether all of it is valid.
struct InspectionFigures {
    var bytes = 0
    var interchanges = 0
    var documents = 0
    var errors = 0
    var warnings = 0
    /// False from the first error on.
    var valid = true

    mutating func count(_ diagnostics: DiagnosticList) {
        errors += diagnostics.items.count { $0.severity == .error }
        warnings += diagnostics.items.count { $0.severity == .warning }
    }
}

/// Reads one input piece by piece, nests each message by its shape, and checks and counts it.
struct Inspection {
    private(set) var figures = InspectionFigures()

    /// The structures of the product, those of its mappings' XML formats included.
    private static let shapes = MessageShapes.standard.with(XMLShapes.load(ShippedFiles.mappings()).shapes)

    /// What is found, in the order of the bytes.
    enum Finding {
        case interchange(InterchangeHeader)
        case group(MessageGroup)
        /// A message with all that is wrong with it, and its shape where it has one.
        case document(Message, Shape?)
        /// The interchange's end: the faults of its envelope, and whether all of it is valid. A payload that cannot be
        /// read has an end without a beginning.
        case end(DiagnosticList, valid: Bool)
    }

    /// Reads a file to its end. It is opened once, since a pipe cannot be opened again.
    mutating func run(_ input: InputFile, _ progress: InspectionProgress, _ handle: (Finding) -> Void) throws {
        var reader = PayloadReader(formats: Self.shapes.formats, joinsOrderFiles: false)
        var isWhole = true
        var syntax: SyntaxName?
        func take(_ event: ReaderEvent, into figures: inout InspectionFigures) {
            switch event {
            case .interchange(let header):
                isWhole = true
                syntax = header.syntax
                figures.interchanges += 1
                handle(.interchange(header))
            case .group(let group):
                handle(.group(group))
            case .message(let message):
                let (message, shape) = syntax.map { Self.shapes.nest(message, syntax: $0) } ?? (message, nil)
                figures.documents += 1
                figures.count(message.diagnostics)
                isWhole = isWhole && !message.diagnostics.hasErrors
                handle(.document(message, shape))
            case .end(let diagnostics):
                figures.count(diagnostics)
                isWhole = isWhole && !diagnostics.hasErrors
                figures.valid = figures.valid && isWhole
                handle(.end(diagnostics, valid: isWhole))
            }
        }
        while let piece = try input.piece() {
            figures.bytes += piece.count
            progress.advance(by: piece.count)
            try reader.read(piece[...]) { take($0, into: &figures) }
        }
        try reader.finish { take($0, into: &figures) }
    }
}
