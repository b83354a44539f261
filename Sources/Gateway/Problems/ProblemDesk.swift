import Diagnostics
import Intake
import Rollout
import Store

/// Problems: failures of one cause, with who works on them.
public struct ProblemDesk: Sendable {
    let database: any Database
    let audit: AuditTrail
    let clock: Clock

    /// How many hours a chart shows, and how many subjects are named.
    private static let hours = 168
    private static let subjects = 20

    /// What a list is narrowed to; everything that is said must fit.
    public struct Filter: Sendable, Hashable {
        /// open, taken, ignored, resolved; nil for all that are not resolved.
        public var state: String?
        public var sender: String?
        public var backend: String?
        public var function: String?
        public var site: String?
        public var code: String?
        public var owner: String?

        /// A filter that leaves out what is resolved.
        public init() {}
    }

    /// What a person does with a problem.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        /// To work on it.
        case take
        /// To give it to somebody.
        case assign
        /// To let go of it, or to look at what was ignored or resolved again.
        case reopen
        /// To let it stand, with a reason.
        case ignore
        /// To say that it is done; only when nothing of it stands.
        case resolve
    }

    /// Problems, those that failed last first. A partner's key sees what its own messages failed by.
    ///
    /// - Parameter cursor: the id of the last one of the page before.
    public func list(_ filter: Filter, before cursor: String?, limit: Int, caller: Caller) async throws -> [ProblemView]
    {
        try caller.require(.view)
        var wanted = ProblemFilter()
        if let state = filter.state {
            guard let known = ProblemRow.State(rawValue: state) else {
                let expected = ProblemRow.State.allCases.map(\.rawValue).joined(separator: ", ")
                throw GatewayError(
                    .invalid,
                    Diagnostic("api.parameter-invalid", value: state, facts: ["name": "state", "expected": expected]))
            }
            wanted.state = known
        }
        (wanted.sender, wanted.backend, wanted.function) = (filter.sender, filter.backend, filter.function)
        (wanted.site, wanted.code, wanted.owner) = (filter.site, filter.code, filter.owner)
        if caller.isConfined {
            guard filter.sender == nil || filter.sender == caller.partner else { return [] }
            wanted.sender = caller.partner ?? ""
        }
        let narrowed = wanted
        return try await database.look { transaction in
            let last = try PageCursor.row(cursor, transaction.problem)
            return try transaction.problems(narrowed, before: last.map { ($0.lastAt, $0.id) }, limit: limit)
                .map(ProblemView.init)
        }
    }

    /// One problem with its course.
    public func show(_ id: String, caller: Caller) async throws -> ProblemCourse {
        try caller.require(.view)
        return try await database.look { try course(of: find(id, caller, in: $0), in: $0) }
    }

    /// Does something with a problem.
    ///
    /// - Parameters:
    ///   - owner: who gets it, of ``Action/assign``.
    ///   - reason: why; ``Action/ignore`` and ``Action/resolve`` need one.
    /// - Throws: ``GatewayError`` with `problem.taken`, `problem.stands`, `problem.state`, `problem.owner-form`.
    public func act(
        _ action: Action, on id: String, owner: String? = nil, reason: String?, caller: Caller
    ) async throws -> ProblemCourse {
        try caller.require(.replay)
        let now = clock.now().microseconds
        return try await GatewayError.translating {
            try await database.write { transaction in
                let found = try find(id, caller, in: transaction)
                guard let row = try transaction.lockProblem(found.id) else {
                    throw GatewayError.unknown("problem.unknown", id)
                }
                var changed = row
                try changed.take(action, owner: owner, reason: reason, by: caller)
                guard changed != row else { return try course(of: row, in: transaction) }
                changed.updatedAt = now
                changed.resolvedAt = changed.state == .resolved ? now : nil
                try transaction.updateProblem(changed)
                let subject = row.id.description
                let data = JSONText.object([
                    "by": .text(caller.name), "owner": changed.owner.map { .text($0) },
                    "reason": reason.map { .text($0) },
                ])
                try transaction.append([
                    EventRow(at: now, kind: "problem.\(action.event)", subject: subject, data: data)
                ])
                try audit.append(
                    "problem.\(action.rawValue)", subject: subject, by: caller, before: Self.standing(row),
                    after: Self.standing(changed), reason: reason, in: transaction)
                return try course(of: changed, in: transaction)
            }
        }
    }

    private static func standing(_ row: ProblemRow) -> String {
        row.owner.map { "\(row.state.rawValue), \($0)" } ?? row.state.rawValue
    }

    private func find(_ text: String, _ caller: Caller, in transaction: any Transaction) throws -> ProblemRow {
        guard let id = UniqueID(text), let row = try transaction.problem(id),
            !caller.isConfined || row.cause.sender != nil && row.cause.sender == caller.partner
        else { throw GatewayError.unknown("problem.unknown", text) }
        return row
    }

    private func course(of row: ProblemRow, in transaction: any Transaction) throws -> ProblemCourse {
        ProblemCourse(
            problem: ProblemView(row),
            documents: row.cause.kind == .document
                ? try transaction.documentsOfProblem(row.id).map {
                    ProblemCourse.Count(status: $0.0.rawValue, documents: $0.1)
                } : [],
            hours: try transaction.problemHours(row.id, limit: Self.hours).map(ProblemCourse.Hour.init),
            standing: try transaction.subjects(of: row, limit: Self.subjects).map(\.description),
            events: try transaction.timeline(of: row.id.description).map(ProblemCourse.Event.init))
    }
}

extension ProblemDesk.Action {
    /// What happened, as its event is called.
    fileprivate var event: String {
        switch self {
        case .take: "taken"
        case .assign: "assigned"
        case .reopen: "reopened"
        case .ignore: "ignored"
        case .resolve: "resolved"
        }
    }
}

extension ProblemRow {
    /// What an action makes of it.
    fileprivate mutating func take(
        _ action: ProblemDesk.Action, owner: String?, reason: String?, by caller: Caller
    ) throws {
        let before = state
        func refuse(unless isPossible: Bool) throws {
            guard !isPossible else { return }
            throw GatewayError(
                .conflict,
                Diagnostic(
                    "problem.state", value: before.rawValue, facts: ["action": action.rawValue, "id": id.description]))
        }
        switch action {
        case .take:
            try refuse(unless: state == .open || state == .taken)
            if state == .taken, let owner = self.owner, owner != caller.name {
                throw GatewayError(.conflict, Diagnostic("problem.taken", value: owner))
            }
            (state, self.owner) = (.taken, caller.name)
        case .assign:
            try refuse(unless: state == .open || state == .taken)
            let name = owner ?? ""
            guard !name.isEmpty, name.count <= ProblemRow.longestOwner, name == name.trimmed,
                name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
            else { throw GatewayError(.invalid, Diagnostic("problem.owner-form", value: name)) }
            (state, self.owner) = (.taken, name)
        case .reopen:
            (state, self.owner, self.reason) = (.open, nil, nil)
        case .ignore:
            try refuse(unless: state != .resolved)
            self.reason = try GatewayError.required(reason)
            state = .ignored
        case .resolve:
            try refuse(unless: state != .resolved)
            self.reason = try GatewayError.required(reason)
            guard standing == 0 else {
                throw GatewayError(
                    .conflict,
                    Diagnostic("problem.stands", value: id.description, facts: ["standing": "\(standing)"]))
            }
            state = .resolved
        }
    }

    /// The longest name of an owner, in characters.
    private static let longestOwner = 100
}

extension String {
    /// Without blanks around it.
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
