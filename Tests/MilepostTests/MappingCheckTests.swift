import Foundation
import Testing

/// `milepost check` and mappings that loading refuses.
@Suite struct MappingCheckTests {
    /// A mapping that is right but for one place, and what is said of it there.
    struct Fault: Sendable {
        var name: String
        var from: String
        var to: String
        var code: String
        var place: String
    }

    static let mapping = """
        mapping: NAME
        format: { syntax: CSV, message: Mine order }
        document: order
        rules:
          number: { at: Number, required: yes }
          issued: { at: Date, date: [dd.MM.yyyy] }
          buyer.gln: Buyer
          lines: { each: row, use: line }
        blocks:
          line:
            quantity.unit: { at: Unit, codes: { x: PCE } }

        """
    static let shape = """
        shapes: mine
        version: Mine CSV
        documents:
          Mine order:
            csv: { separator: ";", by: [Number] }
            holds: { Number: text..20, Date: text..10, Buyer: text, row+: { Unit: text } }

        """

    static func fault(_ name: String, _ from: String, _ to: String, _ code: String, _ place: String) -> Fault {
        Fault(name: name, from: from, to: to, code: code, place: place)
    }

    static let faults = [
        fault("include-unknown", "format:", "include: nosuch\nformat:", "mapping.include-unknown", "2:10"),
        fault("include-itself", "format:", "include: include-itself\nformat:", "mapping.include-cycle", "2:10"),
        fault("key-unknown", "required:", "requird:", "yaml.unknown-key", "5:25"),
        fault("top-key-unknown", "blocks:", "foo: 1\nblocks:", "yaml.unknown-key", "9:1"),
        fault("codes-unknown", "{ x: PCE }", "nosuch", "mapping.codes-unknown", "11:39"),
        fault("codes-list", "{ x: PCE }", "[1, 2]", "mapping.codes-unknown", "11:40"),
        fault("date-pattern", "dd.MM", "qq.MM", "mapping.date-pattern", "6:30"),
        fault("path", "Buyer", "\"Buyer[x\"", "mapping.path-invalid", "7:22"),
        fault("path-empty", "Buyer", "//Buyer", "mapping.path-invalid", "7:15"),
        fault("fits", "Buyer", "{ at: Buyer, fits: \"(((\" }", "mapping.fits-invalid", "7:27"),
        fault("gtin", "Buyer", "{ at: Buyer, gtin: 99 }", "yaml.not-integer", "7:33"),
        fault("cut", "Buyer", "{ at: Buyer, cut: -5 }", "yaml.not-integer", "7:32"),
        fault("zeros", "Buyer", "{ at: Buyer, zeros: 9999999999 }", "yaml.not-integer", "7:34"),
        fault("round", "Buyer", "{ at: Buyer, round: x }", "yaml.not-integer", "7:34"),
        fault("required", "required: yes", "required: maybe", "yaml.not-flag", "5:35"),
        fault("document", "document: order", "document: ordr", "yaml.not-choice", "3:11"),
        fault("document-missing", "document: order\n", "", "yaml.missing-key", "1:1"),
        fault("syntax", "CSV", "CVS", "yaml.not-choice", "2:19"),
        fault("each", "each: row", "each: [row, Number]", "mapping.block-invalid", "8:18"),
        // What the format does not have is found by compiling, behind these.
        fault("path-unknown", "Number", "Numbr", "mapping.path-unknown", "5:17"),
    ]

    @Test("check refuses what loading refuses, each fault once and at its place")
    func places() async throws {
        let folder = try ScratchFolder()
        let shapes = folder.path + "/mappings/shapes"
        try FileManager.default.createDirectory(atPath: shapes, withIntermediateDirectories: true)
        try Self.shape.write(toFile: shapes + "/mine.yaml", atomically: true, encoding: .utf8)
        try "sites: {}\n".write(
            toFile: folder.path + "/milepost.yaml", atomically: true, encoding: .utf8)
        for fault in Self.faults {
            let text = Self.mapping.replacingOccurrences(of: "NAME", with: fault.name)
            let broken = text.replacingOccurrences(of: fault.from, with: fault.to)
            #expect(broken != text)
            try broken.write(
                toFile: "\(folder.path)/mappings/\(fault.name).yaml", atomically: true, encoding: .utf8)
        }
        let check = try await Program.run(["check", "--json"], in: folder.path)
        #expect(check.status == 2 && check.json["valid"] as? Bool == false)
        let diagnostics = try #require(check.json["diagnostics"] as? [[String: Any]])
        let said = diagnostics.map { fault in
            let place = [fault["file"], fault["line"], fault["column"]].map { $0.map { "\($0)" } ?? "" }
            return "\(fault["code"] ?? "") \(place.joined(separator: ":"))"
        }
        for fault in Self.faults {
            let wanted = "\(fault.code) ./mappings/\(fault.name).yaml:\(fault.place)"
            let count = said.count { $0 == wanted }
            #expect(count == 1, "\(wanted) in \(said.filter { $0.contains("/\(fault.name).yaml") })")
        }
    }
}
