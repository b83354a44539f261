public import Diagnostics
import Intake
import Rollout
import Store

/// Failures of one cause.
public struct ProblemView: Sendable, Codable, Hashable {
    public var id: String
    /// What fails: document, delivery (a copy, or a step of a transfer), interchange; backend for what waits while one is down;
    /// silence for what a partner did not send, expectation for what a back end did not say.
    public var kind: String
    /// The stage at which it stops.
    public var stage: String
    public var code: String
    /// Who sent what fails; nil where that is no matter.
    public var sender: String?
    public var backend: String?
    public var function: String?
    public var site: String?
    /// The rule that is broken: a place in the message, a missing code, what a back end says without its numbers.
    public var rule: String?
    /// The first fault in words.
    public var fault: DiagnosticReport
    /// open, taken, ignored, resolved.
    public var state: String
    public var owner: String?
    /// Why it is ignored, or was resolved by a person.
    public var reason: String?
    /// How often something failed so.
    public var failures: Int
    /// How many still stand.
    public var standing: Int
    public var firstAt: String
    public var lastAt: String
    public var resolvedAt: String?
    /// The newest document, delivery or interchange in it.
    public var newest: String?

    init(_ row: ProblemRow) {
        id = row.id.description
        kind = row.cause.kind.rawValue
        stage = row.cause.stage
        code = row.cause.code
        sender = row.cause.sender
        backend = row.cause.backend
        function = row.cause.function
        site = row.cause.site
        rule = row.cause.rule
        fault = DiagnosticReport(
            JSONText.read(Diagnostic.self, from: row.fault) ?? Diagnostic(Code(rawValue: row.cause.code)))
        state = row.state.rawValue
        owner = row.owner
        reason = row.reason
        failures = Int(row.failures)
        standing = Int(row.standing)
        firstAt = Instant(microseconds: row.firstAt).iso8601
        lastAt = Instant(microseconds: row.lastAt).iso8601
        resolvedAt = row.resolvedAt.map { Instant(microseconds: $0).iso8601 }
        newest = row.subject?.description
    }
}

/// One problem with its course, from the first failure to the last success.
public struct ProblemCourse: Sendable, Codable, Hashable {
    /// Documents that were or are in it, by where they stand now.
    public struct Count: Sendable, Codable, Hashable {
        public var status: String
        public var documents: Int
    }

    /// One hour in which something failed or settled.
    public struct Hour: Sendable, Codable, Hashable {
        public var hour: String
        public var failed: Int
        public var settled: Int

        init(_ hour: ProblemHour) {
            self.hour = Instant(microseconds: hour.begin).iso8601
            failed = Int(hour.failed)
            settled = Int(hour.settled)
        }
    }

    /// Something that happened to it.
    public struct Event: Sendable, Codable, Hashable {
        public var at: String
        /// opened, returned, taken, assigned, reopened, ignored, resolved.
        public var what: String
        public var by: String?
        public var owner: String?
        public var reason: String?

        private struct Facts: Decodable {
            var by: String?
            var owner: String?
            var reason: String?
        }

        init(_ row: EventRow) {
            at = Instant(microseconds: row.at).iso8601
            what = String(row.kind.dropFirst("problem.".count))
            let facts = JSONText.read(Facts.self, from: row.data)
            (by, owner, reason) = (facts?.by, facts?.owner, facts?.reason)
        }
    }

    public var problem: ProblemView
    public var documents: [Count]
    /// The last week's hours in which something happened.
    public var hours: [Hour]
    /// The first that stand: documents, or interchanges.
    public var standing: [String]
    public var events: [Event]
}
