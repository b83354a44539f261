public import Rollout

/// By when something should have come on each working day: `22:30`, or several times a day.
public struct SilenceRule: Sendable, Hashable {
    /// The times by which something came, ascending, each once.
    public let times: [TimeOfDay]
    /// How long after a time it is waited before silence is told, in seconds.
    public let graceSeconds: Double
    public let calendar: BusinessCalendar

    /// Silence that is told.
    public struct Silence: Sendable, Hashable {
        /// By when something should have come.
        public var due: Instant
        /// Since when nothing came: what came after it ends the silence.
        public var since: Instant
    }

    /// A rule by its parts.
    public init(times: [TimeOfDay], graceSeconds: Double, calendar: BusinessCalendar) {
        self.times = Set(times).sorted()
        self.graceSeconds = graceSeconds
        self.calendar = calendar
    }

    /// The last time by which something should have come, with the one before it; nil where there was none for a year.
    public func lastDue(at now: Instant) -> Silence? {
        let limit = now.adding(seconds: -graceSeconds)
        let today = calendar.day(of: limit)
        var due: Instant?
        for day in stride(from: today, to: today - BusinessCalendar.horizon, by: -1) where calendar.isWorkingDay(day) {
            for time in times.reversed() {
                let instant = calendar.instant(ofDay: day, at: time)
                if let due { return Silence(due: due, since: instant) }
                if instant <= limit { due = instant }
            }
        }
        return nil
    }

    /// The silence at an instant, when something came last at another one.
    public func silence(at now: Instant, last: Instant?) -> Silence? {
        guard let found = lastDue(at: now) else { return nil }
        if let last, last > found.since { return nil }
        return found
    }
}
