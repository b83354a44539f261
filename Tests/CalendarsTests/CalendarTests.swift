import Calendars
import Foundation
import Rollout
import Testing

/// Working hours over weekends, holidays and both changes of daylight saving time.
@Suite struct CalendarTests {
    /// Brussels: summer time from 29 March to 25 October 2026.
    static let brussels = ZoneOffsets(
        initial: 3_600,
        changes: [
            .init(at: at("2026-03-29T01:00:00Z"), seconds: 7_200),
            .init(at: at("2026-10-25T01:00:00Z"), seconds: 3_600),
        ])

    static func at(_ text: String) -> Instant {
        let date = try? Date(text, strategy: Date.ISO8601FormatStyle())
        return Instant(microseconds: Int64((date?.timeIntervalSince1970 ?? 0) * 1_000_000))
    }

    static func calendar(
        _ opens: String = "08:00", _ closes: String = "17:00", days: Set<Weekday> = [.mon, .tue, .wed, .thu, .fri],
        holidays: [String] = []
    ) throws -> BusinessCalendar {
        BusinessCalendar(
            name: "be", zoneName: "Europe/Brussels", zone: brussels, days: days,
            opens: try #require(TimeOfDay(opens)), closes: try #require(TimeOfDay(closes)), holidays: holidays)
    }

    @Test(
        "working hours pass over nights, weekends and holidays",
        arguments: [
            // Thursday afternoon, in summer: 15:00 there.
            ("2026-09-24T13:00:00Z", 1.0, "2026-09-24T14:00:00Z"),
            ("2026-09-24T13:00:00Z", 2.0, "2026-09-24T15:00:00Z"),
            ("2026-09-24T13:00:00Z", 3.0, "2026-09-25T07:00:00Z"),
            // Friday's last hour and Monday's first.
            ("2026-09-25T14:00:00Z", 2.0, "2026-09-28T07:00:00Z"),
            // On a Sunday, and before opening.
            ("2026-09-27T10:00:00Z", 1.0, "2026-09-28T07:00:00Z"),
            ("2026-09-28T03:00:00Z", 0.5, "2026-09-28T06:30:00Z"),
            // From Friday over the change to winter time: 09:00 on Monday is an hour later by UTC.
            ("2026-10-23T14:30:00Z", 1.5, "2026-10-26T08:00:00Z"),
            // Over a holiday, the first of December here.
            ("2026-11-30T15:30:00Z", 1.0, "2026-12-02T07:30:00Z"),
        ])
    func hours(start: String, hours: Double, end: String) throws {
        let calendar = try Self.calendar(holidays: ["2026-12-01"])
        let found = calendar.instant(after: Self.at(start), workingSeconds: hours * 3_600)
        #expect(found.iso8601 == Self.at(end).iso8601)
    }

    @Test("an hour that is left out or comes twice has one instant")
    func changes() throws {
        let calendar = try Self.calendar("00:00", "24:00", days: Set(Weekday.allCases))
        func instant(_ day: String, _ time: String) throws -> String {
            calendar.instant(
                ofDay: try #require(BusinessCalendar.number(ofDay: day)), at: try #require(TimeOfDay(time))
            ).iso8601
        }
        #expect(try instant("2026-03-29", "01:59") == Self.at("2026-03-29T00:59:00Z").iso8601)
        #expect(try instant("2026-03-29", "02:30") == Self.at("2026-03-29T01:30:00Z").iso8601)
        #expect(try instant("2026-03-29", "03:00") == Self.at("2026-03-29T01:00:00Z").iso8601)
        #expect(try instant("2026-10-25", "02:30") == Self.at("2026-10-25T01:30:00Z").iso8601)
        #expect(try instant("2026-10-25", "24:00") == Self.at("2026-10-25T23:00:00Z").iso8601)
        // A day of 25 hours, worked through.
        let end = calendar.instant(after: Self.at("2026-10-24T22:00:00Z"), workingSeconds: 25 * 3_600)
        #expect(end.iso8601 == Self.at("2026-10-25T23:00:00Z").iso8601)
    }

    @Test("silence is told after its time, ends with what comes late, and knows holidays and both changes")
    func silence() throws {
        let rule = SilenceRule(
            times: [try #require(TimeOfDay("22:30")), try #require(TimeOfDay("12:00"))], graceSeconds: 900,
            calendar: try Self.calendar(holidays: ["2026-10-26"]))
        func told(_ now: String, last: String?) -> String? {
            rule.silence(at: Self.at(now), last: last.map(Self.at))?.due.iso8601
        }
        let due = Self.at("2026-09-24T20:30:00Z").iso8601
        // Thursday 22:30; what came after 12:00 counts, what came before does not.
        #expect(told("2026-09-24T20:44:00Z", last: "2026-09-24T09:00:00Z") == nil)
        #expect(told("2026-09-24T20:46:00Z", last: "2026-09-24T09:00:00Z") == due)
        #expect(told("2026-09-24T20:46:00Z", last: "2026-09-24T10:30:00Z") == nil)
        #expect(told("2026-09-24T21:30:00Z", last: "2026-09-24T21:00:00Z") == nil)
        #expect(told("2026-09-24T20:46:00Z", last: nil) == due)
        // Saturday and Sunday are as Friday's evening.
        #expect(told("2026-09-27T12:00:00Z", last: "2026-09-25T08:00:00Z") == Self.at("2026-09-25T20:30:00Z").iso8601)
        #expect(told("2026-09-27T12:00:00Z", last: "2026-09-25T15:00:00Z") == nil)
        // Monday after the change to winter time is a holiday: Tuesday noon is the next, at 11:00 UTC.
        #expect(told("2026-10-26T20:00:00Z", last: "2026-10-23T15:00:00Z") == nil)
        #expect(told("2026-10-27T11:10:00Z", last: "2026-10-23T15:00:00Z") == nil)
        #expect(told("2026-10-27T11:20:00Z", last: "2026-10-23T15:00:00Z") == Self.at("2026-10-27T11:00:00Z").iso8601)
        // Monday after the change to summer time, noon is at 10:00 UTC.
        #expect(told("2026-03-30T10:20:00Z", last: "2026-03-27T21:31:00Z") == nil)
        #expect(told("2026-03-30T10:20:00Z", last: "2026-03-27T21:29:00Z") == Self.at("2026-03-30T10:00:00Z").iso8601)
    }

    @Test("what is due before delivery is reckoned in working days")
    func delivery() throws {
        let calendar = try Self.calendar(holidays: ["2026-09-25"])
        let time = try #require(TimeOfDay("14:00"))
        func due(_ days: Int, _ day: String?) -> String? {
            ExpectationRule(.delivery(daysBefore: days, at: time), calendar: calendar)
                .due(receivedAt: Self.at("2026-09-01T00:00:00Z"), deliveryDay: day)?.iso8601
        }
        // Monday the 28th: the working day before is Thursday, as Friday is a holiday.
        #expect(due(0, "2026-09-28") == Self.at("2026-09-28T12:00:00Z").iso8601)
        #expect(due(1, "2026-09-28T10:00") == Self.at("2026-09-24T12:00:00Z").iso8601)
        #expect(due(2, "2026-09-28") == Self.at("2026-09-23T12:00:00Z").iso8601)
        #expect(due(1, nil) == nil && due(1, "soon") == nil)
    }

    @Test("a calendar on which nobody ever works reckons by the clock, and says no silence")
    func never() throws {
        let calendar = try Self.calendar(days: [])
        let end = calendar.instant(after: Self.at("2026-09-24T13:00:00Z"), workingSeconds: 60)
        #expect(end.iso8601 == Self.at("2026-09-24T13:01:00Z").iso8601)
        let rule = SilenceRule(times: [try #require(TimeOfDay("12:00"))], graceSeconds: 0, calendar: calendar)
        #expect(rule.silence(at: Self.at("2026-09-24T13:00:00Z"), last: nil) == nil)
    }

    @Test(
        "times of the day are hours and minutes", arguments: ["7:30", "07:60", "24:01", "25:00", "0730", "07.30", ""])
    func times(text: String) {
        #expect(TimeOfDay(text) == nil)
    }
}
