import CLinux
import Glibc

/// An open directory, in which files are reached by name alone: what happens to the path around it does not matter.
struct Directory: ~Copyable {
    let descriptor: Int32

    /// Opens a directory; throws the error number.
    init(_ path: String) throws(Errno) {
        let opened = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw Errno() }
        descriptor = opened
    }

    /// Opens a directory in a directory, made when it is not there.
    init(_ name: String, in parent: borrowing Directory) throws(Errno) {
        if mkdirat(parent.descriptor, name, 0o770) != 0, errno != EEXIST { throw Errno() }
        let opened = openat(parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard opened >= 0 else { throw Errno() }
        descriptor = opened
    }

    /// Opens a directory, made when it is not there.
    init(making path: String) throws(Errno) {
        if mkdir(path, 0o770) != 0, errno != EEXIST { throw Errno() }
        let opened = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard opened >= 0 else { throw Errno() }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Makes what happened in the directory durable.
    func synchronize() throws(Errno) {
        if fsync(descriptor) != 0 { throw Errno() }
    }

    /// Moves a file into a directory of the same file system, never over another one.
    func move(_ name: String, to target: borrowing Directory, as newName: String) throws(Errno) {
        try move(Array(name.utf8CString), to: target, as: newName)
    }

    /// The same for a name in its bytes, zero at the end, which need not be UTF-8.
    func move(_ name: [CChar], to target: borrowing Directory, as newName: String) throws(Errno) {
        if milepost_rename_new(descriptor, name, target.descriptor, newName) == 0 { return }
        guard errno == EINVAL || errno == ENOSYS else { throw Errno() }
        // A file system without that: a link fails when the name is taken.
        if linkat(descriptor, name, target.descriptor, newName, 0) != 0 { throw Errno() }
        if unlinkat(descriptor, name, 0) != 0 { throw Errno() }
    }

    func remove(_ name: String) throws(Errno) {
        if unlinkat(descriptor, name, 0) != 0 { throw Errno() }
    }

    /// What a name stands for, not following a link; nil when there is nothing.
    func status(_ name: String) -> stat? { status(Array(name.utf8CString)) }

    /// The same for a name in its bytes, zero at the end, which need not be UTF-8.
    func status(_ name: [CChar]) -> stat? {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
    }
}

/// An error number of a system call.
struct Errno: Error, Equatable {
    let number: Int32

    init(_ number: Int32 = errno) { self.number = number }

    /// The system's sentence for it.
    var sentence: String { strerror(number).map { String(cString: $0) } ?? "error \(number)" }
}
