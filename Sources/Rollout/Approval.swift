public import Diagnostics

/// A second pair of eyes on a milestone's definition: it holds for the very text that was approved, and no other.
public struct Approval: Sendable, Hashable, Codable {
    public var by: String
    public var at: Instant
    /// The hash of the definition that was approved; the caller makes it, by one rule for all.
    public var definitionHash: String

    /// An approval that was stored.
    public init(by: String, at: Instant, definitionHash: String) {
        self.by = by
        self.at = at
        self.definitionHash = definitionHash
    }

    /// Approves a definition: by an approver who is not its author.
    public static func give(
        by actor: MoveActor, to definition: Milestone, hash: String, at now: Instant
    ) throws(Diagnostic) -> Approval {
        let facts = ["milestone": definition.name, "by": actor.name]
        guard actor.roles.contains(.approver) else {
            throw Diagnostic("route.approver-role", value: actor.name, facts: facts)
        }
        guard let author = definition.author else {
            throw Diagnostic("route.author-unknown", value: definition.name, facts: facts)
        }
        guard !MoveActor.isOne(author, actor.name) else {
            throw Diagnostic("route.approval-by-author", value: actor.name, facts: facts)
        }
        return Approval(by: actor.name, at: now, definitionHash: hash)
    }

    /// Whether it still holds: an edit makes another hash, and revokes it.
    public func holds(for hash: String) -> Bool { definitionHash == hash }
}

/// A move that someone on duty made alone, until an approver has signed it as well.
public struct BreakGlass: Sendable, Hashable, Codable {
    public var by: String
    public var at: Instant
    public var reason: String
    public var countersignedBy: String?
    public var countersignedAt: Instant?

    /// How long an approver has for it, in seconds.
    public static let time: Double = 86_400

    /// A move by its actor.
    public init(by: String, at: Instant, reason: String) {
        self.by = by
        self.at = at
        self.reason = reason
    }

    /// Until when it must be signed.
    public var due: Instant { at.adding(seconds: Self.time) }
    /// Whether it waits for its signature longer than it may.
    public func isOverdue(at now: Instant) -> Bool { countersignedBy == nil && now > due }

    /// Signs it: by an approver who is not the actor. A late signature counts, and shows that it was late.
    public func countersigned(by actor: MoveActor, at now: Instant) throws(Diagnostic) -> BreakGlass {
        guard actor.roles.contains(.approver) else {
            throw Diagnostic("route.approver-role", value: actor.name, facts: ["by": actor.name])
        }
        guard !MoveActor.isOne(actor.name, by) else {
            throw Diagnostic("route.countersign-own", value: actor.name, facts: ["by": by])
        }
        if let other = countersignedBy {
            throw Diagnostic("route.countersigned", value: other, facts: ["by": other])
        }
        var signed = self
        signed.countersignedBy = actor.name
        signed.countersignedAt = now
        return signed
    }
}

extension ChecklistItem {
    /// Refuses a signature of someone who does not stand in the item's role. Nobody stands in for it: a move that goes on without it
    /// overrides the gate, with a reason that is shown for good.
    ///
    /// - Throws: `route.signer-role`.
    public func sign(by name: String, in roles: Set<SigningRole>, of milestone: String) throws(Diagnostic) {
        guard !roles.contains(where: { $0.rawValue == role }) else { return }
        let held = roles.map(\.rawValue).sorted()
        throw Diagnostic(
            "route.signer-role", value: self.name,
            facts: [
                "milestone": milestone, "by": name, "role": role,
                "held": held.isEmpty ? "nothing" : held.joined(separator: ", "),
            ])
    }
}
