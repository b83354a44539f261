import Diagnostics
import Mapping
import Testing

@Suite struct YAMLSourceTests {
    func fault(_ text: String, sizeLimit: Int = YAMLSource.defaultSizeLimit) -> Diagnostic? {
        do {
            _ = try YAMLSource.parse(text, file: "a.yaml", sizeLimit: sizeLimit)
            return nil
        } catch {
            return error
        }
    }

    @Test("scalars stay text in block and flow style")
    func scalarsStayText() throws {
        let root = try YAMLSource.parse("a: 01\nb: NO\nc: { d: yes, e: [1.10, ~] }\nf:\n", file: "a.yaml")
        #expect(root["a"]?.text == "01")
        #expect(root["b"]?.text == "NO")
        #expect(root["c"]?["d"]?.text == "yes")
        #expect(root["c"]?["e"]?.items?.map(\.text) == ["1.10", "~"])
        #expect(root["f"]?.text == "")
    }

    @Test("keys and values know file, line and column")
    func positions() throws {
        let root = try YAMLSource.parse("a: 1\nbc:\n  d: { e: \"x\" }\n", file: "a.yaml")
        let entry = try #require(root["bc"]?["d"]?.entries?.first)
        #expect(entry.key.position == Position(line: 3, column: 8, file: "a.yaml"))
        #expect(entry.value.position == Position(line: 3, column: 11, file: "a.yaml"))
        #expect(entry.value.position(ofCharacter: 0).column == 12)
    }

    @Test("an empty file is an empty mapping")
    func empty() throws {
        #expect(try YAMLSource.parse("", file: "a.yaml").entries == [])
        #expect(try YAMLSource.parse("# nothing\n", file: "a.yaml").entries == [])
    }

    @Test("a repeated key is refused, quoted or not")
    func duplicates() {
        #expect(fault("a: 1\na: 2\n")?.code == "yaml.duplicate-key")
        #expect(fault("1: x\n\"1\": y\n")?.position == Position(line: 1, column: 1, file: "a.yaml"))
    }

    @Test("anchors are refused at their place")
    func anchors() {
        #expect(fault("a: &x 1\nb: *x\n")?.code == "yaml.anchor")
        #expect(fault("a: 1\nb: &x [1]\n")?.position?.line == 2)
    }

    @Test("a key built from aliases of aliases is refused before it is compared", .timeLimit(.minutes(10)))
    func billionLaughs() {
        var text = "k0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let references = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "k\(level): &a\(level) [\(references)]\n"
        }
        text += "? *a12\n: y\n"
        #expect(fault(text)?.code == "yaml.anchor")
    }

    @Test("the design's own paths are texts")
    func paths() throws {
        let text = """
            issued: { at: DATE + TIME, date: [yyyy-MM-dd + HH:mm] }
            gln: C082[3055=9|-]/3039
            name: { at: "C080/3036[*]", constants: { ../4017: 1 }, none: ["00:00"], zone: $zone, fits: '\\d{12}' }
            """
        let root = try YAMLSource.parse(text, file: "a.yaml")
        #expect(root["issued"]?["date"]?.items?.first?.text == "yyyy-MM-dd + HH:mm")
        #expect(root["gln"]?.text == "C082[3055=9|-]/3039")
        #expect(root["name"]?["constants"]?["../4017"]?.text == "1")
        #expect(root["name"]?["fits"]?.text == #"\d{12}"#)
    }

    @Test("what is not YAML is refused with its place", arguments: ["a: [1\n", "a: 'x\n", "a: {b: x]}\n", "\tb: 1\n"])
    func syntax(text: String) {
        let found = fault(text)
        #expect(found?.code == "yaml.syntax")
        #expect(found?.position?.file == "a.yaml")
        #expect(found?.facts["problem"]?.isEmpty == false)
    }

    @Test("size, depth and charset have limits")
    func limits() throws {
        #expect(fault("a: 1234567890\n", sizeLimit: 8)?.code == "yaml.too-large")
        let deep = String(repeating: "[", count: 70) + String(repeating: "]", count: 70)
        #expect(fault(deep)?.code == "yaml.too-deep")
        let deeper = String(repeating: "[", count: 100_000)
        #expect(fault(deeper)?.code == "yaml.syntax")
        #expect(throws: Diagnostic("yaml.not-utf8", at: Position(line: 1, column: 1, file: "a.yaml"))) {
            try YAMLSource.parse([0x61, 0x3A, 0x20, 0xFF], file: "a.yaml")
        }
        #expect(fault("? [a]\n: b\n")?.code == "yaml.key-kind")
        #expect(fault("a: 1\n---\nb: 1\n")?.code == "yaml.syntax")
    }
}
