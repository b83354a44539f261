import Calendars
import ConfigurationFiles
import Diagnostics
import Orders
import Testing

/// Calendars, and what partners are reckoned by them.
@Suite("Calendars read from files")
struct CalendarReadingTests {
    private func read(calendar: String, partner: String = "") -> ConfigurationReading {
        var company = Company()
        company.files["milepost.yaml"] = """
            backends:
              old: { http: { url: "http://127.0.0.1:1/" }, honoursKey: yes }
              fresh: { http: { url: "http://127.0.0.1:2/" }, honoursKey: yes }
            sites:
              north: { timeZone: Europe/Brussels, legacy: old, new: fresh }
            calendars:
              be: \(calendar)
            """
        company.files["partners/tailspin.yaml"] = "partner: tailspin\n\(partner)"
        return company.read()
    }

    private static let working = """
        { timeZone: Europe/Brussels, days: [mon, tue], hours: "08:00-17:00", holidays: [2026-12-25] }
        """

    @Test("a calendar has days, hours and holidays; a partner its times and what it expects")
    func whole() throws {
        let reading = read(
            calendar: Self.working,
            partner: """
                calendar: be
                silence: { by: ["22:30", "12:00"], grace: 15 min }
                expects:
                  order-response: { within: 4 h }
                  despatch-advice: { daysBefore: 1, at: "14:00" }
                """)
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let partner = try #require(reading.installation?.partner("tailspin"))
        let silence = try #require(partner.silence)
        #expect(silence.times.map(\.description) == ["12:00", "22:30"] && silence.graceSeconds == 900)
        let calendar = silence.calendar
        #expect(calendar.days == [.mon, .tue] && calendar.opens.description == "08:00")
        let christmas = try #require(BusinessCalendar.number(ofDay: "2026-12-25"))
        #expect(!calendar.isWorkingDay(christmas) && calendar.isWorkingDay(christmas + 3))
        #expect(partner.expects[.orderResponse]?.basis == .receipt(workingSeconds: 14_400))
        let time = try #require(TimeOfDay("14:00"))
        #expect(partner.expects[.despatchAdvice]?.basis == .delivery(daysBefore: 1, at: time))
    }

    @Test("without days and hours a calendar works from Monday to Friday, around the clock")
    func usual() throws {
        let reading = read(calendar: "{ timeZone: Europe/Warsaw }", partner: "calendar: be\nsilence: { by: \"12:00\" }")
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let calendar = try #require(reading.installation?.partner("tailspin")?.silence?.calendar)
        #expect(calendar.days.count == 5 && calendar.closes.description == "24:00")
    }

    @Test(
        "what is wrong with a calendar is told at its place",
        arguments: [
            ("{ days: [mon] }", "yaml.missing-key"), ("{ timeZone: Mars/Base }", "configuration.time-zone"),
            ("{ timeZone: UTC, days: [monday] }", "yaml.not-choice"),
            (#"{ timeZone: UTC, hours: "17:00-08:00" }"#, "configuration.hours-form"),
            (#"{ timeZone: UTC, hours: "8-17" }"#, "configuration.hours-form"),
            ("{ timeZone: UTC, holidays: [25 Dec] }", "configuration.holiday-form"),
        ])
    func calendars(calendar: String, code: String) {
        let codes = read(calendar: calendar).diagnostics.items.map(\.code.description)
        #expect(codes.contains(code), "\(codes)")
    }

    @Test(
        "what is wrong with a partner's times is told at its place",
        arguments: [
            ("silence: { by: \"12:00\" }", "configuration.calendar-missing"),
            ("calendar: nobody\nsilence: { by: \"12:00\" }", "configuration.unknown-name"),
            ("calendar: be\nsilence: { by: noon }", "configuration.time-of-day"),
            ("calendar: be\nsilence: { grace: 5 min }", "yaml.missing-key"),
            ("calendar: be\nexpects: { order-response: {} }", "configuration.expectation-basis"),
            (
                "calendar: be\nexpects: { order-response: { within: 4 h, at: \"12:00\" } }",
                "configuration.expectation-basis"
            ),
            ("calendar: be\nexpects: { despatch-advice: { at: soon } }", "configuration.time-of-day"),
            ("calendar: be\nexpects: { order: { within: 4 h } }", "yaml.not-choice"),
            ("expects: { invoice: { within: 4 h } }", "configuration.calendar-missing"),
        ])
    func partners(partner: String, code: String) {
        let codes = read(calendar: Self.working, partner: partner).diagnostics.items.map(\.code.description)
        #expect(codes.contains(code), "\(codes)")
    }
}
