/// Who moves a milestone, with what they may do.
public struct MoveActor: Sendable, Hashable, Codable {
    public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
        /// Moves milestones that were approved.
        case mover
        /// Approves, overrides gates, countersigns.
        case approver
        /// Is on duty, and may break the glass.
        case onDuty = "on-duty"
    }

    public var name: String
    public var roles: Set<Role>

    /// A person by name and roles.
    public init(name: String, roles: Set<Role>) {
        self.name = name
        self.roles = roles
    }
}

extension MoveActor {
    /// Whether two names are one person's: who differs from the author in capitals or blanks only is no second pair of eyes.
    static func isOne(_ name: String, _ other: String) -> Bool { folded(name) == folded(other) }

    private static func folded(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
