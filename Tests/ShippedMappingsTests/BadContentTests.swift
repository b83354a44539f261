import Diagnostics
import Digests
import Foundation
import Intake
import Mapping
import Orders
import Syntax
import Testing

/// What is wrong with an order's content: each kind of fault, in each syntax, has its code and its place, and weighs what the
/// partner's file says. The rows stand in `bad-content.txt`.
@Suite struct BadContentTests {
    /// A sample with one thing wrong.
    struct Fault: Sendable, CustomTestStringConvertible {
        var sample: String
        var name: String
        var old: String
        var new: String
        /// What it is told by, whichever of these.
        var codes: [Code]

        var testDescription: String { "\(name) in \(sample)" }
    }

    private static let edifact = "edifact-orders/eancom-d96a.edi"
    private static let x12 = "x12-850/written-004010.edi"
    private static let ubl = "ubl-order/peppol-use-case-1.xml"
    private static let provider = "e-com-order/original.xml"

    static let faults: [Fault] = [
        (edifact, "a missing number", "BGM+220+PO-2026-0001+9", "BGM+220++9", ["mapping.required-field"]),
        (edifact, "an unknown code", "BGM+220+PO-2026-0001+9", "BGM+220+PO-2026-0001+77", ["mapping.code-unknown"]),
        (edifact, "an impossible date", "DTM+137:20260921", "DTM+137:20260931", ["mapping.date-invalid"]),
        (edifact, "a decimal comma", "PRI+AAA:1.19", "PRI+AAA:1,19", ["directory.decimal-invalid"]),
        (edifact, "a negative quantity", "QTY+21:48", "QTY+21:-48", ["orders.quantity-negative"]),
        (edifact, "a line number twice", "LIN+2++", "LIN+1++", ["orders.line-number-duplicate"]),
        (edifact, "a wrong count", "CNT+2:2", "CNT+2:3", ["mapping.count-differs"]),
        (
            edifact, "totals that do not add up", "UNS+S'\nCNT+2:2'\nUNT+21",
            "UNS+S'\nMOA+79:100'\nMOA+125:90'\nCNT+2:2'\nUNT+23", ["orders.total-differs"]
        ),
        (edifact, "a wrong check digit", "NAD+BY+5412345000013", "NAD+BY+5412345000014", ["orders.check-digit"]),
        (x12, "a missing number", "BEG*00*SA*PO-2026-0001", "BEG*00*SA*", ["directory.element-missing"]),
        (x12, "an unknown code", "BEG*00*", "BEG*ZZ*", ["mapping.code-unknown"]),
        (x12, "an impossible date", "20260921~", "20260931~", ["directory.date-invalid"]),
        (x12, "a decimal comma", "*CA*1.19*", "*CA*1,19*", ["directory.number-invalid"]),
        (x12, "a negative quantity", "PO1*1*48*", "PO1*1*-48*", ["orders.quantity-negative"]),
        (x12, "a line number twice", "PO1*2*", "PO1*1*", ["orders.line-number-duplicate"]),
        (x12, "a wrong count", "CTT*2*", "CTT*3*", ["mapping.count-differs"]),
        (x12, "a wrong check digit", "036000291452", "036000291453", ["orders.check-digit"]),
        (
            ubl, "a missing number", "<cbc:ID>1</cbc:ID>\n  <cbc:IssueDate>", "<cbc:IssueDate>",
            ["xml.schema-unexpected"]
        ),
        (ubl, "an impossible date", "2013-07-01", "2013-07-32", ["xml.schema-value"]),
        (ubl, "a decimal comma", ">28.75<", ">28,75<", ["xml.schema-value"]),
        (ubl, "a negative quantity", "\"UNECERec20\">10<", "\"UNECERec20\">-10<", ["orders.quantity-negative"]),
        (
            ubl, "a line number twice", "<cac:LineItem>\n      <cbc:ID>2</cbc:ID>",
            "<cac:LineItem>\n      <cbc:ID>1</cbc:ID>", ["orders.line-number-duplicate"]
        ),
        (ubl, "totals that do not add up", ">115</cbc:Line", ">116</cbc:Line", ["orders.total-differs"]),
        (ubl, "a wrong check digit", "05704066204093", "05704066204094", ["orders.check-digit"]),
        (provider, "a missing number", "  <NUMBER>ЗК-000128/26</NUMBER>\n", "", ["xml.element-missing"]),
        (provider, "an unknown code", "<DOCTYPE>O<", "<DOCTYPE>PO<", ["mapping.code-unknown"]),
        (provider, "an impossible date", "<DATE>2026-11-20", "<DATE>2026-11-31", ["mapping.date-invalid"]),
        (provider, "a decimal comma", ">31.25<", ">31,25<", ["mapping.value-invalid"]),
        (provider, "a negative quantity", "QUANTITY>48<", "QUANTITY>-48<", ["orders.quantity-negative"]),
        (
            provider, "a line number twice", "<POSITIONNUMBER>2<", "<POSITIONNUMBER>1<",
            ["orders.line-number-duplicate"]
        ),
        (provider, "a wrong check digit", "4600000000114", "4600000000115", ["orders.check-digit"]),
    ].map { Fault(sample: $0.0, name: $0.1, old: $0.2, new: $0.3, codes: $0.4) }

