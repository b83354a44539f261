import Diagnostics
import Orders
import Syntax

/// An inspection as one JSON object on one line, written as the input is read, so that its size costs no memory.
struct InspectionJSON {
    private var isFirstInterchange = true
    private var isFirstDocument = true
    private var isOpen = false
    private var syntax: SyntaxName?
    private var pending: [UInt8] = []

    /// Inspects a file.
    static func inspect(_ file: String, _ progress: InspectionProgress) throws -> InspectionFigures {
        var inspection = Inspection()
        var writer = InspectionJSON()
        // The input is opened before anything is written, so that a file that cannot be read leaves no half an object.
        let input = try InputFile(file)
        writer.put("{\"file\":")
        writer.put(.string(ArgumentPath.shown(file)))
        writer.put(",\"interchanges\":[")
        try inspection.run(input, progress) { writer.take($0) }
        let figures = inspection.figures
        writer.put("],\"bytes\":\(figures.bytes),\"valid\":\(figures.valid)}\n")
        writer.flush()
        return figures
    }

    /// A file that cannot be read: an object like the others, its fault at an interchange of which nothing is known.
    static func write(unreadable file: String, _ failure: CommandFailure) {
        var writer = InspectionJSON()
        writer.put("{\"file\":")
        writer.put(.string(ArgumentPath.shown(file)))
        writer.put(",\"interchanges\":[")
        writer.open(nil)
        writer.put("],\"valid\":false,\"diagnostics\":")
        writer.put(.array(failure.reports.map(\.json)))
        writer.put(",\"omitted\":0}],\"bytes\":0,\"valid\":false}\n")
        writer.flush()
    }

    private mutating func take(_ finding: Inspection.Finding) {
        switch finding {
        case .interchange(let header):
            open(header)
        case .group: break
        case .document(let message, _):
            let diagnostics = message.diagnostics
            if !isFirstDocument { put(",") }
            isFirstDocument = false
            put(
                .object([
                    ("type", .string(message.type)), ("version", .text(version(of: message))),
                    ("reference", .text(message.reference)), ("segments", .integer(message.segments)),
                    ("valid", .bool(!diagnostics.hasErrors)), ("diagnostics", Self.array(diagnostics)),
                    ("omitted", .integer(diagnostics.omitted)),
                ]))
        case .end(let diagnostics, let valid):
            if !isOpen { open(nil) }
            put("],\"valid\":\(valid),\"diagnostics\":")
            put(Self.array(diagnostics))
            put(",\"omitted\":\(diagnostics.omitted)}")
            isOpen = false
        }
        if pending.count > 1 << 16 { flush() }
    }

    /// Begins an interchange; one of which not even the syntax is known has nulls for all that its head would say.
    private mutating func open(_ header: InterchangeHeader?) {
        if !isFirstInterchange { put(",") }
        isFirstInterchange = false
        isFirstDocument = true
        isOpen = true
        syntax = header?.syntax
        let head = JSONValue.object([
            ("syntax", .text(header?.syntax.rawValue)), ("version", .text(header?.version)),
            ("charset", .text(header?.charsetName ?? header?.charset.rawValue)),
            ("sender", .text(header?.sender?.identification)),
            ("receiver", .text(header?.receiver?.identification)), ("reference", .text(header?.reference)),
        ])
        pending.append(contentsOf: head.bytes.dropLast())
        put(",\"documents\":[")
    }

    /// With the subset of a directory where one is named: `D.96A/EAN008`.
    private func version(of message: Message) -> String? {
        guard syntax == .edifact, let association = message.association else { return message.version }
        return "\(message.version ?? "")/\(association)"
    }

    private static func array(_ list: DiagnosticList) -> JSONValue {
        .array(list.items.map { DiagnosticReport($0).json })
    }

    private mutating func put(_ text: String) { pending.append(contentsOf: text.utf8) }
    private mutating func put(_ value: JSONValue) { pending.append(contentsOf: value.bytes) }

    private mutating func flush() {
        Terminal.output.write(bytes: pending)
        pending.removeAll(keepingCapacity: true)
    }
}
