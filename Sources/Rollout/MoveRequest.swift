/// What someone wants of a milestone.
public enum MoveWish: Sendable, Hashable, Codable {
    /// To the next stage, which is named, so that a move that is asked for twice is made once.
    case advance(to: Stage)
    /// To an earlier stage; with another policy for the orders of new than the approved one, or with that.
    case reverse(to: Stage, policy: ReversePolicy?)
    /// Behind a reverse: the fence around the back ends of new, which are dead, and the keys of the orders that they own
    /// held; of some orders only, or of all where none is named.
    case quarantine(orders: [String])
    case pause
    case resume
    case cancel
    /// A larger pilot, in percent of the delivery parties.
    case widen(toPercent: Int)
    /// More partners in the pilot.
    case admit(partners: [String])
    /// Arms a guard that tripped.
    case rearm(GuardKind)

    /// The word for the audit trail.
    public var name: String {
        switch self {
        case .advance: "advance"
        case .reverse: "reverse"
        case .quarantine: "quarantine"
        case .pause: "pause"
        case .resume: "resume"
        case .cancel: "cancel"
        case .widen: "widen"
        case .admit: "admit"
        case .rearm: "rearm"
        }
    }

    /// Forward is checked by everything there is; the way back and out is never closed by a calendar or a signature.
    var isForward: Bool {
        switch self {
        case .advance, .widen, .admit: true
        case .reverse, .quarantine, .pause, .resume, .cancel, .rearm: false
        }
    }
}

/// A move as it is asked for.
public struct MoveRequest: Sendable, Hashable, Codable {
    public var wish: MoveWish
    public var actor: MoveActor
    public var reason: String?
    /// The version of the plan that the actor saw; nil when none was asked for.
    public var plan: String?
    /// The milestone's name, typed by hand.
    public var typedName: String?
    /// Someone on duty acts alone.
    public var breaksGlass: Bool
    /// The gates that are to be passed although they did not, with the reason.
    public var overrides: [GateKind: String]

    /// A request by its parts.
    public init(
        _ wish: MoveWish, by actor: MoveActor, reason: String? = nil, plan: String? = nil, typedName: String? = nil,
        breaksGlass: Bool = false, overrides: [GateKind: String] = [:]
    ) {
        self.wish = wish
        self.actor = actor
        self.reason = reason
        self.plan = plan
        self.typedName = typedName
        self.breaksGlass = breaksGlass
        self.overrides = overrides
    }

    var hasReason: Bool { reason?.contains { !$0.isWhitespace } == true }
}

/// What a move is checked against, read under the routing lock at the instant of the move.
public struct MoveSituation: Sendable, Hashable {
    public var definition: Milestone
    public var definitionHash: String
    public var approval: Approval?
    /// Names what every plan would be made of now: another epoch, definition, approval or verdict is another one. Without a
    /// hyphen.
    public var plan: String
    public var now: Instant
    public var freezes: [FreezeWindow]
    /// The gates of the wish, evaluated now.
    public var gates: [GateResult]
    /// The stage of every milestone there ever was, by name.
    public var stages: [String: Stage]
    /// Open orders that new owns through this milestone.
    public var openAtNew: Int
    /// Open orders that legacy owns in its cells, and that nobody has signed off.
    public var leftAtLegacy: Int
    /// The moves of this milestone that wait for a countersignature.
    public var brokenGlass: [BreakGlass]
    /// The back ends that would have to answer in the shadow and do not take that.
    public var takingNoShadow: [String]
    /// The back ends of new that stand behind a fence.
    public var fenced: [String]
    /// Its cells that are stored with new: a milestone moves nothing there.
    public var atNewForGood: [String] = []
    /// The partners of the register; nil where it was not looked at.
    public var partners: Set<String>?

    /// A situation by its parts.
    public init(
        definition: Milestone, definitionHash: String, approval: Approval?, plan: String, now: Instant,
        freezes: [FreezeWindow] = [], gates: [GateResult] = [], stages: [String: Stage] = [:], openAtNew: Int = 0,
        leftAtLegacy: Int = 0, brokenGlass: [BreakGlass] = [], takingNoShadow: [String] = [], fenced: [String] = []
    ) {
        self.definition = definition
        self.definitionHash = definitionHash
        self.approval = approval
        self.plan = plan
        self.now = now
        self.freezes = freezes
        self.gates = gates
        self.stages = stages
        self.openAtNew = openAtNew
        self.leftAtLegacy = leftAtLegacy
        self.brokenGlass = brokenGlass
        self.takingNoShadow = takingNoShadow
        self.fenced = fenced
    }
}

extension MoveSituation {
    /// The version of the plan of a move as it would be shown now: of what it is made of, and of the move (`69378eebd884869e-live`,
    /// `…-planned-quarantine`), so that nobody makes a move whose plan was never seen.
    public func planVersion(of wish: MoveWish, _ milestone: StagedMilestone) -> String {
        switch wish {
        case .advance(let target): "\(plan)-\(target.rawValue)"
        case .reverse(let target, let policy):
            "\(plan)-\(target.rawValue)-\((policy ?? milestone.policy).rawValue)"
        case .quarantine, .pause, .resume, .cancel, .widen, .admit, .rearm: plan
        }
    }
}
