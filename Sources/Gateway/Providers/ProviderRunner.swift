import ConfigurationFiles
import Diagnostics
import Digests
import Foundation
import Intake
import Logging
import Rollout
import Store

/// Fetches what a provider has for a partner: lists it, notes what is listed, fetches each, commits it, and only then confirms
/// it there. What was noted and is not confirmed is gone on with after a restart; one node asks at a time.
struct ProviderRunner: Sendable {
    let account: ProviderAccount
    let partner: String
    let list: ProviderAPI.List
    let fetch: ProviderAPI.Fetch
    let database: any Database
    let submissions: Submissions
    let caller: ProviderCaller
    let node: UniqueID
    let clock: Clock
    let logger: Logger

    /// How long a poll may take with all that is taken in it, in microseconds.
    private static let lease: Int64 = 900_000_000
    /// For how long documents of one poll are taken; the rest waits for the next.
    private static let longest = Duration.seconds(600)
    /// How many entries may be noted and not done with.
    static let mostEntries = 10_000
    /// How many pages one poll reads at most.
    private static let mostPages = 1_000
    /// After how many seconds a poll that came to nothing is made again, at the most.
    private static let pause = 30.0
    /// For how long an entry that cannot be fetched is tried, in seconds.
    private static let patience = 86_400.0
    /// The longest pause between two tries of an entry, in seconds.
    private static let longestPause = 3_600.0

    /// A runner of an account; nil for one from which nothing is fetched.
    init?(
        _ account: ProviderAccount, database: any Database, submissions: Submissions, node: UniqueID, clock: Clock,
        logger: Logger
    ) {
        guard let partner = account.partner, let list = account.api.list, let fetch = account.api.fetch else {
            return nil
        }
        (self.account, self.partner, self.list, self.fetch) = (account, partner, list, fetch)
        self.database = database
        self.submissions = submissions
        caller = ProviderCaller(account)
        self.node = node
        self.clock = clock
        self.logger = logger
    }

