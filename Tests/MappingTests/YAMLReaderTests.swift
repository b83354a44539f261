import Diagnostics
import Mapping
import Testing

@Suite struct YAMLReaderTests {
    enum Colour: String, CaseIterable { case red, green }

    @Test("every fault of a mapping is collected at its place")
    func collects() throws {
        let node = try YAMLSource.parse(
            "nmae: x\nport: 99999\ntls: maybe\ncolour: gren\nhosts: { a: b }\n", file: "c.yaml")
        var reader = YAMLReader(node)
        #expect(reader.requiredText("name") == nil)
        #expect(reader.integer("port", in: 1...65_535) == nil)
        #expect(reader.flag("tls") == nil)
        #expect(reader.choice("colour", of: Colour.self) == nil)
        #expect(reader.texts("hosts").isEmpty)
        reader.finish()
        let found = reader.diagnostics.items
        #expect(
            found.map(\.code) == [
                "yaml.missing-key", "yaml.not-integer", "yaml.not-flag", "yaml.not-choice", "yaml.wrong-kind",
                "yaml.unknown-key",
            ])
        #expect(found.map { $0.position?.line } == [1, 2, 3, 4, 5, 1])
        #expect(found[3].facts["nearest"] == "green")
        #expect(found[5].facts["nearest"] == "name")
        #expect(Catalogue.english.wording(of: found[5]).fix.contains("`name`"))
    }

    @Test("right values are read without a word")
    func reads() throws {
        let node = try YAMLSource.parse("name: x\nport: 21\ntls: no\ncolour: red\nhosts: [a, b]\n", file: "c.yaml")
        var reader = YAMLReader(node)
        #expect(reader.requiredText("name") == "x")
        #expect(reader.integer("port", in: 1...65_535) == 21)
        #expect(reader.flag("tls") == false)
        #expect(reader.choice("colour", of: Colour.self) == .red)
        #expect(reader.texts("hosts") == ["a", "b"])
        reader.finish()
        #expect(reader.diagnostics.isEmpty)
    }

    @Test("a nested mapping's faults come along, and a text is no mapping")
    func nested() throws {
        let node = try YAMLSource.parse("a: { b: 1 }\nc: 1\n", file: "c.yaml")
        var reader = YAMLReader(node)
        if let inner = reader.nested("a") { reader.take(inner) }
        if let inner = reader.nested("c") { reader.take(inner) }
        reader.finish()
        #expect(reader.diagnostics.items.map(\.code) == ["yaml.unknown-key", "yaml.wrong-kind"])
    }

    @Test("the nearest name forgives swaps, case and missing letters")
    func nearest() {
        #expect(NearestName.to("lnies", among: ["buyer", "lines", "line"]) == "lines")
        #expect(NearestName.to("NUMBER", among: ["buyer", "number"]) == "number")
        #expect(NearestName.to("x", among: [String]()) == nil)
        #expect(NearestName.to("sandbox", among: ["fresh", "old", "warehouse"]) == nil, "nothing like it")
    }
}
