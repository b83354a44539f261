import Rollout
import Testing

@Suite struct ZoneOffsetsTests {
    @Test("a local time is one instant, none in the lost hour, two in the hour that comes twice")
    func instants() throws {
        func count(_ text: String) throws -> Int { Zones.warsaw.instants(of: try #require(LocalTime(text))).count }
        #expect(try count("2026-03-29T01:59") == 1)
        #expect(try count("2026-03-29T02:00") == 0)
        #expect(try count("2026-03-29T02:59") == 0)
        #expect(try count("2026-03-29T03:00") == 1)
        #expect(try count("2026-10-25T02:00") == 2)
        #expect(try count("2026-10-25T03:00") == 1)
        let noon = Zones.warsaw.instants(of: try #require(LocalTime("2026-07-01T12:00")))
        #expect(noon == [Zones.instant("2026-07-01T10:00")])
    }

    @Test("a day is that of the zone's clocks")
    func day() {
        #expect(Zones.warsaw.day(of: Zones.instant("2026-06-30T22:30")) == "2026-07-01")
        #expect(Zones.warsaw.day(of: Zones.instant("2026-01-01T22:30")) == "2026-01-01")
    }

    @Test(
        "what is no time is none",
        arguments: [
            "2026-02-29T00:00", "2026-13-01T00:00", "2026-01-01T24:00", "2026-01-01", "2026-01-01 00:00", "",
            "2026-00-01T00:00", "2026-01-00T00:00", "2026-01-01T00:60", "zzzz-01-01T00:00",
        ])
    func none(text: String) { #expect(LocalTime(text) == nil) }

    @Test("times agree with Foundation over three centuries")
    func agrees() throws {
        var dice = Dice(seed: 3)
        for _ in 0..<500 {
            let text =
                "\(1_900 + dice.roll(300))-\(10 + dice.roll(3))-\(10 + dice.roll(19))T\(10 + dice.roll(14)):\(10 + dice.roll(50))"
            let time = try #require(LocalTime(text))
            #expect(ZoneOffsets(initial: 0).instants(of: time) == [Zones.instant(text)])
        }
    }
}
