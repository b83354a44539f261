import Foundation

/// pyftpdlib's FTP server under TLS on a loopback port, with a certificate of its own for `localhost`, which can be told to
/// answer wrongly.
public final class FTPSServer: @unchecked Sendable {
    /// What it does when a file is to be renamed.
    public enum Renaming: String, Sendable {
        case right
        /// It renames and hangs up without an answer.
        case silent
        /// It hangs up and renames nothing.
        case dead
        /// It renames and is gone, and does not come back.
        case gone
    }

    public let folder: String
    public let port: UInt16
    private let process: ChildProgram

    /// The folder in which partners put and find files.
    public var files: String { folder + "/files" }
    /// Its certificate, which is its own authority.
    public var certificate: String { folder + "/cert.pem" }
    public let user = "edi"
    public let password = "secret"

    /// Starts it; throws unless it listens within 20 seconds.
    public init(implicit: Bool = false, renaming: Renaming = .right, days: Int = 90) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "milepost-ftps-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/files", withIntermediateDirectories: true)
        let (socket, port) = try Socket.listening()
        self.port = port
        socket.finish()
        _ = try ChildProgram.output(
            of: "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                folder + "/key.pem", "-out", folder + "/cert.pem", "-days", "\(days)", "-subj", "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
            ])
        try
            (Data(contentsOf: URL(filePath: folder + "/key.pem"))
            + Data(contentsOf: URL(filePath: folder + "/cert.pem")))
            .write(to: URL(filePath: folder + "/both.pem"))
        try Self.script.write(toFile: folder + "/server.py", atomically: true, encoding: .utf8)
        // Debian's Python, for which python3-pyftpdlib is installed.
        process = try ChildProgram(
            "/usr/bin/python3",
            [folder + "/server.py", "\(port)", folder, implicit ? "implicit" : "explicit", renaming.rawValue],
            output: folder + "/log")
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            if let socket = try? Socket.connected(port: port) {
                socket.finish()
                break
            }
            guard process.isRunning, ContinuousClock.now < deadline else { throw PeerError("no FTPS server") }
            usleep(20_000)
        }
    }

    deinit {
        process.kill()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The pin of its public key (RFC 7469, 2.4).
    public func pin() throws -> String {
        let shell =
            "openssl x509 -in \(certificate) -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64"
        return try "sha256//" + ChildProgram.output(of: "/bin/bash", ["-c", shell]).filter { !$0.isWhitespace }
    }

    /// The names in the folder of files, hidden ones too.
    public func names(_ subfolder: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: files + "/" + subfolder)) ?? []).sorted()
    }

    private static let script = """
        import os
        import sys
        # What the tests have open is none of its business.
        os.closerange(3, 4096)
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import TLS_DTPHandler, TLS_FTPHandler
        from pyftpdlib.servers import FTPServer

        port, folder, tls, renaming = sys.argv[1:]
        authorizer = DummyAuthorizer()
        authorizer.add_user("edi", "secret", folder + "/files", perm="elradfmwMT")


        class Data(TLS_DTPHandler):
            # As it is, it takes a client that begins with TLS before its command for one that hung up.
            def readable(self):
                return self._ssl_want_read or self._ssl_accepting or self.receive


        class Handler(TLS_FTPHandler):
            dtp_handler = Data
            certfile = folder + "/both.pem"
            tls_control_required = True
            tls_data_required = True

            def handle(self):
                if tls == "implicit":
                    self.secure_connection(self.get_ssl_context())
                    self._implicit = True
                super().handle()

            def ftp_RNTO(self, path):
                if renaming == "right":
                    return super().ftp_RNTO(path)
                if renaming in ("silent", "gone"):
                    self.fs.rename(self._rnfr, path)
                if renaming == "gone":
                    os._exit(0)
                self.close()


        Handler.authorizer = authorizer
        # Connections for data go on with the session of the one for commands.
        Handler.get_ssl_context().set_session_id(b"milepost")
        FTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
        """
}
