import Diagnostics
import Mapping
import Syntax
import Testing

@Suite struct MappingLibraryTests {
    static let plain =
        "format: { syntax: EDIFACT, message: ORDERS, directory: [D.96A] }\ndocument: order\nrules:\n  number: BGM/1004\n"

    func load(_ files: [String: String]) -> (library: MappingLibrary, diagnostics: DiagnosticList) {
        MappingLibrary.load(files.mapValues { Array($0.utf8) }, verifiedBy: Fixture.shapes)
    }

    func choose(_ files: [String: String], _ segments: String, message: String = "ORDERS:D:96A:UN:EAN008") throws
        -> MappingLibrary.Choice
    {
        let input = try Fixture.orders(segments, message: message)
        return try load(files).library.mapping(
            for: input.message, tree: input.message.tree, shape: input.shape, header: input.header)
    }

    @Test("the most specific mapping of a message is chosen: association, then version, then conditions")
    func choice() throws {
        let files = [
            "a.yaml":
                "mapping: any\nformat: { syntax: EDIFACT, message: ORDERS }\ndocument: order\nrules: { number: BGM/1004 }\n",
            "b.yaml": "mapping: plain\n" + Self.plain,
            "c.yaml": "mapping: eancom\n"
                + Self.plain.replacing("directory: [D.96A]", with: "directory: [D.96A], association: EAN"),
            "d.yaml": "mapping: call-off\n"
                + Self.plain.replacing(
                    "directory: [D.96A]", with: "directory: [D.96A], association: EAN, match: { BGM/1001: 226 }"),
        ]
        #expect(load(files).diagnostics.isEmpty)
        #expect(try choose(files, "BGM+220+1+9'UNS+S'").mapping.name == "eancom")
        #expect(try choose(files, "BGM+226+1+9'UNS+S'").mapping.name == "call-off")
        #expect(try choose(files, "BGM+220+1+9'UNS+S'", message: "ORDERS:D:96A:UN").mapping.name == "plain")
        #expect(try choose(files, "BGM+220+1+9'UNS+S'", message: "ORDERS:D:01B:UN").mapping.name == "any")
    }

    @Test("faults of a format are found when they are looked for, in the mappings that are asked for")
    func verifiedInPart() {
        let wrong = "mapping: b\n" + Self.plain.replacing("BGM/1004", with: "BMG/1004")
        let files = ["a.yaml": "mapping: a\n" + Self.plain, "b.yaml": wrong].mapValues { Array($0.utf8) }
        var (library, diagnostics) = MappingLibrary.load(files)
        #expect(diagnostics.isEmpty && library.mappings.count == 2)
        #expect(library.faults(of: ["a"], shapes: Fixture.shapes).isEmpty)
        #expect(library.faults(of: ["b"], shapes: Fixture.shapes).items.map(\.code) == ["mapping.path-unknown"])
        #expect(library.verify(shapes: Fixture.shapes).items.first?.facts["nearest"] == "BGM, IMD")
        #expect(Array(library.mappings.keys) == ["a"])
    }

    @Test("match takes absence and alternatives")
    func match() throws {
        let files = [
            "a.yaml": "mapping: a\n"
                + Self.plain.replacing("directory: [D.96A]", with: "match: { BGM/1225: \"9|5|-\" }")
        ]
        #expect(try choose(files, "BGM+220+1+5'UNS+S'").mapping.name == "a")
        #expect(try choose(files, "BGM+220+1'UNS+S'").mapping.name == "a")
        #expect(throws: Diagnostic.self) { try choose(files, "BGM+220+1+1'UNS+S'") }
    }

    @Test("no mapping and two alike are errors that name the message and the mappings")
    func noChoice() throws {
        let two = ["a.yaml": "mapping: a\n" + Self.plain, "b.yaml": "mapping: b\n" + Self.plain]
        let several = try #require(throws: Diagnostic.self) { try choose(two, "BGM+220+1+9'UNS+S'") }
        #expect(several.code == "mapping.several")
        #expect(several.facts["mappings"] == "a, b")
        let none = try #require(throws: Diagnostic.self) { try choose([:], "BGM+220+1+9'UNS+S'") }
        #expect(none.code == "mapping.none")
        #expect(none.facts["message"] == "ORDERS")
    }

    @Test("a version that no mapping names is read by another's, with a warning")
    func substitution() throws {
        let files = ["a.yaml": "mapping: a\n" + Self.plain]
        let choice = try choose(files, "BGM+220+1+9'UNS+S'", message: "ORDERS:D:01B:UN")
        #expect(choice.mapping.name == "a")
        #expect(choice.diagnostics.items.map(\.code) == ["mapping.version-substituted"])
        #expect(choice.diagnostics.hasErrors == false)
    }

    @Test("one faulty file leaves the others usable, and all faults of all files come back")
    func faultyFiles() {
        let result = load([
            "a.yaml": "mapping: a\n" + Self.plain, "b.yaml": "mapping: b\nrules: [\n",
            "c.yaml": "mapping: c\n" + Self.plain.replacing("BGM/1004", with: "BGM/9"),
            "codes/x.csv": "one\n", "other.yaml": "name: no mapping\n", "d.yaml": "mapping: a\n" + Self.plain,
        ])
        #expect(result.library.mappings.keys.sorted() == ["a"])
        #expect(
            Set(result.diagnostics.items.map(\.code)) == [
                "yaml.syntax", "mapping.path-unknown", "mapping.codes-row", "mapping.name-twice",
            ])
        #expect(result.diagnostics.items.allSatisfy { $0.position?.file != nil && $0.position?.line != nil })
    }

    @Test("the hash changes with the mapping, what it includes and its code tables, and with nothing else")
    func hash() throws {
        var files = [
            "a.yaml": "mapping: a\ninclude: b\nrules: { number: { at: BGM/1004, codes: x, else: pass } }\n",
            "b.yaml": "mapping: b\n" + Self.plain, "codes/x.csv": "a,b\n", "codes/y.csv": "a,b\n",
        ]
        let first = try #require(load(files).library["a"])
        #expect(first.sources.map(\.path) == ["a.yaml", "b.yaml", "codes/x.csv"])
        files["codes/y.csv"] = "a,c\n"
        #expect(load(files).library["a"]?.hash == first.hash)
        files["codes/x.csv"] = "a,c\n"
        let second = try #require(load(files).library["a"]).hash
        #expect(second != first.hash)
        files["b.yaml"]? += "# more\n"
        #expect(load(files).library["a"]?.hash != second)
    }
}
