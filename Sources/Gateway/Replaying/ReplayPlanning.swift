import ConfigurationFiles
import Diagnostics
import Digests
public import Intake
import Rollout
import Store

/// What is to be planned.
public struct ReplayRequest: Sendable, Hashable {
    public var action: ReplayAction
    public var filter: SearchFilter
    /// The filter as it was said, by name.
    public var asked: [String: String]
    /// The ids of documents, instead of a filter.
    public var documents: [String]?
    /// Whether what an action asks about is known: keys that back ends have forgotten.
    public var anyway: Bool

    /// A request.
    public init(
        action: ReplayAction, filter: SearchFilter, asked: [String: String], documents: [String]? = nil,
        anyway: Bool = false
    ) {
        self.action = action
        self.filter = filter
        self.asked = asked
        self.documents = documents
        self.anyway = anyway
    }
}

/// Looks up the documents of a replay and what stands in their way, some at a time, so that what comes in goes on meanwhile.
struct ReplayPlanning: Sendable {
    let database: any Database
    let routing: RoutingState
    let backends: BackendBook
    let sampling: ReplaySampling
    let clock: Clock

    /// How many documents a plan holds at most.
    static let mostDocuments = 200_000
    /// How many one transaction takes.
    private static let page = 2_000
    /// For how long a plan may be started, in seconds.
    static let life = 3_600.0

    /// The actions that are done with many documents.
    static let actions: [ReplayAction] = [.retry, .reprocess, .discard, .resend, .sendAsNew]

    /// Plans, and gives the id of what was planned.
    func plan(_ request: ReplayRequest, by caller: Caller) async throws -> UniqueID {
        guard Self.actions.contains(request.action) else {
            let known = Self.actions.map(\.rawValue).joined(separator: ", ")
            throw GatewayError(
                .invalid,
                Diagnostic(
                    "api.parameter-invalid", value: request.action.rawValue,
                    facts: ["name": "action", "expected": "one of \(known)"]))
        }
        guard request.documents != nil || !request.asked.isEmpty else {
            throw GatewayError(.invalid, Diagnostic("replay.filter-missing"))
        }
        let now = clock.now()
        var row = ReplayRow(
            id: UniqueID(at: now.microseconds), action: request.action,
            asked: JSONText.of(ReplayAsked(filter: request.asked, documents: request.documents?.count)) ?? "{}",
            anyway: request.anyway, epoch: routing.version.epoch, madeBy: caller.name, madeAt: now.microseconds,
            expiresAt: now.adding(seconds: Self.life).microseconds)
        let planned = row
        try await database.change { try $0.insertReplay(planned) }
        do {
            let count = try await write(request, row)
            guard count > 0 else { throw GatewayError(.conflict, Diagnostic("replay.nothing")) }
            try await note(request, row, count: count)
            row.sample =
                request.action == .reprocess ? JSONText.of(try await sampling.sample(of: row.id, count: count)) : nil
            return try await complete(row)
        } catch {
            // What was written of it is forgotten as that of a plan whose time is over.
            row.expiresAt = now.microseconds
            let over = row
            try? await database.change { try $0.expirePlanning(over.id, at: now.microseconds) }
            throw error
        }
    }

    private func write(_ request: ReplayRequest, _ row: ReplayRow) async throws -> Int {
        let rules = ReplayPlanRules(request.action)
        let id = row.id
        if let documents = request.documents {
            guard documents.count <= Self.mostDocuments else { throw Self.tooMany }
            let ids = try documents.map { text in
                guard let id = UniqueID(text) else {
                    throw GatewayError(.invalid, Diagnostic("intake.document-unknown", value: text))
                }
                return id
            }
            return try await database.change { transaction in
                let unknown = try transaction.planReplay(id, of: ids, by: rules)
                if let first = unknown.first { throw GatewayError.unknown("intake.document-unknown", "\(first)") }
                return Set(ids).count
            }
        }
        let (snapshot, day) = (routing.version.snapshot, clock.now().day)
        let filter = try await database.look { try request.filter.ofDocuments(by: snapshot, day: day, in: $0) }
        var (count, last): (Int, DocumentCursor?) = (0, nil)
        while true {
            let (before, place) = (count, last)
            let page = try await database.change {
                try $0.planReplay(id, of: filter, by: rules, after: place, count: before, limit: Self.page)
            }
            guard let page else { return count }
            count += page.count
            last = page.last
            guard count <= Self.mostDocuments else { throw Self.tooMany }
        }
    }

    private static var tooMany: GatewayError {
        GatewayError(.conflict, Diagnostic("replay.too-many", facts: ["most": String(mostDocuments)]))
    }

    /// Writes to the documents what stands in their way.
    private func note(_ request: ReplayRequest, _ row: ReplayRow, count: Int) async throws {
        let (id, now) = (row.id, clock.now())
        let forgetful = backends.all.compactMap { backend in
            backend.abilities.keyMemoryHours.map { (backend.name, now.adding(seconds: -$0 * 3_600).microseconds) }
        }
        for start in stride(from: 1, through: count, by: Self.page) {
            let numbers = start...min(count, start + Self.page - 1)
            try await database.change { transaction in
                switch request.action {
                case .resend:
                    try transaction.noteUnsent(
                        .outbound, code: "intake.resend-nothing", inReplay: id, numbers)
                case .sendAsNew:
                    try transaction.noteUnsent(.primary, code: "intake.send-new-nothing", inReplay: id, numbers)
                case .retry where !request.anyway:
                    for (backend, instant) in forgetful {
                        try transaction.notePastMemory(of: backend, begunBefore: instant, inReplay: id, numbers)
                    }
                default: break
                }
                guard request.action != .discard else { return }
                try transaction.noteFences(inReplay: id, numbers)
            }
        }
        guard request.action == .retry || request.action == .reprocess else { return }
        for start in stride(from: 1, through: count, by: Self.page) {
            let numbers = start...min(count, start + Self.page - 1)
            try await database.change { try $0.noteBlocked(inReplay: id, numbers) }
        }
    }

    private func complete(_ row: ReplayRow) async throws -> UniqueID {
        let now = clock.now()
        return try await database.change { transaction in
            var row = row
            let counts = try transaction.replayCounts(row.id)
            for count in counts {
                row.counts.items += Int64(count.documents)
                switch count.state {
                case .ready: row.counts.ready += Int64(count.documents)
                case .blocked: row.counts.blocked += Int64(count.documents)
                default: row.counts.impossible += Int64(count.documents)
                }
            }
            let words = counts.map { "\($0.state.rawValue) \($0.code ?? "") \($0.name) \($0.documents)" }
            let text = ([row.id.description, row.action.rawValue, row.asked] + words).joined(separator: "\n")
            row.version = String(Digests.sha256Hex(text.utf8).prefix(8))
            row.state = .planned
            row.updatedAt = now.microseconds
            try transaction.journal(row)
            return row.id
        }
    }
}

/// What a plan was asked for, as it is kept.
struct ReplayAsked: Codable, Hashable {
    var filter: [String: String]
    /// How many documents were named.
    var documents: Int?
}

extension ReplayPlanRules {
    /// The rules of an action.
    init(_ action: ReplayAction) {
        var refusals: [DocumentStatus: String] = [:]
        for status in DocumentStatus.allCases {
            do throws(Diagnostic) {
                try action.check(status: status, backend: nil, reason: "planned")
            } catch {
                refusals[status] = error.code.rawValue
            }
        }
        self.init(action: action, refusals: refusals, takesCopies: action == .retry || action == .discard)
    }
}
