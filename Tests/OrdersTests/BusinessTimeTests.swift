import Orders
import Testing

@Suite struct BusinessTimeTests {
    @Test(
        "a date and time keeps the precision and the zone it was sent with",
        arguments: [
            "2026-09-21", "2026-09-21T10:15", "2026-09-21T10:15:30", "2026-09-21T10:15+02:00",
            "2026-09-21T10:15:30-03:30",
            "2024-02-29", "2026-09-21T10:15Z", "0001-01-01", "2016-12-31T23:59:60Z",
        ])
    func roundTrip(_ text: String) { #expect(BusinessTime(canonicalText: text)?.canonicalText == text) }

    @Test(
        "what the calendar or the clock does not have is refused",
        arguments: [
            "", "2026-13-01", "2026-02-29", "1900-02-29", "2026-04-31", "2026-9-21", "2026-09-21T24:00",
            "2026-09-21T10",
            "2026-09-21T10:60", "2026-09-21Z", "2026-09-21T10:15+2:00", "2026-09-21T10:15+15:00", "2026-09-21T10:15 ",
            "20260921", "0000-01-01", "2026-09-21T10:15:", "2026-09-21t10:15", "٢٠٢٦-09-21",
        ])
    func refused(_ text: String) { #expect(BusinessTime(canonicalText: text) == nil) }

    @Test("every date and time reads as what it writes")
    func property() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5_000 {
            guard let time = generator.time() else { continue }
            #expect(BusinessTime(canonicalText: time.canonicalText) == time)
        }
    }

    @Test("with zones instants are compared, without them clocks, and one of each has no order")
    func order() throws {
        let early = try #require(BusinessTime(canonicalText: "2026-03-01T00:30+02:00"))
        let late = try #require(BusinessTime(canonicalText: "2026-02-28T23:00Z"))
        #expect(early.isBefore(late) == true)
        #expect(late.isBefore(early) == false)
        let plain = try #require(BusinessTime(canonicalText: "2026-02-28"))
        let next = try #require(BusinessTime(canonicalText: "2026-03-01T00:00"))
        #expect(plain.isBefore(next) == true)
        #expect(plain.isBefore(early) == nil)
    }
}
