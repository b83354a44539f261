import ArgumentParser
import ConfigurationFiles
import Diagnostics
import Foundation

/// `milepost mailbox …`: what the machine needs so that others fetch their files with OpenSSH's SFTP.
struct MailboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mailbox", abstract: "Print what sshd and the machine need for mailboxes.",
        discussion: "Example: milepost mailbox sshd-config --config milepost.yaml",
        subcommands: [SSHDConfiguration.self, Preparation.self])

    struct SSHDConfiguration: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sshd-config", abstract: "Print the part of sshd's configuration that serves the mailboxes.",
            discussion: """
                Each user is shut into its mailbox, gets SFTP and nothing else, and logs in with a key.

                Example: milepost mailbox sshd-config --config milepost.yaml > /etc/ssh/sshd_config.d/milepost.conf
                """)

        @Option(help: "The main file of the configuration.") var config: String?
        @Option(help: "The folder with a file of public keys for each user.")
        var keys = "/etc/ssh/milepost-keys"

        /// What SFTP may do: put, fetch, rename, delete, list.
        private static let requests = """
            open,close,read,write,lstat,stat,fstat,opendir,readdir,realpath,remove,rename,posix-rename,fsync,limits
            """

        func run() throws {
            let out = Terminal.output
            let mailboxes = try MailboxCommand.mailboxes(config)
            out.line("# Mailboxes of Milepost, printed by `milepost mailbox sshd-config`.")
            for mailbox in mailboxes {
                out.line("")
                out.line("Match User \(mailbox.user)")
                for line in [
                    "ChrootDirectory \(MailboxCommand.absolute(mailbox.path))",
                    // Files that they put can be read by their group, which the gateway is in, and by nobody else.
                    "ForceCommand internal-sftp -u 0007 -p \(Self.requests)",
                    "AuthorizedKeysFile \(keys)/\(mailbox.user)", "AuthenticationMethods publickey",
                    "PubkeyAuthentication yes", "PasswordAuthentication no", "KbdInteractiveAuthentication no",
                    "DisableForwarding yes", "PermitTTY no", "PermitUserRC no", "MaxSessions 4",
                ] {
                    out.line("    " + line)
                }
            }
            if !mailboxes.isEmpty {
                out.line("")
                out.line("Match all")
            }
        }
    }

    struct Preparation: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prepare", abstract: "Print the commands that make the users and folders of the mailboxes.",
            discussion: """
                Run them as root; they can be run again. sshd demands that the mailbox itself is root's alone.

                Example: milepost mailbox prepare --config milepost.yaml | sudo sh -e
                """)

        @Option(help: "The main file of the configuration.") var config: String?
        @Option(help: "The user that the gateway runs as.") var user = "milepost"

        func run() throws {
            let out = Terminal.output
            for mailbox in try MailboxCommand.mailboxes(config) {
                let path = MailboxCommand.quoted(MailboxCommand.absolute(mailbox.path))
                out.line("# \(mailbox.name)")
                out.line(
                    "id -u \(mailbox.user) >/dev/null 2>&1 || "
                        + "useradd --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin \(mailbox.user)"
                )
                out.line("group=$(id -gn \(mailbox.user))")
                // Root needs no group to read what others put.
                if user != "root" {
                    out.line(
                        "id -Gn \(MailboxCommand.quoted(user)) | tr ' ' '\\n' | grep -qx \"$group\" || "
                            + "usermod -a -G \"$group\" \(MailboxCommand.quoted(user))")
                }
                out.line("install -d -o root -g root -m 755 \(path)")
                // Files get the folder's group, whoever makes them.
                for folder in ["in", "out", "fetched"] {
                    out.line(
                        "install -d -o \(MailboxCommand.quoted(user)) -g \"$group\" -m 2770 \(path)/\(folder)")
                }
                out.line(
                    "install -d -o \(MailboxCommand.quoted(user)) -g root -m 700 \(path)/rejected")
            }
        }
    }

    private static func mailboxes(_ config: String?) throws -> [Mailbox] {
        let reading = ConfigurationPath.read(config)
        guard let installation = reading.installation else {
            throw CommandFailure(
                .usage, reading.diagnostics.items.filter { $0.severity == .error }.map { DiagnosticReport($0) })
        }
        return installation.mailboxes.sorted { $0.name < $1.name }
    }

    /// A path that does not depend on where it is read.
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// A text as a shell takes it for one word.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: true
            default: false
            }
        }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
