import Channels
import ConfigurationFiles
import Diagnostics
import Intake
import Logging
import Foundation

/// Takes the finished files of a folder in, each as one interchange, and moves a file away only once its bytes are
/// committed. A file that is read again after a crash is known by its name, time and size, and is not taken twice.
final class FolderWatcher: Sendable {
    private let folder: WatchedFolder
    private let source: FolderSource
    private let submissions: Submissions
    private let underWay: AttemptsUnderWay
    private let logger: Logger

    /// How many files are taken between two looks.
    private static let mostFiles = 1_000

    init(_ folder: WatchedFolder, submissions: Submissions, underWay: AttemptsUnderWay, logger: Logger) {
        self.underWay = underWay
        self.folder = folder
        self.submissions = submissions
        self.logger = logger
        var done: String?
        if case .move(let target) = folder.accepted { done = target }
        source = FolderSource(folder: folder.path, done: done, rejected: folder.rejected)
    }

    /// Looks until its task is cancelled.
    func run() async {
        try? FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        while !Task.isCancelled {
            do {
                let files = try await source.look(limit: Self.mostFiles)
                if !files.isEmpty, let backend = BackendSender.backend(of: folder.partner),
                    try await !underWay.haveResults(at: backend)
                {
                    logger.warning(
                        "files wait for deliveries that have no result yet",
                        metadata: ["folder": "\(folder.name)", "backend": "\(backend)"])
                    continue
                }
                for file in files where !Task.isCancelled { await take(file) }
                // There may be more that is finished.
                if files.count == Self.mostFiles { continue }
            } catch {
                logger.warning("a folder cannot be read", metadata: ["folder": "\(folder.name)", "error": "\(error)"])
            }
            // Two looks that see the same size and time make a file finished.
            try? await Task.sleep(for: .seconds(max(0.05, folder.settleSeconds)))
        }
    }

    private func take(_ file: FoundFile) async {
        let submission = Submission(
            sender: folder.partner, channel: "folder", fileName: file.name,
            idempotencyKey: "folder/\(folder.name)/\(file.name)/\(file.modified)/\(file.size)", bytes: [])
        do {
            if file.size == 0 { throw GatewayError(.invalid, Diagnostic("intake.empty")) }
            let receipt = try await keep(file, as: submission)
            try await source.done(file)
            logger.info(
                "a file was accepted",
                metadata: ["folder": "\(folder.name)", "file": "\(file.name)", "interchange": "\(receipt.id)"])
        } catch let error as GatewayError where error.kind != .unavailable {
            logger.warning(
                "a file was rejected",
                metadata: [
                    "folder": "\(folder.name)", "file": "\(file.name)", "code": "\(error.diagnostic.code)",
                ])
            try? await source.rejected(file)
        } catch {
            logger.warning(
                "a file waits",
                metadata: ["folder": "\(folder.name)", "file": "\(file.name)", "error": "\(error)"])
        }
    }

    private func keep(_ file: FoundFile, as submission: Submission) async throws -> Receipt {
        if file.size <= FolderSource.piece {
            var whole = submission
            whole.bytes = try await source.bytes(of: file)
            return try await submissions.submit(whole)
        }
        let stream = try await submissions.begin(submission)
        do {
            var offset = 0
            while offset < file.size {
                let piece = try await source.bytes(of: file, from: offset)
                try await stream.append(piece)
                offset += piece.count
            }
            return try await stream.finish()
        } catch {
            await stream.abandon()
            throw error
        }
    }
}
