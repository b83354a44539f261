/// A moment of our own: UTC microseconds since 1970. Business dates are none; they stay as they were sent.
public struct Instant: Hashable, Comparable, Sendable, Codable {
    public var microseconds: Int64

    /// The moment this many microseconds after 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) { self.microseconds = microseconds }
    public init(from decoder: any Decoder) throws { microseconds = try Int64(from: decoder) }

    /// The number itself.
    public func encode(to encoder: any Encoder) throws { try microseconds.encode(to: encoder) }
    public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// The moment some seconds later.
    public func adding(seconds: Double) -> Instant {
        Instant(microseconds: microseconds &+ Int64((seconds * 1_000_000).rounded()))
    }

    /// The moment in ISO 8601 with microseconds: `2026-11-12T08:30:00.000000Z`.
    public var iso8601: String {
        let (days, inDay) = Self.floorDivide(microseconds, by: 86_400_000_000)
        let (year, month, day) = Self.civil(fromDays: days)
        let seconds = inDay / 1_000_000
        return "\(Self.pad(year, 4))-\(Self.pad(month, 2))-\(Self.pad(day, 2))T\(Self.pad(seconds / 3_600, 2)):"
            + "\(Self.pad(seconds / 60 % 60, 2)):\(Self.pad(seconds % 60, 2)).\(Self.pad(inDay % 1_000_000, 6))Z"
    }

    /// The UTC day: `2026-11-12`.
    public var day: String { String(iso8601.prefix(10)) }

    /// The day as people say it in a sentence: `12 Nov 2026`.
    public var dayInWords: String {
        let (year, month, day) = Self.civil(fromDays: Self.floorDivide(microseconds, by: 86_400_000_000).quotient)
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(day) \(names[Int(month) - 1]) \(year)"
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func floorDivide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// The proleptic Gregorian date of a day number, in eras of 400 years that begin on 1 March.
    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// The day number of a proleptic Gregorian date; the inverse of ``civil(fromDays:)``.
    static func days(toYear year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivide(shiftedYear, by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
