import Foundation

/// OpenSSH's sshd on a loopback port, with SFTP for the user that runs the tests: its own configuration, a host key of its
/// own, one key that may log in.
public final class OpenSSHServer: @unchecked Sendable {
    /// Where its keys and its files are.
    public let folder: String
    public let port: UInt16
    private var process: ChildProgram?

    /// The folder in which partners put and find files.
    public var files: String { folder + "/files" }
    /// The private key that may log in.
    public var clientKey: String { folder + "/client" }
    public var user: String { NSUserName() }

    /// Starts it; throws unless it listens within 20 seconds.
    public init(subsystem: String = "internal-sftp") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "milepost-sshd-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/files", withIntermediateDirectories: true)
        let (socket, port) = try Socket.listening()
        self.port = port
        socket.finish()
        for name in ["host", "client", "other"] { try Self.makeKey(folder + "/" + name) }
        try FileManager.default.copyItem(atPath: folder + "/client.pub", toPath: folder + "/authorized")
        // Without it sshd does not start as root (separation of privileges).
        if getuid() == 0 {
            try? FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        try """
        Port \(port)
        ListenAddress 127.0.0.1
        HostKey \(folder)/host
        AuthorizedKeysFile \(folder)/authorized
        PidFile none
        UsePAM no
        StrictModes no
        PasswordAuthentication no
        MaxStartups 100
        Subsystem sftp \(subsystem)
        """.write(toFile: folder + "/sshd_config", atomically: true, encoding: .utf8)
        try start()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Starts it again.
    public func start() throws {
        let process = try ChildProgram(
            "/usr/sbin/sshd", ["-D", "-f", folder + "/sshd_config", "-E", folder + "/log"])
        self.process = process
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            if let socket = try? Socket.connected(port: port) { return socket.finish() }
            guard process.isRunning, ContinuousClock.now < deadline else {
                throw PeerError(
                    "sshd does not listen: \((try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "")")
            }
            usleep(20_000)
        }
    }

    /// Lets nobody in any more.
    public func stop() {
        process?.kill()
        process = nil
    }

    /// Starts again with more of a configuration behind its own.
    public func restart(with configuration: String) throws {
        stop()
        let path = folder + "/sshd_config"
        let own = try String(contentsOfFile: path, encoding: .utf8)
        try (own + "\n" + configuration).write(toFile: path, atomically: true, encoding: .utf8)
        try start()
    }

    /// Goes on with another host key.
    public func changeHostKey() throws {
        stop()
        for suffix in ["", ".pub"] {
            try FileManager.default.removeItem(atPath: folder + "/host" + suffix)
            try FileManager.default.moveItem(atPath: folder + "/other" + suffix, toPath: folder + "/host" + suffix)
        }
        try start()
    }

    /// The fingerprint of the host key, as ssh-keygen says it.
    public func hostKey() throws -> String {
        let words = try ChildProgram.output(of: "/usr/bin/ssh-keygen", ["-l", "-f", folder + "/host.pub"]).split(
            separator: " ")
        guard words.count > 1 else { throw PeerError("no fingerprint") }
        return String(words[1])
    }

    /// The names in the folder of files, hidden ones too.
    public func names(_ subfolder: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: files + "/" + subfolder)) ?? []).sorted()
    }

    private static func makeKey(_ path: String) throws {
        _ = try ChildProgram.output(of: "/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path])
    }
}
