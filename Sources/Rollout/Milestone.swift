/// Where a milestone stands. Shadow, pilot and draining have their places between these and come with their own work.
public enum Stage: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case planned
    case live
    case complete

    private var order: Int {
        switch self {
        case .planned: 0
        case .live: 1
        case .complete: 2
        }
    }

    public static func < (left: Stage, right: Stage) -> Bool { left.order < right.order }
}

/// A named set of cells that moves together, as configuration defines it.
public struct Milestone: Sendable, Hashable, Codable {
    public var name: String
    public var cells: [Cell]
    /// What people call it, for screens.
    public var title: String?

    /// A milestone by its parts.
    public init(name: String, cells: [Cell], title: String? = nil) {
        self.name = name
        self.cells = cells
        self.title = title
    }
}

/// A milestone in the routing snapshot: its cells and the stage that the store holds for it.
public struct StagedMilestone: Sendable, Hashable, Codable {
    public var name: String
    public var cells: [Cell]
    public var stage: Stage
    /// When it came to this stage.
    public var since: Instant?

    /// A milestone at its stage.
    public init(name: String, cells: [Cell], stage: Stage, since: Instant?) {
        self.name = name
        self.cells = cells
        self.stage = stage
        self.since = since
    }
}
