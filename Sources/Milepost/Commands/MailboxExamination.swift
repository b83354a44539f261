import ConfigurationFiles
import Foundation
import Glibc

/// Whether mailboxes are as sshd and the gateway need them: the folder itself root's alone, those in it ours to write.
enum MailboxExamination {
    static func examine(_ installation: Installation) -> [Doctor.Finding] {
        installation.mailboxes.map { mailbox in
            let name = "mailbox \(mailbox.name)"
            if let words = fault(of: mailbox) {
                return Doctor.Finding(
                    name: name, verdict: .fail, words: words,
                    fix: "Run as root what `milepost mailbox prepare` prints, with `--user` for who runs the gateway.")
            }
            return Doctor.Finding(
                name: name, verdict: .ok,
                words: "\(mailbox.out) can be written, \(mailbox.user) is shut into \(mailbox.path)")
        }
    }

    private static func fault(of mailbox: Mailbox) -> String? {
        for path in [mailbox.path, mailbox.out, mailbox.inbox] {
            guard let status = facts(of: path) else { return "\(path) is not there" }
            guard status.st_mode & S_IFMT == S_IFDIR else { return "\(path) is no folder" }
        }
        // As sshd's own check of ChrootDirectory: every part of the path belongs to root, and nobody else may write.
        var path = MailboxCommand.absolute(mailbox.path)
        while true {
            if let status = facts(of: path) {
                if status.st_uid != 0 {
                    return "\(path) belongs to \(owner(status.st_uid)), not to root; sshd refuses it"
                }
                if status.st_mode & 0o022 != 0 { return "\(path) can be written by others than root; sshd refuses it" }
            }
            if path == "/" { break }
            path = URL(fileURLWithPath: path).deletingLastPathComponent().path
        }
        guard let user = getpwnam(mailbox.user) else { return "this machine has no user \(mailbox.user)" }
        let (id, group) = (user.pointee.pw_uid, user.pointee.pw_gid)
        for folder in [mailbox.out, mailbox.inbox] {
            guard access(folder, R_OK | W_OK | X_OK) == 0 else {
                return "\(folder) cannot be written: \(String(cString: strerror(errno)))"
            }
            guard let status = facts(of: folder) else { continue }
            if status.st_mode & 0o007 != 0 { return "\(folder) can be entered by everybody on this machine" }
            let isTheirs = status.st_uid == id || status.st_gid == group && status.st_mode & 0o070 == 0o070
            if !isTheirs { return "\(folder) belongs to \(owner(status.st_uid)), and \(mailbox.user) cannot use it" }
        }
        return nil
    }

    private static func facts(of path: String) -> stat? {
        var facts = stat()
        return stat(path, &facts) == 0 ? facts : nil
    }

    private static func owner(_ id: uid_t) -> String {
        getpwuid(id).map { String(cString: $0.pointee.pw_name) } ?? "user \(id)"
    }
}
