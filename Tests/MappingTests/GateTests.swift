import Diagnostics
import Mapping
import Orders
import Testing

/// Rules are passed over when the names or codes that they need are not there; never when they are.
@Suite struct GateTests {
    @Test("a code that was sent with a release character selects as the plain code does")
    func releasedCode() throws {
        let rules = "  buyer.gln: \"NAD[3035=BY]/C082[3055=9]/3039\"\n"
        let result = try Fixture.read(rules, "BGM+220+1+9'NAD+?B?Y+541::?9'UNS+S'")
        #expect(result.order.buyer.gln?.canonicalText == "541")
    }

    @Test("a code is found in any repeat of a segment and of a composite")
    func repeats() throws {
        let rules = """
              lines:
                each: LIN
                item.batch: "PIA[4347=1]/C212[7143=NB]/7140"
                item.model: "PIA[4347=5]/C212[7143=MN]/7140"

            """
        let result = try Fixture.read(
            rules, "BGM+220+1+9'LIN+1'PIA+5+M1:MN+B0:NB'PIA+1+X:ZZ+B1:NB'LIN+2'PIA+5+X:SA'UNS+S'")
        #expect(result.order.lines.map(\.item.batch) == ["B1"])
        #expect(result.order.lines.map(\.item.model) == ["M1"])
    }

    @Test("of nodes that are one item, the codes of each count")
    func mergedNodes() throws {
        let rules = """
              notes: { each: FTX, merge: [4451], subject: 4451, text: { at: "C108/4440[*]", text: lines }, language: 3453 }

            """
        let result = try Fixture.read(rules, "BGM+220+1+9'FTX+AAI'FTX+AAI+++one:two'FTX+AAI+++three+EN'UNS+S'")
        #expect(result.order.notes.map(\.text) == ["one\ntwo\nthree"])
        #expect(result.order.notes.map(\.language) == ["EN"])
    }

    @Test("a code longer than those that are looked for is no such code")
    func longValues() throws {
        let rules = "  currency: \"CUX/C504[6347=2]/6345\"\n  buyer.gln: \"NAD[3035=BY]/C082[3055=LONGER|9]/3039\"\n"
        let result = try Fixture.read(rules, "BGM+220+1+9'NAD+BY+541::9'CUX+2:EUR:9'UNS+S'")
        #expect(result.order.currency == "EUR")
        #expect(result.order.buyer.gln?.canonicalText == "541")
    }
}
