import Diagnostics
import ReadingSupport
import Syntax
import Testing

/// Missing segments in acknowledgements: 997 names their tag and the number that they should have had (AK301, AK302),
/// CONTRL the last segment before the place (0096).
@Suite("Missing segments in acknowledgements")
struct MissingSegmentTests {
    private static let edifact = ContrlCodeTests.order
    private static let x12 = FunctionalCodeTests.order

    @Test("a missing segment is noted beside what is wrong with the segment in its place")
    func besideFaulty() throws {
        let set = Self.x12.changing("BEG*00*SA*PO1**20260921~", to: "CUR*BY*E~")
        #expect(
            try Answered(set).functional == ["AK3 BEG 2  3", "AK3 CUR 2  8", "AK4 2  4 E", "AK5 R 5", "AK9 R 1 1 0"])
        let message = Self.edifact.changing("BGM+220+PO-1+9'", to: "").changing("DTM+137", to: "DTM+1378")
            .changing("UNT+9", to: "UNT+8")
        #expect(try Answered(message).contrl == ["UCI 7", "UCM 4", "UCS 1 13", "UCS 2", "UCD 39 2:1"])
    }

    @Test("a missing segment is noted behind what is wrong with the segment before its place")
    func behindFaulty() throws {
        let message = Self.edifact.changing("BGM+220+PO-1+9'", to: "BGM+220+po-1+9'")
            .changing("DTM+137:20260921:102'", to: "").changing("UNT+9", to: "UNT+8")
        #expect(try Answered(message).contrl == ["UCI 7", "UCM 4", "UCS 2", "UCD 21 3", "UCS 2 13"])
    }

    @Test("every segment that is missing at a place is noted")
    func several() throws {
        let set = Self.x12.changing("BEG*00*SA*PO1**20260921~PO1*1*10*EA~CTT*1~SE*5", to: "SE*2")
        #expect(try Answered(set).functional == ["AK3 BEG 2  3", "AK3 PO1 2  3", "AK5 R 5", "AK9 R 1 1 0"])
        let message = Self.edifact.changing("BGM+220+PO-1+9'DTM+137:20260921:102'", to: "").changing(
            "UNT+9", to: "UNT+7")
        #expect(try Answered(message).contrl == ["UCI 7", "UCM 4", "UCS 1 13", "UCS 1 13"])
    }

    @Test(
        "CONTRL names the last segment before the place",
        arguments: [
            ("BGM+220+PO-1+9'", 1), ("DTM+137:20260921:102'", 2), ("UNS+S'", 6),
        ])
    func positions(_ segment: String, _ before: Int) throws {
        let message = Self.edifact.changing(segment, to: "").changing("UNT+9", to: "UNT+8")
        #expect(try Answered(message).contrl == ["UCI 7", "UCM 4", "UCS \(before) 13"])
    }

    @Test("what is missing at the end of a message without trailer stands behind its last segment")
    func withoutTrailer() throws {
        let set = Self.x12.changing("BEG*00*SA*PO1**20260921~PO1*1*10*EA~CTT*1~SE*5*0001~", to: "")
        #expect(try Answered(set).functional == ["AK3 BEG 2  3", "AK3 PO1 2  3", "AK5 R 2 5", "AK9 R 1 1 0"])
        let message = Self.edifact.changing("UNS+S'CNT+2:1'UNT+9+1'", to: "")
        #expect(try Answered(message).contrl == ["UCI 7", "UCM 4 13 UNT", "UCS 6 13"])
        let found = try Answered.reports(Array(message.utf8)).first?.groups.first?.messages.first?.errors
        let missing = try #require(found?.first { $0.code == "directory.segment-missing" })
        let trailer = try #require(found?.first { $0.code == "edifact.unt-missing" })
        #expect(missing.position?.segment == trailer.position?.segment)
        #expect(missing.position?.offset == trailer.position?.offset)
        #expect(missing.position?.tag == nil)
        #expect(missing.facts["before"] == "the end")
    }
}
