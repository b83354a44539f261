import Orders
import Diagnostics
import Mapping
import Orders
import Testing

@Suite struct MappingIncludeTests {
    static let base = """
        mapping: base
        format: { syntax: EDIFACT, message: ORDERS, directory: [D.96A] }
        document: order
        constants: { BGM/1001: 220 }
        blocks:
          party: { gln: 3039, name: { at: "C080/3036[*]", text: chop } }
        rules:
          number: BGM/1004
          version: "RFF[1153=ON]/1154"
          buyer: { in: "NAD[3035=BY]", use: party }

        """

    func read(_ yaml: String, _ segments: String) throws -> MappedDocument {
        let input = try Fixture.orders(segments)
        return try Fixture.mapping(yaml, ["base.yaml": Self.base]).read(input)
    }

    @Test("a partner's mapping replaces rules and block keys, and none removes them")
    func partner() throws {
        let yaml = """
            mapping: test
            include: base
            blocks: { party: { name: none, department: C080/3036 } }
            rules: { number: "RFF[1153=CT]/1154", version: none }
            constants: { BGM/1001: none }

            """
        let result = try read(yaml, "BGM+999+1+9'RFF+ON:A'RFF+CT:B'NAD+BY+1++X'UNS+S'")
        #expect(result.order.number == "B")
        #expect(result.order.version == nil)
        #expect(result.order.buyer.name == nil)
        #expect(result.order.buyer.department == "X")
        #expect(result.order.buyer.gln != nil)
        #expect(result.codes == [])
    }

    @Test("a rule keeps the place where it was written")
    func places() throws {
        let found = Fixture.faults(
            "mapping: test\ninclude: base\nrules: { currency: BGM/1 }\n",
            ["base.yaml": Self.base.replacing("BGM/1004", with: "BGM/1005")])
        #expect(
            Set(found.map { "\($0.position?.file ?? ""):\($0.position?.line ?? 0)" }) == ["base.yaml:8", "test.yaml:3"])
    }

    @Test("a mapping for one directory may include one for many; a path that none of them knows is a fault once")
    func fewerDirectories() {
        // 1056 of BGM came with D.97A.
        let many = Self.base.replacing("[D.96A]", with: "[D.96A, D.01B]").replacing("BGM/1004", with: "BGM/1056")
        let own = "mapping: test\ninclude: base\nformat: { syntax: EDIFACT, message: ORDERS, directory: [D.96A] }\n"
        #expect(Fixture.faults(own, ["base.yaml": many]) == [])
        #expect(Fixture.faults(own + "rules: { number: BGM/1056 }\n", ["base.yaml": many]).map(\.value) == ["1056"])
        let parts = """
            mapping: parts
            blocks:
              party: { gln: 3038 }

            """
        let using =
            "include: parts\n" + own.replacing("include: base\n", with: "")
            + "document: order\nrules: { number: BGM/1004, buyer: { in: NAD, use: party } }\n"
        let other = using.replacing("mapping: test", with: "mapping: other").replacing("96A", with: "01B")
        let found = Fixture.faults(using, ["parts.yaml": parts, "other.yaml": other])
        #expect(found.map { $0.position?.file } == ["parts.yaml"])
    }

    @Test("unknown includes and circles are refused")
    func faults() {
        let unknown = Fixture.faults("mapping: test\ninclude: bse\n", ["base.yaml": Self.base])
        #expect(unknown.map(\.code) == ["mapping.include-unknown"])
        #expect(unknown.first?.facts["nearest"] == "base")
        let circle = Fixture.faults(
            "mapping: test\ninclude: other\n" + Self.base.replacing("mapping: base\n", with: ""),
            ["o.yaml": "mapping: other\ninclude: test\n"])
        #expect(circle.contains { $0.code == "mapping.include-cycle" })
    }
}
