import Diagnostics
import Intake
import Rollout
import Store

/// Replays of many documents: planned first, started by the plan's version, then run by one node at a time.
///
/// A plan does nothing. What is done with each document is what the action does with one, under all of its rules.
public struct BulkReplayDesk: Sendable {
    let database: any Database
    let routing: RoutingState
    let planning: ReplayPlanning
    let runner: ReplayRunner
    let audit: AuditTrail
    let clock: Clock

    /// How many plans wait to be started at most, and how many replays run or are held up.
    static let mostPlans = 50
    static let mostRunning = 8
    /// How many documents go first at most, and how many a second.
    public static let largestCanary = 1_000
    public static let largestRate = 10_000

    /// Replays, the newest first.
    ///
    /// - Parameter cursor: the id of the last one of the page before.
    public func list(
        state: String?, before cursor: String?, limit: Int, caller: Caller
    ) async throws -> [ReplayView] {
        try caller.require(.replay)
        let wanted = try state.map { try Self.name($0, "state", of: ReplayRow.State.self) }
        let now = clock.now()
        return try await database.look { transaction in
            let last = try cursor.map { text in
                guard let id = UniqueID(text), let row = try transaction.replay(id) else {
                    throw GatewayError(.invalid, Diagnostic("api.cursor-invalid", value: text))
                }
                return row
            }
            return try transaction.replays(state: wanted, before: last.map { ($0.madeAt, $0.id) }, limit: limit)
                .map { ReplayView($0, at: now) }
        }
    }

    /// One replay: how far it is, what stands in its way, where its documents stand now.
    public func show(_ id: String, caller: Caller) async throws -> ReplayReport {
        try caller.require(.replay)
        let now = clock.now()
        return try await database.look { transaction in
            try ReplayReport(Self.find(id, in: transaction), in: transaction, at: now)
        }
    }

    /// How far one is, without looking at its documents.
    public func status(_ id: String, caller: Caller) async throws -> ReplayView {
        try caller.require(.replay)
        let now = clock.now()
        return try await database.look { try ReplayView(Self.find(id, in: $0), at: now) }
    }

    /// The documents of a replay, in accept order.
    ///
    /// - Parameter cursor: the number of the last one of the page before.
    public func items(
        _ id: String, state: String?, code: String?, after cursor: String?, limit: Int, caller: Caller
    ) async throws -> [ReplayItemView] {
        try caller.require(.replay)
        let wanted = try state.map { try Self.name($0, "state", of: ReplayItemRow.State.self) }
        let number = try cursor.map { text in
            guard let number = Int64(text) else {
                throw GatewayError(.invalid, Diagnostic("api.cursor-invalid", value: text))
            }
            return number
        }
        return try await database.look { transaction in
            let row = try Self.find(id, in: transaction)
            return try transaction.replayItems(row.id, state: wanted, code: code, after: number ?? 0, limit: limit)
                .map { item in
                    ReplayItemView(item, status: try transaction.document(item.document)?.status)
                }
        }
    }

    /// Plans something with many documents. Nothing is done.
    ///
    /// - Throws: ``GatewayError`` with `replay.filter-missing`, `replay.nothing`, `replay.too-many`, `replay.plans`.
    public func plan(_ request: ReplayRequest, caller: Caller) async throws -> ReplayReport {
        try caller.require(.replay)
        let now = clock.now().microseconds
        let alive = try await database.look { try $0.replaysAlive(at: now) }
        guard alive.planned < Self.mostPlans else {
            throw GatewayError(
                .conflict,
                Diagnostic("replay.plans", value: String(alive.planned), facts: ["most": "\(Self.mostPlans)"]))
        }
        let id = try await planning.plan(request, by: caller)
        return try await show(id.description, caller: caller)
    }