    private static func understood(_ text: String, _ weights: FaultWeights = FaultWeights()) throws
        -> UnderstoodDocument
    {
        let library = ShippedMappings.loaded.library
        let shapes = MessageShapes.standard.with(library.shapes)
        var reader = PayloadReader(formats: shapes.formats)
        var collector = MessageCollector()
        try reader.read(Array(text.utf8)[...]) { collector.take($0) }
        try reader.finish { collector.take($0) }
        let understanding = Understanding(
            mappings: library, profile: ReadingProfile(faults: weights), siteFacts: [],
            digest: { Digests.sha256Hex($0) })
        let read = try #require(collector.takeDocuments().first)
        return understanding.understand(read, sender: "test", day: "2026-09-21")
    }

    private static func text(of fault: Fault) throws -> String {
        let file = ShippedMappings.folder.appending(path: "cases/\(fault.sample)")
        let text = try String(contentsOf: file, encoding: .utf8)
        let range = try #require(text.range(of: fault.old), "\(fault)")
        return text.replacingCharacters(in: range, with: fault.new)
    }

    /// Where a fault stands, in the words of its syntax.
    private static func place(_ position: Position?) -> String {
        guard let position else { return "nowhere" }
        var parts: [String] = []
        if let line = position.line { parts.append("line \(line)") }
        if let segment = position.segment { parts.append("segment \(segment)") }
        if let tag = position.tag { parts.append(tag + (position.element.map { "/\($0)" } ?? "")) }
        if let path = position.path { parts.append(path) }
        return parts.joined(separator: ", ")
    }

    private static func row(_ fault: Fault) throws -> String {
        let found = try understood(try text(of: fault)).diagnostics
        let told = found.filter { fault.codes.contains($0.code) }
        let told1 = told.map { "\($0.severity) \($0.code) at \(place($0.position))" }
        let others = found.filter { !fault.codes.contains($0.code) }.map { "\($0.code)" }
        return
            ([fault.sample, fault.name] + told1 + (others.isEmpty ? [] : ["also " + others.joined(separator: ", ")]))
            .joined(separator: " | ")
    }

    @Test("each fault is told by its own code, at its place", arguments: faults)
    func told(fault: Fault) throws {
        let found = try Self.understood(try Self.text(of: fault)).diagnostics
        let told = found.filter { fault.codes.contains($0.code) }
        #expect(!told.isEmpty, "\(found.map(\.code))")
        for item in told {
            #expect(item.position?.offset != nil || item.position?.segment != nil || item.position?.line != nil)
            #expect(Catalogue.english.entries[item.code] != nil)
        }
    }

    @Test("the rows of all faults are as written down")
    func rows() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "bad-content.txt")
        let actual = try Self.faults.map(Self.row)
        if ProcessInfo.processInfo.environment["UPDATE_SAMPLE_TABLE"] != nil {
            let head = "# What is told of an order with one thing wrong: the sample, the fault, its code and place.\n"
            try Data((head + actual.joined(separator: "\n") + "\n").utf8).write(to: file)
        }
        let text = try String(contentsOf: file, encoding: .utf8)
        let expected = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
        #expect(expected == actual)
    }

    @Test("a partner's file makes faults of the content errors or warnings, or accepts them")
    func weighed() throws {
        let weighable = Self.faults.filter { fault in
            fault.sample == Self.edifact && fault.codes.contains(where: FaultWeights.faults.contains)
        }
        #expect(weighable.count >= 5)
        for fault in weighable {
            let code = try #require(fault.codes.first(where: FaultWeights.faults.contains))
            for weight in FaultWeights.Weight.allCases {
                let found = try Self.understood(try Self.text(of: fault), FaultWeights([code: weight]))
                let severities = found.diagnostics.filter { $0.code == code }.map(\.severity)
                switch weight {
                case .error: #expect(!severities.isEmpty && severities.allSatisfy { $0 == .error })
                case .warning: #expect(!severities.isEmpty && severities.allSatisfy { $0 == .warning })
                case .accept: #expect(severities.isEmpty)
                }
                var isUnderstood = false
                if case .understood = found.outcome { isUnderstood = true }
                #expect(isUnderstood == (weight != .error), "\(fault) as \(weight): \(found.diagnostics.map(\.code))")
            }
        }
    }
}
