/// When a delivery that failed for now is tried again: growing waits with jitter, up to a deadline.
public struct RetrySchedule: Sendable, Hashable, Codable {
    /// The wait after the first failure, in seconds.
    public var first: Double
    public var factor: Double
    /// The longest wait, in seconds.
    public var longest: Double
    /// How long after its first attempt a delivery is given up as failed, in hours.
    public var deadlineHours: Double

    /// A schedule; by default 2 s, doubled up to 5 min, for 72 h.
    public init(first: Double = 2, factor: Double = 2, longest: Double = 300, deadlineHours: Double = 72) {
        self.first = first
        self.factor = factor
        self.longest = longest
        self.deadlineHours = deadlineHours
    }

    /// The wait in seconds before the next attempt.
    ///
    /// - Parameters:
    ///   - attempts: how many were made, at least 1.
    ///   - asked: what the back end asked for (`Retry-After`), honoured up to an hour.
    ///   - random: a number from 0 to 1; half of the wait is jitter, so that a thousand deliveries do not come at once.
    public func wait(afterAttempts attempts: Int, asked: Double?, random: Double) -> Double {
        let exponent = Double(max(0, min(attempts - 1, 60)))
        var grown = first
        for _ in 0..<Int(exponent) where grown < longest { grown *= factor }
        let wait = min(grown, longest) * (0.5 + 0.5 * random)
        return max(wait, min(asked ?? 0, 3_600))
    }
}
