public import Rollout

/// A move as a person asks for it.
public struct MoveForm: Sendable {
    public var wish: MoveWish
    public var reason: String?
    /// The version of the plan that was seen; nil when nobody looked.
    public var plan: String?
    /// The milestone's name, typed by hand.
    public var typedName: String?
    /// Someone on duty acts alone.
    public var breaksGlass: Bool
    /// The gates that are to be passed although they do not pass, with the reason for each.
    public var overrides: [GateKind: String]

    /// A wish with what goes with it.
    public init(
        _ wish: MoveWish, reason: String? = nil, plan: String? = nil, typedName: String? = nil,
        breaksGlass: Bool = false, overrides: [GateKind: String] = [:]
    ) {
        self.wish = wish
        self.reason = reason
        self.plan = plan
        self.typedName = typedName
        self.breaksGlass = breaksGlass
        self.overrides = overrides
    }

    func request(by caller: Caller) -> MoveRequest {
        MoveRequest(
            wish, by: caller.actor, reason: reason, plan: plan, typedName: typedName, breaksGlass: breaksGlass,
            overrides: overrides)
    }
}

extension Caller {
    /// What a caller may do with milestones: operators move, approvers approve and override, support is on duty.
    var actor: MoveActor {
        let roles: Set<MoveActor.Role> =
            switch role {
            case .operations: [.mover]
            case .approver: [.approver]
            case .support: [.onDuty]
            case .administrator: [.mover, .approver, .onDuty]
            case .viewer, .partner, .backend: []
            }
        return MoveActor(name: name, roles: roles)
    }
}
