/// How fast a replay of many documents goes: at the rate that was asked for, and out of the way of what comes in.
public struct ReplayPace: Sendable, Hashable {
    /// How many documents a second at most; nil for no limit.
    public var rate: Int?

    /// How many documents one transaction takes at most: what comes in waits behind one of them.
    public static let largestBatch = 50
    /// While something comes in, a replay rests so many times as long as it worked.
    public static let share = 9.0
    /// The longest rest for what comes in, in seconds: a replay goes on, be it slowly.
    public static let longestRest = 1.0

    /// A pace.
    public init(rate: Int?) { self.rate = rate }

    /// How many documents the next transaction takes: of slow rates, what a quarter of a second brings.
    public var batch: Int { rate.map { min(Self.largestBatch, max(1, $0 / 4)) } ?? Self.largestBatch }

    /// How long it rests behind a transaction, in seconds.
    ///
    /// - Parameters:
    ///   - count: how many documents it took.
    ///   - worked: for how long, in seconds.
    ///   - isLive: whether something comes in at this moment.
    public func rest(behind count: Int, worked: Double, isLive: Bool) -> Double {
        let forRate = rate.map { max(0, Double(count) / Double($0) - worked) } ?? 0
        let forLive = isLive ? min(worked * Self.share, Self.longestRest) : 0
        return max(forRate, forLive)
    }
}
