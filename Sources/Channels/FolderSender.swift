public import Diagnostics
import Glibc

/// What became of one try to put a file into a folder.
public enum FolderOutcome: Sendable, Hashable {
    /// The file stands under this name, durably; the name has a suffix when the received one was taken.
    case delivered(name: String, isRenamed: Bool)
    /// Nothing that a reader of the folder would take was made.
    case notSent(Diagnostic)
    /// The file may stand in the folder.
    case unknown(Diagnostic)
}

/// Puts files into a folder so that whoever reads it sees whole files only: a hidden temporary name, the bytes synced, the
/// right name without replacing another file, the folder synced.
public actor FolderSender {
    private let path: String
    private let executor = QueueExecutor("milepost.folder-sender")
    private var number: UInt64 = 0

    /// How many names are tried when the received one is taken.
    public static let candidates = 1_000

    /// A sender into a folder, which must exist when a file is sent.
    public init(folder: String) { path = folder }

    /// The thread that may block.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Puts a file into the folder under its received name, as far as that is safe.
    public func send(_ bytes: [UInt8], name: String) -> FolderOutcome {
        let name = FileName(received: name)
        do throws(Errno) {
            let folder = try Directory(path)
            let temporary = try write(bytes, in: folder)
            return place(temporary, in: folder, as: name)
        } catch {
            return .notSent(Self.diagnostic("deliver.folder-failed", name.text, error))
        }
    }

    /// Writes the bytes under a hidden name of our own and syncs them.
    private func write(_ bytes: [UInt8], in folder: borrowing Directory) throws(Errno) -> String {
        number &+= 1
        let temporary = ".milepost-\(getpid())-\(UInt64.random(in: .min ... .max))-\(number).tmp"
        let file = openat(folder.descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o660)
        guard file >= 0 else { throw Errno() }
        var failure: Errno?
        do throws(Errno) {
            try Self.write(bytes, to: file)
            if fsync(file) != 0 { throw Errno() }
        } catch { failure = error }
        if close(file) != 0, failure == nil { failure = Errno() }
        if let failure {
            try? folder.remove(temporary)
            throw failure
        }
        return temporary
    }

    private static func write(_ bytes: [UInt8], to file: Int32) throws(Errno) {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress.map { $0 + start }, $0.count - start) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw count == 0 ? Errno(ENOSPC) : Errno() }
            start += count
        }
    }

    /// Gives the file its name. From here on an error may come after the deed.
    private func place(_ temporary: String, in folder: borrowing Directory, as name: FileName) -> FolderOutcome {
        for number in 1...Self.candidates {
            let candidate = name.candidate(number)
            do throws(Errno) {
                try folder.move(temporary, to: folder, as: candidate)
            } catch  where error.number == EEXIST {
                continue
            } catch {
                guard Self.hasCertainlyNotMoved(error), (try? folder.remove(temporary)) != nil else {
                    return .unknown(Self.diagnostic("deliver.folder-unknown", candidate, error))
                }
                return .notSent(Self.diagnostic("deliver.folder-failed", candidate, error))
            }
            do throws(Errno) { try folder.synchronize() } catch {
                return .unknown(Self.diagnostic("deliver.folder-unknown", candidate, error))
            }
            return .delivered(name: candidate, isRenamed: number > 1)
        }
        try? folder.remove(temporary)
        return .notSent(Self.diagnostic("deliver.folder-failed", name.text, Errno(EEXIST)))
    }

    /// Errors that say that nothing was done. Others (EIO, ESTALE, ETIMEDOUT of a network's file system) may come after it.
    private static func hasCertainlyNotMoved(_ error: Errno) -> Bool {
        [EACCES, EPERM, EROFS, ENOSPC, EDQUOT, EMLINK, ENAMETOOLONG, EILSEQ].contains(error.number)
    }

    private static func diagnostic(_ code: Code, _ name: String, _ error: Errno) -> Diagnostic {
        Diagnostic(code, value: name, facts: ["reason": error.sentence])
    }
}
