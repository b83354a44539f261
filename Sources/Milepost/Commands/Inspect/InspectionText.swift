import Diagnostics
import Directories
import Syntax

/// An inspection for people: what is there, and each fault under the line that holds it.
struct InspectionText {
    /// How many faults are shown a document; the rest is counted.
    private static let shown = 20

    private let file: String
    private let showsTree: Bool
    private let terminal = Terminal.output
    private let progress: InspectionProgress
    private var syntax: SyntaxName?

    private init(file: String, showsTree: Bool, progress: InspectionProgress) {
        self.file = file
        self.showsTree = showsTree
        self.progress = progress
    }

    /// Inspects a file; with each segment and element of its messages where the tree is wanted.
    static func inspect(
        _ file: String, showsTree: Bool, _ progress: InspectionProgress
    ) throws -> InspectionFigures {
        var inspection = Inspection()
        var text = InspectionText(file: file, showsTree: showsTree, progress: progress)
        // Opened before its name is printed as a heading.
        let input = try InputFile(file)
        text.terminal.line(text.terminal.styled(Terminal.safe(file), .bold))
        try inspection.run(input, progress) { text.take($0) }
        progress.clear()
        let figures = inspection.figures
        text.terminal.line(
            "  \(figures.bytes) bytes, \(figures.interchanges) interchange(s), \(figures.documents) document(s): "
                + text.verdict(figures.valid))
        return figures
    }

    private func verdict(_ valid: Bool) -> String {
        terminal.styled(valid ? "valid" : "invalid", valid ? .green : .red)
    }

    private mutating func take(_ finding: Inspection.Finding) {
        progress.clear()
        switch finding {
        case .interchange(let header):
            syntax = header.syntax
            let names = [header.sender?.identification, header.receiver?.identification].map { $0 ?? "–" }
            let version = header.version.map { " \($0)" } ?? ""
            let reference = header.reference.map { ", reference \($0)" } ?? ""
            terminal.line(
                Terminal.safe(
                    "  \(header.syntax.rawValue)\(version), \(header.charsetName ?? header.charset.rawValue), \(names[0]) → \(names[1])\(reference)"
                        + (header.test ? ", test" : "")))
        case .group(let group):
            let names = [group.sender?.identification, group.receiver?.identification].map { $0 ?? "–" }
            let name = [group.type, group.version].compactMap { $0 }.joined(separator: " ")
            let reference = group.reference.map { ", reference \($0)" } ?? ""
            terminal.line(Terminal.safe("    group \(name), \(names[0]) → \(names[1])\(reference)"))
        case .document(let message, let shape):
            terminal.line(
                "    " + Terminal.safe(Self.heading(message) + ": ") + verdict(!message.diagnostics.hasErrors))
            if showsTree {
                var tree = InspectionTree(message, shape: shape, terminal: terminal)
                tree.print(indent: "      ")
                show(tree.unplaced, omitted: message.diagnostics.omitted, of: message, indent: "      ")
            } else {
                let list = message.diagnostics
                show(list.items, omitted: list.omitted, of: message, indent: "      ")
            }
        case .end(let diagnostics, _):
            show(diagnostics.items, omitted: diagnostics.omitted, of: nil, indent: "    ")
        }
    }

    private static func heading(_ message: Message) -> String {
        // What stands in for an interchange of another syntax has no segments.
        guard message.segments > 0 || !message.type.isEmpty else { return "\(message.range.count) bytes, not read" }
        let name = [message.type, message.version, message.association].compactMap { $0 }.joined(separator: " ")
        let reference = message.reference.map { ", reference \($0)" } ?? ""
        return "\(name)\(reference), \(message.segments) segments"
    }

    private func show(_ diagnostics: [Diagnostic], omitted: Int, of message: Message?, indent: String) {
        for diagnostic in diagnostics.prefix(Self.shown) {
            DiagnosticReport(diagnostic).print(on: terminal, indent: indent)
            for line in source(of: diagnostic, message) { terminal.line(indent + "  " + line) }
        }
        let rest = diagnostics.count - Self.shown + omitted
        if rest > 0 { terminal.line("\(indent)and \(rest) more; --json shows up to \(DiagnosticList.defaultLimit)") }
    }

    /// The line that holds a fault: from the message where its bytes are at hand, else from the file.
    private func source(of diagnostic: Diagnostic, _ message: Message?) -> [String] {
        guard let offset = diagnostic.position?.offset else { return [] }
        if let message, syntax != .xml, let index = message.tree.index(ofByte: offset) {
            return SourceLine.around(index, in: message.tree.values, value: diagnostic.value)
        }
        return file == "-" ? [] : SourceLine.around(offset, in: file, value: diagnostic.value)
    }
}
