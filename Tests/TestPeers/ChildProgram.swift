import Foundation
import Synchronization

/// glibc's, since 2.34, which Swift's module of it does not have.
@_silgen_name("posix_spawn_file_actions_addclosefrom_np")
private func closeFrom(_ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ first: CInt) -> CInt

/// A program that runs beside the tests. It inherits no blocked signals; its output goes nowhere, or into a file,
/// never into a pipe, whose other end a server that is started meanwhile would hold.
final class ChildProgram: Sendable {
    let pid: pid_t
    private let status = Mutex<Int32?>(nil)

    init(_ program: String, _ arguments: [String], output: String = "/dev/null") throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // What else is open belongs to others: Foundation waits for the end of its own programs by descriptors.
        _ = closeFrom(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let result = posix_spawn(&pid, program, &actions, &attributes, &words, environ)
        guard result == 0 else { throw PeerError("\(program) cannot be started: \(String(cString: strerror(result)))") }
        self.pid = pid
    }

    var isRunning: Bool {
        status.withLock { status in
            guard status == nil else { return false }
            var ended: Int32 = 0
            guard waitpid(pid, &ended, WNOHANG) != 0 else { return true }
            status = ended
            return false
        }
    }

    /// Waits for its end; gives its status as waitpid(2) does.
    @discardableResult
    func wait() -> Int32 {
        status.withLock { status in
            if let status { return status }
            var ended: Int32 = 0
            while waitpid(pid, &ended, 0) < 0, errno == EINTR {}
            status = ended
            return ended
        }
    }

    /// Ends it at once.
    func kill() {
        guard isRunning else { return }
        Foundation.kill(pid, SIGKILL)
        wait()
    }

    /// What a program writes until it ends.
    static func output(of program: String, _ arguments: [String]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "milepost-run-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let child = try ChildProgram(program, arguments, output: file)
        let status = child.wait()
        let text = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
        guard status == 0 else { throw PeerError("\(program): status \(status): \(text)") }
        return text
    }
}
