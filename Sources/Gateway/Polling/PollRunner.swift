import Diagnostics
import Intake
import Logging
import Rollout
import Store

/// Fetches what one back end made, page by page, each document once by its id there. The cursor moves on once a page's
/// documents are kept: what is read again after a crash is known by its ids.
final class PollRunner: Sendable {
    private let backend: String
    private let source: PollSource
    private let every: Double
    private let database: any Database
    private let submissions: Submissions
    private let node: UniqueID
    private let underWay: AttemptsUnderWay
    private let clock: Clock
    private let logger: Logger

    /// How long one read may take, from its beginning to the record of what came of it, in microseconds.
    private static let lease: Int64 = 600_000_000
    /// How often a poll that fails is tried again at the most, in seconds.
    private static let pause = 5.0

    init(
        _ backend: String, _ source: PollSource, database: any Database, submissions: Submissions, node: UniqueID,
        clock: Clock, logger: Logger
    ) {
        self.backend = backend
        self.source = source
        every = source.everySeconds
        self.database = database
        self.submissions = submissions
        self.node = node
        underWay = AttemptsUnderWay(database: database, clock: clock)
        self.clock = clock
        self.logger = logger
    }

    /// Runs until its task is cancelled.
    func run() async {
        var isKnown = false
        while !Task.isCancelled {
            do {
                if !isKnown {
                    let now = clock.now().microseconds
                    try await database.write { [backend] in try $0.insertPoll(of: backend, at: now) }
                    isKnown = true
                }
                if let row = try await begin() {
                    try await read(row)
                } else {
                    try? await Task.sleep(for: .seconds(min(1, every)))
                }
            } catch {
                logger.warning(
                    "a back end cannot be polled", metadata: ["backend": "\(backend)", "error": "\(error)"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
        await source.shutdown()
    }

    private func begin() async throws -> PollRow? {
        let (backend, node, now) = (backend, node, clock.now().microseconds)
        guard try await database.read({ try $0.hasDuePoll(of: backend, at: now) }) else { return nil }
        return try await database.write {
            try $0.beginPoll(of: backend, node: node, until: now + Self.lease, at: now)
        }
    }

    /// Asks for one page and keeps what it holds.
    private func read(_ start: PollRow) async throws {
        var row = start
        switch await source.page(behind: row.cursor) {
        case .later(let words, let seconds):
            // Who stops asks no more, and nobody failed.
            if Task.isCancelled { return }
            let fault = Diagnostic("poll.silent", value: backend, facts: ["backend": backend, "detail": words])
            try await fail(&row, fault, after: max(seconds ?? 0, min(every, Self.pause)))
        case .fault(let fault): try await fail(&row, fault)
        case .page(let page): try await take(page, &row)
        }
    }

    private func take(_ page: PolledPage, _ row: inout PollRow) async throws {
        if !page.documents.isEmpty {
            if page.cursor == row.cursor {
                return try await fail(
                    &row, Diagnostic("poll.cursor-stands", value: page.cursor, facts: ["backend": backend]))
            }
            guard try await underWay.haveResults(at: backend) else {
                return try await fail(
                    &row, Diagnostic("poll.deliveries-open", value: backend, facts: ["backend": backend]))
            }
        }
        var refused: Diagnostic?
        for document in page.documents {
            if let fault = try await keep(document) { refused = fault }
        }
        row.cursor = page.cursor ?? row.cursor
        row.documents += Int64(page.documents.count)
        row.fault = refused.flatMap { JSONText.of($0) }
        row.readAt = clock.now().microseconds
        let isFull = page.documents.count == source.limit
        if !isFull { row.endedRead = row.reads }
        try await end(row, after: isFull ? 0 : every)
    }

    /// Keeps a document.
    ///
    /// - Returns: Why it cannot be kept, of one that no later try would help.
    private func keep(_ document: PolledPage.Document) async throws -> Diagnostic? {
        let submission = Submission(
            sender: BackendSender.name(of: backend), channel: "poll", fileName: nil,
            contentType: document.contentType, idempotencyKey: document.id, bytes: document.bytes)
        if let fault = document.fault { return try await refuse(submission, for: fault) }
        do {
            _ = try await submissions.submit(submission)
            return nil
        } catch let error as GatewayError where error.kind != .unavailable {
            return try await refuse(
                submission,
                for: Diagnostic(
                    "poll.document-refused", value: document.id,
                    facts: ["backend": backend, "reason": Catalogue.english.wording(of: error.diagnostic).message]))
        }
    }

    private func refuse(_ submission: Submission, for fault: Diagnostic) async throws -> Diagnostic {
        try await submissions.keep(submission, refusedFor: fault)
        try await note("poll.document-refused", fault)
        return fault
    }

    /// Ends a read that came to nothing, and says so once.
    private func fail(_ row: inout PollRow, _ fault: Diagnostic, after seconds: Double? = nil) async throws {
        let text = JSONText.of(fault)
        let isNew = row.fault != text
        row.fault = text
        try await end(row, after: seconds ?? max(every, Self.pause))
        guard isNew else { return }
        logger.warning("a poll came to nothing", metadata: ["backend": "\(backend)", "code": "\(fault.code)"])
        try await note("poll.failed", fault)
    }

    private func note(_ kind: String, _ fault: Diagnostic) async throws {
        let (backend, now) = (backend, clock.now().microseconds)
        try await database.write { transaction in
            try transaction.append([
                EventRow(at: now, kind: kind, subject: backend, data: JSONText.of(DiagnosticReport(fault)) ?? "{}")
            ])
        }
    }

    private func end(_ present: PollRow, after seconds: Double) async throws {
        var row = present
        let now = clock.now()
        row.dueAt = now.adding(seconds: seconds).microseconds
        let (written, node) = (row, node)
        _ = try await database.write { try $0.endPoll(written, node: node, at: now.microseconds) }
    }
}
