import Foundation
import Rollout

/// Zones for tests, from what the platform knows of them.
enum Zones {
    /// 2026 only.
    static let warsaw = ZoneOffsets(
        initial: 3_600,
        changes: [
            .init(at: instant("2026-03-29T01:00"), seconds: 7_200),
            .init(at: instant("2026-10-25T01:00"), seconds: 3_600),
        ])

    /// The instant that a UTC text `YYYY-MM-DDThh:mm` means, by Foundation.
    static func instant(_ text: String) -> Instant {
        let formatter = ISO8601DateFormatter()
        let date = formatter.date(from: text + ":00Z") ?? .distantPast
        return Instant(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000)
    }
}
