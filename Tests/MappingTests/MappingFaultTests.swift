import Diagnostics
import Mapping
import Testing

/// What loading refuses, each with its place in the file and what is near.
@Suite struct MappingFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var rules: String
        var code: Code
        var line: Int
        var column: Int
        var nearest: String?
        var testDescription: String { "\(code) in \(rules)" }
    }

    static let cases: [Case] = [
        Case(rules: "number: BGM/1040", code: "mapping.path-unknown", line: 5, column: 15, nearest: "1004"),
        Case(rules: "number: BGN/1004", code: "mapping.path-unknown", line: 5, column: 11, nearest: "BGM"),
        Case(rules: "number: \"BGM[1226=9]/1004\"", code: "mapping.path-unknown", line: 5, column: 16, nearest: "1225"),
        Case(rules: "buyer.gln: TDT/1131", code: "mapping.path-ambiguous", line: 5, column: 18),
        Case(rules: "number: ../BGM/1004", code: "mapping.path-above-root", line: 5, column: 11),
        Case(rules: "number: BGM//1004", code: "mapping.path-invalid", line: 5, column: 15),
        Case(rules: "number: \"BGM[1225/1004\"", code: "mapping.path-invalid", line: 5, column: 25),
        Case(rules: "number: BGM/1004/", code: "mapping.path-invalid", line: 5, column: 20),
        Case(rules: "nmuber: BGM/1004", code: "mapping.field-unknown", line: 5, column: 3, nearest: "number"),
        Case(rules: "buyer.glm: NAD/3039", code: "mapping.field-unknown", line: 5, column: 3, nearest: "gln"),
        Case(rules: "buyer: NAD/3039", code: "mapping.field-is-record", line: 5, column: 3),
        Case(rules: "number.x: BGM/1004", code: "mapping.field-is-value", line: 5, column: 3),
        Case(rules: "lines.number: BGM/1004", code: "mapping.field-is-list", line: 5, column: 3),
        Case(rules: "buyer[role=x].gln: NAD/3039", code: "mapping.field-no-list", line: 5, column: 3),
        Case(
            rules: "parties[roll=x].gln: NAD/3039", code: "mapping.field-unknown", line: 5, column: 3, nearest: "role"),
        Case(rules: "a..b: BGM/1004", code: "mapping.field-invalid", line: 5, column: 3),
        Case(rules: "number: BGM/1004\n  \"number \": BGM/1225", code: "mapping.field-twice", line: 6, column: 3),
        Case(
            rules: "number: BGM/1004\n  version: BGM/C002/1001\n  currency: BGM/1001", code: "mapping.element-twice",
            line: 7, column: 13),
        Case(rules: "buyer: { in: NAD, use: prty }", code: "mapping.block-unknown", line: 5, column: 26),
        Case(rules: "lines: { in: LIN, each: LIN, number: 1082 }", code: "mapping.block-invalid", line: 5, column: 27),
        Case(
            rules: "packages by lines.number: { each: PAC, sscc: PCI/GIN/7402 }", code: "mapping.by-unread",
            line: 5, column: 3),
        Case(rules: "issued: { at: DTM/2380, date: [yyyyy] }", code: "mapping.date-pattern", line: 5, column: 34),
        Case(rules: "issued: { at: DTM/2380, date: [999] }", code: "mapping.date-pattern", line: 5, column: 34),
        Case(rules: "issued: { at: DTM/2380, date: [] }", code: "mapping.date-pattern", line: 5, column: 33),
        Case(
            rules: "issued: { at: DTM/2380, date: [102], default: hello }", code: "mapping.default-invalid", line: 5,
            column: 11),
        Case(
            rules: "totals.net: { at: MOA/5004, default: abc }", code: "mapping.default-invalid", line: 5, column: 15),
        Case(
            rules: "function: { at: BGM/1225, codes: { 9: original }, else: wrong }", code: "mapping.default-invalid",
            line: 5, column: 19),
        Case(rules: "number: { at: BGM/1004, codes: none }", code: "mapping.codes-empty", line: 5, column: 34),
        Case(
            rules: "number: { at: BGM/1004, codes: unti }", code: "mapping.codes-unknown", line: 5, column: 34,
            nearest: "unit"),
        Case(rules: "number: { at: BGM/1004, codes: two }", code: "mapping.codes-columns", line: 5, column: 34),
        Case(rules: "number: { at: BGM/1004, fits: \"[a\" }", code: "mapping.fits-invalid", line: 5, column: 27),
        Case(
            rules: "number: { at: BGM/1004, dfault: 1 }", code: "yaml.unknown-key", line: 5, column: 27,
            nearest: "default"),
        Case(
            rules: "number: { at: BGM/1004, text: line }", code: "yaml.not-choice", line: 5, column: 33,
            nearest: "lines"),
        Case(
            rules: "number: { at: BGM/1004, default: ^curency }\n  currency: CUX/6345",
            code: "mapping.reference-unknown", line: 5, column: 11, nearest: "currency"),
        Case(
            rules: "number: BGM/1004\ncounts: { CNT/6066: number lines }", code: "mapping.count-invalid", line: 6,
            column: 21),
        Case(
            rules: "number: BGM/1004\ncounts: { CNT/6066: sum lines.number }", code: "mapping.count-invalid", line: 6,
            column: 21),
        Case(
            rules: "number: BGM/1004\ncounts: { CNT/6066: count lnes }", code: "mapping.field-unknown", line: 6,
            column: 21, nearest: "lines"),
        Case(rules: "number: BGM/1004\nignore: { ALI: \"\" }", code: "mapping.ignore-reason", line: 6, column: 11),
        Case(
            rules: "number: BGM/1004\nignore: { ALX: none }", code: "mapping.path-unknown", line: 6, column: 11,
            nearest: "ALI"),
        Case(rules: "number: BGM/1004\nconstants: { BGM/9999: 1 }", code: "mapping.path-unknown", line: 6, column: 14),
        Case(
            rules: "number: BGM/1004\nfill: { LIN: { in: LIN, use: nope, from: buyer } }",
            code: "mapping.block-unknown",
            line: 6, column: 30),
        Case(
            rules:
                "number: BGM/1004\nblocks: { p: { name: C080/3036 } }\nfill: { LIN: { in: LYN, use: p, from: buyer } }",
            code: "mapping.path-unknown", line: 7, column: 20, nearest: "LIN"),
        Case(
            rules:
                "number: BGM/1004\nblocks: { p: { name: C080/3036 } }\nfill: { LIN: { in: NAD, use: p, from: byer } }",
            code: "mapping.field-unknown", line: 7, column: 9, nearest: "buyer"),
        Case(
            rules: "number: BGM/1004\nignroe: { ALI: x }", code: "yaml.unknown-key", line: 6, column: 1,
            nearest: "ignore"),
    ]

    @Test("every fault of a mapping file has its line, its column and the nearest right name", arguments: cases)
    func fault(_ wanted: Case) throws {
        let tables = ["codes/unit.csv": "EA,PCE\n", "codes/two.csv": "a,b,c\n", "codes/none.csv": "theirs,ours\n"]
        let found = Fixture.faults(Fixture.header + "rules:\n  " + wanted.rules + "\n", tables)
        let fault = try #require(found.first)
        #expect(found.count == 1)
        #expect(fault.code == wanted.code)
        #expect(fault.position == Position(line: wanted.line, column: wanted.column, file: "test.yaml"))
        if let nearest = wanted.nearest { #expect(fault.facts["nearest"]?.contains(nearest) == true) }
        let words = Catalogue.english.wording(of: fault)
        for sentence in [words.message, words.rule, words.fix] {
            #expect(!sentence.isEmpty)
            #expect(!sentence.contains("{file}") && !sentence.contains("{nearest}") && !sentence.contains("{path}"))
        }
    }

    @Test("all faults of a file come at once")
    func all() {
        let found = Fixture.faults(
            Fixture.header + "rules:\n  nmuber: BGM/1004\n  version: BGM/9999\n  issued: { at: DTM/2380, date: [x] }\n")
        #expect(Set(found.map(\.code)) == ["mapping.field-unknown", "mapping.path-unknown", "mapping.date-pattern"])
        #expect(Set(found.compactMap { $0.position?.line }) == [5, 6, 7])
    }

    @Test("predicates that exclude each other are no conflict, nor is a rule that is only read")
    func disjoint() {
        let rules = """
            rules:
              version: "RFF[1153=ON]/1154"
              extensions.a: "RFF[1153=CT|VN]/1154"
              extensions.b: { at: "RFF[1153=VN]/1154", only: read }
              extensions.c: "RFF[else]/1154"

            """
        #expect(Fixture.faults(Fixture.header + rules) == [])
        let clash = rules.split(separator: "\n").map {
            $0.contains(".b") ? "  extensions.b: \"RFF[1153=VN]/1154\"" : String($0)
        }
        let found = Fixture.faults(Fixture.header + clash.joined(separator: "\n") + "\n")
        #expect(found.map(\.code) == ["mapping.element-twice"])
        #expect(found.first?.facts["field"] == "extensions[name=b].value")
        #expect(found.first?.facts["other"] == "extensions[name=a].value")
    }

    @Test("headers are checked: syntax, document, version")
    func headers() {
        #expect(
            Fixture.faults("mapping: test\nformat: { syntax: EDIFCT, message: ORDERS }\ndocument: order\nrules: {}\n")
                .map(\.code) == ["yaml.not-choice"])
        #expect(
            Fixture.faults("mapping: test\nformat: { syntax: EDIFACT, message: ORDERS }\ndocument: ordr\nrules: {}\n")
                .first?.facts["nearest"] == "order")
        #expect(
            Fixture.faults("mapping: test\nformat: { syntax: EDIFACT, message: ORDRES }\ndocument: order\nrules: {}\n")
                .map(\.code) == ["mapping.shape-unknown"])
        #expect(
            Fixture.faults("mapping: test\nformat: { syntax: EDIFACT }\nrules: {}\n").map(\.code) == [
                "yaml.missing-key", "yaml.missing-key",
            ])
    }

    @Test("a path that one directory of several knows is no error")
    func directories() {
        let header =
            "mapping: test\nformat: { syntax: EDIFACT, message: ORDERS, directory: [D.96A, D.01B] }\ndocument: order\nrules:\n"
        #expect(Fixture.faults(header + "  version: BGM/C106/1004\n") == [])
        #expect(Fixture.faults(header + "  version: BGM/C999/1004\n").map(\.code) == ["mapping.path-unknown"])
    }
}
