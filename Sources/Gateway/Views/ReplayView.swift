public import Diagnostics
import Intake
import Rollout
import Store

/// A replay of many documents: the plan, and how far it is.
public struct ReplayView: Sendable, Codable, Hashable {
    public var id: String
    /// retry, reprocess, discard, resend, send-as-new.
    public var action: String
    /// The filter as it was said, by name.
    public var filter: [String: String]
    /// How many documents were named instead of a filter; nil where there was one.
    public var named: Int?
    public var anyway: Bool
    /// planning, planned, running, paused, done, stopped, cancelled or expired.
    public var state: String
    /// canary, watching or whole; nil while it does not run.
    public var phase: String?
    /// What a start has to name.
    public var version: String
    /// Documents of the plan: the sum of the next three.
    public var documents: Int
    public var ready: Int
    /// Those that can be done and wait behind something then.
    public var blocked: Int
    /// Those with which it cannot be done.
    public var impossible: Int
    /// Those with which it was done.
    public var done: Int
    /// Those that somebody or something else had set going meanwhile.
    public var already: Int
    /// Those that were refused when their turn came.
    public var refused: Int
    public var left: Int
    /// How many go first.
    public var canary: Int
    /// How many a second at most; nil for no limit.
    public var rate: Int?
    /// How many a second were done lately; nil where nothing says so.
    public var pace: Double?
    /// When all will have been done at that pace; nil where nothing says so.
    public var expectedEnd: String?
    /// The role that starting it needs, if not any that replays.
    public var needs: String?
    public var madeBy: String
    public var madeAt: String
    /// Until when it may be started.
    public var expiresAt: String
    public var reason: String?
    public var startedBy: String?
    public var startedAt: String?
    public var endedBy: String?
    public var endedAt: String?
    /// Why it was stopped.
    public var fault: DiagnosticReport?
    /// What it waits for, in words.
    public var note: String?

    init(_ row: ReplayRow, at now: Instant) {
        func moment(_ microseconds: Int64?) -> String? { microseconds.map { Instant(microseconds: $0).iso8601 } }
        let asked = JSONText.read(ReplayAsked.self, from: row.asked)
        id = row.id.description
        action = row.action.rawValue
        filter = asked?.filter ?? [:]
        named = asked?.documents
        anyway = row.anyway
        state = row.state.rawValue
        phase = row.state == .running || row.state == .paused ? row.phase.rawValue : nil
        version = row.version
        documents = Int(row.counts.items)
        ready = Int(row.counts.ready)
        blocked = Int(row.counts.blocked)
        impossible = Int(row.counts.impossible)
        done = Int(row.counts.applied)
        already = Int(row.counts.already)
        refused = Int(row.counts.refused)
        left = Int(row.counts.left)
        canary = Int(row.canary)
        rate = row.rate.map(Int.init)
        needs = row.action.isRisky ? Role.approver.rawValue : nil
        madeBy = row.madeBy
        madeAt = Instant(microseconds: row.madeAt).iso8601
        expiresAt = Instant(microseconds: row.expiresAt).iso8601
        reason = row.reason
        startedBy = row.startedBy
        startedAt = moment(row.startedAt)
        endedBy = row.endedBy
        endedAt = moment(row.endedAt)
        fault = row.fault.flatMap { JSONText.read(Diagnostic.self, from: $0) }.map { DiagnosticReport($0) }
        note = row.note
        // Its pace says nothing of what comes while it waits for the canary.
        guard row.state == .running, row.phase == .whole, let since = row.markAt else { return }
        let seconds = Double(now.microseconds - since) / 1e6
        let count = row.counts.done - row.markDone
        guard seconds >= 1, count > 0 else { return }
        let perSecond = Double(count) / seconds
        pace = (perSecond * 10).rounded() / 10
        expectedEnd = now.adding(seconds: Double(left) / perSecond).iso8601
    }
}

