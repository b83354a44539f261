import ConfigurationFiles
import Diagnostics
import Digests
import Intake
public import Rollout
import Store

/// Changed mappings are rehearsed on stored documents, looked at by a person, and only then put in force.
///
/// What is rehearsed is what a reload would put in force: the mappings as their files hold them. Both they and those in force
/// read the documents of the window again. Nothing is delivered, and no document changes.
extension GatewayInForce {
    private static let most = 20_000
    private static let page = 100
    private static let keptDays = 90.0
    private static let usualDays = 28.0
    private static let freshHours = 24.0

    /// Reads the documents of a window by the mappings in force and by those of the files.
    ///
    /// - Parameters:
    ///   - from: Received at this moment or later; nil for 28 days before the end.
    ///   - to: Received before this moment; nil for now.
    /// - Throws: ``GatewayError`` where the files hold nothing new or something faulty, for a window that is none, is empty or
    ///   holds too much, and while another rehearsal runs.
    public func rehearseMappings(
        from: Instant? = nil, to: Instant? = nil, caller: Caller
    ) async throws -> MappingRehearsalView {
        try caller.require(.replay)
        guard let reading else { throw GatewayError(.conflict, Diagnostic("api.reload-unavailable")) }
        let gateway = current
        let now = gateway.rehearsals.clock.now()
        let end = min(to ?? now, now)
        let start = from ?? end.adding(seconds: -Self.usualDays * 86_400)
        guard start < end else {
            throw GatewayError(
                .invalid, Diagnostic("replay.mappings-window", value: start.iso8601, facts: ["to": end.iso8601]))
        }
        let today = try reading()
        let (before, after) = (
            Self.digest(gateway.routing.version.snapshot.mappings), Self.digest(today.mappings.hashes)
        )
        guard before != after else { throw GatewayError(.conflict, Diagnostic("replay.mappings-same")) }
        let ticket = try gateway.rehearsals.slot.take(.init(milestone: "mappings", by: caller.name, since: now))
        defer { ticket.leave() }
        let faults = today.mappings.faults(unlessIn: gateway.routing.version.snapshot.mappings)
        if let fault = GatewayError(.invalid, all: faults) { throw fault }
        let found = try await gateway.differences(
            Rereading(understanding: today.installation.understanding(by: today.mappings)), from: start, to: end)
        let row = MappingRehearsalRow(
            id: UniqueID(at: now.microseconds), madeAt: now.microseconds, madeBy: caller.name,
            from: start.microseconds, to: end.microseconds, before: before, after: after,
            result: JSONText.of(found) ?? "{}")
        let asked =
            "what came from \(start.iso8601) until \(end.iso8601): \(found.changed) of \(found.documents) differ"
        try await gateway.database.change { transaction in
            try transaction.keep(
                row, forgettingBefore: now.adding(seconds: -Self.keptDays * 86_400).microseconds)
            try gateway.audit.append(
                "mappings.rehearse", subject: row.id.description, by: caller, after: asked, in: transaction)
        }
        return MappingRehearsalView(row)
    }

    /// A rehearsal of mappings with what would differ.
    public func mappingRehearsal(_ id: String, caller: Caller) async throws -> MappingRehearsalView {
        try caller.require(.viewPayload)
        guard !caller.isConfined else { throw Self.unknown(id) }
        return MappingRehearsalView(try await rehearsal(id))
    }

    /// Says that what a rehearsal found is meant. For approvers.
    public func confirmMappings(_ id: String, reason: String?, caller: Caller) async throws -> MappingRehearsalView {
        try caller.require(.takeRisk)
        let reason = try GatewayError.required(reason)
        let row = try await rehearsal(id)
        let gateway = current
        let now = gateway.rehearsals.clock.now().microseconds
        let isFirst = try await gateway.database.change { transaction in
            guard try transaction.confirmMappingRehearsal(row.id, by: caller.name, reason: reason, at: now) else {
                return false
            }
            try gateway.audit.append(
                "mappings.confirm", subject: row.id.description, by: caller, reason: reason, in: transaction)
            return true
        }
        guard isFirst else {
            throw GatewayError(
                .conflict,
                Diagnostic("replay.rehearsal-confirmed", value: id, facts: ["by": row.confirmedBy ?? "somebody"]))
        }
        return MappingRehearsalView(try await rehearsal(id))
    }

