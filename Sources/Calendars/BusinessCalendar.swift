public import Rollout

/// When a house works: days of the week and hours by the clocks of its time zone, without its holidays.
public struct BusinessCalendar: Sendable, Hashable {
    public var name: String
    /// The time zone by its name: `Europe/Brussels`.
    public var zoneName: String
    public var zone: ZoneOffsets
    public var days: Set<Weekday>
    /// Work begins at the one and ends before the other; the first is the earlier.
    public var opens: TimeOfDay
    public var closes: TimeOfDay
    /// Days without work, counted from 1970-01-01.
    private var holidays: Set<Int>

    /// How far a calendar is looked through for a working day, in days.
    static let horizon = 400

    /// A calendar by its parts.
    ///
    /// - Parameter holidays: days as `2026-12-25`; what is no day is left out.
    public init(
        name: String, zoneName: String, zone: ZoneOffsets, days: Set<Weekday>, opens: TimeOfDay, closes: TimeOfDay,
        holidays: [String] = []
    ) {
        self.name = name
        self.zoneName = zoneName
        self.zone = zone
        self.days = days
        self.opens = opens
        self.closes = closes
        self.holidays = Set(holidays.compactMap(Self.number(ofDay:)))
    }

    /// A day `2026-12-25` as the count of days since 1970-01-01; nil for what is no day.
    public static func number(ofDay text: String) -> Int? {
        guard let time = LocalTime("\(text)T00:00"), let instant = ZoneOffsets(initial: 0).instants(of: time).first
        else { return nil }
        return Int(instant.microseconds / dayLength)
    }

    private static let dayLength: Int64 = 86_400_000_000

    /// The day of an instant by the calendar's clocks, counted from 1970-01-01.
    public func day(of instant: Instant) -> Int {
        let local = instant.adding(seconds: Double(zone.seconds(at: instant))).microseconds
        let (days, rest) = local.quotientAndRemainder(dividingBy: Self.dayLength)
        return Int(rest < 0 ? days - 1 : days)
    }

    /// The day as it is written: `2026-12-25`.
    public static func text(ofDay number: Int) -> String { Instant(microseconds: Int64(number) * dayLength).day }

    /// Whether people work on a day.
    public func isWorkingDay(_ day: Int) -> Bool { days.contains(Weekday(ofDay: day)) && !holidays.contains(day) }

    /// When the clocks show a time on a day: the later one where an hour comes twice, and as long after the gap as the time is in
    /// it where an hour is left out.
    public func instant(ofDay day: Int, at time: TimeOfDay) -> Instant {
        let wall = Instant(microseconds: Int64(day) * Self.dayLength + Int64(time.minutes) * 60_000_000)
        let text = String(wall.iso8601.prefix(16))
        if let local = LocalTime(text), let last = zone.instants(of: local).last { return last }
        let before = zone.seconds(at: wall.adding(seconds: -86_400))
        return wall.adding(seconds: -Double(before))
    }

    /// Whether people work at an instant.
    public func isOpen(at instant: Instant) -> Bool {
        let day = day(of: instant)
        guard isWorkingDay(day) else { return false }
        let (from, until) = hours(ofDay: day)
        return from <= instant && instant < until
    }

    private func hours(ofDay day: Int) -> (from: Instant, until: Instant) {
        (instant(ofDay: day, at: opens), instant(ofDay: day, at: closes))
    }

    /// The instant so many working seconds after another one; where nobody works for longer than a year, by the clock.
    public func instant(after start: Instant, workingSeconds seconds: Double) -> Instant {
        var left = Int64((seconds * 1_000_000).rounded())
        let first = day(of: start)
        for day in first..<(first + Self.horizon) where isWorkingDay(day) {
            let (from, until) = hours(ofDay: day)
            let begin = max(from, start)
            guard begin < until else { continue }
            let length = until.microseconds - begin.microseconds
            if left <= length { return Instant(microseconds: begin.microseconds + left) }
            left -= length
        }
        return start.adding(seconds: seconds)
    }

    /// The last working day before a day; the day before where there is none for a year.
    public func workingDay(before day: Int, times count: Int = 1) -> Int {
        var (found, left) = (day, count)
        for earlier in stride(from: day - 1, to: day - Self.horizon, by: -1) where left > 0 && isWorkingDay(earlier) {
            (found, left) = (earlier, left - 1)
        }
        return left == 0 ? found : day - count
    }
}

extension BusinessCalendar {
    /// An instant as the calendar's clocks show it: `2026-09-24 22:30`.
    public func wallTime(of instant: Instant) -> String {
        let local = instant.adding(seconds: Double(zone.seconds(at: instant))).iso8601
        return "\(local.prefix(10)) \(local.dropFirst(11).prefix(5))"
    }
}
