import EDIFACT
import Intake
import Syntax
import Testing

/// Messages that were written alone, in one interchange.
@Suite struct BatchedInterchangeTests {
    private static func edifact(_ number: String, from sender: String = "4098765000010") -> [UInt8] {
        Array(
            ("UNA:+.? 'UNB+UNOC:3+\(sender):14+5412345000013:14+260921:0931+815-1'UNH+1+ORDRSP:D:96A:UN'"
                + "BGM+231+\(number)+29'FTX+AAI+++it?'s +1?+1'UNT+4+1'UNZ+1+815-1'").utf8)
    }

    private static func x12(_ set: String, _ group: String, _ number: String) -> [UInt8] {
        Array(
            ("ISA*00*          *00*          *ZZ*US             *ZZ*THEM           *260921*0931*U*00401*000000001*0*P*>~"
                + "GS*\(group)*US*THEM*20260921*0931*1*X*004010~ST*\(set)*0001~BAK*00*AC*\(number)*20260921~SE*3*0001~"
                + "GE*1*1~IEA*1*000000001~").utf8)
    }

    private static func together(_ members: [(bytes: [UInt8], order: String)]) -> BatchedInterchange? {
        BatchedInterchange(
            members.map { .init(bytes: $0.bytes, orders: [$0.order]) }, from: EnvelopeParty("us"),
            to: EnvelopeParty("them"))
    }

    @Test("each has its own reference, in its order; the envelope is that of the first, with one number")
    func edifact() throws {
        let batch = try #require(Self.together([(Self.edifact("R?'1"), "1"), (Self.edifact("R-2"), "2")]))
        let text = String(decoding: batch.content.numbered(4_711), as: UTF8.self)
        #expect(
            text
                == "UNA:+.? 'UNB+UNOC:3+4098765000010:14+5412345000013:14+260921:0931+4711'UNH+1+ORDRSP:D:96A:UN'"
                + "BGM+231+R?'1+29'FTX+AAI+++it?'s +1?+1'UNT+4+1'UNH+2+ORDRSP:D:96A:UN'BGM+231+R-2+29'"
                + "FTX+AAI+++it?'s +1?+1'UNT+4+2'UNZ+2+4711'")
        #expect(batch.places.map(\.reference) == ["1", "2"] && batch.places.map(\.group) == [nil, nil])
    }

    @Test("sets go in groups by type, but never before an earlier document of their order")
    func x12() throws {
        let batch = try #require(
            Self.together([
                (Self.x12("855", "PR", "A"), "A"), (Self.x12("856", "SH", "B"), "B"),
                (Self.x12("855", "PR", "C"), "C"), (Self.x12("855", "PR", "B"), "B"),
            ]))
        #expect(batch.places.map(\.reference) == ["0001", "0003", "0002", "0004"])
        #expect(batch.places.map(\.group) == [0, 1, 0, 2])
        let text = String(decoding: batch.content.numbered(7, firstGroup: 20), as: UTF8.self)
        #expect(text.contains("*00401*000000007*0*P*>~GS*PR*US*THEM*20260921*0931*20*X*004010~ST*855*0001~"))
        #expect(text.contains("SE*3*0002~GE*2*20~GS*SH*US*THEM*20260921*0931*21*X*004010~ST*856*0003~"))
        #expect(text.hasSuffix("SE*3*0004~GE*1*22~IEA*3*000000007~"))
    }

    @Test("what has another envelope, or none, goes in no interchange with others")
    func alone() {
        let one = BatchedInterchange.envelope(of: Self.edifact("1"))
        let other = BatchedInterchange.envelope(of: Self.edifact("1", from: "4098765000027"))
        #expect(one != nil && one != other)
        #expect(Self.together([(Self.edifact("1"), "1"), (Self.edifact("1", from: "4098765000027"), "2")]) == nil)
        #expect(BatchedInterchange.envelope(of: Array("<Order/>".utf8)) == nil)
        #expect(BatchedInterchange.envelope(of: Array(Self.edifact("1").dropLast(20))) == nil)
        #expect(BatchedInterchange.envelope(of: Self.x12("855", "PR", "A")) != nil)
    }
}
