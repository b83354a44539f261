/// Where a milestone stands. *paused* is no stage but a flag beside one.
public enum Stage: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// Defined, nothing moves.
    case planned
    /// Births stay; the new side gets everything as `shadow` and answers, and nothing of it leaves.
    case shadow
    /// Births of chosen partners or delivery parties go to new.
    case pilot
    /// Births go to new.
    case live
    /// Births go to new, legacy is no standby any more; what it still owns finishes or is transferred.
    case draining
    /// Finished: the side is stored as new.
    case complete
    /// Finished without effect.
    case cancelled

    /// The stages of the way forward, in their order; *cancelled* is none of them.
    public static let forward: [Stage] = [.planned, .shadow, .pilot, .live, .draining, .complete]

    /// True once nothing moves it any more.
    public var isFinished: Bool { self == .complete || self == .cancelled }
    /// True where births, or some of them, go to new.
    public var movesBirths: Bool { self == .pilot || self == .live || self == .draining }
    /// True where legacy stands by for what new owns.
    public var hasStandby: Bool { self == .pilot || self == .live }

    private var order: Int { Self.forward.firstIndex(of: self) ?? Self.forward.count }

    public static func < (left: Stage, right: Stage) -> Bool { left.order < right.order }
}
