import Foundation

/// Times as AS2 needs them.
enum CalendarSeconds {
    /// The beginning of a day `YYYY-MM-DD` in UTC, in seconds since 1970.
    static func midnight(_ day: String) -> Int64? {
        let parts = day.split(separator: "-").compactMap { Int32($0) }
        guard parts.count == 3 else { return nil }
        var time = tm()
        time.tm_year = parts[0] - 1_900
        time.tm_mon = parts[1] - 1
        time.tm_mday = parts[2]
        return Int64(timegm(&time))
    }

    /// A time as header fields say it (RFC 5322, 3.3): `Fri, 20 Nov 2026 10:00:00 +0000`.
    static func field(_ seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ value: Int32) -> String { (value < 10 ? "0" : "") + String(value) }
        return
            "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1_900) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) +0000"
    }
}
