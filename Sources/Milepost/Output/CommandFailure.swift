import Diagnostics

/// Why a command ends with something other than success, and how that is told.
struct CommandFailure: Error {
    enum Exit: Int32 {
        /// The answer is "no".
        case no = 1
        case usage = 2
        case unreachable = 3
        case refused = 4
    }

    var exit: Exit
    var reports: [DiagnosticReport]

    init(_ exit: Exit, _ reports: [DiagnosticReport]) {
        self.exit = exit
        self.reports = reports
    }

    init(_ exit: Exit, _ diagnostic: Diagnostic) { self.init(exit, [DiagnosticReport(diagnostic)]) }

    init(_ exit: Exit, _ code: Code, value: String? = nil, facts: [String: String] = [:]) {
        self.init(exit, Diagnostic(code, value: value, facts: facts))
    }

    /// Tells it on standard error.
    func print() {
        for report in reports { report.print(on: .errors) }
    }
}

extension DiagnosticReport {
    /// `error[code]: sentence`, the position, the value, the fix.
    func print(on terminal: Terminal, indent: String = "") {
        let style: Terminal.Style = severity == "error" ? .red : severity == "warning" ? .yellow : .cyan
        terminal.line(
            indent + terminal.styled("\(severity)[\(code)]", style) + ": "
                + terminal.styled(Terminal.safe(message), .bold))
        if let place { terminal.line("\(indent)  at   \(place)") }
        if !rule.isEmpty { terminal.line("\(indent)  rule \(Terminal.safe(rule))") }
        if !fix.isEmpty { terminal.line("\(indent)  fix  \(Terminal.safe(fix))") }
    }

    /// Where it stands, in words: file:line:column, or what is known.
    var place: String? {
        var parts: [String] = []
        if let file {
            parts.append(([file] + [line, column].compactMap { $0 }.map(String.init)).joined(separator: ":"))
        } else if let line {
            parts.append("line \(line)" + (column.map { ", column \($0)" } ?? ""))
        }
        if let offset { parts.append("byte \(offset)") }
        if let segment { parts.append("segment \(segment)") }
        if let tag {
            parts.append(tag + (element.map { " element \($0)" } ?? ""))
        } else if let element {
            parts.append("element \(element)")
        }
        if let path { parts.append(path) }
        return parts.isEmpty ? nil : Terminal.safe(parts.joined(separator: ", "))
    }
}