    /// Runs until its task is cancelled.
    func run() async {
        var isKnown = false
        while !Task.isCancelled {
            do {
                if !isKnown {
                    let (poll, now) = (account.pollName, clock.now().microseconds)
                    try await database.write { try $0.insertPoll(of: poll, at: now) }
                    isKnown = true
                }
                if let row = try await begin() {
                    try await poll(row)
                } else {
                    try? await Task.sleep(for: .seconds(min(1, account.everySeconds)))
                }
            } catch {
                logger.warning(
                    "a provider cannot be polled", metadata: ["provider": "\(account.name)", "error": "\(error)"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
        await caller.shutdown()
    }

    private func begin() async throws -> PollRow? {
        let (poll, node, now) = (account.pollName, node, clock.now().microseconds)
        guard try await database.read({ try $0.hasDuePoll(of: poll, at: now) }) else { return nil }
        return try await database.write {
            try $0.beginPoll(of: poll, node: node, until: now + Self.lease, at: now)
        }
    }

    private func poll(_ start: PollRow) async throws {
        var row = start
        let deadline = ContinuousClock.now + Self.longest
        // What was begun comes first: it was listed before, and nothing is asked for behind a crowd.
        var work = try await takeDue(until: deadline)
        row.documents += Int64(work.kept)
        var fault = work.fault
        var retryAfter: Double?
        if !work.isOver {
            let listed = try await readList(&row)
            fault = listed.fault ?? fault
            retryAfter = listed.retryAfter
            work = try await takeDue(until: deadline)
            row.documents += Int64(work.kept)
            fault = work.fault ?? fault
        }
        if fault == nil { fault = try await standingFault() }
        if Task.isCancelled { fault = nil }
        let isWell = fault == nil
        if isWell { row.endedRead = row.reads }
        let every = account.everySeconds
        try await end(&row, fault, after: isWell ? every : max(min(every, Self.pause), retryAfter ?? 0))
    }

    /// What keeps an entry from being done with, of one that waits for its next try.
    private func standingFault() async throws -> Diagnostic? {
        let provider = account.name
        return try await database.read { try $0.providerFault(of: provider) }
            .flatMap { JSONText.read(Diagnostic.self, from: $0) }
    }

    /// Writes what came of a poll, says once what is wrong, and shows it among the problems for as long as it is.
    private func end(_ row: inout PollRow, _ fault: Diagnostic?, after seconds: Double) async throws {
        let text = fault.flatMap { JSONText.of($0) }
        let isNew = text != nil && row.fault != text
        let now = clock.now()
        row.fault = text
        row.readAt = now.microseconds
        row.dueAt = now.adding(seconds: min(seconds, 86_400)).microseconds
        let (written, node, poll) = (row, node, account.pollName)
        try await database.write { transaction in
            _ = try transaction.endPoll(written, node: node, at: now.microseconds)
            guard let fault, let text else { return }
            try transaction.noteStanding(
                at: poll, code: fault.code.rawValue, stage: .receive, fault: text, count: 1, since: now.microseconds,
                at: now.microseconds)
            guard isNew else { return }
            try transaction.append([
                EventRow(
                    at: now.microseconds, kind: "poll.failed", subject: poll,
                    data: JSONText.of(DiagnosticReport(fault)) ?? "{}")
            ])
        }
        if isNew, let fault {
            logger.warning(
                "a poll of a provider came to nothing",
                metadata: ["provider": "\(account.name)", "code": "\(fault.code)"])
        }
    }
}

// MARK: - Listing

extension ProviderRunner {
    private struct Listed {
        var fault: Diagnostic?
        var retryAfter: Double?
    }

    /// Reads page after page and notes what is new, each page together with the cursor behind it.
    private func readList(_ row: inout PollRow) async throws -> Listed {
        var cursor: String?
        var isKept = false
        if case .cursor(_, let keeps) = list.paging {
            isKept = keeps
            cursor = keeps ? row.cursor : nil
        }
        var number = 0
        if case .number(let first) = list.paging { number = first }
        var link: String?
        var seen: Set<String> = []
        var visited: Set<String> = []
        var noted = 0
        var problem: Diagnostic?
        for _ in 0..<Self.mostPages where !Task.isCancelled {
            let provider = account.name
            let pending = try await database.read {
                try $0.countProviderEntries(of: provider, upTo: Self.mostEntries)
            }
            if pending >= Self.mostEntries {
                return Listed(fault: caller.fault("provider.backlog", list.call, value: String(pending)))
            }
            let page: ProviderPage
            do throws(ProviderCaller.Fault) {
                let facts = [
                    "cursor": cursor ?? "", "page": String(account.api.limits.page), "number": String(number),
                ]
                let answer = try await caller.answer(to: list.call, facts, at: link)
                page = try ProviderPage(answer, list, caller)
            } catch {
                return Listed(fault: error.diagnostic, retryAfter: error.retryAfter)
            }
            let fresh = page.entries.filter { seen.insert($0.id).inserted }
            for one in page.unusable {
                try await keepUnusable(one.text, one.fault)
                problem = one.fault
            }
            let next = page.cursor ?? cursor
            noted += try await note(fresh, cursor: isKept ? next : row.cursor, of: row)
            if isKept { row.cursor = next }
            if noted >= account.api.limits.perPoll { return Listed(fault: problem) }
            switch list.paging {
            case .none: return Listed(fault: problem)
            case .cursor:
                guard page.count > 0, let behind = page.cursor else { return Listed(fault: problem) }
                guard behind != cursor, visited.insert(behind).inserted else {
                    return Listed(fault: caller.fault("provider.pages-stand", list.call, value: behind))
                }
                cursor = behind
            case .number:
                guard page.count > 0 else { return Listed(fault: problem) }
                // A page that repeats what was seen is the last one again, or all of them.
                if fresh.isEmpty, page.unusable.isEmpty, !page.entries.isEmpty {
                    return Listed(fault: caller.fault("provider.pages-stand", list.call, value: String(number)))
                }
                number += 1
            case .next, .link:
                guard let target = page.link else { return Listed(fault: problem) }
                guard target != link, visited.insert(target).inserted else {
                    return Listed(fault: caller.fault("provider.pages-stand", list.call, value: target))
                }
                link = target
            }
        }
        return Listed(fault: problem)
    }

    /// Notes entries and the cursor behind them in one transaction. What is kept already and can be confirmed is confirmed again:
    /// the provider has not heard it.
    ///
    /// - Returns: How many are new.
    private func note(_ entries: [ProviderPage.Entry], cursor: String?, of row: PollRow) async throws -> Int {
        let (partner, account, node) = (partner, account, node)
        let keys = entries.map { Self.key(of: $0.id, account) }
        let now = clock.now().microseconds
        let confirms = account.api.confirm != nil
        return try await database.write { transaction in
            var rows: [ProviderEntryRow] = []
            for (place, entry) in entries.enumerated() {
                let isKept = try transaction.hasAccepted(key: keys[place], from: partner)
                if isKept, !confirms { continue }
                rows.append(
                    ProviderEntryRow(
                        provider: account.name, entry: entry.id, state: isKept ? .kept : .listed,
                        facts: JSONText.of(entry.fields) ?? "{}", listedAt: now,
                        // In the order of the list.
                        dueAt: now - Int64(entries.count - place)))
            }
            try transaction.insertProviderEntries(rows, at: now)
            try transaction.movePoll(row.backend, to: cursor, node: node, at: now)
            return rows.filter { $0.state == .listed }.count
        }
    }

    /// Keeps what a list holds and nobody can fetch, once, where people see it.
    private func keepUnusable(_ text: String, _ fault: Diagnostic) async throws {
        let digest = Digests.sha256Hex(Array(text.utf8)).prefix(32)
        try await submissions.keep(
            Submission(
                sender: partner, channel: "provider", contentType: "application/json",
                idempotencyKey: "provider/\(account.name)/entry/\(digest)", bytes: Array(text.utf8)),
            refusedFor: caller.fault(
                "provider.entry-form", list.call, value: fault.value, at: fault.position))
    }

    /// The key of an entry's interchange.
    private static func key(of entry: String, _ account: ProviderAccount) -> String {
        "provider/\(account.name)/\(entry)"
    }
}

// MARK: - Fetching, keeping, confirming

extension ProviderRunner {
    private struct Work {
        var kept = 0
        var fault: Diagnostic?
        /// There is no use in going on: the provider is silent, or lets us in no more.
        var isOver = false
    }

    private enum Fetched: Sendable {
        case document(ProviderDocument)
        /// It was kept before.
        case known
        case fault(ProviderCaller.Fault)
    }

    /// Goes on with what is due, in the order of the list, some at a time.
    private func takeDue(until deadline: ContinuousClock.Instant) async throws -> Work {
        var work = Work()
        let (provider, from) = (account.name, clock.now().microseconds)
        while !Task.isCancelled, ContinuousClock.now < deadline {
            let rows = try await database.read {
                try $0.dueProviderEntries(of: provider, at: from, limit: ProviderCaller.lanes)
            }
            guard !rows.isEmpty else { break }
            let fetched = await fetchAll(rows)
            var kept: [ProviderEntryRow] = []
            var silent = 0
            for (row, result) in zip(rows, fetched) {
                // Who stops leaves the rest for the next start.
                if Task.isCancelled { return work }
                switch result {
                case .known: kept.append(try await markKept(row))
                case .document(let document):
                    if let fault = try await keep(document, of: row) { work.fault = fault }
                    work.kept += 1
                    kept.append(try await markKept(row))
                case .fault(let fault):
                    work.fault = fault.diagnostic
                    if fault.kind != .refused { silent += 1 }
                    try await postpone(row, fault)
                }
            }
            if let fault = try await confirm(kept) {
                work.fault = fault.diagnostic
                if fault.kind != .refused { silent += 1 }
            }
            if silent >= rows.count {
                work.isOver = true
                break
            }
        }
        return work
    }

    private func fetchAll(_ rows: [ProviderEntryRow]) async -> [Fetched] {
        await withTaskGroup(of: (Int, Fetched).self) { group in
            for (place, row) in rows.enumerated() { group.addTask { (place, await self.fetched(row)) } }
            var results = [Fetched](repeating: .known, count: rows.count)
            for await (place, result) in group { results[place] = result }
            return results
        }
    }

    private func fetched(_ row: ProviderEntryRow) async -> Fetched {
        if row.state == .kept { return .known }
        let (key, partner) = (Self.key(of: row.entry, account), partner)
        // A crash between the commit and its note.
        if let isKept = try? await database.read({ try $0.hasAccepted(key: key, from: partner) }), isKept {
            return .known
        }
        do throws(ProviderCaller.Fault) {
            let answer = try await caller.answer(to: fetch.call, facts(of: row))
            return .document(try ProviderDocument(answer, fetch, caller))
        } catch {
            return .fault(error)
        }
    }

    private func facts(of row: ProviderEntryRow) -> [String: String] {
        var facts = JSONText.read([String: String].self, from: row.facts) ?? [:]
        facts["id"] = row.entry
        return facts
    }

    /// Commits a document.
    ///
    /// - Returns: Why it is kept as one that nobody can read, of one that no later try would help.
    private func keep(_ document: ProviderDocument, of row: ProviderEntryRow) async throws -> Diagnostic? {
        let submission = Submission(
            sender: partner, channel: "provider", fileName: document.fileName ?? row.entry,
            contentType: document.contentType, idempotencyKey: Self.key(of: row.entry, account),
            bytes: document.bytes)
        do {
            _ = try await submissions.submit(submission)
            return nil
        } catch let error as GatewayError where error.kind != .unavailable {
            let fault = caller.fault(
                "provider.document-refused", fetch.call, value: row.entry,
                facts: ["reason": ProviderCaller.sentence(error.diagnostic)])
            try await submissions.keep(submission, refusedFor: fault)
            return fault
        }
    }

    /// Notes that an entry's document is committed; where nothing is to be confirmed that is its end.
    private func markKept(_ row: ProviderEntryRow) async throws -> ProviderEntryRow {
        var kept = row
        if row.state == .listed {
            kept.state = .kept
            kept.attempts = 0
            kept.fault = nil
        }
        let (written, now, confirms) = (kept, clock.now().microseconds, account.api.confirm != nil)
        try await database.write { transaction in
            if confirms {
                try transaction.updateProviderEntry(written, at: now)
            } else {
                try transaction.deleteProviderEntries([written.entry], of: written.provider)
            }
        }
        return kept
    }

    /// Confirms what is kept, and lets go of it; what is lost on the way is said again later.
    private func confirm(_ rows: [ProviderEntryRow]) async throws -> ProviderCaller.Fault? {
        guard let confirm = account.api.confirm, !rows.isEmpty else { return nil }
        let results = await withTaskGroup(of: (Int, ProviderCaller.Fault?).self) { group in
            for (place, row) in rows.enumerated() {
                group.addTask {
                    do throws(ProviderCaller.Fault) {
                        _ = try await caller.answer(to: confirm.call, facts(of: row), accepting: confirm.already)
                        return (place, nil)
                    } catch {
                        return (place, error)
                    }
                }
            }
            return await group.reduce(into: [Int: ProviderCaller.Fault]()) { $0[$1.0] = $1.1 }
        }
        let provider = account.name
        let done = rows.indices.filter { results[$0] == nil }.map { rows[$0].entry }
        if !done.isEmpty {
            try await database.write { try $0.deleteProviderEntries(done, of: provider) }
        }
        for (place, fault) in results { try await postpone(rows[place], fault) }
        return results.values.first
    }

    /// Puts an entry off; one that could not be fetched for long goes, with what is known of it kept for people.
    private func postpone(_ row: ProviderEntryRow, _ fault: ProviderCaller.Fault) async throws {
        var row = row
        let now = clock.now()
        row.attempts += 1
        row.fault = JSONText.of(fault.diagnostic)
        let wait = min(Self.longestPause, 5 * pow(2, Double(min(row.attempts, 20)) - 1))
        row.dueAt = now.adding(seconds: max(wait, min(fault.retryAfter ?? 0, Self.longestPause))).microseconds
        let isLost =
            row.state == .listed && fault.kind == .refused
            && now >= Instant(microseconds: row.listedAt).adding(seconds: Self.patience)
        let written = row
        if isLost {
            try await submissions.keep(
                Submission(
                    sender: partner, channel: "provider", fileName: row.entry, contentType: "application/json",
                    idempotencyKey: Self.key(of: row.entry, account) + "/lost",
                    bytes: Array((JSONText.of(facts(of: row)) ?? "{}").utf8)),
                refusedFor: caller.fault(
                    "provider.entry-lost", fetch.call, value: row.entry,
                    facts: ["reason": ProviderCaller.sentence(fault.diagnostic)]))
            try await database.write { try $0.deleteProviderEntries([written.entry], of: written.provider) }
        } else {
            try await database.write { try $0.updateProviderEntry(written, at: now.microseconds) }
        }
    }
}
