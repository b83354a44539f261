import Foundation
import Rollout

/// Moments and time zones as plain numbers, read by the system's calendar and time zone data.
enum SystemZones {
    /// The instant of `2027-01-31T18:00:00Z` or `2027-01-31T19:00:00+01:00`; nil for anything else.
    static func instant(_ text: String) -> Instant? {
        guard let date = try? Date(text, strategy: Date.ISO8601FormatStyle()) else { return nil }
        return Instant(microseconds: Int64((date.timeIntervalSince1970 * 1e6).rounded()))
    }

    /// How far a time zone is from UTC over the years in which orders are asked for; nil for a zone that is not known. The
    /// range does not move with today's date, so that the same configuration gives the same offsets.
    static func offsets(ofZone name: String) -> ZoneOffsets? {
        guard let zone = TimeZone(identifier: name) else { return nil }
        var moment = Date(timeIntervalSince1970: 1_577_836_800)
        let end = Date(timeIntervalSince1970: 2_208_988_800)
        var offsets = ZoneOffsets(initial: zone.secondsFromGMT(for: moment))
        while let next = zone.nextDaylightSavingTimeTransition(after: moment), next > moment, next < end {
            let at = Instant(microseconds: Int64((next.timeIntervalSince1970 * 1e6).rounded()))
            offsets.changes.append(.init(at: at, seconds: zone.secondsFromGMT(for: next)))
            moment = next
        }
        return offsets
    }
}
