import Foundation
import GRDB
import Synchronization

/// Moves committed pages from the write-ahead log into the database, in a task of its own.
///
/// In line, a checkpoint makes one commit in a hundred wait 7–15 ms. Here it runs on its own connection beside the
/// writer. Under a load that never pauses the log is never wholly moved and so never starts again from the front; when
/// it passes `longestLog` the writer itself finishes the little that is left.
final class Checkpointer: Sendable {
    /// How long the log grows before it is moved, in bytes.
    private static let log: Int64 = 4 << 20
    /// How long the log grows before commits wait for it to be moved, in bytes.
    private static let longestLog: Int64 = 128 << 20
    private static let interval = Duration.milliseconds(100)

    private let logPath: String
    private let connection: DatabaseQueue
    private let pool: DatabasePool
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(path: String, pool: DatabasePool) throws {
        var configuration = Configuration()
        configuration.label = "milepost checkpoint"
        configuration.busyMode = .timeout(5)
        connection = try DatabaseQueue(path: path, configuration: configuration)
        logPath = path + "-wal"
        self.pool = pool
    }

    // The loop holds this weakly, so it is between two checkpoints when this goes.
    deinit { task.withLock { $0?.cancel() } }

    /// Begins to watch the log.
    func start() {
        let loop = Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                await self?.move()
            }
        }
        task.withLock { $0 = loop }
    }

    /// Ends the watch, after the checkpoint that may be under way; the last connection to close moves what is left.
    func stop() async {
        let loop = task.withLock { $0 }
        loop?.cancel()
        await loop?.value
        try? connection.close()
    }

    private var size: Int64 {
        var status = stat()
        return stat(logPath, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// A checkpoint that fails (a reader in the way, a full disk) is tried again at the next interval; commits do not
    /// depend on it.
    private func move() async {
        guard size > Self.log else { return }
        await withCheckedContinuation { continuation in
            connection.asyncWriteWithoutTransaction { database in
                _ = try? database.checkpoint(.passive)
                continuation.resume()
            }
        }
        guard size > Self.longestLog else { return }
        await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { database in
                _ = try? database.checkpoint(.truncate)
                continuation.resume()
            }
        }
    }
}
