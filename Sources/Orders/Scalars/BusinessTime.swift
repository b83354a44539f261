/// A date, or a date and time, as a partner sent it: with a zone only if one was sent.
///
/// Shape: a calendar date from year 1 to 9999; optionally hour and minute; then optionally the second; then optionally
/// the offset from UTC in minutes. Its text is ISO 8601: `2026-09-21`, `2026-09-21T10:15`, `2026-09-21T10:15:30+02:00`.
public struct BusinessTime: Sendable, Hashable {
    /// The time of day.
    public struct Time: Sendable, Hashable {
        private static let noSecond: UInt8 = 255
        private let hourValue: UInt8
        private let minuteValue: UInt8
        private let secondValue: UInt8

        /// A time of the 24-hour clock; nil when there is no such time. A leap second is 60.
        public init?(hour: Int, minute: Int, second: Int? = nil) {
            guard (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second ?? 0) else { return nil }
            hourValue = UInt8(hour)
            minuteValue = UInt8(minute)
            secondValue = second.map { UInt8($0) } ?? Self.noSecond
        }

        /// The hour, 0 to 23.
        public var hour: Int { Int(hourValue) }
        /// The minute, 0 to 59.
        public var minute: Int { Int(minuteValue) }
        /// The second, 0 to 60; nil when it was not sent.
        public var second: Int? { secondValue == Self.noSecond ? nil : Int(secondValue) }
    }

    private static let noOffset = Int16.max
    private let yearValue: Int16
    private let monthValue: UInt8
    private let dayValue: UInt8
    private let offsetValue: Int16
    /// The time of day; nil when only a date was sent.
    public let time: Time?

    /// The year, 1 to 9999.
    public var year: Int { Int(yearValue) }
    /// The month, 1 to 12.
    public var month: Int { Int(monthValue) }
    /// The day of the month.
    public var day: Int { Int(dayValue) }
    /// Minutes east of UTC; nil when no zone was sent.
    public var offset: Int? { offsetValue == Self.noOffset ? nil : Int(offsetValue) }

    /// A date, with a time if one is known; nil when the calendar has no such date, or the offset is 15 hours or more or
    /// stands without a time.
    public init?(year: Int, month: Int, day: Int, time: Time? = nil, offset: Int? = nil) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year)
        else { return nil }
        if let offset {
            guard time != nil, (-899...899).contains(offset) else { return nil }
        }
        yearValue = Int16(year)
        monthValue = UInt8(month)
        dayValue = UInt8(day)
        self.time = time
        offsetValue = offset.map { Int16($0) } ?? Self.noOffset
    }

    /// The date alone.
    public var date: BusinessTime { BusinessTime(year: year, month: month, day: day) ?? self }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The clock's reading in seconds from year 0 in proleptic months of 31 days: a number that orders, no duration.
    private var clockOrder: Int {
        let days = (year * 12 + month - 1) * 31 + day - 1
        guard let time else { return days * 86_400 }
        return days * 86_400 + time.hour * 3_600 + time.minute * 60 + (time.second ?? 0)
    }

    /// Seconds since 1970-01-01T00:00Z; nil for a date without a time, and for a time without a zone.
    public var instantSeconds: Int? { time == nil || offset == nil ? nil : secondsFromEpoch }

    /// Seconds since 1970-01-01T00:00 of the clock that the offset belongs to, taken to UTC by it.
    private var secondsFromEpoch: Int {
        // Days from the civil calendar, counted in eras of 400 years from March on.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let clock = time.map { $0.hour * 3_600 + $0.minute * 60 + ($0.second ?? 0) } ?? 0
        return days * 86_400 + clock - (offset ?? 0) * 60
    }

    /// True when this stands before the other: as instants if both have a zone, as clock readings if neither has; nil
    /// when only one has, for then the order is not known. A date without a time counts as its midnight.
    public func isBefore(_ other: BusinessTime) -> Bool? {
        switch (offset, other.offset) {
        case (.some, .some): secondsFromEpoch < other.secondsFromEpoch
        case (nil, nil): clockOrder < other.clockOrder
        default: nil
        }
    }
}