/// A replay with what its documents have in common.
public struct ReplayReport: Sendable, Codable, Hashable {
    /// How many documents stand in one way in the replay.
    public struct Group: Sendable, Codable, Hashable {
        /// ready, blocked, impossible, applied, already or refused.
        public var state: String
        public var code: String?
        /// Why, in words.
        public var because: String?
        /// The status that the plan found.
        public var was: String
        public var documents: Int
    }

    /// How many documents go to a back end, or came from a partner.
    public struct Share: Sendable, Codable, Hashable {
        public var name: String
        /// All of the plan.
        public var documents: Int
        /// Those with which it cannot be done, or was refused.
        public var without: Int
    }

    /// Where documents stand now with which it was done.
    public struct End: Sendable, Codable, Hashable {
        public var status: String
        public var code: String?
        public var documents: Int
    }

    /// A document behind which others wait.
    public struct Blocker: Sendable, Codable, Hashable {
        public var document: String
        public var code: String
        public var documents: Int
    }

    public var replay: ReplayView
    public var groups: [Group]
    public var backends: [Share]
    public var partners: [Share]
    /// Where what was done stands now.
    public var ends: [End]
    /// The documents that hold up most, the first few.
    public var blockers: [Blocker]
    /// What today's mapping would change; of a plan to reprocess.
    public var sample: ReplaySample?

    private static let mostBlockers = 20

    init(_ row: ReplayRow, in transaction: any Transaction, at now: Instant) throws {
        replay = ReplayView(row, at: now)
        groups = try transaction.replayCounts(row.id).map { count in
            let words = count.code.map {
                Catalogue.english.wording(
                    of: Diagnostic(
                        Code(rawValue: $0),
                        facts: [
                            "status": count.name, "action": "taken for \(row.action.rawValue)",
                            "backend": "its back end",
                            "rule": "", "fix": "",
                        ])
                ).message
            }
            return Group(
                state: count.state.rawValue, code: count.code, because: words, was: count.name,
                documents: count.documents)
        }
        backends = Self.shares(try transaction.replayBackends(row.id))
        partners = Self.shares(try transaction.replaySenders(row.id))
        ends = try transaction.replayEnds(row.id).map {
            End(status: $0.name, code: $0.code, documents: $0.documents)
        }
        blockers = try transaction.replayBlockers(row.id, limit: Self.mostBlockers).map {
            Blocker(document: $0.document.description, code: $0.code, documents: $0.count)
        }
        sample = row.sample.flatMap { JSONText.read(ReplaySample.self, from: $0) }
    }

    private static func shares(_ counts: [ReplayCount]) -> [Share] {
        Dictionary(grouping: counts, by: \.name).sorted { $0.key < $1.key }.map { name, counts in
            Share(
                name: name, documents: counts.map(\.documents).reduce(0, +),
                without: counts.filter { $0.state == .impossible || $0.state == .refused }.map(\.documents)
                    .reduce(0, +))
        }
    }
}

/// One document of a replay.
public struct ReplayItemView: Sendable, Codable, Hashable {
    /// Its place, from 1, in accept order.
    public var number: Int
    public var document: String
    public var orderKey: String?
    public var backend: String?
    /// ready, blocked, impossible, applied, already or refused.
    public var state: String
    public var code: String?
    /// The document behind which it waits.
    public var behind: String?
    public var canary: Bool
    /// The status that the plan found.
    public var was: String
    /// Its status now.
    public var status: String?
    /// When its turn came.
    public var at: String?

    init(_ row: ReplayItemRow, status: DocumentStatus?) {
        number = Int(row.number)
        document = row.document.description
        orderKey = row.orderKey
        backend = row.backend
        state = row.state.rawValue
        code = row.code
        behind = row.ahead?.description
        canary = row.isCanary
        was = row.plannedAs.rawValue
        self.status = status?.rawValue
        at = row.at.map { Instant(microseconds: $0).iso8601 }
    }
}
