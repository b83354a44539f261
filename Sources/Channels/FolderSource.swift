public import Diagnostics
import Glibc

/// A finished file in a watched folder.
public struct FoundFile: Sendable, Hashable {
    /// Its name in the folder.
    public let name: String
    /// How many bytes it has.
    public let size: Int
    /// When it was last changed, in nanoseconds since 1970.
    public let modified: Int64
    /// Which file it is, whatever its name.
    let inode: UInt64

    init(name: String, _ status: stat) {
        self.name = name
        size = Int(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        inode = UInt64(status.st_ino)
    }
}

/// What happens to a file whose bytes are safe.
public enum AfterReading: String, Sendable, Hashable, Codable {
    /// It is moved into the folder `done`.
    case move
    case delete
}

/// Takes files from a folder that others write into.
///
/// `look` names the finished files; the caller reads one, commits its bytes and only then says `done` or `rejected`. A crash
/// at any moment leaves the file where it is or moved away whole; it never loses one. What changes while it is being taken
/// stays and is found again. Links, folders and special files are passed by. A folder has one source: two would both read
/// what is in it.
public actor FolderSource {
    private let path: String
    /// Where accepted files go, nil to delete them.
    private let doneFolder: String?
    private let rejectedFolder: String
    private let executor = QueueExecutor("milepost.folder-source")
    /// What the last look saw.
    private var seen: [String: FoundFile] = [:]

    /// Bytes that are read at once.
    public static let piece = 1 << 20
    /// Endings of files that are still being written.
    public static let unfinished = [".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~"]

    private static let claim = ".milepost-taken-"

    /// A source that takes files from a folder, moving accepted ones into `done` (nil deletes them) and refused ones into
    /// `rejected`: folders on the same file system, made when they are first needed.
    public init(folder: String, done: String?, rejected: String) {
        path = folder
        doneFolder = done
        rejectedFolder = rejected
    }

    /// A source with the folders `done` and `rejected` below its own.
    public init(folder: String, after: AfterReading = .move) {
        self.init(folder: folder, done: after == .move ? folder + "/done" : nil, rejected: folder + "/rejected")
    }

    /// The thread that may block.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The finished files, the oldest first, by name where two are equally old; at most `limit`. A file is finished when two
    /// looks saw the same size and time: the first look after a start names none.
    public func look(limit: Int = 1_000) throws(Diagnostic) -> [FoundFile] {
        do throws(Errno) {
            let folder = try Directory(path)
            try restoreClaims(folder)
            var now: [String: FoundFile] = [:]
            var finished: [FoundFile] = []
            for entry in try Self.names(folder) where !Self.isPassedBy(entry.text) {
                guard let status = folder.status(entry.bytes), status.st_mode & S_IFMT == S_IFREG else { continue }
                let file = FoundFile(name: entry.text, status)
                now[entry.text] = file
                guard seen[entry.text] == file else { continue }
                guard entry.isEscaped else {
                    finished.append(file)
                    continue
                }
                if let name = try Self.escape(entry, in: folder) { finished.append(FoundFile(name: name, status)) }
            }
            seen = now
            return Array(finished.sorted { ($0.modified, $0.name) < ($1.modified, $1.name) }.prefix(limit))
        } catch {
            throw Diagnostic("receive.folder-failed", value: path, facts: ["reason": error.sentence])
        }
    }

    /// Hands a file's bytes out in pieces. Throws `receive.file-changed` when it is not the file that was found, before or
    /// while it is read: then nothing that was handed out counts.
    public func read(_ file: FoundFile, _ take: (ArraySlice<UInt8>) throws -> Void) throws {
        let descriptor: Int32
        do throws(Errno) {
            let folder = try Directory(path)
            // Without waiting, should the name have become a pipe.
            descriptor = openat(folder.descriptor, file.name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            if descriptor < 0 { throw Errno() }
        } catch { throw failure(file, error) }
        defer { close(descriptor) }
        guard Self.identity(descriptor, file.name) == file else { throw Self.changed(file) }
        var buffer = [UInt8](repeating: 0, count: min(Self.piece, max(1, file.size)))
        var total = 0
        while total < file.size {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw failure(file, Errno()) }
            if count == 0 { break }
            total += count
            try take(buffer[..<count])
        }
        guard total == file.size, Self.identity(descriptor, file.name) == file else { throw Self.changed(file) }
    }

    /// The bytes of a file from an offset on, at most ``piece`` of them; empty at its end. Throws `receive.file-changed` when
    /// it is not the file that was found: then no piece of it counts.
    public func bytes(of file: FoundFile, from offset: Int = 0) throws -> [UInt8] {
        let descriptor: Int32
        do throws(Errno) {
            let folder = try Directory(path)
            descriptor = openat(folder.descriptor, file.name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            if descriptor < 0 { throw Errno() }
        } catch { throw failure(file, error) }
        defer { close(descriptor) }
        guard Self.identity(descriptor, file.name) == file else { throw Self.changed(file) }
        var buffer = [UInt8](repeating: 0, count: max(0, min(Self.piece, file.size - offset)))
        var filled = 0
        while filled < buffer.count {
            let count = buffer[filled...].withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, $0.count, off_t(offset + filled))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw count == 0 ? Self.changed(file) : failure(file, Errno()) }
            filled += count
        }
        guard Self.identity(descriptor, file.name) == file else { throw Self.changed(file) }
        return buffer
    }

