public import Rollout

/// What people and machines may do.
public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    case viewer
    case support
    case operations = "operator"
    case approver
    case administrator
    /// A trading partner or provider: submits, and sees its own messages only.
    case partner
    /// A system that serves a side: hands over what it made, and sees its own documents only.
    case backend
}

/// A right that a use case asks for.
public enum Right: Sendable, Hashable {
    case submit
    /// To hand over what a back end made.
    case handOver
    /// To see lists and states.
    case view
    /// To see payloads.
    case viewPayload
    /// To retry, reprocess, edit, discard, clear.
    case replay
    /// To send as new, and to re-route: what may take effect twice, or moves an order.
    case takeRisk
    /// To move milestones, import orders, sign imports.
    case moveMilestones
    /// To make and revoke keys, reload configuration.
    case administer
}

/// Who asks, and from where.
public struct Caller: Sendable, Hashable {
    public var name: String
    public var role: Role
    /// For the key of a partner or back end: the sender whose messages it may push and see.
    public var partner: String?
    /// What the key signs of check lists, beside what its role does.
    public var signs: Set<SigningRole>
    /// The address, for the audit trail.
    public var origin: String?

    /// A caller by its key.
    public init(name: String, role: Role, partner: String? = nil, signs: Set<SigningRole> = [], origin: String? = nil) {
        self.name = name
        self.role = role
        self.partner = partner
        self.signs = signs
        self.origin = origin
    }

    /// Whether the key sees its own messages only: that of a partner or of a back end.
    public var isConfined: Bool { role == .partner || role == .backend }

    /// The roles in which it signs items of check lists: that of its key where people sign in it, and those that the key was
    /// given.
    public var signingRoles: Set<SigningRole> {
        SigningRole(rawValue: role.rawValue).map { signs.union([$0]) } ?? signs
    }

    /// Whether the role holds the right.
    public func may(_ right: Right) -> Bool {
        switch role {
        case .administrator: true
        case .approver: ![.administer, .submit, .handOver].contains(right)
        case .operations: ![.administer, .submit, .handOver, .takeRisk].contains(right)
        case .support: [.view, .viewPayload, .replay].contains(right)
        case .viewer: right == .view
        case .partner: [.submit, .view, .viewPayload].contains(right)
        case .backend: [.handOver, .view, .viewPayload].contains(right)
        }
    }
}
