import Foundation
public import Rollout

/// The clock and the dice, passed in so that tests and simulations can be both.
public struct Clock: Sendable {
    public let now: @Sendable () -> Instant
    /// A number from 0 to 1.
    public let random: @Sendable () -> Double

    /// A clock of two functions.
    public init(now: @escaping @Sendable () -> Instant, random: @escaping @Sendable () -> Double) {
        self.now = now
        self.random = random
    }

    /// The machine's own.
    public static let system = Clock(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
        },
        random: { Double.random(in: 0...1) })
}
