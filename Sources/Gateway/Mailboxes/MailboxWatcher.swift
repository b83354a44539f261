import ConfigurationFiles
import Diagnostics
import Foundation
import Glibc
import Intake
import Logging
import Rollout
import Store

/// Looks which files of a mailbox are gone: they were fetched. Whoever fetches deletes a file, or moves it into `fetched`.
struct MailboxWatcher: Sendable {
    let mailbox: Mailbox
    let database: any Database
    let clock: Clock
    let logger: Logger
    /// What was written about interchanges.
    let changed: @Sendable ([String]) -> Void

    /// What says that a document was fetched.
    static let source = "mailbox"
    private static let round = Duration.seconds(1)
    private static let page = 500
    /// How often what is overdue is said, in rounds.
    private static let roundsToOverdue = 10
    /// For how long what was moved into `fetched` is kept, in seconds.
    private static let keeping = 7 * 86_400.0

    /// Runs until its task is cancelled.
    func run() async {
        var rounds = 0
        var folder: FolderIdentity?
        while !Task.isCancelled {
            do {
                try await look(&folder, saysOverdue: rounds.isMultiple(of: Self.roundsToOverdue))
                if rounds.isMultiple(of: 3_600) { clearFetched() }
            } catch {
                logger.debug(
                    "a mailbox is looked at later", metadata: ["mailbox": "\(mailbox.name)", "error": "\(error)"])
            }
            rounds += 1
            try? await Task.sleep(for: Self.round)
        }
    }

    private func look(_ known: inout FolderIdentity?, saysOverdue: Bool) async throws {
        var last: MailboxFileRow?
        var present: Set<String>?
        var overdue: (count: Int64, since: Int64, name: String) = (0, 0, "")
        let now = clock.now()
        repeat {
            let (name, behind) = (mailbox.name, last)
            let rows = try await database.read {
                try $0.unfetchedFiles(in: name, behind: behind, limit: Self.page)
            }
            guard !rows.isEmpty else { break }
            if present == nil {
                // Behind what the store knows, so that what is put meanwhile is not missed. Another folder than before, such as the place of
                // one that is not mounted, says nothing of what was fetched.
                guard let identity = FolderIdentity(mailbox.out), known == nil || known == identity,
                    let names = try? FileManager.default.contentsOfDirectory(atPath: mailbox.out)
                else {
                    return try await tell(
                        Diagnostic(
                            "mailbox.folder-lost", value: mailbox.out, facts: ["mailbox": mailbox.name]),
                        count: Int64(rows.count), since: now, now)
                }
                known = identity
                present = Set(names)
            }
            let gone = rows.filter { present?.contains($0.name) == false }
            try await note(gone, at: now)
            for row in rows where row.dueAt <= now.microseconds && present?.contains(row.name) == true {
                if overdue.count == 0 { overdue = (0, row.dueAt, row.name) }
                overdue.count += 1
            }
            last = rows.count == Self.page ? rows.last : nil
        } while last != nil && !Task.isCancelled
        guard saysOverdue, overdue.count > 0 else { return }
        try await tell(
            Diagnostic(
                "mailbox.overdue", value: overdue.name,
                facts: [
                    "mailbox": mailbox.name, "count": "\(overdue.count)",
                    "due": Instant(microseconds: overdue.since).iso8601,
                ]), count: overdue.count, since: Instant(microseconds: overdue.since), now)
    }

    private func note(_ gone: [MailboxFileRow], at now: Instant) async throws {
        guard !gone.isEmpty else { return }
        let interchanges = try await database.write { transaction -> Set<String> in
            let moves = gone.map { SentMove($0.deliveryID, .withPartner, by: Self.source) }
            try AnsweredDocuments(moves, at: now).write(to: transaction)
            try transaction.markFetched(gone.map(\.deliveryID), at: now.microseconds)
            var interchanges: Set<String> = []
            for row in gone {
                guard let delivery = try transaction.delivery(row.deliveryID) else { continue }
                interchanges.insert(delivery.interchangeID.description)
                try transaction.append([
                    EventRow(
                        at: now.microseconds, kind: "delivery.fetched", subject: delivery.documentID.description,
                        data: JSONText.object(["mailbox": .text(row.mailbox), "file": .text(row.name)]))
                ])
            }
            return interchanges
        }
        changed(interchanges.sorted())
    }

    private func tell(_ fault: Diagnostic, count: Int64, since: Instant, _ now: Instant) async throws {
        let name = "mailbox:" + mailbox.name
        try await database.write {
            try $0.noteStanding(
                at: name, code: fault.code.rawValue, stage: .deliver, fault: JSONText.of(fault) ?? "{}", count: count,
                since: since.microseconds, at: now.microseconds)
        }
    }

    /// Removes what was moved away long ago.
    private func clearFetched() {
        let before = Date(timeIntervalSinceNow: -Self.keeping)
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: mailbox.fetched)) ?? [] {
            let path = mailbox.fetched + "/" + name
            guard let facts = try? files.attributesOfItem(atPath: path),
                facts[.type] as? FileAttributeType == .typeRegular,
                let changed = facts[.modificationDate] as? Date, changed < before
            else { continue }
            try? files.removeItem(atPath: path)
        }
    }
}

/// Which folder stands at a path.
private struct FolderIdentity: Equatable {
    private let device: UInt64
    private let number: UInt64

    init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        device = UInt64(facts.st_dev)
        number = UInt64(facts.st_ino)
    }
}
