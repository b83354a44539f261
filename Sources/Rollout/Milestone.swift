/// What becomes of orders that new owns when a milestone is reversed.
public enum ReversePolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// New keeps them until they close.
    case stay
    /// Each is transferred to legacy.
    case handBack = "hand-back"
    /// New is dead: their keys are held, people enter them again.
    case quarantine
}

/// A named set of cells that moves together, as configuration defines it: what is approved, by its hash.
public struct Milestone: Sendable, Hashable, Codable {
    public var name: String
    public var cells: [Cell]
    /// What people call it, for screens.
    public var title: String?
    /// Who wrote it, and therefore may not approve it.
    public var author: String?
    /// Nil for a milestone that has no pilot.
    public var pilot: PilotAudience?
    /// Nil for arrival.
    public var cut: Cut?
    /// Until when legacy can take births and orders back; nil for as long as the milestone is unfinished.
    public var legacyReadyUntil: Instant?
    /// Nil for *stay*.
    public var reversePolicy: ReversePolicy?
    /// What watches it in pilot and live.
    public var guards: [GuardRule]?
    /// The limits of its gates; nil for the usual ones.
    public var gates: GateLimits?
    /// The milestones that must have reached a stage before this one leaves planned.
    public var after: [MilestoneDependency]?
    /// What people sign before it goes on; nil for nothing.
    public var checklist: [ChecklistItem]?
    /// How the answers of both sides are compared; nil where every field counts.
    public var shadow: ShadowRules?

    /// A milestone by its parts.
    public init(
        name: String, cells: [Cell], title: String? = nil, author: String? = nil, pilot: PilotAudience? = nil,
        cut: Cut? = nil, legacyReadyUntil: Instant? = nil, reversePolicy: ReversePolicy? = nil,
        guards: [GuardRule]? = nil, gates: GateLimits? = nil, after: [MilestoneDependency]? = nil
    ) {
        self.name = name
        self.cells = cells
        self.title = title
        self.author = author
        self.pilot = pilot
        self.cut = cut
        self.legacyReadyUntil = legacyReadyUntil
        self.reversePolicy = reversePolicy
        self.guards = guards
        self.gates = gates
        self.after = after
    }
}

/// Who signs an item of a check list.
public enum SigningRole: String, Sendable, Hashable, Codable, CaseIterable {
    case businessOwner = "business-owner"
    /// One of the site.
    case keyUser = "key-user"
    case supportLead = "support-lead"
    case support
    case operations = "operator"
    case approver
    case administrator
}

/// Something that a person in a role signs.
public struct ChecklistItem: Sendable, Hashable, Codable {
    public var name: String
    /// Who signs it: one of ``SigningRole``.
    public var role: String

    /// An item by its parts.
    public init(name: String, role: String) {
        self.name = name
        self.role = role
    }
}

/// A milestone that must have come to a stage first.
public struct MilestoneDependency: Sendable, Hashable, Codable {
    public var milestone: String
    public var stage: Stage

    /// A dependency by its parts.
    public init(milestone: String, stage: Stage = .complete) {
        self.milestone = milestone
        self.stage = stage
    }
}

/// A milestone in the routing snapshot: what decides births, with the stage that the store holds for it.
///
/// What is nil is not encoded, so that a snapshot of a milestone without it is the same as before it was known.
public struct StagedMilestone: Sendable, Hashable, Codable {
    public var name: String
    public var cells: [Cell]
    public var stage: Stage
    /// When it came to this stage.
    public var since: Instant?
    /// Nil for a milestone without a pilot: nobody is in it.
    public var pilot: PilotAudience?
    /// Nil for arrival.
    public var cut: Cut?
    /// Until when legacy can take births; nil for as long as the milestone is unfinished.
    public var legacyReadyUntil: Instant?
    /// Nil for *stay*.
    public var reversePolicy: ReversePolicy?
    public var guards: [GuardRule]?
    /// The guards that tripped and were not armed again.
    public var tripped: [TrippedGuard]?
    /// True while it is paused: no move forward; births go on by stage, guards stay armed.
    public var paused: Bool?

    /// A milestone at its stage.
    public init(name: String, cells: [Cell], stage: Stage, since: Instant?) {
        self.name = name
        self.cells = cells
        self.stage = stage
        self.since = since
    }

    /// A definition at a stage.
    public init(_ definition: Milestone, stage: Stage, since: Instant?) {
        self.init(name: definition.name, cells: definition.cells, stage: stage, since: since)
        pilot = definition.pilot
        cut = definition.cut
        legacyReadyUntil = definition.legacyReadyUntil
        reversePolicy = definition.reversePolicy
        guards = definition.guards
    }

    /// True while it is paused.
    public var isPaused: Bool { paused == true }
    /// The policy for orders that new owns.
    public var policy: ReversePolicy { reversePolicy ?? .stay }

    /// The day of a cut by requested delivery, where one is in force: it ends at draining.
    public var cutDay: String? {
        guard stage == .pilot || stage == .live, case .requestedDelivery(let day) = cut else { return nil }
        return day
    }

    /// Whether legacy can take births and orders at an instant.
    public func legacyIsReady(at now: Instant) -> Bool { legacyReadyUntil.map { now < $0 } ?? true }
}
