import Channels
import ConfigurationFiles
import Diagnostics
import Intake
import Digests
import Foundation
import Logging
import Rollout
import Store
import Synchronization

/// Takes the finished files of a folder on a server in, each as one interchange, and lets a file go only once its bytes are
/// committed. A file that is read again after a crash is known by its name, time, size and bytes, and is not taken twice.
/// One node looks at a time.
final class FileServerWatcher: Sendable {
    private let folder: WatchedFolder
    private let source: FileServerSource
    private let way: String
    private let poll: String
    private let database: any Database
    private let submissions: Submissions
    private let node: UniqueID
    private let underWay: AttemptsUnderWay
    private let clock: Clock
    private let logger: Logger

    /// The bytes of a file at the most, whatever its partner may send: it is held in memory whole.
    static let largest = 256 << 20
    /// How long a look may take with all that is taken in it, in microseconds.
    private static let lease: Int64 = 900_000_000
    /// For how long files of one look are taken; the rest waits for the next.
    private static let longest = Duration.seconds(600)
    /// How many connections there are at most.
    private static let lanes = 4
    /// How many files and bytes go one way together.
    private static let mostFiles = 100
    private static let mostBytes = 8 << 20

    /// A watcher of a folder on a server; nil for one on this machine.
    init?(
        _ folder: WatchedFolder, largest: Int, database: any Database, submissions: Submissions, node: UniqueID,
        clock: Clock, logger: Logger
    ) {
        guard let server = folder.server else { return nil }
        self.folder = folder
        way = server.way.rawValue
        poll = folder.pollName
        self.database = database
        self.submissions = submissions
        self.node = node
        underWay = AttemptsUnderWay(database: database, clock: clock)
        self.clock = clock
        self.logger = logger
        var done: String?
        if case .move(let target) = folder.accepted { done = target }
        source = FileServerSource(
            FileServerTarget(server), done: done, rejected: folder.rejected, largest: largest,
            connections: Self.lanes)
    }

