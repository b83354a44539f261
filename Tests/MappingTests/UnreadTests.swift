import Diagnostics
import Mapping
import Testing

@Suite struct UnreadTests {
    @Test("what no rule took is listed with its place, path and value; predicates count with their rule")
    func listed() throws {
        let result = try Fixture.read(
            "  number: BGM/1004\n  version: \"RFF[1153=ON]/1154\"\n",
            "BGM+220+1+9'FTX+AAI+++LOST'RFF+ON:A'RFF+CT:B'UNS+S'")
        #expect(
            result.unreadTexts == [
                "BGM/C002/1001=220", "BGM/1225=9", "FTX/4451=AAI", "FTX/C108/4440=LOST", "RFF/C506/1153=CT",
                "RFF/C506/1154=B", "UNS/0081=S",
            ])
        let lost = try #require(result.unread.first { $0.value == "LOST" })
        #expect(lost.position.tag == "FTX")
        #expect(lost.position.segment == 3)
        #expect(lost.position.element == "4.1")
        #expect(lost.path == "FTX/C108/4440")
    }

    @Test("what is ignored with a reason is left out at every level")
    func ignored() throws {
        let rules = """
              number: BGM/1004
              lines: { each: LIN, number: 1082 }
            ignore: { ALI: origin is master data, "FTX[4451=AAI]": chatter, BGM/1001: known, BGM/1225: known, UNS: control, ^/RFF: at the header only }

            """
        let result = try Fixture.read(
            rules, "BGM+220+1+9'ALI+DE'FTX+AAI+++X'FTX+DEL+++Y'RFF+CT:C'LIN+1'ALI+FR'FTX+AAI+++Z'RFF+CT:D'UNS+S'")
        #expect(
            result.unreadTexts == ["FTX/4451=DEL", "FTX/C108/4440=Y", "LIN/RFF/C506/1153=CT", "LIN/RFF/C506/1154=D"])
    }

    @Test("a message that is read whole leaves nothing")
    func nothing() throws {
        let result = try Fixture.read(
            "  number: BGM/1004\nconstants: { BGM/1001: 220, BGM/1225: 9, UNS/0081: S }\n", "BGM+220+1+9'UNS+S'")
        #expect(result.unread == [])
        #expect(result.codes == [])
    }

    @Test("an invalid value is reported, and not listed again")
    func invalid() throws {
        let result = try Fixture.read(
            "  issued: { at: DTM/2380, date: [102], by: 2379 }\nignore: { BGM: x, UNS: x, DTM/2005: x }\n",
            "BGM+220+1+9'DTM+137:2026:102'UNS+S'")
        #expect(result.codes == ["mapping.date-invalid"])
        #expect(result.unread == [])
    }
}