    /// Takes a file away whose bytes are committed. Throws `receive.file-changed`, and leaves it, when another one stands
    /// under its name by now.
    public func done(_ file: FoundFile) throws(Diagnostic) {
        if let doneFolder { try move(file, to: doneFolder) } else { try delete(file) }
    }

    /// Takes a file away that cannot be accepted: into the folder `rejected`, whatever happens to accepted ones.
    public func rejected(_ file: FoundFile) throws(Diagnostic) { try move(file, to: rejectedFolder) }
}

// MARK: - Moving

extension FolderSource {
    private func move(_ file: FoundFile, to subfolder: String) throws(Diagnostic) {
        do throws(Errno) {
            let folder = try Directory(path)
            let target = try Directory(making: subfolder)
            let name = FileName(received: file.name)
            for number in 1...FolderSender.candidates {
                let candidate = name.candidate(number)
                do throws(Errno) { try folder.move(file.name, to: target, as: candidate) } catch {
                    if error.number == EEXIST { continue }
                    throw error
                }
                // Looked at after the move, for a file can change before any look ahead of it is used.
                if target.status(candidate).map({ FoundFile(name: file.name, $0) }) != file {
                    try target.move(candidate, to: folder, as: file.name)
                    throw Errno(ESTALE)
                }
                try target.synchronize()
                return try folder.synchronize()
            }
            throw Errno(EEXIST)
        } catch { throw failure(file, error) }
    }

    /// Deletes by way of a hidden name, under which the file is looked at once more.
    private func delete(_ file: FoundFile) throws(Diagnostic) {
        do throws(Errno) {
            let folder = try Directory(path)
            let claimed = Self.claim + file.name
            try folder.move(file.name, to: folder, as: claimed)
            if folder.status(claimed).map({ FoundFile(name: file.name, $0) }) != file {
                try folder.move(claimed, to: folder, as: file.name)
                throw Errno(ESTALE)
            }
            try folder.remove(claimed)
            try folder.synchronize()
        } catch { throw failure(file, error) }
    }

    /// Gives files back their names that a crash left hidden between claiming and deleting; they are found again.
    private func restoreClaims(_ folder: borrowing Directory) throws(Errno) {
        for entry in try Self.names(folder) where entry.text.hasPrefix(Self.claim) {
            let name = entry.text
            let original = FileName(received: String(name.dropFirst(Self.claim.count)))
            for number in 1...FolderSender.candidates {
                do throws(Errno) { try folder.move(name, to: folder, as: original.candidate(number)) } catch {
                    if error.number == EEXIST { continue }
                    throw error
                }
                break
            }
        }
    }

    private func failure(_ file: FoundFile, _ error: Errno) -> Diagnostic {
        if error.number == ESTALE || error.number == ENOENT || error.number == ELOOP { return Self.changed(file) }
        return Diagnostic("receive.file-failed", value: file.name, facts: ["reason": error.sentence])
    }

    private static func changed(_ file: FoundFile) -> Diagnostic {
        Diagnostic("receive.file-changed", .warning, value: file.name)
    }
}

// MARK: - Looking

extension FolderSource {
    static func isPassedBy(_ name: String) -> Bool {
        name.hasPrefix(".") || unfinished.contains { name.lowercased().hasSuffix($0) }
    }

    /// A name in a folder: its bytes, and the text that tells it.
    private struct Entry {
        var bytes: [CChar]
        var text: String
        var isEscaped = false

        init(_ bytes: [UInt8]) {
            self.bytes = bytes.map { CChar(bitPattern: $0) } + [0]
            if let text = String(validating: bytes, as: UTF8.self) {
                self.text = text
            } else {
                text = FileName.escaped(bytes)
                isEscaped = true
            }
        }
    }

    /// Gives a finished file whose name is no UTF-8 the name that tells it, under which everything else is done with it;
    /// nil when it was changed away meanwhile.
    private static func escape(_ entry: Entry, in folder: borrowing Directory) throws(Errno) -> String? {
        let name = FileName(received: entry.text)
        for number in 1...FolderSender.candidates {
            do throws(Errno) { try folder.move(entry.bytes, to: folder, as: name.candidate(number)) } catch {
                if error.number == EEXIST { continue }
                if error.number == ENOENT { return nil }
                throw error
            }
            return name.candidate(number)
        }
        throw Errno(EEXIST)
    }

    /// The names in a folder.
    private static func names(_ folder: borrowing Directory) throws(Errno) -> [Entry] {
        let copy = openat(folder.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let directory = fdopendir(copy) else {
            let error = Errno()
            if copy >= 0 { close(copy) }
            throw error
        }
        defer { closedir(directory) }
        var names: [Entry] = []
        while let entry = readdir(directory) {
            names.append(withUnsafeBytes(of: entry.pointee.d_name) { Entry(Array($0.prefix { $0 != 0 })) })
        }
        return names
    }

    private static func identity(_ descriptor: Int32, _ name: String) -> FoundFile? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return FoundFile(name: name, status)
    }
}
