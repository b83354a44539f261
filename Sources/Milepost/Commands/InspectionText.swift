import Diagnostics
import Syntax

/// An inspection for people: what is there, and each fault under the line that holds it.
struct InspectionText {
    /// How many faults are shown a document; the rest is counted.
    private static let shown = 20

    private let file: String
    private let terminal = Terminal.output

    /// Inspects a file; true when all of it is valid.
    static func inspect(_ file: String) throws -> Bool {
        var inspection = Inspection()
        let text = InspectionText(file: file)
        text.terminal.line(text.terminal.styled(Terminal.safe(file), .bold))
        try inspection.run(file) { text.take($0) }
        text.terminal.line(
            "  \(inspection.bytes) bytes, \(inspection.interchanges) interchange(s), "
                + "\(inspection.documents) document(s): "
                + text.verdict(inspection.valid))
        return inspection.valid
    }

    private func verdict(_ valid: Bool) -> String {
        terminal.styled(valid ? "valid" : "invalid", valid ? .green : .red)
    }

    private func take(_ finding: Inspection.Finding) {
        switch finding {
        case .interchange(let header):
            let names = [header.sender?.identification, header.receiver?.identification].map { $0 ?? "–" }
            let version = header.version.map { " \($0)" } ?? ""
            let reference = header.reference.map { ", reference \($0)" } ?? ""
            terminal.line(
                Terminal.safe(
                    "  \(header.syntax.rawValue)\(version), \(header.charset.rawValue), \(names[0]) → \(names[1])\(reference)"
                        + (header.test ? ", test" : "")))
        case .document(let message, let diagnostics):
            let name = [message.type, message.version, message.association].compactMap { $0 }.joined(separator: " ")
            let reference = message.reference.map { ", reference \($0)" } ?? ""
            terminal.line(
                "    " + Terminal.safe("\(name)\(reference), \(message.segments) segments: ")
                    + verdict(!diagnostics.hasErrors))
            show(diagnostics, indent: "      ")
        case .end(let diagnostics, _):
            show(diagnostics, indent: "    ")
        }
    }

    private func show(_ diagnostics: DiagnosticList, indent: String) {
        for diagnostic in diagnostics.items.prefix(Self.shown) {
            DiagnosticReport(diagnostic).print(on: terminal, indent: indent)
            if file != "-", let offset = diagnostic.position?.offset {
                for line in SourceLine.around(offset, in: file, value: diagnostic.value) {
                    terminal.line(indent + "  " + line)
                }
            }
        }
        let rest = diagnostics.items.count - Self.shown + diagnostics.omitted
        if rest > 0 { terminal.line("\(indent)and \(rest) more; --json shows up to \(DiagnosticList.defaultLimit)") }
    }
}
