public import Rollout

/// When something that follows an order is due.
public struct ExpectationRule: Sendable, Hashable {
    /// From what it is reckoned.
    public enum Basis: Sendable, Hashable {
        /// So many working seconds after the order came.
        case receipt(workingSeconds: Double)
        /// By a time of the day so many working days before the day on which delivery is asked for; 0 is that day.
        case delivery(daysBefore: Int, at: TimeOfDay)
    }

    public var basis: Basis
    public var calendar: BusinessCalendar

    /// A rule by its parts.
    public init(_ basis: Basis, calendar: BusinessCalendar) {
        self.basis = basis
        self.calendar = calendar
    }

    /// When it is due for an order; nil where that cannot be said.
    ///
    /// - Parameter deliveryDay: the day on which delivery is asked for, `2026-09-28`.
    public func due(receivedAt: Instant, deliveryDay: String?) -> Instant? {
        switch basis {
        case .receipt(let seconds): return calendar.instant(after: receivedAt, workingSeconds: seconds)
        case .delivery(let count, let time):
            guard let text = deliveryDay, let day = BusinessCalendar.number(ofDay: String(text.prefix(10))) else {
                return nil
            }
            return calendar.instant(
                ofDay: count == 0 ? day : calendar.workingDay(before: day, times: count), at: time)
        }
    }
}