    /// Puts the mappings of the files in force, with the rest of the configuration, if just they were rehearsed against those in
    /// force, on what came until lately, and a person has confirmed what differs.
    public func publishMappings(rehearsed id: String, caller: Caller) async throws -> Change {
        try caller.require(.administer)
        let row = try await rehearsal(id)
        let gateway = current
        guard row.confirmedAt != nil else {
            throw GatewayError(.conflict, Diagnostic("replay.rehearsal-unconfirmed", value: id))
        }
        guard row.before == Self.digest(gateway.routing.version.snapshot.mappings) else {
            throw Self.other(id, "those in force")
        }
        let now = gateway.rehearsals.clock.now()
        guard row.to >= now.adding(seconds: -Self.freshHours * 3_600).microseconds else {
            throw GatewayError(
                .conflict,
                Diagnostic(
                    "replay.rehearsal-stale", value: id,
                    facts: [
                        "to": Instant(microseconds: row.to).iso8601, "hours": String(Int(Self.freshHours)),
                    ]))
        }
        let change = try await reload(by: caller) { mappings in
            guard row.after == Self.digest(mappings.hashes) else { throw Self.other(id, "those of the files") }
        }
        try await gateway.database.change { transaction in
            try transaction.publishMappingRehearsal(row.id, by: caller.name, at: now.microseconds)
            try gateway.audit.append(
                "mappings.publish", subject: row.id.description, by: caller, after: "epoch \(change.epoch)",
                reason: row.reason, in: transaction)
        }
        return change
    }

    // MARK: Parts

    private func rehearsal(_ id: String) async throws -> MappingRehearsalRow {
        guard let unique = UniqueID(id),
            let row = try await current.database.look({ try $0.mappingRehearsal(unique) })
        else { throw Self.unknown(id) }
        return row
    }

    private static func unknown(_ id: String) -> GatewayError {
        GatewayError(
            .notFound,
            Diagnostic("replay.rehearsal-unknown", value: id, facts: ["days": String(Int(keptDays))]))
    }

    private static func other(_ id: String, _ which: String) -> GatewayError {
        GatewayError(.conflict, Diagnostic("replay.rehearsal-other", value: id, facts: ["which": which]))
    }

    private static func digest(_ hashes: [String: String]) -> String {
        Digests.sha256Hex(hashes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined().utf8)
    }

    fileprivate static var limits: (documents: Int, page: Int) { (most, page) }
}

extension Gateway {
    /// What changed mappings make of the documents of a window.
    fileprivate func differences(
        _ changed: Rereading, from: Instant, to: Instant
    ) async throws -> MappingDifferencesView {
        let limits = GatewayInForce.limits
        let window = try await database.look {
            try $0.trafficWindow(from: from.microseconds, to: to.microseconds)
        }
        guard let window, window.documents > 0 else {
            throw GatewayError(
                .notFound, Diagnostic("replay.mappings-empty", value: from.iso8601, facts: ["to": to.iso8601]))
        }
        guard window.documents <= limits.documents else {
            throw GatewayError(
                .conflict,
                Diagnostic(
                    "replay.mappings-many", value: String(window.documents), facts: ["most": String(limits.documents)]))
        }
        var differences = MappingDifferences(present: edits.rereading, changed: changed)
        var place: DocumentPlace?
        while true {
            try Task.checkCancellation()
            let (before, behind) = (differences, place)
            let read = try await database.look { transaction in
                var differences = before
                let rows = try transaction.traffic(in: window, behind: behind, limit: limits.page)
                try differences.take(rows.map(\.id), in: transaction)
                return (differences, rows.last.map { DocumentPlace(number: $0.number, position: $0.position) })
            }
            differences = read.0
            guard let last = read.1 else { return differences.view }
            place = last
        }
    }
}

/// A rehearsal of changed mappings.
public struct MappingRehearsalView: Sendable, Codable, Hashable {
    public var id: String
    /// ISO 8601, UTC.
    public var madeAt: String
    public var madeBy: String
    /// The window of receipts: from one moment until before the other.
    public var from: String
    public var to: String
    /// What would differ.
    public var found: MappingDifferencesView
    /// When a person said that what differs is meant.
    public var confirmedAt: String?
    public var confirmedBy: String?
    public var reason: String?
    /// When it was put in force.
    public var publishedAt: String?
    public var publishedBy: String?

    init(_ row: MappingRehearsalRow) {
        func moment(_ microseconds: Int64) -> String { Instant(microseconds: microseconds).iso8601 }
        id = row.id.description
        madeAt = moment(row.madeAt)
        madeBy = row.madeBy
        from = moment(row.from)
        to = moment(row.to)
        found = JSONText.read(MappingDifferencesView.self, from: row.result) ?? MappingDifferencesView()
        confirmedAt = row.confirmedAt.map(moment)
        confirmedBy = row.confirmedBy
        reason = row.reason
        publishedAt = row.publishedAt.map(moment)
        publishedBy = row.publishedBy
    }
}
