import Diagnostics
import Foundation
import Syntax

/// An input in figures: what documents there are, who sent them, how large they are, what is wrong how often.
struct InspectionStatistics {
    /// How many partners, document types and codes are told apart; the rest is counted as one.
    private static let kinds = 200

    private struct Documents {
        var count = 0
        var segments = 0
        var largest = 0
        var invalid = 0
    }

    private var syntax: SyntaxName?
    private var ways: [String: Int] = [:]
    private var documents: [String: Documents] = [:]
    private var faults: [String: (severity: Severity, count: Int)] = [:]

    static func inspect(_ file: String, _ progress: InspectionProgress) throws -> InspectionFigures {
        var inspection = Inspection()
        var statistics = InspectionStatistics()
        let began = DispatchTime.now().uptimeNanoseconds
        try inspection.run(InputFile(file), progress) { statistics.take($0) }
        progress.clear()
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
        statistics.print(file, inspection.figures, seconds: seconds)
        return inspection.figures
    }

    private mutating func take(_ finding: Inspection.Finding) {
        switch finding {
        case .interchange(let header):
            syntax = header.syntax
            let ends = [header.sender, header.receiver].map { $0?.identification ?? "–" }
            let way = [header.syntax.rawValue, header.version].compactMap { $0 }.joined(separator: " ")
            ways[Self.key("\(way): \(ends[0]) → \(ends[1])", in: ways), default: 0] += 1
        case .group: break
        case .document(let message, _):
            let name = [message.type, message.version, message.association].compactMap { $0 }.joined(separator: " ")
            let key = Self.key(name, in: documents)
            var known = documents[key] ?? Documents()
            known.count += 1
            known.segments += message.segments
            known.largest = max(known.largest, message.range.count)
            if message.diagnostics.hasErrors { known.invalid += 1 }
            documents[key] = known
            note(message.diagnostics)
        case .end(let diagnostics, _):
            note(diagnostics)
        }
    }

    private mutating func note(_ diagnostics: DiagnosticList) {
        for diagnostic in diagnostics.items {
            let key = Self.key(diagnostic.code.rawValue, in: faults)
            faults[key, default: (diagnostic.severity, 0)].count += 1
        }
        if diagnostics.omitted > 0 {
            faults["not listed one by one", default: (.warning, 0)].count += diagnostics.omitted
        }
    }

    /// A name, or the one name of all that came after too many.
    private static func key<Value>(_ name: String, in known: [String: Value]) -> String {
        known[name] != nil || known.count < kinds ? name : "others"
    }

    private func print(_ file: String, _ figures: InspectionFigures, seconds: Double) {
        let terminal = Terminal.output
        terminal.line(terminal.styled(Terminal.safe(file), .bold))
        let rate =
            figures.bytes < 1_000_000
            ? "" : String(format: " in %.2f s, %.0f MB/s", seconds, Double(figures.bytes) / 1e6 / max(seconds, 1e-6))
        terminal.line(
            "  \(figures.bytes) bytes, \(figures.interchanges) interchange(s), \(figures.documents) document(s)\(rate)")
        var byWay = TextTable(["partners", "interchanges"], numbers: [1])
        for (way, count) in ways.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            byWay.add([way, String(count)])
        }
        var byType = TextTable(["document", "count", "invalid", "segments", "largest"], numbers: [1, 2, 3, 4])
        for (type, documents) in documents.sorted(by: { $0.key < $1.key }) {
            byType.add(
                [type] + [documents.count, documents.invalid, documents.segments, documents.largest].map(String.init))
        }
        var byCode = TextTable(["fault", "severity", "count"], numbers: [2])
        for (code, fault) in faults.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
            byCode.add([code, fault.severity.rawValue, String(fault.count)])
        }
        for table in [byWay, byType, byCode] where !table.isEmpty { table.print(indent: "  ") }
    }
}
