import Foundation
import Testing

/// `milepost mappings`: golden cases, remarks and pages, as those who write mappings use them.
@Suite struct MappingsCommandTests {
    private static let shipped = Program.root.appendingPathComponent("mappings")

    /// A copy of one shipped mapping's cases in a folder of its own, with an override of the mapping.
    private static func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mappings-\(UUID())")
        let cases = folder.appendingPathComponent("cases/own-orders")
        try FileManager.default.createDirectory(at: cases, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let own = """
            mapping: own-orders
            include: edifact-orders
            format: { syntax: EDIFACT, message: ORDERS, directory: [D.96A], association: EAN }
            rules:
              name: none

            """
        try Data(own.utf8).write(to: folder.appendingPathComponent("own-orders.yaml"))
        try FileManager.default.copyItem(
            at: shipped.appendingPathComponent("cases/edifact-orders/eancom-d96a.edi"),
            to: cases.appendingPathComponent("eancom.edi"))
        try await body(folder)
    }

    @Test("every golden case of the shipped mappings is as expected, there and back")
    func shippedCases() async throws {
        let result = try await Program.run(["mappings", "test", Self.shipped.path])
        #expect(result.status == 0, "\(result.output)")
        let last = try #require(result.output.split(separator: "\n").last)
        let count = try #require(last.split(separator: " ").first.flatMap { Int($0) })
        #expect(last == "\(count) good, 0 not as expected" && count > 30)
    }

    @Test("the example's mappings hold, overrides, CSV, fixed columns and JSON of partners' own among them")
    func exampleCases() async throws {
        let folder = Program.root.appendingPathComponent("deploy/example/mappings").path
        let result = try await Program.run(["mappings", "test", folder])
        #expect(result.status == 0 && result.output.hasSuffix("8 good, 0 not as expected\n"))
    }

    @Test("the schema of a canonical document is printed; of another name not")
    func schema() async throws {
        let result = try await Program.run(["mappings", "schema", "order"])
        #expect(result.status == 0 && result.json["title"] as? String == "Order")
        #expect(try await Program.run(["mappings", "schema", "menu"]).status == 2)
    }

    @Test("a case without an expectation fails, is written by --update, and then holds until something changes")
    func update() async throws {
        try await Self.withFolder { folder in
            let new = try await Program.run(["mappings", "test", folder.path])
            #expect(new.status == 1 && new.output.contains("0 good, 1 not as expected"))
            let written = try await Program.run(["mappings", "test", folder.path, "--update"])
            #expect(written.status == 0 && written.errors.contains("written: own-orders/eancom"))
            #expect(try await Program.run(["mappings", "test", folder.path]).status == 0)

            let file = folder.appendingPathComponent("cases/own-orders/eancom.json")
            let text = try String(contentsOf: file, encoding: .utf8)
            let changed = text.replacingOccurrences(of: #""currency" : "EUR""#, with: #""currency" : "PLN""#)
            try Data(changed.replacingOccurrences(of: #""currency": "EUR""#, with: #""currency": "PLN""#).utf8)
                .write(to: file)
            let wrong = try await Program.run(["mappings", "test", folder.path, "own-orders/ean"])
            #expect(wrong.status == 1)
            let row = wrong.output.split(separator: "\n").first { $0.contains("currency") }
            #expect(row?.contains("PLN") == true && row?.contains("EUR") == true)
            let json = try await Program.run(["mappings", "test", folder.path, "--json"])
            let differences = try #require(json.json["differences"] as? [[String: Any]])
            #expect(json.json["good"] as? Bool == false)
            #expect(differences.map { $0["path"] as? String } == ["currency"])
        }
    }

    @Test("a message that another mapping reads, and one that is none, are named")
    func foreign() async throws {
        try await Self.withFolder { folder in
            let cases = folder.appendingPathComponent("cases/own-orders")
            try FileManager.default.copyItem(
                at: Self.shipped.appendingPathComponent("cases/ubl-order/generated.xml"),
                to: cases.appendingPathComponent("foreign.xml"))
            try Data("hello".utf8).write(to: cases.appendingPathComponent("hello.txt"))
            let result = try await Program.run(["mappings", "test", folder.path, "--update"])
            #expect(result.status == 1)
            #expect(result.output.contains("error[mapping.case-foreign]"))
            #expect(result.output.contains("1 good, 2 not as expected"))
            let kept = try FileManager.default.contentsOfDirectory(atPath: cases.path)
            #expect(!kept.contains("foreign.json") && !kept.contains("hello.json"))
        }
    }

    @Test("lint names rules without a case, and conversions that lose, each once")
    func lint() async throws {
        let result = try await Program.run(["mappings", "lint", Self.shipped.path])
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n")
        #expect(Set(lines).count == lines.count)
        #expect(lines.contains { $0.contains("loses: person: name") && $0.contains("text flow") })
        try await Self.withFolder { folder in
            let strict = try await Program.run(["mappings", "lint", folder.path, "--strict"])
            #expect(strict.status == 1 && strict.output.contains("unused: responseType at BGM/4343"))
            #expect(!strict.output.contains("unused: number at BGM/1004"))
        }
    }

    @Test("docs writes a page a mapping, with an example from its cases")
    func docs() async throws {
        let page = try await Program.run(["mappings", "docs", Self.shipped.path, "edifact-orders"])
        #expect(page.status == 0 && page.output.hasPrefix("# edifact-orders\n"))
        #expect(page.output.contains("| `number` | `BGM/1004` | required | `"))
        #expect(page.output.contains("\n## Block `party`\n"))
        try await Self.withFolder { folder in
            let pages = folder.appendingPathComponent("pages")
            let result = try await Program.run(["mappings", "docs", folder.path, "--output", pages.path])
            #expect(result.status == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: pages.path) == ["own-orders.md"])
            let unknown = try await Program.run(["mappings", "docs", folder.path, "edifact-orders"])
            #expect(unknown.status == 2 && unknown.errors.contains("one of own-orders"))
        }
    }

    @Test("a folder that is none, an empty one, and a mapping with a fault are usage errors")
    func wrongFolder() async throws {
        #expect(try await Program.run(["mappings", "test", "/does/not/exist"]).status == 2)
        try await Self.withFolder { folder in
            let empty = folder.appendingPathComponent("empty")
            try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
            let none = try await Program.run(["mappings", "lint", empty.path])
            #expect(none.status == 2 && none.errors.contains("error[mapping.folder-empty]"))
            let missing = try await Program.run(["mappings", "test", folder.path, "nothing"])
            #expect(missing.status == 2 && missing.errors.contains("error[mapping.no-case]"))
            try Data("mapping: own-orders\ninclude: edifact-order\n".utf8)
                .write(to: folder.appendingPathComponent("own-orders.yaml"))
            let faulty = try await Program.run(["mappings", "test", folder.path])
            #expect(faulty.status == 2 && faulty.errors.contains("own-orders.yaml"))
        }
    }
}
