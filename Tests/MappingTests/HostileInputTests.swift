import Diagnostics
import Mapping
import Orders
import Testing

@Suite struct HostileInputTests {
    @Test("ten thousand repeats of what should stand once give a bounded list of faults", .timeLimit(.minutes(10)))
    func repeats() throws {
        let dates = (0..<10_000).map { "DTM+137:2026\($0):102'" }.joined()
        let rules =
            "  issued: { at: \"DTM[2005=137]/2380\", date: [102], by: 2379 }\n  lines: { each: LIN, number: 1082, quantity.value: QTY/6060 }\n"
        let lines = (0..<2_000).map { "LIN+\($0)'QTY+21:X'" }.joined()
        let result = try Fixture.read(rules, "BGM+220+1+9'\(dates)\(lines)UNS+S'")
        #expect(result.diagnostics.items.count == DiagnosticList.defaultLimit)
        #expect(result.diagnostics.omitted > 1_000)
        #expect(result.order.lines.count == 2_000)
    }

    @Test("a block that leads back to itself ends with an error", .timeLimit(.minutes(10)))
    func circle() throws {
        let blocks = "blocks:\n  line: { number: { at: 1082, only: read }, subLines: { each: ^/LIN, use: line } }\n"
        let result = try Fixture.read(
            "  lines: { each: LIN, use: line }\n", "BGM+220+1+9'LIN+1'LIN+2'LIN+3'UNS+S'", blocks: blocks)
        #expect(result.codes.contains("mapping.too-many-visits"))
        #expect(result.isValid == false)
    }

    @Test("values of any bytes never stop a reading")
    func anything() throws {
        var random = SeededNumbers(state: 7)
        let rules = """
              number: BGM/1004
              function: { at: BGM/1225, codes: { 9: original }, default: original }
              issued: { at: "DTM[2005=137]/2380", date: [102, 203, yyyy-MM-dd], by: 2379 }
              delivery.earliest + delivery.latest: { at: "DTM[2005=2]/2380", date: [718], by: 2379 }
              lines: { each: LIN, number: { at: 1082, zeros: 6 }, item.gtin: { at: 7140, gtin: 14 }, quantity.value: { at: QTY/6060, number: comma } }

            """
        let mapping = try Fixture.mapping(Fixture.header + "rules:\n" + rules)
        let alphabet = Array("0123456789ABZ+:.,- 9")
        for _ in 0..<300 {
            var segments = "BGM+220+1+9'"
            for start in ["DTM+137:", "DTM+2:", "LIN+", "QTY+21:", "LIN+1++", "QTY+21:"] {
                segments += start
                for _ in 0..<Int.random(in: 0...14, using: &random) {
                    segments.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
                }
                segments += "'"
            }
            let input = try Fixture.orders(segments + "UNS+S'")
            let result = mapping.read(input, explains: true)
            for diagnostic in result.diagnostics.items {
                #expect(diagnostic.position?.segment != nil)
                #expect(Catalogue.english.entries[diagnostic.code] != nil)
            }
            #expect(result.order.number == "1")
        }
    }
}

/// Numbers that a seed decides, so that a failure comes again.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

extension HostileInputTests {
    @Test("lines that look at the header do not look through each other", .timeLimit(.minutes(10)))
    func headerPaths() throws {
        let rules =
            "  lines: { each: LIN, number: 1082, costCentre: { at: \"RFF[1153=ACC]/1154\", common: \"^/RFF[1153=ACC]/1154\" } }\n"
        let lines = (1...20_000).map { "LIN+\($0)'" }.joined()
        let result = try Fixture.read(rules, "BGM+220+1+9'RFF+ACC:K'\(lines)UNS+S'")
        #expect(result.order.lines.count == 20_000)
        #expect(result.order.lines.last?.costCentre == "K")
    }
}
