public import Rollout
import Store

/// What people and machines changed, as the audit trail has it.
public struct AuditDesk: Sendable {
    let database: any Database
    let clock: Clock

    /// The newest entries, of all nodes.
    ///
    /// - Parameters:
    ///   - subject: only what was done to this; nil for all.
    ///   - before: only what was done before this moment; nil for the newest.
    public func list(
        subject: String? = nil, before: Instant? = nil, limit: Int, caller: Caller
    ) async throws -> [AuditEntryView] {
        try caller.require(.administer)
        let moment = before?.microseconds ?? clock.now().microseconds + 1
        return try await database.look { try $0.auditTrail(subject: subject, before: moment, limit: limit) }
            .map(AuditEntryView.init)
    }
}

/// An entry of the audit trail as interfaces show it.
public struct AuditEntryView: Sendable, Codable, Hashable {
    /// The node whose chain it stands in, and its number there.
    public var node: String
    public var number: Int
    public var at: String
    /// Who, and from which address.
    public var actor: String
    public var origin: String
    public var action: String
    public var subject: String
    public var before: String?
    public var after: String?
    public var reason: String?

    init(_ row: AuditRow) {
        node = row.node
        number = Int(row.seq)
        at = Instant(microseconds: row.entry.at).iso8601
        actor = row.entry.actor
        origin = row.entry.origin
        action = row.entry.action
        subject = row.entry.subject
        before = row.entry.before
        after = row.entry.after
        reason = row.entry.reason
    }
}