    /// Looks until its task is cancelled.
    func run() async {
        var isKnown = false
        while !Task.isCancelled {
            do {
                if !isKnown {
                    let (poll, now) = (poll, clock.now().microseconds)
                    try await database.write { try $0.insertPoll(of: poll, at: now) }
                    isKnown = true
                }
                if let row = try await begin() {
                    try await look(row)
                } else {
                    try? await Task.sleep(for: .seconds(min(1, max(0.05, folder.settleSeconds))))
                }
            } catch {
                logger.warning(
                    "a folder on a server cannot be watched",
                    metadata: ["folder": "\(folder.name)", "error": "\(error)"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
        await source.shutdown()
    }

    private func begin() async throws -> PollRow? {
        let (poll, node, now) = (poll, node, clock.now().microseconds)
        guard try await database.read({ try $0.hasDuePoll(of: poll, at: now) }) else { return nil }
        return try await database.write {
            try $0.beginPoll(of: poll, node: node, until: now + Self.lease, at: now)
        }
    }

    private func look(_ start: PollRow) async throws {
        var row = start
        var fault: Diagnostic?
        var isComplete = false
        var pause = folder.everySeconds
        do throws(FileServerFault) {
            let look = try await source.look()
            let isFree = await isFree(for: look.files)
            let taken = try await take(isFree ? look.files : [])
            row.documents += Int64(taken.accepted)
            isComplete = look.unfinished == 0 && taken.left == 0
            if !isComplete { pause = min(pause, max(0.05, folder.settleSeconds)) }
            if !isFree, let backend = BackendSender.backend(of: folder.partner) {
                isComplete = false
                fault = Diagnostic("poll.deliveries-open", value: backend, facts: ["backend": backend])
            }
            if look.unusable > 0 {
                fault = Diagnostic(
                    "receive.names-unusable", .warning, value: folder.path, facts: ["count": "\(look.unusable)"])
            }
            if let name = look.large.first {
                fault = Diagnostic("remote.file-large", value: "\(folder.path)/\(name)")
            }
        } catch {
            // Who stops asks no more, and nobody failed.
            fault = Task.isCancelled ? nil : error.diagnostic
        }
        if isComplete { row.endedRead = row.reads }
        try await end(&row, fault, after: pause)
    }

    /// Whether files may be taken: those of a back end once every delivery to it that has begun has a result.
    private func isFree(for files: [RemoteFile]) async -> Bool {
        guard !files.isEmpty, let backend = BackendSender.backend(of: folder.partner) else { return true }
        return (try? await underWay.haveResults(at: backend)) ?? false
    }

    /// Writes what came of a look, and says once what is wrong.
    private func end(_ row: inout PollRow, _ fault: Diagnostic?, after seconds: Double) async throws {
        let text = fault.flatMap { JSONText.of($0) }
        let isNew = text != nil && row.fault != text
        let now = clock.now()
        row.fault = text
        row.readAt = now.microseconds
        row.dueAt = now.adding(seconds: seconds).microseconds
        let (written, node, poll) = (row, node, poll)
        try await database.write { transaction in
            _ = try transaction.endPoll(written, node: node, at: now.microseconds)
            guard isNew, let fault else { return }
            try transaction.append([
                EventRow(
                    at: now.microseconds, kind: "poll.failed", subject: poll,
                    data: JSONText.of(DiagnosticReport(fault)) ?? "{}")
            ])
        }
        if isNew, let fault {
            logger.warning(
                "a folder on a server gave nothing",
                metadata: ["folder": "\(folder.name)", "code": "\(fault.code)"])
        }
    }
}

// MARK: - Taking

extension FileServerWatcher {
    /// What became of files.
    private struct Taken {
        var accepted = 0
        /// How many are there still.
        var left = 0
    }

    /// Chunks that lanes take one by one.
    private final class Chunks: Sendable {
        private let rest: Mutex<ArraySlice<[RemoteFile]>>

        init(_ chunks: [[RemoteFile]]) { rest = Mutex(chunks[...]) }

        func next() -> [RemoteFile]? { rest.withLock { $0.popFirst() } }
    }

    private typealias Ended = (file: RemoteFile, end: FileServerSource.End, name: String)

    /// Takes files, the large ones one after the other, for each is held in memory whole.
    private func take(_ files: [RemoteFile]) async throws(FileServerFault) -> Taken {
        var taken = try await take(small: files.filter { $0.size <= Self.mostBytes })
        for file in files where file.size > Self.mostBytes {
            let one = Task.isCancelled ? Taken(left: 1) : try await take(chunk: [file])
            taken.accepted += one.accepted
            taken.left += one.left
        }
        return taken
    }

    /// Takes files on several connections, a chunk at a time on each.
    private func take(small files: [RemoteFile]) async throws(FileServerFault) -> Taken {
        let chunks = Chunks(Self.chunks(files))
        let deadline = ContinuousClock.now + Self.longest
        let results = await withTaskGroup(of: Result<Taken, FileServerFault>.self) { group in
            for _ in 0..<Self.lanes {
                group.addTask {
                    var taken = Taken()
                    while let chunk = chunks.next() {
                        guard ContinuousClock.now < deadline, !Task.isCancelled else {
                            taken.left += chunk.count
                            continue
                        }
                        do throws(FileServerFault) {
                            let one = try await self.take(chunk: chunk)
                            taken.accepted += one.accepted
                            taken.left += one.left
                        } catch {
                            return .failure(error)
                        }
                    }
                    return .success(taken)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var sum = Taken()
        for result in results {
            let one = try result.get()
            sum.accepted += one.accepted
            sum.left += one.left
        }
        return sum
    }

    private static func chunks(_ files: [RemoteFile]) -> [[RemoteFile]] {
        var chunks: [[RemoteFile]] = []
        var bytes = 0
        for file in files {
            bytes += file.size
            if let last = chunks.last, last.count < mostFiles, bytes <= mostBytes {
                chunks[chunks.count - 1].append(file)
            } else {
                chunks.append([file])
                bytes = file.size
            }
        }
        return chunks
    }

    private func take(chunk: [RemoteFile]) async throws(FileServerFault) -> Taken {
        try await source.claim(chunk)
        var fault: FileServerFault?
        var unclaimed: RemoteFile?
        // Read one after the other on this lane's connection, committed together.
        let ended = await withTaskGroup(of: Ended?.self) { group in
            for file in chunk {
                do throws(FileServerFault) {
                    let (bytes, modified) = try await source.read(file)
                    group.addTask { await self.keep(file, bytes, modified) }
                } catch {
                    switch error.kind {
                    case .large: group.addTask { (file, .left, "") }
                    case .missing: unclaimed = unclaimed ?? file
                    case .refused: fault = fault ?? error
                    case .unreached, .lost: fault = error
                    }
                    if error.kind == .unreached || error.kind == .lost { break }
                }
            }
            return await group.reduce(into: [Ended]()) { all, one in if let one { all.append(one) } }
        }
        if let fault, ended.isEmpty { throw fault }
        try await source.dispose(of: ended)
        if let fault { throw fault }
        if let unclaimed { try await source.claim(alone: unclaimed) }
        return Taken(accepted: ended.filter { $0.end == .accepted }.count, left: chunk.count - ended.count)
    }

    /// Commits a file; nil when it waits.
    private func keep(_ file: RemoteFile, _ bytes: [UInt8], _ modified: Int64?) async -> Ended? {
        let digest = Digests.sha256Hex(bytes)
        let submission = Submission(
            sender: folder.partner, channel: way, fileName: file.name,
            idempotencyKey:
                "\(way)/\(folder.name)/\(file.name)/\(modified ?? 0)/\(bytes.count)/\(digest.prefix(32))",
            bytes: bytes)
        do {
            let receipt = try await submit(submission)
            logger.debug(
                "a file was accepted",
                metadata: ["folder": "\(folder.name)", "file": "\(file.name)", "interchange": "\(receipt.id)"])
            return (file, .accepted, receipt.id)
        } catch let error as GatewayError where error.kind != .unavailable {
            logger.warning(
                "a file was rejected",
                metadata: [
                    "folder": "\(folder.name)", "file": "\(file.name)", "code": "\(error.diagnostic.code)",
                ])
            return (file, .rejected, String(digest.prefix(16)))
        } catch {
            logger.warning(
                "a file waits",
                metadata: ["folder": "\(folder.name)", "file": "\(file.name)", "error": "\(error)"])
            return nil
        }
    }

    /// Commits what is long piece by piece.
    private func submit(_ submission: Submission) async throws -> Receipt {
        guard submission.bytes.count > FolderSource.piece else { return try await submissions.submit(submission) }
        let stream = try await submissions.begin(submission)
        do {
            for start in stride(from: 0, to: submission.bytes.count, by: FolderSource.piece) {
                try await stream.append(Array(submission.bytes[start...].prefix(FolderSource.piece)))
            }
            return try await stream.finish()
        } catch {
            await stream.abandon()
            throw error
        }
    }
}
