import Glibc
import Store
import Synchronization

/// The right to open a data folder: an exclusive lock on its file `lock`, which the system frees when the process ends,
/// however it ends.
final class FolderLock: Sendable {
    private let descriptor: Mutex<CInt>

    /// Takes the lock, or throws ``StoreError/Kind/inUse`` at once.
    init(folder: String) throws {
        let file = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreError(.unavailable, code: "errno-\(errno)", message: folder) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(file)
            throw StoreError(.inUse, code: "lock", message: folder)
        }
        descriptor = Mutex(file)
    }

    deinit { release() }

    /// Gives the folder back; once is enough.
    func release() {
        descriptor.withLock { file in
            if file >= 0 { Glibc.close(file) }
            file = -1
        }
    }
}