    /// Starts a plan.
    ///
    /// - Parameters:
    ///   - version: the plan's, as it was seen.
    ///   - rate: how many documents a second at most.
    ///   - canary: how many documents go first; the rest goes once these have come to a good end.
    /// - Throws: ``GatewayError`` with `replay.state`, `replay.version`, `replay.expired`, `replay.outdated`,
    ///   `replay.nothing-ready`, `replay.canary-none`, `replay.running`.
    public func start(
        _ id: String, version: String?, reason: String?, rate: Int?, canary: Int?, caller: Caller
    ) async throws -> ReplayView {
        let reason = try GatewayError.required(reason)
        let now = clock.now()
        let epoch = routing.version.epoch
        return try await change(id, "start", reason: reason, caller: caller) { transaction, row in
            try row.requireState([.planned], to: "start")
            guard now.microseconds < row.expiresAt else {
                throw Diagnostic("replay.expired", value: row.id.description)
            }
            guard version == row.version else {
                throw Diagnostic("replay.version", value: version, facts: ["id": row.id.description])
            }
            guard row.action != .reprocess || row.epoch == epoch else {
                throw Diagnostic("replay.outdated", value: row.id.description)
            }
            guard row.counts.ready + row.counts.blocked > 0 else {
                throw Diagnostic("replay.nothing-ready", value: row.id.description)
            }
            let running = try transaction.replaysAlive(at: now.microseconds).running
            guard running < Self.mostRunning else {
                throw Diagnostic("replay.running", value: String(running), facts: ["most": "\(Self.mostRunning)"])
            }
            if let canary, canary > 0 {
                row.canary = Int64(try transaction.chooseCanary(ofReplay: row.id, canary))
                guard row.canary > 0 else { throw Diagnostic("replay.canary-none", value: row.id.description) }
            }
            row.state = .running
            row.phase = row.canary > 0 ? .canary : .whole
            row.rate = rate.map(Int64.init)
            row.reason = reason
            row.startedBy = caller.name
            row.startedRole = caller.role.rawValue
            row.startedAt = now.microseconds
            row.mark(at: now)
            return "\(row.action.rawValue) of \(row.counts.ready + row.counts.blocked) documents"
        }
    }

    /// Holds a replay up; what is under way goes on.
    public func pause(_ id: String, reason: String?, caller: Caller) async throws -> ReplayView {
        try await change(id, "pause", reason: reason, caller: caller) { _, row in
            try row.requireState([.running], to: "pause")
            row.state = .paused
            row.note = nil
            return "\(row.counts.done) done, \(row.counts.left) left"
        }
    }

    /// Lets a replay go on.
    ///
    /// - Parameter rate: another pace than before; nil for the same.
    public func resume(_ id: String, rate: Int?, reason: String?, caller: Caller) async throws -> ReplayView {
        let now = clock.now()
        return try await change(id, "resume", reason: reason, caller: caller) { _, row in
            try row.requireState([.paused], to: "resume")
            row.state = .running
            if let rate { row.rate = Int64(rate) }
            row.mark(at: now)
            return "\(row.counts.done) done, \(row.counts.left) left"
        }
    }

    /// Ends a replay, or gives up a plan; what is done stays done.
    public func cancel(_ id: String, reason: String?, caller: Caller) async throws -> ReplayView {
        let now = clock.now()
        return try await change(id, "cancel", reason: reason, caller: caller) { _, row in
            try row.requireState([.planned, .running, .paused], to: "cancel")
            row.state = .cancelled
            row.note = nil
            row.endedBy = caller.name
            row.endedAt = now.microseconds
            return "\(row.counts.done) done, \(row.counts.left) left"
        }
    }

    // MARK: Steps

    private func change(
        _ id: String, _ action: String, reason: String?, caller: Caller,
        _ body: @escaping @Sendable (any Transaction, inout ReplayRow) throws -> String
    ) async throws -> ReplayView {
        try caller.require(.replay)
        let now = clock.now()
        let view = try await GatewayError.translating {
            try await database.write { transaction in
                guard let unique = UniqueID(id), var row = try transaction.lockReplay(unique) else {
                    throw GatewayError.unknown("replay.unknown", id)
                }
                if row.action.isRisky { try caller.require(.takeRisk) }
                let before = row.state.rawValue
                let after = try body(transaction, &row)
                row.dueAt = now.microseconds
                row.updatedAt = now.microseconds
                try transaction.journal(row)
                try audit.append(
                    "replay.\(action)", subject: row.id.description, by: caller, before: before, after: after,
                    reason: reason, in: transaction)
                return ReplayView(row, at: now)
            }
        }
        runner.wake()
        return view
    }

    private static func find(_ text: String, in transaction: any Transaction) throws -> ReplayRow {
        guard let id = UniqueID(text), let row = try transaction.replay(id) else {
            throw GatewayError.unknown("replay.unknown", text)
        }
        return row
    }

    private static func name<Name: RawRepresentable & CaseIterable>(
        _ text: String, _ parameter: String, of type: Name.Type
    ) throws(GatewayError) -> Name where Name.RawValue == String {
        guard let name = Name(rawValue: text) else {
            let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw GatewayError(
                .invalid,
                Diagnostic(
                    "api.parameter-invalid", value: text, facts: ["name": parameter, "expected": "one of \(known)"]))
        }
        return name
    }
}

extension ReplayRow {
    /// Refuses what a replay that stands elsewhere cannot do.
    fileprivate func requireState(_ states: [State], to action: String) throws {
        guard !states.contains(state) else { return }
        throw Diagnostic("replay.state", value: id.description, facts: ["state": state.rawValue, "action": action])
    }

    /// Measures its pace from now on.
    mutating func mark(at now: Instant) {
        markAt = now.microseconds
        markDone = counts.done
    }
}
